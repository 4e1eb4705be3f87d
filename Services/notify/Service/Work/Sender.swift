import NotifyDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import Synchronization

/// Sends what is due: the messages of one channel in turn, the channels side by side.
///
/// One step at a time: a message `sending` on a channel that is not being served was left so by a process that ended.
struct Sender: Sendable {
    let store: Store
    let caller: Caller
    let log: OpsLog
    /// By kind of channel and outcome.
    let attempts: Counter
    private let watch = ClockWatch()

    /// A channel's share of a turn, so that what becomes due meanwhile is seen: a grave message goes before the rest.
    private static let turn: Int64 = 5_000
    /// So many channels are served at once, each with a call of its own.
    static let sideBySide = 64
    /// How soon another channel's new message is noticed while some channel is being served.
    private static let look = Duration.milliseconds(100)
    /// Asked to leave, the sender hears the answer to a call that is out, so long at most: what was heard is not sent again.
    private static let patience = Duration.seconds(3)
    /// More than these of no urgency become one digest where only 20 a minute may go.
    private static let crowd = 20

    init(store: Store, caller: Caller, log: OpsLog, attempts: Counter) {
        (self.store, self.caller, self.log, self.attempts) = (store, caller, log, attempts)
    }

    /// Ends when nothing is due and no call is out. A channel that hangs keeps no other waiting: what becomes due for
    /// those is sent while it does.
    func step() async throws {
        try await withThrowingTaskGroup(of: Event.self) { group in
            defer { group.cancelAll() }
            var busy: Set<ChannelID> = []
            var isLooking = false
            while true {
                try Task.checkCancellation()
                let (mark, now) = (store.commitMark, store.clock.now())
                try await tidy(now, except: busy)
                for channel in try await due(at: now, except: busy).prefix(Self.sideBySide - busy.count) {
                    busy.insert(channel.channel)
                    group.addTask {
                        try await drain(channel)
                        return .served(channel.channel)
                    }
                }
                guard !busy.isEmpty else { return }
                if !isLooking {
                    isLooking = true
                    group.addTask {
                        try await Task.sleep(for: Self.look)
                        await store.nextCommit(after: mark, atMost: 1_000)
                        return .look
                    }
                }
                switch try await group.next() {
                case .served(let channel)?: busy.remove(channel)
                case .look?, nil: isLooking = false
                }
            }
        }
    }

    private enum Event {
        case served(ChannelID)
        case look
    }

    /// What a wrong clock, an end in the middle and time itself have left.
    private func tidy(_ now: Timestamp, except busy: Set<ChannelID>) async throws {
        if watch.mayBeSetBack(now) { try await setBack(now) }
        try await recover(now, except: busy)
        if try await store.read({ try $0.hasLate(at: now) }) {
            try await store.perform(.own("expire", by: .notify, now: now)) { tx in try tx.expireLate(at: now) }
        }
    }

    private func due(at now: Timestamp, except busy: Set<ChannelID>) async throws -> [ChannelRow] {
        try await store.read { db in
            try db.channels().filter {
                guard $0.disabled == nil, !busy.contains($0.channel) else { return false }
                return try db.nextDue($0.channel, at: now) != nil && db.state(of: $0).isReady(at: now)
            }
        }
    }

    /// Nothing waits for a time that only a wrong clock has shown.
    private func setBack(_ now: Timestamp) async throws {
        try await store.perform(.own("set-back", by: .notify, now: now)) { tx in
            try tx.setBackDue(to: now)
            for channel in try tx.reads.channels() {
                let state = try tx.reads.state(of: channel)
                var mended = state
                mended.setBack(to: now)
                if mended != state { try tx.keep(mended, of: channel.channel) }
            }
        }
    }

    /// Majors go out again, marked; the rest goes into the digest.
    private func recover(_ now: Timestamp, except busy: Set<ChannelID>) async throws {
        for lost in try await store.read({ try $0.interrupted() }) where !busy.contains(lost.channel) {
            log.warning(
                "outcome unknown", ["delivery": lost.delivery.rawValue, "channel": lost.channel.rawValue],
                correlation: lost.correlation)
            try await store.perform(.own("recover", by: .notify, now: now)) { tx in
                guard let channel = try tx.reads.channel(lost.channel) else { return }
                try tx.end(lost, .unknown("发送时服务中断"), at: now)
                let step = lost.judged.stepAfterCrash(.of(channel.kind), at: now)
                try tx.move(lost.delivery, step.unlessDigest(lost.notice), at: now)
            }
        }
    }

