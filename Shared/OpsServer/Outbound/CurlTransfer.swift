import CCurl
import Foundation
import Synchronization

/// Runs transfers of libcurl, which block, on threads of their own.
final class CurlThreads: Sendable {
    private let threads: BlockingThreads
    private static let start: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    init(width: Int) {
        _ = Self.start
        threads = BlockingThreads(width: width)
    }

    /// - Throws: `CancellationError` where the task was cancelled; the transfer then ends within a second.
    func run<T: Sendable>(_ work: @escaping @Sendable (Cancellation) -> T) async throws -> T {
        let cancellation = Cancellation()
        let result = await withTaskCancellationHandler {
            await threads.run { work(cancellation) }
        } onCancel: {
            cancellation.cancel()
        }
        try Task.checkCancellation()
        return result
    }
}

/// Tells a running transfer that nobody waits for it any more.
final class Cancellation: Sendable {
    private let flag = Atomic(false)

    func cancel() { flag.store(true, ordering: .relaxed) }
    var isCancelled: Bool { flag.load(ordering: .relaxed) }
}

/// One use of an easy handle: what goes out, what comes in. Lives on one thread.
final class CurlTransfer {
    let handle: UnsafeMutableRawPointer
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private var errorText = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
    private let cancellation: Cancellation
    private var upload: [UInt8]
    private(set) var sent = 0
    private let maxBody: Int
    private(set) var body = Data()
    private(set) var head: [String] = []
    private(set) var isTooLarge = false

    /// - Returns: nil where memory has run out.
    init?(upload: Data, maxBody: Int, cancellation: Cancellation) {
        guard let handle = curl_easy_init() else { return nil }
        self.handle = handle
        self.upload = Array(upload)
        self.maxBody = maxBody
        self.cancellation = cancellation
        // Signals would hit the whole process.
        set(CURLOPT_NOSIGNAL, 1)
        ops_curl_set_progress(handle) { context, _, _, _, _ in
            CurlTransfer.from(context).cancellation.isCancelled ? 1 : 0
        }
        set(CURLOPT_NOPROGRESS, 0)
        let context = Unmanaged.passUnretained(self).toOpaque()
        for option in [CURLOPT_XFERINFODATA, CURLOPT_READDATA, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA] {
            ops_curl_set_pointer(handle, option, context)
        }
        ops_curl_set_transfer(handle, CURLOPT_READFUNCTION) { bytes, _, room, context in
            CurlTransfer.from(context).give(bytes, room)
        }
        ops_curl_set_transfer(handle, CURLOPT_WRITEFUNCTION) { bytes, _, count, context in
            CurlTransfer.from(context).take(bytes, count)
        }
        ops_curl_set_transfer(handle, CURLOPT_HEADERFUNCTION) { bytes, _, count, context in
            CurlTransfer.from(context).takeHead(bytes, count)
        }
    }

    deinit {
        curl_easy_cleanup(handle)
        for list in lists { curl_slist_free_all(list) }
    }

    func set(_ option: CURLoption, _ value: Int) { ops_curl_set_long(handle, option, value) }
    func set(_ option: CURLoption, _ value: String) { ops_curl_set_string(handle, option, value) }

    func set(_ option: CURLoption, list values: [String]) {
        let list = values.reduce(nil as UnsafeMutablePointer<curl_slist>?) { curl_slist_append($0, $1) ?? $0 }
        guard let list else { return }
        lists.append(list)
        ops_curl_set_list(handle, option, list)
    }

    func setUploadSize() { ops_curl_set_size(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(upload.count)) }

    /// Blocks until it is over. Libcurl's words on a failure never hold more than host names and codes.
    func perform() -> (code: CURLcode, words: String) {
        let code = errorText.withUnsafeMutableBufferPointer { buffer in
            ops_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, buffer.baseAddress)
            defer { ops_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, nil) }
            return curl_easy_perform(handle)
        }
        let words = String(decoding: errorText.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return (code, words.isEmpty ? String(cString: curl_easy_strerror(code)) : words)
    }

    func number(_ info: CURLINFO) -> Int { ops_curl_get_long(handle, info) }
    var isUploaded: Bool { sent == upload.count }

    private static func from(_ context: UnsafeMutableRawPointer?) -> CurlTransfer {
        guard let context else { preconditionFailure("libcurl lost its context") }
        return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    }

    private func give(_ bytes: UnsafeMutablePointer<CChar>?, _ space: Int) -> Int {
        let count = min(space, upload.count - sent)
        guard let bytes, count > 0 else { return 0 }
        let room = UnsafeMutableRawBufferPointer(start: bytes, count: count)
        room.copyBytes(from: upload[sent..<(sent + count)])
        sent += count
        return count
    }

    private func take(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard body.count + count <= maxBody else {
            isTooLarge = true
            return 0
        }
        body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }

    private func takeHead(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
        if line.hasPrefix("HTTP/") { head = [] }
        if head.count < 200 { head.append(line.trimmingCharacters(in: .whitespacesAndNewlines)) }
        return count
    }
}
