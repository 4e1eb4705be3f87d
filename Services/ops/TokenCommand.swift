import OpsContracts
import OpsServer

/// `ops token`: a script signs in without a password, on the machine that holds the data.
enum TokenCommand {
    static let all = [token]

    static let token = Command(
        path: ["token"], summary: "Print a token of an account, for scripts that call the API.",
        options: [
            AdminAccess.data, .required("account", "NAME", "Whose token: what it may do, the script may."),
            .optional("hours", "N", "How long it holds, 1 to 744. Default: 12."),
        ],
        details: """
            The token stands alone on a line. It ends with its hours, when the account is closed, and
            when an administrator revokes the account's tokens.
            Example: curl -H "Authorization: Bearer $(ops token --account office)" http://127.0.0.1:8080/api/office/v1/overview
            """
    ) { arguments in
        struct Ask: Encodable {
            var account: String
            var hours: Int64?
        }
        struct Answer: Decodable { var token: String }
        let ask = Ask(account: try arguments.required("account"), hours: try arguments.integer("hours"))
        let answer = try await AdminAccess(arguments).send(.post, "/admin/token", ask)
        say(try ContractCoding.decode(Answer.self, from: answer).token)
    }
}