    private func drain(_ channel: ChannelRow) async throws {
        let started = store.clock.now()
        if ChannelState(channel.kind).limit == .wecom,
            try await store.read({ try $0.crowd(of: channel.channel, at: started) }) > Self.crowd
        {
            try await store.perform(.own("crowd", by: .notify, now: started)) { tx in
                try tx.mergeCrowd(on: channel)
            }
        }
        while !Task.isCancelled, store.clock.now() - started < Self.turn, let call = try await claim(channel.channel) {
            try await finish(call)
        }
    }

    /// Sends and records, also where the process is asked to leave meanwhile.
    private func finish(_ call: Call) async throws {
        let sending = Task { try await record(call, try await caller.send(call)) }
        try await withTaskCancellationHandler {
            try await sending.value
        } onCancel: {
            Task {
                try? await Task.sleep(for: Self.patience)
                sending.cancel()
            }
        }
    }

    /// Takes the next message in hand, as far as rate, breaker and pause let one through.
    private func claim(_ id: ChannelID) async throws -> Call? {
        let now = store.clock.now()
        let isWorthIt = try await store.read { db in
            guard let channel = try db.channel(id), channel.disabled == nil else { return false }
            return try db.state(of: channel).isReady(at: now) && db.nextDue(id, at: now) != nil
        }
        guard isWorthIt else { return nil }
        return try await store.perform(.own("claim", by: .notify, now: now)) { tx in
            guard let channel = try tx.reads.channel(id), channel.disabled == nil,
                var due = try tx.reads.nextDue(id, at: now)
            else { return nil }
            var state = try tx.reads.state(of: channel)
            guard state.isReady(at: now), state.limit.take(at: now) else { return nil }
            try tx.keep(state, of: id)
            try tx.begin(due, at: now)
            due.attempts += 1
            due.tries += 1
            return Call(
                channel: channel, address: try tx.reads.address(of: channel), delivery: due,
                to: try tx.reads.recipients(of: due), now: now)
        }
    }

    private func record(_ call: Call, _ answer: (outcome: NotifyDomain.Outcome, parts: Int)) async throws {
        let now = store.clock.now()
        let (sent, outcome) = (call.delivery, answer.outcome)
        let name = "delivery:\(sent.delivery):\(sent.attempts)"
        try await store.perform(.own(name, by: .notify, now: now)) { tx in
            var state = try tx.reads.state(of: call.channel)
            state.note(outcome, at: now)
            try tx.keep(state, of: call.channel.channel)
            if case .channelDead(let why) = outcome {
                try tx.execute(Channel.self, call.channel.channel, .disable(reason: why), site: nil)
            }
            try tx.end(sent, outcome, at: now)
            if outcome == .delivered, sent.partsDone + 1 < answer.parts {
                try tx.move(
                    sent.delivery, DeliveryStep(.pending, dueAt: now), at: now, partsDone: sent.partsDone + 1)
            } else {
                let step = sent.judged.step(after: outcome, .of(call.channel.kind), at: now)
                try tx.move(sent.delivery, step.unlessDigest(sent.notice), at: now)
            }
        }
        attempts.add(1, call.channel.kind.rawValue, AttemptOutcome(outcome).rawValue)
        if case .channelDead(let why) = outcome {
            log.error(
                "channel disabled", ["channel": call.channel.channel.rawValue, "reason": why],
                correlation: sent.correlation)
        }
    }
}

/// Notices a clock that shows less than before; at the start anything may have been before.
private final class ClockWatch: Sendable {
    private let last = Mutex<Timestamp?>(nil)

    func mayBeSetBack(_ now: Timestamp) -> Bool {
        last.withLock { last in
            defer { last = now }
            return last.map { now < $0 } ?? true
        }
    }
}

extension DeliveryStep {
    /// A digest that got lost is not put into the next one.
    func unlessDigest(_ notice: Notice) -> DeliveryStep {
        guard status == .digest, notice.kind == .digest || notice.kind == .test else { return self }
        return DeliveryStep(.dead, resend: resend, note: note)
    }
}
