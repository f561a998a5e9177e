// swift-tools-version: 6.2
import PackageDescription

/// The language features that every target of this package is written in, beside Swift 6 mode itself.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "Standpoint",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .library(name: "Standpoint", targets: ["Standpoint"]),
        .library(name: "StandpointSQLite", targets: ["StandpointSQLite"]),
        .executable(name: "standpoint", targets: ["StandpointCommand"]),
    ],
    targets: [
        .systemLibrary(
            name: "CStandpointSQLite",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite3"])]
        ),
        .target(
            name: "StandpointSchema",
            path: "Schema",
            resources: [
                .embedInCode("01-bookkeeping.sql"), .embedInCode("02-thing.sql"),
                .embedInCode("03-evidence.sql"), .embedInCode("04-fact.sql"),
                .embedInCode("05-rule-thing.sql"), .embedInCode("06-rule-event.sql"),
                .embedInCode("06-rule-evidence.sql"), .embedInCode("07-rule-fact.sql"),
                .embedInCode("08-history-thing.sql"), .embedInCode("09-history-fact.sql"),
                .embedInCode("09-history-kept.sql"), .embedInCode("09-history-vocabulary.sql"),
                .embedInCode("10-vocabulary.sql"),
                .embedInCode("11-view.sql"), .embedInCode("12-view-analysis.sql"),
                .embedInCode("13-problem.sql"), .embedInCode("14-problem-date.sql"),
                .embedInCode("14-problem-meaning.sql"), .embedInCode("14-problem-value.sql"),
                .embedInCode("15-search.sql"), .embedInCode("16-anchor.sql"),
                .embedInCode("17-identity.sql"), .embedInCode("17-name.sql"),
                .embedInCode("18-conflict.sql"), .embedInCode("19-version.sql"),
                .embedInCode("20-change.sql"), .embedInCode("21-problem.sql"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Standpoint",
            dependencies: ["StandpointSQLite", "StandpointSchema"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "StandpointCommand",
            dependencies: ["Standpoint"],
            swiftSettings: strict
        ),
        .target(
            name: "StandpointSQLite",
            dependencies: ["CStandpointSQLite"],
            swiftSettings: strict
        ),
        .target(
            name: "StandpointTestSupport",
            path: "Tests/Support",
            swiftSettings: strict
        ),
        .testTarget(
            name: "StandpointSQLiteTests",
            dependencies: ["StandpointSQLite", "StandpointTestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "StandpointTests",
            dependencies: ["Standpoint", "StandpointTestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "StandpointCommandTests",
            dependencies: ["Standpoint", "StandpointCommand", "StandpointTestSupport"],
            swiftSettings: strict
        ),
    ]
)
