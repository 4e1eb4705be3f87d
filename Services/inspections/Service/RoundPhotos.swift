import InspectionsDomain
import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite
import OpsServer

/// Pictures of readings: which facts name them, who may see them, how pages show them.
struct RoundPhotos: Sendable {
    let desk: InspectionDesk

    static let model = BlobUses(families: [RoundCompleted.type.family]) { fact in
        try fact.decode(RoundCompleted.self).readings.compactMap(\.photo).map { BlobUses.Use($0, isOpen: false) }
    }

    var routes: [Route] {
        desk.photos.routes(uploaders: InspectionDesk.workerRoles, readers: InspectionDesk.readerRoles) {
            _, identity, digest in
            try await desk.store.read { db in
                let named = try db.blobUses(of: digest).compactMap { Self.round($0.subject) }
                return try (named + db.draftRounds(naming: digest)).contains { id in
                    try db.round(id).map { identity.mayAct(at: $0.site) } ?? false
                }
            }
        }
    }

    private static func round(_ subject: String) -> RoundID? {
        subject.hasPrefix("round/") ? RoundID(rawValue: String(subject.dropFirst("round/".count))) : nil
    }

    func picture(_ digest: String) -> Photo {
        let address = BlobStore.path(digest, of: .inspections)
        return Photo(
            digest, address: address, thumbnail: address + "/thumbnail", isThere: desk.photos.folder.has(digest))
    }

    /// The field of one answer.
    func field(_ code: String, _ digest: String?) -> PhotoField {
        PhotoField(
            ChecklistForm.photoName(code), file: "photo.\(code)", upload: BlobStore.uploads(of: .inspections),
            kept: digest.map { [picture($0)] } ?? [], max: 1)
    }

    /// A form with the pictures that came with it kept: `photos.T01` names the one of `T01`.
    ///
    /// A refused picture is told at its item, with everything else given back.
    func form(_ request: Request, _ items: [CheckItem]) async throws -> (form: Fields, refusal: Rejection?) {
        let form = try request.form()
        var brought: [(String, String)] = []
        for item in items {
            do {
                guard let digest = try await desk.photos.keepUploads(request, part: "photo.\(item.code)").first else {
                    continue
                }
                brought.append((ChecklistForm.photoName(item.code), digest))
            } catch var rejection as Rejection {
                rejection.field = item.code
                return (Fields(brought + form.all.map { ($0.name, $0.value) }), rejection)
            }
        }
        // A new picture takes the place of the one that was kept.
        return (Fields(brought + form.all.map { ($0.name, $0.value) }), nil)
    }
}
