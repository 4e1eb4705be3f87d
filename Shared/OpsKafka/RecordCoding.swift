import CKafka
import Foundation
import OpsContracts
import OpsMessaging

/// Facts to records and back.
enum RecordCoding {
    /// Queues one fact with the client.
    static func produce(
        _ fact: Fact, source: Topic, client: OpaquePointer, topic: OpaquePointer
    ) -> rd_kafka_resp_err_t {
        let headers = CloudEvents.headers(of: fact, source: source)
        guard let list = rd_kafka_headers_new(headers.count) else { return RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE }
        for header in headers {
            guard var value = header.value else { continue }
            value.withUTF8 { bytes in _ = rd_kafka_header_add(list, header.name, -1, bytes.baseAddress, bytes.count) }
        }
        var key = fact.subject
        let error = key.withUTF8 { key in
            fact.data.withUnsafeBytes { value in
                ops_kafka_produce(
                    client, topic, key.baseAddress, key.count, value.baseAddress, value.count, list)
            }
        }
        // The record owns its headers only once it is queued.
        if error != RD_KAFKA_RESP_ERR_NO_ERROR { rd_kafka_headers_destroy(list) }
        return error
    }

    static func record(_ message: UnsafeMutablePointer<rd_kafka_message_t>) -> BusRecord {
        let value = message.pointee.payload.map { Data(bytes: $0, count: message.pointee.len) }
        do {
            let fact = try CloudEvents.fact(headers: headers(of: message), value: value)
            return .fact(fact, nextOffset: message.pointee.offset + 1)
        } catch {
            return .unreadable(offset: message.pointee.offset, reason: error.reason, bytes: value.map(Array.init) ?? [])
        }
    }

    private static func headers(of message: UnsafeMutablePointer<rd_kafka_message_t>) -> [CloudEvents.Header] {
        var list: OpaquePointer?
        guard rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else { return [] }
        var headers: [CloudEvents.Header] = []
        headers.reserveCapacity(20)
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var size = 0
        while rd_kafka_header_get_all(list, headers.count, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR {
            let text = value.flatMap {
                String(validating: UnsafeRawBufferPointer(start: $0, count: size), as: UTF8.self)
            }
            headers.append(CloudEvents.Header(name.map { String(cString: $0) } ?? "", text))
        }
        return headers
    }
}

extension BusRecord {
    var seq: Int64? {
        guard case .fact(let fact, _) = self else { return nil }
        return fact.seq
    }

    var offset: Int64? {
        switch self {
        case .fact(_, let next): next.map { $0 - 1 }
        case .unreadable(let offset, _, _): offset
        }
    }

    var size: Int {
        switch self {
        case .fact(let fact, _): fact.data.count
        case .unreadable(_, _, let bytes): bytes.count
        }
    }
}
