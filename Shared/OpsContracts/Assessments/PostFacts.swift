/// A post on site was set up: one of the fourteen the contract asks for (R90), or one more. Subject `post/<id>`.
public struct PostDefined: FactContract {
    public static let type: FactType = "assessments.post-defined.v1"
    public var post: PostID
    public var site: SiteCode
    public var role: PostRole

    public init(post: PostID, site: SiteCode, role: PostRole) {
        self.post = post
        self.site = site
        self.role = role
    }
}

/// A person took a post (R83).
public struct PostFilled: FactContract {
    public static let type: FactType = "assessments.post-filled.v1"
    public var post: PostID
    public var site: SiteCode
    public var account: AccountID
    public var name: String
    /// The first day on site.
    public var from: Day

    public init(post: PostID, site: SiteCode, account: AccountID, name: String, from: Day) {
        self.post = post
        self.site = site
        self.account = account
        self.name = name
        self.from = from
    }
}

/// A person left a post.
public struct PostVacated: FactContract {
    public static let type: FactType = "assessments.post-vacated.v1"
    public var post: PostID
    public var site: SiteCode
    public var account: AccountID
    /// The last day on site.
    public var until: Day
    public var reason: String

    public init(post: PostID, site: SiteCode, account: AccountID, until: Day, reason: String) {
        self.post = post
        self.site = site
        self.account = account
        self.until = until
        self.reason = reason
    }
}

/// One side put somebody on duty; it binds nobody before the other side agrees (R85). Subject `roster/<site>-<day>`.
public struct DutyProposed: FactContract {
    public static let type: FactType = "assessments.duty-proposed.v1"
    public var site: SiteCode
    public var day: Day
    public var shift: DutyShift
    public var post: PostID?
    public var account: AccountID
    public var party: Party
    public var by: AccountID

    public init(
        site: SiteCode, day: Day, shift: DutyShift, post: PostID?, account: AccountID, party: Party, by: AccountID
    ) {
        self.site = site
        self.day = day
        self.shift = shift
        self.post = post
        self.account = account
        self.party = party
        self.by = by
    }
}

/// Both sides agreed who is on duty in one shift.
public struct DutyAgreed: FactContract {
    public static let type: FactType = "assessments.duty-agreed.v1"
    public var site: SiteCode
    public var day: Day
    public var shift: DutyShift
    public var post: PostID?
    public var account: AccountID
    /// 138****8000; the number itself stays sealed with the account.
    public var phoneMasked: String?
    public var agreedBySite: AccountID
    public var agreedBySupplier: AccountID

    public init(
        site: SiteCode, day: Day, shift: DutyShift, post: PostID?, account: AccountID, phoneMasked: String?,
        agreedBySite: AccountID, agreedBySupplier: AccountID
    ) {
        self.site = site
        self.day = day
        self.shift = shift
        self.post = post
        self.account = account
        self.phoneMasked = phoneMasked
        self.agreedBySite = agreedBySite
        self.agreedBySupplier = agreedBySupplier
    }
}
