import Foundation

/// One server-sent event. It carries what changed, not its content: the page fetches that with the reader's rights.
public struct ServerEvent: Sendable, Equatable {
    public var name: String?
    public var data: String
    /// What the browser sends back as `Last-Event-ID` when it reconnects.
    public var id: String?

    public init(_ data: String, name: String? = nil, id: String? = nil) {
        self.data = data
        self.name = name
        self.id = id
    }

    var encoded: Data {
        var lines: [String] = []
        if let id { lines.append("id: " + Self.oneLine(id)) }
        if let name { lines.append("event: " + Self.oneLine(name)) }
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            lines.append("data: " + line)
        }
        return Data((lines.joined(separator: "\n") + "\n\n").utf8)
    }

    private static func oneLine(_ text: String) -> String { text.filter { !$0.isNewline } }
}

extension Response {
    /// A stream of events with a comment every `beat`, by which a dead reader is noticed (console.md, section 6).
    public static func events(_ events: AsyncStream<ServerEvent>, beat: Duration = .seconds(15)) -> Response {
        let chunks = AsyncStream<Data>(bufferingPolicy: .bufferingNewest(256)) { continuation in
            let beats = Task {
                continuation.yield(Data(": open\n\n".utf8))
                while !Task.isCancelled {
                    do { try await Task.sleep(for: beat) } catch { return }
                    continuation.yield(Data(": beat\n\n".utf8))
                }
            }
            let forwards = Task {
                for await event in events { continuation.yield(event.encoded) }
                beats.cancel()
                continuation.finish()
            }
            continuation.onTermination = { _ in
                beats.cancel()
                forwards.cancel()
            }
        }
        let headers: Headers = [
            "Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no",
        ]
        return Response(headers: headers, body: .stream(chunks))
    }

    /// Whether the body ends only with the reader: such a stream is cut when the server stops.
    var isEndless: Bool { headers["Content-Type"]?.hasPrefix("text/event-stream") == true }
}
