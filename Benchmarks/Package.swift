// swift-tools-version: 6.2
import PackageDescription

/// Measurements, in a package of their own: a user of the library never builds them.
let package = Package(
    name: "StandpointBenchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "Standpoint", path: "..")],
    targets: [
        // The floor: the same work in C, which SwiftPM compiles with -O2 in a release build.
        .target(name: "CFloor", linkerSettings: [.linkedLibrary("sqlite3")]),
        .executableTarget(
            name: "benchmark",
            dependencies: [
                "CFloor", .product(name: "Standpoint", package: "Standpoint"),
                .product(name: "StandpointSQLite", package: "Standpoint"),
            ],
            path: "Sources/Benchmark",
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ]
        ),
    ]
)
