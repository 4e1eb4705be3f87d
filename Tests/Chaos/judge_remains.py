"""What is left over when all is at rest: what was parked, kept aside, and sent to the outside (I6, I8)."""
import json


class Remains:
    """Half of the judge: works on its `dbs`, `logs`, `expected` and report."""

    def conservation(self):
        for service, db in self.dbs.items():
            parked = db.execute("SELECT source, seq, reason, error FROM parked").fetchall()
            self.none("I6", parked, f"{service}: nothing is parked")
            halted = db.execute("SELECT source, halted FROM position WHERE halted IS NOT NULL").fetchall()
            self.none("I6", halted, f"{service}: no source is halted")
            self.unreadable(service, db)

    def unreadable(self, service, db):
        """Each malformed record of a source is kept once, one that a wiped broker took with it at most once; nothing else is."""
        sources = {row[0] for row in db.execute("SELECT source FROM position")}
        rows = db.execute("SELECT source, bytes FROM unreadable").fetchall()
        wrong, left = [], list(rows)
        for must, markers in ((True, self.expected["must"]), (False, self.expected["may"])):
            for source, marker in markers:
                found = [row for row in left if row[0] == source and (row[1].startswith(marker) if marker else row[1] == b"")]
                if source in sources and (len(found) > 1 and marker or must and not found):
                    wrong.append(f"{source} {marker.decode()}: kept {len(found)} times")
                for row in found[:1]:
                    left.remove(row)
        wrong += [f"{source} {bytes[:40]!r}: nobody sent it" for source, bytes in left]
        self.none("I6", wrong, f"{service}: {len(rows)} malformed records are kept, each once, and nothing else")

    def outward(self, sink):
        db = self.dbs["notify"]
        rows = db.execute("SELECT delivery, cause, channel, kind, status, attempts, resend, priority, note, createdAt, updatedAt "
                          "FROM delivery").fetchall()
        ours = [row for row in rows if row[2].startswith(("sink", "hook-"))]
        start = dict(db.execute("SELECT source, seq FROM reactionStart WHERE reaction = 'tell-ticket-opened'").fetchall())
        rule = next((f.time for f in self.logs["notify"] if f.subject == "notify-rule/sink-ticket-opened-FT"), None)
        due = [f for f in self.logs["tickets"] if f.type == "tickets.ticket-opened.v1" and rule and f.time > rule
               and f.seq > start.get("ops.tickets.v1", 0)]
        per = {}
        for row in ours:
            if row[2].startswith("sink"):
                per[row[1]] = per.get(row[1], 0) + 1
        self.none("I8", [f.subject for f in due if per.get(f.id) != 1], f"each of {len(due)} tickets has one message", len(due))
        seen = {id: [call for call in calls if call[2] == 200] for id, calls in sink.by_id.items()}
        delivered = [row[0] for row in ours if row[4] == "delivered"]
        self.none("I8", [id for id in delivered if not seen.get(id)],
                  f"{len(delivered)} delivered messages did reach the sink", len(delivered))
        self.unsent(db, ours)
        known = {row[0]: row for row in rows}
        self.none("I8", [id for id in seen if id not in known], f"each of {len(seen)} ids at the sink is a message of ours",
                  len(seen))
        again = [id for id, calls in seen.items() if len(calls) > 1]
        unmarked = [id for id in again if known.get(id) and not known[id][6]
                    or any(not json.loads(json.dumps(call[1])).get("resend") for call in seen[id][1:])]
        self.none("I8", unmarked, f"{len(again)} messages came twice, with the same id and marked as sent again", len(again))

    def unsent(self, db, ours):
        """Every message went out, or there is a reason for each that did not."""
        full = [name for name, state in db.execute("SELECT channel, state FROM channelState")
                if len(json.loads(state)["limit"].get("sent", [])) >= json.loads(state)["limit"]["count"]]
        turn = [row[0] for row in ours if row[4] == "pending" and row[2] in full]
        # A test that a crash cut off goes into no digest: it is shown as dead, and whoever asked for it asks again.
        lost = [row[0] for row in ours if row[4] == "dead" and row[3] == "notify.test" and row[8] == "发送时服务中断"]
        late = [row[0] for row in ours if row[4] == "expired" and self.by_wrong_clock(*row[9:])]
        # On its way when the programs were asked to leave: the next start finds it and sends it again, marked.
        # A clock that was ahead (F17) leaves later moments than the last one.
        last = min(max((row[10] for row in ours), default=0), self.fleet.asked_to_leave)
        flying = [row[0] for row in ours if row[4] == "sending" and row[10] >= last - 5000]
        excused = {*turn, *lost, *late, *flying}
        self.none("I8", [row[:6] + row[8:9] for row in ours if row[4] not in ("delivered", "digest") and row[0] not in excused],
                  f"every message went out, but {sum(r[4] == 'digest' for r in ours)} that wait for the digest, {len(turn)} "
                  f"for their turn (60 a minute and channel), {len(flying)} on their way at the end, {len(lost)} tests that a crash cut off, {len(late)} that a wrong "
                  "clock let expire", len(ours))

    def by_wrong_clock(self, stated, left):
        """Whether a wrong clock of the sender explains that a message expired: it was given up while the clock was ahead, or
        stated while it was behind (F17). Moments in ms by the clock of then."""
        return any(began <= (left if minutes > 0 else stated) <= ended for minutes, began, ended in self.expected["wrong"])
