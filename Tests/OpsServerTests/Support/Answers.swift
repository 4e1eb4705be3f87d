import Foundation
import OpsServer

/// A problem document as a client reads it.
struct ProblemDocument: Decodable {
    var type: String
    var title: String
    var status: Int
    var detail: String
    var instance: String
    var code: String
    var field: String?
    var number: String?
    var correlation: String
}

extension HTTPClient.Answer {
    var problem: ProblemDocument {
        get throws { try JSONDecoder().decode(ProblemDocument.self, from: body) }
    }
}
