import CCurl
import Foundation

/// Hands mail to a mail server.
public struct SMTPClient: Sendable {
    public enum Security: String, Sendable, CaseIterable {
        /// Only within the machine or in tests.
        case none
        /// Plain at first, then encrypted or not at all.
        case startTLS = "starttls"
        /// Encrypted from the start (port 465).
        case tls
    }

    public struct Server: Sendable {
        public var host: String
        public var port: Int
        public var security: Security
        public var user: String?
        public var password: String?
        /// Milliseconds for the whole mail.
        public var timeout: Int

        public init(
            host: String, port: Int, security: Security, user: String? = nil, password: String? = nil,
            timeout: Int = 30_000
        ) {
            self.host = host
            self.port = port
            self.security = security
            self.user = user
            self.password = password
            self.timeout = timeout
        }
    }

    private let server: Server
    private let threads = CurlThreads(width: 2)

    public init(_ server: Server) { self.server = server }

    /// Returns when the server has taken the mail for all recipients.
    /// - Throws: `OutboundError`, or `CancellationError`. Refused: 4xx may be tried again later, 5xx not.
    public func send(_ message: MailMessage) async throws {
        let server = server
        try await threads.run { Self.perform(message, server, $0) }.get()
    }

    private static func perform(
        _ message: MailMessage, _ server: Server, _ cancellation: Cancellation
    ) -> Result<Void, OutboundError> {
        let transfer = CurlTransfer(upload: message.encoded, maxBody: 64 << 10, cancellation: cancellation)
        guard let transfer else { return .failure(.notSent("no memory")) }
        let scheme = server.security == .tls ? "smtps" : "smtp"
        transfer.set(CURLOPT_URL, "\(scheme)://\(server.host):\(server.port)/stationops")
        transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        transfer.set(CURLOPT_CONNECTTIMEOUT_MS, 10_000)
        transfer.set(CURLOPT_TIMEOUT_MS, server.timeout)
        transfer.set(
            CURLOPT_USE_SSL, server.security == .none ? Int(CURLUSESSL_NONE) : Int(CURLUSESSL_ALL))
        if let user = server.user {
            transfer.set(CURLOPT_USERNAME, user)
            transfer.set(CURLOPT_PASSWORD, server.password ?? "")
        }
        transfer.set(CURLOPT_MAIL_FROM, "<\(message.from.mailbox)>")
        transfer.set(CURLOPT_MAIL_RCPT, list: message.to.map { "<\($0.mailbox)>" })
        transfer.set(CURLOPT_UPLOAD, 1)
        return withExtendedLifetime(transfer) { result(of: transfer) }
    }

    private static func result(of transfer: CurlTransfer) -> Result<Void, OutboundError> {
        let (code, words) = transfer.perform()
        if code == CURLE_OK { return .success(()) }
        let status = transfer.number(CURLINFO_RESPONSE_CODE)
        if status >= 400 { return .failure(.refused(status, words)) }
        // Until the last byte has gone the server has no mail to take.
        return .failure(transfer.isUploaded ? .unknownOutcome(words) : .notSent(words))
    }
}
