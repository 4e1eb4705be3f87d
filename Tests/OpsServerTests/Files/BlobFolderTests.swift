import Foundation
import OpsCrypto
import OpsServer
import OpsTestSupport
import Testing

@Suite struct BlobFolderTests {
    static let jpeg = Data([0xFF, 0xD8, 0xFF, 0xE0]) + Data("picture".utf8)

    @Test(arguments: [
        ([0xFF, 0xD8, 0xFF, 0xE1, 0x00], ImageKind.jpeg), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
        (Array("RIFF....WEBPVP8 ".utf8), .webp),
    ])
    func `a picture is known by its first bytes`(bytes: [UInt8], kind: ImageKind) {
        #expect(ImageKind(of: Data(bytes)) == kind)
    }

    @Test(arguments: [
        "", "GIF89a", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "<!doctype html><script>", "RIFF....WAVE",
        "%PDF-1.7",
        "\u{FF}\u{D8}\u{FF}", "RIFF....WEB",
    ])
    func `what is no such picture is none, whatever it resembles`(text: String) {
        #expect(ImageKind(of: Data(text.utf8)) == nil)
    }

    @Test func `a file lies under its digest, whole, and a second time changes nothing`() throws {
        let temporary = try TemporaryFolder()
        let folder = BlobFolder(path: temporary.file("tickets-files"))
        let digest = SHA256.hex(Self.jpeg)
        #expect(!folder.has(digest))
        for _ in 1...2 { try folder.put(Self.jpeg, as: digest) }
        #expect(folder.read(digest) == Self.jpeg)
        #expect(folder.digests() == [digest])
        let path = "\(folder.path)/\(digest.prefix(2))/\(digest.dropFirst(2))"
        #expect(FileManager.default.contents(atPath: path) == Self.jpeg)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/tmp").isEmpty)
    }

    @Test func `bytes that are not what the name says leave nothing behind`() throws {
        let folder = BlobFolder(path: try TemporaryFolder().file("files"))
        let other = SHA256.hex("something else")
        #expect(throws: BlobError.otherDigest) { try folder.put(Self.jpeg, as: other) }
        #expect(!folder.has(other))
        #expect(folder.digests().isEmpty)
    }

    @Test(arguments: [
        "", "../../etc/passwd", String(repeating: "A", count: 64), String(repeating: "0", count: 63), "ab/cd",
    ])
    func `nothing but a digest becomes a path`(name: String) throws {
        let folder = BlobFolder(path: try TemporaryFolder().file("files"))
        #expect(!BlobFolder.isDigest(name))
        #expect(!folder.has(name))
        #expect(folder.read(name) == nil)
        #expect(throws: BlobError.otherDigest) { try folder.put(Self.jpeg, as: name) }
    }

    @Test func `a copy holds every file but those that no longer are what they were`() throws {
        let temporary = try TemporaryFolder()
        let (folder, copy) = (BlobFolder(path: temporary.file("a")), BlobFolder(path: temporary.file("b")))
        let (good, bad) = (SHA256.hex(Self.jpeg), SHA256.hex(Self.jpeg + [1]))
        try folder.put(Self.jpeg, as: good)
        try folder.putThumbnail(Self.jpeg, of: good)
        try folder.put(Self.jpeg + [1], as: bad)
        try Data("rot".utf8).write(to: URL(filePath: "\(folder.path)/\(bad.prefix(2))/\(bad.dropFirst(2))"))
        let result = try folder.copy(to: copy)
        #expect(result.files == 1)
        #expect(result.damaged == [bad])
        #expect(copy.read(good) == Self.jpeg)
        #expect(copy.thumbnail(of: good) == Self.jpeg)
        #expect(!copy.has(bad))
    }

    @Test func `a disk that does not take it is an error and no file`() throws {
        let temporary = try TemporaryFolder()
        try Data("in the way".utf8).write(to: URL(filePath: temporary.file("files")))
        let folder = BlobFolder(path: temporary.file("files"))
        #expect(throws: BlobError.self) { try folder.put(Self.jpeg, as: SHA256.hex(Self.jpeg)) }
        #expect(!folder.has(SHA256.hex(Self.jpeg)))
    }
}
