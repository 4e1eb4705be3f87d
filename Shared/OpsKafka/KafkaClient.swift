import CKafka
import OpsMessaging
import Synchronization

/// One librdkafka handle and its queue of events. Used from its actor's thread only; not `Sendable`, which holds that.
final class KafkaClient {
    let pointer: OpaquePointer
    /// Where events and, for a consumer, nothing else arrive.
    let events: OpaquePointer
    /// What the client last complained about, for `BusError.unavailable`.
    private(set) var complaint: String?
    /// True from the moment no broker could be reached until `sawBroker()`.
    private(set) var isCutOff = false
    private var destroyed = false

    init(_ role: KafkaRole, _ settings: KafkaSettings) throws {
        let configuration = try role.configuration(settings)
        var pointer: OpaquePointer?
        do {
            try withErrorText { text, size in
                pointer = rd_kafka_new(role.type, configuration, text, size)
                return pointer != nil
            } or: {
                BusError.unavailable($0)
            }
        } catch {
            rd_kafka_conf_destroy(configuration)
            throw error
        }
        guard let pointer, let events = rd_kafka_queue_get_main(pointer) else {
            throw BusError.unavailable("no client")
        }
        self.pointer = pointer
        self.events = events
        rd_kafka_set_log_queue(pointer, nil)
    }

    deinit { destroy() }

    /// Blocks until librdkafka's threads have ended. What a producer still holds is given up.
    func destroy() {
        guard !destroyed else { return }
        destroyed = true
        rd_kafka_queue_destroy(events)
        rd_kafka_purge(pointer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING)
        // There is no group to leave: a consumer's close could wait for a coordinator that is down.
        rd_kafka_destroy_flags(pointer, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }

    /// Hands over the next event, if one comes within `wait` milliseconds; complaints are noted here.
    /// - Returns: false where none came, or the wait was cut short by `KafkaWaker`.
    @discardableResult
    func serve(wait: Int, _ body: (OpaquePointer) -> Void = { _ in }) -> Bool {
        guard let event = rd_kafka_queue_poll(events, Int32(clamping: wait)) else { return false }
        defer { rd_kafka_event_destroy(event) }
        switch rd_kafka_event_type(event) {
        case RD_KAFKA_EVENT_ERROR:
            note(rd_kafka_event_error(event), rd_kafka_event_error_string(event).map { String(cString: $0) } ?? "")
        case RD_KAFKA_EVENT_LOG: noteLine(event)
        default: body(event)
        }
        return true
    }

    /// Only the log says that a broker hangs up, as a TLS port does on a plain client.
    private func noteLine(_ event: OpaquePointer) {
        var (facility, line): (UnsafePointer<CChar>?, UnsafePointer<CChar>?)
        var level: Int32 = 0
        guard rd_kafka_event_log(event, &facility, &line, &level) == 0, let facility, let line else { return }
        guard String(cString: facility) == "FAIL" || level <= 3 else { return }
        complaint = String(cString: line)
    }

    /// Notes the complaints that are waiting, for clients whose events are nothing else.
    func serveComplaints() {
        while serve(wait: 0) {}
    }

    func note(_ error: rd_kafka_resp_err_t, _ text: String) {
        if error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN {
            isCutOff = true
            if complaint == nil { complaint = text }
        } else {
            complaint = text
        }
    }

    func sawBroker() {
        isCutOff = false
        complaint = nil
    }

    func unavailable(_ what: String) -> BusError {
        serveComplaints()
        guard let complaint else { return .unavailable(what) }
        // The very first exchange failed.
        let hint = complaint.contains("APIVERSION_QUERY") ? " (is security.protocol what the broker speaks?)" : ""
        return .unavailable("\(what): \(complaint)\(hint)")
    }
}

/// Ends a client's wait from any thread: `rd_kafka_queue_yield` is the one call librdkafka allows from outside.
///
/// The pointer is kept as a number under a lock, so that nobody wakes a queue that is gone.
final class KafkaWaker: Sendable {
    private let queue = Mutex<UInt>(0)

    /// Takes over the reference to the queue.
    func attach(_ pointer: OpaquePointer?) {
        let bits = UInt(bitPattern: pointer)
        queue.withLock { $0 = bits }
    }

    func detach() {
        queue.withLock { bits in
            if let pointer = OpaquePointer(bitPattern: bits) { rd_kafka_queue_destroy(pointer) }
            bits = 0
        }
    }

    func wake() {
        queue.withLock { bits in
            if let pointer = OpaquePointer(bitPattern: bits) { rd_kafka_queue_yield(pointer) }
        }
    }
}
