/// A picture as a page shows it.
public struct Photo: Sendable {
    /// SHA-256; the value a form sends back.
    let digest: String
    /// Nil where it may not be shown here, or not yet.
    let address: String?
    /// Where its small version is.
    let thumbnail: String?
    /// False where a fact names it and the disk does not have it: 照片已不在.
    let isThere: Bool

    public init(_ digest: String, address: String?, thumbnail: String? = nil, isThere: Bool = true) {
        self.digest = digest
        self.address = address
        self.thumbnail = thumbnail ?? address
        self.isThere = isThere
    }
}

/// Pictures of one thing, each in a box of fixed size, so that nothing moves while they load.
public struct PhotoRow: Component {
    let photos: [Photo]
    let when: String

    /// - Parameter when: stands in what is read aloud: 现场照片2，2月13日 16:31.
    public init(_ photos: [Photo], when: String) {
        self.photos = photos
        self.when = when
    }

    public var html: HTML {
        if !photos.isEmpty {
            ul(.class("shots")) {
                photos.enumerated().map { index, photo in
                    li { Self.box(photo, alt: "现场照片\(index + 1)" + (when.isEmpty ? "" : "，\(when)")) }
                }
            }
        }
    }

    static let side = 96

    static func box(_ photo: Photo, alt: String) -> HTML {
        if photo.isThere, let address = photo.address {
            link(address, .class("shot")) {
                img(photo.thumbnail ?? address, alt: alt, width: side, height: side)
            }
        } else {
            span(.class("shot none")) { photo.isThere ? alt : "照片已不在" }
        }
    }
}

/// Component 8: 拍照 and 相册, since no single input offers both everywhere.
///
/// Without the script the files go with the form. With it each picture is made small, shown, and uploaded while the rest
/// is filled in; what is not uploaded yet when the form is sent goes with it all the same. The form says
/// `CommandForm(…, files: true)`.
public struct PhotoField: Component {
    let name: String
    let file: String
    let label: String
    let upload: String?
    let kept: [Photo]
    let max: Int
    let error: String?

    /// - Parameters:
    ///   - name: of the field that sends the digests.
    ///   - file: of the field that sends files.
    ///   - upload: where the script puts pictures at once; nil where nobody is signed in.
    ///   - kept: what came with a submit that was refused, or with a draft.
    ///   - max: pictures at most.
    public init(
        _ name: String = "photos", file: String = "photo", label: String = "照片", upload: String?, kept: [Photo] = [],
        max: Int = 9, error: String? = nil
    ) {
        self.name = name
        self.file = file
        self.label = label
        self.upload = upload
        self.kept = kept
        self.max = max
        self.error = error
    }

    public var html: HTML {
        let id = Field.id(name)
        fieldset(
            .class("field photos"), .id(id), .tabindex(-1), .data("photo", upload ?? ""), .data("name", name),
            .data("max", String(max)), error == nil ? nil : .aria("describedby", "\(id)-error")
        ) {
            legend {
                label
                span(.class("opt")) { "（选填）" }
            }
            if let error {
                p(.class("error"), .id("\(id)-error")) {
                    SVG.use(.late)
                    span { error }
                }
            }
            ul(.class("shots")) { kept.enumerated().map { Self.row(name, $1, number: $0 + 1) } }
            div(.class("cluster")) {
                Self.picker("拍照", file, [.capture])
                Self.picker("相册", file, max > 1 ? [.multiple] : [])
            }
            if max > 1 { p(.class("hint f2")) { "最多\(max)张，一次共10MB" } }
        }
    }

    /// A box that is ticked: taking the tick away leaves the picture out, also without the script.
    private static func row(_ name: String, _ photo: Photo, number: Int) -> HTML {
        li(.class("kept")) {
            PhotoRow.box(photo, alt: "现场照片\(number)")
            OpsConsole.label(.class("choice")) {
                input(.type("checkbox"), .name(name), .value(photo.digest), .checked)
                span { "已上传" }
            }
        }
    }

    /// What the script draws while a picture is on its way; for the gallery.
    static func sample(_ word: String, retry: Bool = false) -> HTML {
        li(.class("kept")) {
            span(.class("shot none")) { "现场照片" }
            span(.class("f2")) {
                word
                if retry { button(.class("btn"), .type("button")) { "重试" } }
            }
            button(.class("btn"), .type("button")) { "删去" }
        }
    }

    private static func picker(_ word: String, _ file: String, _ extra: [Attribute]) -> HTML {
        OpsConsole.label(.class("pick")) {
            span { word }
            HTML.element("input", [.type("file"), .name(file), .accept("image/*")] + extra, HTML())
        }
    }
}
