// The library as a package of somebody else uses it.

import StandpointTestSupport
import Testing

@Suite("A package that depends on Standpoint by path")
struct DependentPackageTests {
    @Test("builds and runs with five lines of code and one import", .timeLimit(.minutes(5)))
    func fiveLines() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            // swift-tools-version: 6.2
            import PackageDescription
            let package = Package(
                name: "reader", platforms: [.macOS(.v15)],
                dependencies: [.package(name: "Standpoint", path: "\(packageFolder)")],
                targets: [.executableTarget(name: "reader", dependencies: [.product(name: "Standpoint", package: "Standpoint")], path: ".")]
            )
            """, to: "Package.swift")
        try folder.write(
            """
            import Standpoint
            let kb = try KnowledgeBase(at: "kb.sqlite")
            try kb.edit(by: "reader") { try $0.organization("cuba", name: "Cuba", kind: .state) }
            let value: Value? = try kb.read { try $0.connection.value("SELECT count(*) FROM stances") }
            print(try kb.organizations.all().map(\\.name), value ?? .null)
            """, to: "main.swift")
        let arguments = ["run", "--quiet", "--disable-index-store", "-debug-info-format", "none"]
        let outcome = try run("swift", arguments, in: folder.path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("[\"Cuba\"] 0"))
    }
}
