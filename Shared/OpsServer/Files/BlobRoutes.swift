import Foundation
public import OpsContracts
import OpsCrypto
import OpsMessaging

extension BlobStore {
    /// The address of a picture.
    public static func path(_ digest: String, of service: ServiceName) -> String {
        "/\(service.rawValue)/blobs/\(digest)"
    }

    /// Where the script puts what it uploads; the digest is added.
    public static func uploads(of service: ServiceName) -> String { "/\(service.rawValue)/blobs/" }

    /// `PUT` and `GET /<service>/blobs/<sha256>`, and the same of a picture's thumbnail.
    ///
    /// - Parameters:
    ///   - uploaders: who may bring pictures.
    ///   - readers: who may ask for one at all.
    ///   - mayRead: whether this person may read something that names it. What was not named yet is read by whoever
    ///     brought it.
    public func routes(
        uploaders: Set<Role>, readers: Set<Role>,
        mayRead: @escaping @Sendable (Request, Identity, _ digest: String) async throws -> Bool
    ) -> [Route] {
        let address = Self.path("{digest}", of: store.definition.service)
        let find: @Sendable (Request) async throws -> String = { request in
            let (digest, identity) = (try Self.digest(request), try request.requireIdentity())
            if try await isUpload(digest, of: identity.actor) { return digest }
            guard try await mayRead(request, identity, digest) else { throw Problem.notFound }
            return digest
        }
        return [
            Route(.put, address, .roles(uploaders), bodyLimit: Self.maxBytes) { request in
                let digest = try Self.digest(request)
                guard SHA256.hex(request.body) == digest else { throw Problem.otherDigest }
                try await keep(request.body, by: request.actor)
                return Response.noContent
            },
            Route(.put, address + "/thumbnail", .roles(uploaders), bodyLimit: Self.maxThumbnailBytes) { request in
                try await keepThumbnail(request)
            },
            Route(.get, address, .roles(readers)) { request in try serve(try await find(request)) },
            Route(.get, address + "/thumbnail", .roles(readers)) { request in
                try serveThumbnail(try await find(request))
            },
        ]
    }

    /// The picture itself, for whoever was found to have the right.
    /// - Throws: `Problem` 404 where the disk does not have it.
    public func serve(_ digest: String) throws -> Response {
        guard let bytes = folder.read(digest), let kind = ImageKind(of: bytes) else { throw Problem.notFound }
        return picture(bytes, kind, ETag(hashing: digest))
    }

    /// The small one, or the picture itself where nobody has brought a small one.
    public func serveThumbnail(_ digest: String) throws -> Response {
        guard let small = folder.thumbnail(of: digest), let kind = ImageKind(of: small) else {
            return try serve(digest)
        }
        return picture(small, kind, ETag(hashing: digest + " small"))
    }

    /// The bytes never change, the right to see them does: the browser asks each time and gets a 304.
    private func picture(_ bytes: Data, _ kind: ImageKind, _ etag: ETag) -> Response {
        Response(
            headers: [
                "Content-Type": kind.mediaType, "Content-Disposition": "inline", "ETag": etag.text,
                "Cache-Control": "private, no-cache",
            ], body: .bytes(bytes))
    }

    /// Made on the phone that made the picture; it is a convenience, the picture is what counts. The first one stays.
    private func keepThumbnail(_ request: Request) async throws -> Response {
        let digest = try Self.digest(request)
        guard try await isUpload(digest, of: request.actor) else { throw Problem.notFound }
        guard ImageKind(of: request.body) == .jpeg else { throw Problem.noThumbnail }
        try folder.putThumbnail(request.body, of: digest)
        return .noContent
    }

    private static func digest(_ request: Request) throws(Problem) -> String {
        let digest = try request.parameter("digest")
        guard BlobFolder.isDigest(digest) else { throw .notFound }
        return digest
    }
}

extension Problem {
    static let otherDigest = Problem(
        422, "other-digest", zh: "照片没有传完整，请重试。", en: "The body's SHA-256 is not the one in the address.")
    static let noThumbnail = Problem(
        422, "no-thumbnail", zh: "缩略图应为JPEG。", en: "A thumbnail must be a JPEG of at most 20 KiB.")
}
