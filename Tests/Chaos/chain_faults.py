"""F23: the chain finding → ticket → finding, with its participants killed between the steps."""
import signal
import threading

from faults import Missed, fault
from fleet import NotReady
from load import I, T, work_off
from records import COLUMNS, Fact, open_store
from world import SITES

ORDER = ["finding-raised", "ticket-opened", "finding-ticketed", "ticket-closed", "finding-cleared"]


class Chain:
    """One finding on its way, driven at rest so that the one reaction there is belongs to it."""

    def __init__(self, ctx):
        self.ctx, self.fleet, self.number = ctx, ctx.fleet, ctx.world.number()
        self.site = ctx.chance.choice(list(SITES))
        self.worker, self.trouble = None, None

    def begin(self, work):
        """Lets somebody work while a participant dies; an answer that was cut off comes when it is back."""
        def run():
            try:
                work()
            except Exception as error:
                self.trouble = error
        self.worker = threading.Thread(target=run, daemon=True)
        self.worker.start()

    def finish(self):
        self.worker.join(60)
        if self.worker.is_alive() or self.trouble:
            raise NotReady(f"the people of the chain got no answer: {self.trouble!r}")

    def raise_it(self):
        body = {"site": self.site, "title": f"链 {self.number}", "detail": "逐步断电", "severity": "medium", "fault": True}
        self.ctx.client.carry_out(SITES[self.site], f"{I}/findings", body, ["inspections.finding-raised.v1"], {})

    def work_off(self):
        ticket = next(f.subject.removeprefix("ticket/") for f in self.stored() if f.type == "tickets.ticket-opened.v1")
        # A finding's level is a guess until the staff sets it.
        self.ctx.client.carry_out(f"{self.site.lower()}-lead", f"{T}/tickets/{{ticket}}/change-level", {
            "priority": "p3", "reason": "核对现场"}, ["tickets.priority-changed.v1"], {"ticket": ticket})
        work_off(self.ctx.client.carry_out, self.ctx.chance, self.site, ticket, self.number)

    def stored(self):
        """The facts of both logs that are about this finding."""
        facts = []
        for service in ("inspections", "tickets"):
            db = open_store(self.fleet, service)
            facts += [Fact(service, row) for row in db.execute(f"SELECT {COLUMNS} FROM log ORDER BY seq DESC LIMIT 200")]
            db.close()
        name = next((f.subject.removeprefix("finding/") for f in facts if f.type == "inspections.finding-raised.v1"
                     and f.data["title"] == f"链 {self.number}"), None)
        return [f for f in facts if name and name in (f.data.get("finding"), f.subject.removeprefix("finding/"))]

    def steps(self):
        """What of the chain is stored, in the order of the steps."""
        names = [fact.type.split(".")[1] for fact in self.stored()]
        return sorted((name for name in names if name in ORDER), key=ORDER.index)

    def arm(self, service, reaction):
        """`service` is to die when the effect of its so manieth reaction is written and not committed."""
        name = self.fleet.process_of(service)
        self.fleet.settle(60)
        self.fleet.end(name, signal.SIGTERM)
        self.fleet.start(name, BUS_CRASH_AT=f"reacted:{reaction}")
        self.fleet.await_ready()
        return name

    def expect_death(self, name, stored):
        """It died between the steps: the cause is stored, the effect is not."""
        code = self.fleet.await_end(name, 30, 137)
        steps = self.steps()
        if code is None:
            self.fleet.end(name, meant=(-signal.SIGKILL, 137))
        if code != 137 or steps != stored:
            raise Missed(f"{name} ended with {code} at {', '.join(steps)} and not at {', '.join(stored)}")

    def go_on(self, name, stored):
        """Started again, it takes the step once."""
        self.fleet.start(name)
        self.fleet.await_ready()
        self.fleet.settle(60)
        if (steps := self.steps()) != stored:
            raise NotReady(f"after {name} came back the chain stands at {', '.join(steps)}, not at {', '.join(stored)}")


@fault("F23", "finding → ticket → finding, each participant killed between the steps")
def chain(ctx):
    """The ticket is not opened yet; the finding does not know its ticket yet; the finding is not cleared yet. Over Kafka the
    ticket goes on to its end while the finding's service is down, so the late one meets both answers at once."""
    with ctx.world.quiet():
        try:
            deaths = [opening(ctx), answering(ctx), clearing(ctx)]
        finally:
            for name in ctx.fleet.names:
                if ctx.fleet.processes[name].poll() is not None:
                    ctx.fleet.start(name)
            ctx.fleet.await_ready()
    return "killed (exit 137) and done once afterwards: " + "; ".join(deaths)


def opening(ctx):
    way = Chain(ctx)
    name = way.arm("tickets", 1)
    way.begin(way.raise_it)
    way.expect_death(name, ORDER[:1])
    way.go_on(name, ORDER[:3])
    way.finish()
    return f"{name} before it opens the ticket"


def answering(ctx):
    way, local = Chain(ctx), ctx.fleet.bus == "local"
    name = way.arm("inspections", 2 if local else 1)
    way.begin(way.raise_it)
    way.expect_death(name, ORDER[:2])
    if not local:
        way.work_off()
    way.go_on(name, ORDER[:3] if local else ORDER)
    way.finish()
    return f"{name} before the finding has its ticket" + ("" if local else ", back when the ticket was closed")


def clearing(ctx):
    way = Chain(ctx)
    way.raise_it()
    ctx.fleet.settle(60)
    name = way.arm("inspections", 1)
    way.begin(way.work_off)
    way.expect_death(name, ORDER[:4])
    way.go_on(name, ORDER)
    way.finish()
    return f"{name} before the finding is cleared"
