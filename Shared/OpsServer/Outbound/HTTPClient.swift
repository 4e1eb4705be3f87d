import CCurl
public import Foundation

/// Calls other people's HTTP: webhooks, and our own servers in tests. Follows no redirects, so that what is meant for
/// one host reaches no other.
public struct HTTPClient: Sendable {
    private let threads: CurlThreads

    /// - Parameter width: Calls at a time; further ones wait.
    public init(width: Int = 4) { threads = CurlThreads(width: width) }

    public struct Call: Sendable {
        public var method: Method
        public var url: String
        public var headers: Headers
        public var body: Data
        /// Milliseconds to the connection, and to the end of everything.
        public var connectTimeout: Int
        public var timeout: Int
        /// Bytes of an answer; more is an error.
        public var maxBody: Int
        /// Goes to this Unix socket instead of the URL's host.
        public var unixSocket: String?

        public init(
            _ method: Method = .get, _ url: String, headers: Headers = Headers(), body: Data = Data(),
            connectTimeout: Int = 5_000, timeout: Int = 15_000, maxBody: Int = 4 << 20, unixSocket: String? = nil
        ) {
            self.method = method
            self.url = url
            self.headers = headers
            self.body = body
            self.connectTimeout = connectTimeout
            self.timeout = timeout
            self.maxBody = maxBody
            self.unixSocket = unixSocket
        }
    }

    public struct Answer: Sendable, Equatable {
        public var status: Int
        public var headers: Headers
        public var body: Data

        public var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Any status is an answer; only trouble on the way is an error.
    /// - Throws: `OutboundError`, or `CancellationError`.
    public func send(_ call: Call) async throws -> Answer {
        try await threads.run { Self.perform(call, $0) }.get()
    }

    private static func perform(_ call: Call, _ cancellation: Cancellation) -> Result<Answer, OutboundError> {
        guard let transfer = CurlTransfer(upload: call.body, maxBody: call.maxBody, cancellation: cancellation) else {
            return .failure(.notSent("no memory"))
        }
        transfer.set(CURLOPT_URL, call.url)
        transfer.set(CURLOPT_PROTOCOLS_STR, "http,https")
        transfer.set(CURLOPT_FOLLOWLOCATION, 0)
        transfer.set(CURLOPT_PATH_AS_IS, 1)
        transfer.set(CURLOPT_CONNECTTIMEOUT_MS, call.connectTimeout)
        transfer.set(CURLOPT_TIMEOUT_MS, call.timeout)
        if let socket = call.unixSocket { transfer.set(CURLOPT_UNIX_SOCKET_PATH, socket) }
        if !call.body.isEmpty {
            transfer.set(CURLOPT_UPLOAD, 1)
            transfer.setUploadSize()
        }
        if call.method == .head { transfer.set(CURLOPT_NOBODY, 1) }
        transfer.set(CURLOPT_CUSTOMREQUEST, call.method.rawValue)
        transfer.set(CURLOPT_HTTPHEADER, list: headerLines(call))
        return withExtendedLifetime(transfer) { result(of: transfer) }
    }

    private static func headerLines(_ call: Call) -> [String] {
        // "Name;" is libcurl's way to send an empty value. Expect would cost a round trip.
        let own = call.headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        let needsLength = call.body.isEmpty && call.method.changesState && call.method != .delete
        return own + ["Expect:"] + (needsLength ? ["Content-Length: 0"] : [])
    }

    private static func result(of transfer: CurlTransfer) -> Result<Answer, OutboundError> {
        let (code, words) = transfer.perform()
        guard code == CURLE_OK else {
            if transfer.isTooLarge { return .failure(.answerTooLarge) }
            // Bytes of a request have left: nobody knows what the other end made of them.
            return .failure(transfer.number(CURLINFO_REQUEST_SIZE) > 0 ? .unknownOutcome(words) : .notSent(words))
        }
        let pairs = transfer.head.dropFirst().compactMap { line -> (String, String)? in
            let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2 else { return nil }
            return (String(halves[0]), halves[1].trimmingCharacters(in: .whitespaces))
        }
        let status = transfer.number(CURLINFO_RESPONSE_CODE)
        return .success(Answer(status: status, headers: Headers(pairs), body: transfer.body))
    }
}

/// Trouble on the way out. What it says may be shown: host names and causes, no secrets.
public enum OutboundError: Error, Equatable, Sendable {
    /// The other end has certainly not got it: sending again repeats nothing.
    case notSent(String)
    /// The other end may have got it.
    case unknownOutcome(String)
    /// It has got it, and its answer was larger than we take.
    case answerTooLarge
    /// It has said no; the code and its words (SMTP).
    case refused(Int, String)

    public var mayHaveBeenReceived: Bool {
        switch self {
        case .notSent, .refused: false
        case .unknownOutcome, .answerTooLarge: true
        }
    }
}
