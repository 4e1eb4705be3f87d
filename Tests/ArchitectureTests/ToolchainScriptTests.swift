import Foundation
import Testing

/// `scripts/swift` on machines we do not have: what it asks of them is answered by little scripts.
struct ToolchainScriptTests {
    @Test func `an own Swift whose libraries are here is used as it is`() throws {
        let machine = try Machine(hasLibraries: true)
        #expect(try machine.swift("build") == 0)
        #expect(machine.did == ["swift build"])
    }

    @Test func `an own Swift gets the libraries first`() throws {
        let machine = try Machine(microhttpd: "1.0.1-2")
        #expect(try machine.swift("build", "--product", "ops") == 0)
        #expect(
            machine.did == [
                "need libsqlite3-dev librdkafka-dev libmicrohttpd-dev libcurl4-openssl-dev libssl-dev pkg-config",
                "swift build --product ops",
            ])
    }

    @Test func `libraries that need root end it with what need says`() throws {
        let machine = try Machine(microhttpd: "1.0.1-2", refuses: true)
        #expect(try machine.swift("build") == 69)
        #expect(machine.did.count == 1 && machine.did.first?.hasPrefix("need libsqlite3-dev") == true)
    }

    @Test func `on Debian 12 an own Swift is passed over, and why is said`() throws {
        let machine = try Machine(microhttpd: "0.9.75-6")
        #expect(try machine.swift("build") == 69)
        #expect(machine.did == ["need debootstrap"])
        #expect(machine.said.contains("libmicrohttpd-dev here is 0.9.75-6 and 1.0 is needed"))
    }

    @Test func `lists are fetched where apt knows nothing yet`() throws {
        let machine = try Machine(microhttpd: nil)
        #expect(try machine.swift("test") == 0)
        #expect(machine.did.first == "apt-get update -q" && machine.did.last == "swift test")
    }

    @Test func `the format needs no library`() throws {
        let machine = try Machine(microhttpd: "0.9.75-6")
        #expect(try machine.swift("format", "lint") == 0)
        #expect(machine.did == ["swift format lint"])
    }

    @Test(arguments: ["5.10.1", "6.1", "6.1.3"])
    func `an older Swift is passed over`(_ version: String) throws {
        let machine = try Machine(version: version, hasLibraries: true)
        #expect(try machine.swift("build") == 69)
        #expect(machine.did == ["need debootstrap"])
    }

    @Test(arguments: [("root", "aarch64"), ("somebody", "x86_64")])
    func `the folder needs root and x86-64, and that is said`(_ user: String, _ processor: String) throws {
        let machine = try Machine(version: "6.1", user: user == "root" ? 0 : 1000, processor: processor)
        #expect(try machine.swift("build") == 69)
        #expect(machine.did.isEmpty && machine.said.contains("need root") && machine.said.contains("x86-64"))
    }

    @Test func `the versions it asks for are those of the decision record`() throws {
        let record = try Repository.text("docs/adr/0002-toolchain-and-packages.md")
        let script = try Repository.text("scripts/swift")
        let oldest = script.matches(of: #/"(lib[\w-]+-dev) [\w]+ ([\d.]+)"/#)
        #expect(oldest.count == 5)
        for line in oldest { #expect(record.contains("`\(line.output.1)` \(line.output.2)"), "\(line.output.1)") }
    }
}

/// A folder with the script, a `need` beside it, and the programs it calls, which write down how.
private struct Machine {
    private let folder: URL
    private var path: String { folder.appending(path: "bin").path }

    /// - Parameter microhttpd: the version apt would install; nil before the lists are fetched.
    init(
        version: String = "6.3", hasLibraries: Bool = false, microhttpd: String? = "1.0.1-2", refuses: Bool = false,
        user: Int = 0, processor: String = "x86_64"
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "ops-script-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "bin"), withIntermediateDirectories: true)
        try add("../swift", Repository.text("scripts/swift"))
        try add(
            "../need", "echo \"need $*\" >>\"$DID\"; [[ $1 == debootstrap || \(refuses) == true ]] && exit 69; :>$HERE")
        try add(
            "swift",
            "if [[ $1 == --version ]]; then echo 'Swift version \(version) (swift)'; else echo \"swift $*\" >>$DID; fi")
        try add("pkg-config", "[[ -e $HERE ]]")
        try add("apt-get", "echo \"apt-get $*\" >>$DID")
        let candidate = microhttpd.map { "if [[ $2 == libmicrohttpd-dev ]]; then v=\($0); else v=99; fi" } ?? "exit 0"
        try add("apt-cache", "\(candidate)\necho \"  Candidate: $v\"")
        try add("id", "echo \(user)")
        try add("uname", "echo \(processor)")
        if hasLibraries { try Data().write(to: folder.appending(path: "here")) }
    }

    private func add(_ name: String, _ text: String) throws {
        let file = folder.appending(path: "bin").appending(path: name)
        try Data((text.hasPrefix("#!") ? text : "#!/usr/bin/env bash\n\(text)\n").utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }

    /// - Returns: the script's exit code.
    func swift(_ arguments: String...) throws -> Int32 {
        let process = Process()
        process.executableURL = folder.appending(path: "swift")
        process.arguments = arguments
        process.environment = [
            "PATH": path + ":/usr/bin:/bin", "DID": folder.appending(path: "did").path,
            "HERE": folder.appending(path: "here").path, "STATIONOPS_TOOLCHAIN": folder.appending(path: "root").path,
        ]
        try Data().write(to: folder.appending(path: "said"))
        process.standardError = try FileHandle(forWritingTo: folder.appending(path: "said"))
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// What was called, in order.
    var did: [String] { text("did").split(separator: "\n").map(String.init) }
    /// What the script said on standard error.
    var said: String { text("said") }

    private func text(_ name: String) -> String {
        (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
    }
}
