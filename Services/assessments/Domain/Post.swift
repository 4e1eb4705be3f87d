public import Foundation
public import OpsContracts
public import OpsDomain

/// A post on site and who holds it (R83, R90).
public struct Post: Codable, Sendable, Equatable {
    public internal(set) var defined: PostDefined
    public internal(set) var holder: PostFilled?

    /// The fourteen posts of the contract (R90); the ninth site has none. A floor: more may be defined.
    public static let required: [PostDefined] =
        [
            ("JG-1", .general), ("JG-2", .general), ("XZ-1", .monitoring), ("XZ-2", .monitoring), ("XZ-3", .office),
            ("BJZ-1", .office), ("BJZ-2", .monitoring), ("NZ-1", .office), ("NZ-2", .monitoring), ("BZ-1", .office),
            ("BZ-2", .monitoring), ("QH-1", .general), ("CY-1", .general), ("FT-1", .general),
        ].map { (id: String, role: PostRole) in
            PostDefined(post: PostID(id), site: SiteCode(String(id.prefix { $0 != "-" })), role: role)
        }
}

public enum PostCommand: Sendable {
    case define(PostDefined)
    case fill(account: AccountID, name: String, from: Day)
    case vacate(until: Day, reason: String)
}

public enum PostEvent: DomainEvent {
    case defined(PostDefined)
    case filled(PostFilled)
    case vacated(PostVacated)

    public var fact: any FactContract {
        switch self {
        case .defined(let fact): fact
        case .filled(let fact): fact
        case .vacated(let fact): fact
        }
    }

    public init?(type: FactType, data: Data) throws {
        switch type {
        case PostDefined.type: self = .defined(try ContractCoding.decode(PostDefined.self, from: data))
        case PostFilled.type: self = .filled(try ContractCoding.decode(PostFilled.self, from: data))
        case PostVacated.type: self = .vacated(try ContractCoding.decode(PostVacated.self, from: data))
        default: return nil
        }
    }
}

public enum PostDecider: Decider {
    public typealias State = Post
    public typealias Command = PostCommand
    public typealias Event = PostEvent

    public static let kind = "post"
    public static let shape = 1

    public static func decide(
        _ command: PostCommand, _ state: Post?, at now: Timestamp
    ) throws(Rejection) -> [PostEvent] {
        if case .define(let fact) = command { return try define(fact, state) }
        guard let post = state else {
            throw Rejection(.missing, "no-post", zh: "没有这个岗位。先设岗。", en: "There is no such post; define it first.")
        }
        switch command {
        case .define: return []
        case .fill(let account, let name, let from):
            if let holder = post.holder {
                if holder.account == account, holder.from == from { return [] }
                throw Rejection(
                    .conflict, "post-taken", zh: "岗位\(post.defined.post)现由\(holder.name)在岗。先登记离岗。",
                    en: "\(holder.name) holds the post.")
            }
            guard !name.isEmpty, name.count <= 50 else {
                throw .invalid("name", zh: "填写姓名，最多50字。", en: "Give the name in at most 50 characters.")
            }
            return [
                .filled(
                    PostFilled(
                        post: post.defined.post, site: post.defined.site, account: account, name: name, from: from))
            ]
        case .vacate(let until, let reason): return try vacate(post, until, reason)
        }
    }

    private static func define(_ fact: PostDefined, _ state: Post?) throws(Rejection) -> [PostEvent] {
        if let held = state?.defined {
            if held == fact { return [] }
            throw Rejection(
                .conflict, "post-exists", zh: "岗位\(fact.post)已有，岗位类型不能改。", en: "The post \(fact.post) exists.")
        }
        guard PostRole.all.contains(fact.role) else {
            throw .invalid("role", zh: "岗位类型只能是综合运维、监控、办公。", en: "Unknown role: \(fact.role).")
        }
        return [.defined(fact)]
    }

    private static func vacate(_ post: Post, _ until: Day, _ reason: String) throws(Rejection) -> [PostEvent] {
        guard let holder = post.holder else {
            throw Rejection(.conflict, "post-empty", zh: "岗位\(post.defined.post)现在无人。", en: "Nobody holds the post.")
        }
        guard until >= holder.from else {
            throw .invalid("until", zh: "离岗不能早于到岗日\(holder.from)。", en: "He came on \(holder.from).")
        }
        guard !reason.isEmpty, reason.count <= 200 else {
            throw .invalid("reason", zh: "填写离岗原因，最多200字。", en: "Say why in at most 200 characters.")
        }
        return [
            .vacated(
                PostVacated(
                    post: post.defined.post, site: post.defined.site, account: holder.account, until: until,
                    reason: reason))
        ]
    }

    public static func evolve(_ state: Post?, _ event: PostEvent) -> Post {
        switch event {
        case .defined(let fact): return Post(defined: fact, holder: state?.holder)
        case .filled(let fact):
            var post = state ?? Post(defined: PostDefined(post: fact.post, site: fact.site, role: .general))
            post.holder = fact
            return post
        case .vacated(let fact):
            var post = state ?? Post(defined: PostDefined(post: fact.post, site: fact.site, role: .general))
            post.holder = nil
            return post
        }
    }
}
