import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import TicketsDomain

extension TicketVerb {
    var takesPhotos: Bool { self == .note || self == .resolve }
}

/// Which facts name pictures, who may see them, and how pages show them.
struct TicketPhotos: Sendable {
    let desk: TicketDesk

    static let model = BlobUses(families: [
        TicketOpened.type.family, WorkNoted.type.family, TicketResolved.type.family,
    ]) { fact in
        switch fact.type {
        case TicketOpened.type:
            let opened = try fact.decode(TicketOpened.self)
            return (opened.photos ?? []).map { BlobUses.Use($0, isOpen: opened.classified != true) }
        case WorkNoted.type:
            let note = try fact.decode(WorkNoted.self)
            return (note.photos ?? []).map { BlobUses.Use($0, isOpen: note.isPublic) }
        case TicketResolved.type:
            return (try fact.decode(TicketResolved.self).photos ?? []).map { BlobUses.Use($0, isOpen: true) }
        default: return []
        }
    }

    var routes: [Route] {
        desk.photos.routes(uploaders: TicketRights.photographers, readers: TicketRights.readers) {
            _, identity, digest in
            try await desk.store.read { db in
                try db.blobUses(of: digest).contains { use in
                    guard use.isOpen || !identity.isOnlyReporter, let id = Self.ticket(use.subject),
                        let row = try TicketRow.find(id, db)
                    else { return false }
                    return identity.maySee(row.folded)
                }
            }
        } + [
            Route(.get, "/tickets/s/{secret}/photos/{digest}", .anyone) { try desk.photos.serve(try await shown($0)) },
            Route(.get, "/tickets/s/{secret}/photos/{digest}/thumbnail", .anyone) {
                try desk.photos.serveThumbnail(try await shown($0))
            },
        ]
    }

    /// A picture of the reporter's own page.
    private func shown(_ request: Request) async throws -> String {
        let (secret, digest) = (try request.parameter("secret"), try request.parameter("digest"))
        return try await desk.store.read { db in
            guard let id = try ReporterContact.ticket(of: secret, db),
                try db.usesBlob(digest, in: TicketDecider.subject(id), open: true)
            else { throw Problem.notFound }
            return digest
        }
    }

    private static func ticket(_ subject: String) -> TicketID? {
        subject.hasPrefix("ticket/") ? TicketID(rawValue: String(subject.dropFirst("ticket/".count))) : nil
    }
}

// On pages
extension TicketDesk {
    /// - Parameter secret: of the reporter's own page; nil on pages of the staff.
    func pictures(_ digests: [String]?, secret: String? = nil) -> [Photo] {
        (digests ?? []).map { digest in
            let address = secret.map { "/tickets/s/\($0)/photos/\(digest)" } ?? BlobStore.path(digest, of: .tickets)
            return Photo(
                digest, address: address, thumbnail: address + "/thumbnail", isThere: photos.folder.has(digest))
        }
    }

    /// The field of a form: for somebody signed in the script uploads at once.
    func photoField(_ request: Request, _ values: Fields = Fields(), _ errors: [FieldError] = []) -> PhotoField {
        let mayUpload = request.identity?.has(TicketRights.photographers) == true
        let kept = values.values("photos").filter(BlobFolder.isDigest).prefix(20).map { digest in
            let address = mayUpload ? BlobStore.path(digest, of: .tickets) : nil
            return Photo(digest, address: address, thumbnail: address.map { $0 + "/thumbnail" })
        }
        return PhotoField(
            upload: mayUpload ? BlobStore.uploads(of: .tickets) : nil, kept: kept, error: errors["photos"])
    }

    /// What a form said, with the pictures that came with it kept.
    ///
    /// A refused picture is told like any other refused field, with everything else given back.
    func input(_ request: Request) async throws -> (input: CommandInput, refusal: Rejection?) {
        var input = try CommandInput(request)
        do {
            input.add(photos: try await photos.keepUploads(request))
        } catch let rejection as Rejection {
            return (input, rejection)
        }
        return (input, nil)
    }
}
