"""F20: stores that are lost, restored from a backup, and taken back to a moment ago."""
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from http.client import HTTPException

from faults import Broken, Missed, cut_migration, fault
from fleet import SERVICES, ask
from judge import VERIFIER, await_messages
from records import open_store

# Those whose facts are all there is to a loss: office has passwords in it, notify what it has sent.
OWNERS = ["tickets", "assets", "inspections", "assessments", "billing"]


def ops(ctx, *arguments):
    """One call of the owner's tool: (exit code, what it said)."""
    out = subprocess.run([f"{ctx.fleet.bin}/ops", *arguments], capture_output=True, text=True)
    return out.returncode, (out.stdout + out.stderr).strip()


def take_backup(ctx, name, backup):
    """`ops backup` of a running process. Returns the copies' heads by service, as the tool prints them."""
    code, said = ops(ctx, "backup", "--data", ctx.fleet.data(name), "--to", backup)
    if code:
        raise Broken(f"backup of {name}: {said}")
    heads = {}
    for line in said.splitlines():
        words = line.split()
        if len(words) > 2 and words[2] == "facts":
            heads[words[0].split(".")[1]] = int(words[1])
    return heads


def check_backup(backup, heads):
    """Each copy whole and its chain sound up to the head that was told, and no copy ahead of another it has read from."""
    if not heads or any(not os.path.exists(f"{backup}/{service}.sqlite") for service in heads):
        raise Broken(f"the backup holds {os.listdir(backup)} for {heads}")
    for service, head in heads.items():
        path = f"{backup}/{service}.sqlite"
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        whole = db.execute("PRAGMA integrity_check").fetchone()[0]
        found = db.execute("SELECT coalesce(max(seq), 0) FROM log").fetchone()[0]
        read = dict(db.execute("SELECT source, seq FROM position"))
        db.close()
        ahead = {s: n for s, n in read.items() if s.split(".")[1] in heads and n > heads[s.split(".")[1]]}
        judged = subprocess.run([sys.executable, VERIFIER, path], capture_output=True, text=True)
        if whole != "ok" or found != head or ahead or judged.returncode:
            raise Broken(f"copy of {service}: {whole}, at {found} of {head}, ahead of {ahead}, {judged.stderr.strip()[-200:]}")


def check_refusals(ctx, backup, name):
    """`ops restore` takes no damaged copy, and none in the place of stores."""
    bent, target = f"{backup}-bent", f"{backup}-target"
    shutil.copytree(backup, bent)
    service = ctx.chance.choice([file for file in os.listdir(bent) if file.endswith(".sqlite")])
    with open(f"{bent}/{service}", "r+b") as file:
        pages = os.path.getsize(file.name) // 4096
        for page in range(1, pages, 2):
            file.seek(page * 4096)
            file.write(os.urandom(512))
    code, said = ops(ctx, "restore", "--from", bent, "--data", target)
    if code == 0 or os.path.exists(f"{target}/{service}"):
        raise Broken(f"a damaged {service} was restored: {said}")
    shutil.rmtree(bent)
    code, said = ops(ctx, "restore", "--from", backup, "--data", ctx.fleet.data(name))
    if code == 0:
        raise Broken(f"restored over live stores: {said}")


def drill(ctx, backup, heads):
    """Restores a copy taken under load beside the running one, lets it check itself, and starts it in a network of its own:
    it must not send again what waits in it. Returns what was done."""
    fleet, place = ctx.fleet, f"{backup}-drill"
    code, said = ops(ctx, "restore", "--from", backup, "--data", place)
    if code:
        raise Broken(f"restore: {said}")
    code, said = ops(ctx, "log", "verify", "--data", place)
    if code:
        raise Broken(f"the restored stores: {said}")
    if os.geteuid():
        shutil.rmtree(place)
        return "restored beside it (not root: not started)"
    # All addresses, for the new network has not even 127.0.0.1; the admin socket is a file.
    copy = fleet.spawn("ops", ["unshare", "--net"], OPS_DATA_DIR=place, OPS_HTTP_HOST="0.0.0.0", OPS_START_UP="0")
    try:
        end = time.monotonic() + 60
        while (found := heads_at(place)) is None:
            if time.monotonic() > end or copy.poll() is not None:
                raise Broken(f"the restored copy does not start: {fleet.log_tail('ops', 2)}")
            time.sleep(0.2)
        if any(found[service] < head for service, head in heads.items()):
            raise Broken(f"backup at {heads}, restored at {found}")
    finally:
        copy.terminate()
        if fleet.collect("the restored copy", copy, (0,)) is None:
            copy.kill()
            raise Broken("the restored copy still runs 60 s after SIGTERM")
    shutil.rmtree(place)
    return "restored beside it and started"


def heads_at(directory):
    """The logs' ends of the process that runs on a directory, by service; None where it does not answer yet."""
    try:
        return {s["service"]: s["facts"] for s in ask(directory, "GET", "/admin/status")[1]["services"]}
    except (OSError, HTTPException, ValueError):
        return None


def replace(ctx, name, backup=None, first=lambda: None):
    """Takes a service's whole disk away and puts nothing or a backup in its place; one that is not there yet is taken before;
    `first` happens before the start. Returns the log's head."""
    fleet = ctx.fleet
    fleet.settle(60)
    if backup and not os.path.exists(backup):
        await_messages(fleet)
        take_backup(ctx, name, backup)
    head = heads_of(fleet)
    fleet.end(name)
    shutil.rmtree(fleet.data(name))
    if backup:
        code, said = ops(ctx, "restore", "--from", backup, "--data", fleet.data(name))
        if code:
            raise Broken(f"restore: {said}")
    first()
    fleet.start(name)
    ctx.ready(name)
    fleet.settle(60)
    expect_heads(fleet, head, SERVICES if name == "ops" else [name])
    return head


def heads_of(fleet):
    """The end of each log: (number, hash)."""
    return {s["service"]: (s["facts"], s["hash"]) for s in fleet.statuses()}


def expect_heads(fleet, head, services):
    """The logs are where they were, or went on from there. One that went on may do so behind another fact than it had, so it is
    the fact at the old end that counts, not the new end."""
    for service in services:
        seq, had = head[service]
        if seq and (has := hash_at(fleet, service, seq)) != had:
            raise Broken(f"{service} had {had} at seq {seq} and has {has or 'nothing'} there")


def hash_at(fleet, service, seq):
    """The hash of one fact in a service's store; None where it is not there."""
    db = open_store(fleet, service)
    try:
        row = db.execute("SELECT hash FROM log WHERE seq = ?", [seq]).fetchone()
        return row and row[0]
    finally:
        db.close()


@fault("F20a", "a backup taken under load, checked, and restored")
def restore(ctx):
    """Kafka: what was stated since comes back from the topic. One machine: what the backup has is all there is, so the copy
    taken under load is restored beside the running one, and one taken at rest in its place."""
    fleet = ctx.fleet
    name = "ops" if fleet.bus == "local" else ctx.chance.choice(OWNERS)
    ctx.ready(name)
    backup = f"{fleet.dir}/backup-{restore.hits}-{time.time_ns()}"
    had = take_backup(ctx, name, backup)
    check_backup(backup, had)
    check_refusals(ctx, backup, name)
    done = ""
    if fleet.bus == "local":
        done = ", " + drill(ctx, backup, had)
        shutil.rmtree(backup)
    else:
        time.sleep(ctx.chance.uniform(1, 3))
    with ctx.world.quiet():
        head = replace(ctx, name, backup)
    shutil.rmtree(backup)
    shown = name if name != "ops" else "tickets"
    return (f"ops backup of {name} under load: {len(had)} copies whole, in agreement, {shown} at {had[shown]}{done}; damaged "
            f"copy and live stores refused; ops restore in its place, log at {head[shown][0]} before and after")


@fault("F20b", "a service's disk lost, healed from its topic", ("kafka", "kafka3"))
def lost_disk(ctx):
    """Its first start on the empty volume dies inside a migration, as a second misfortune."""
    name, deaths = ctx.chance.choice(OWNERS), []
    with ctx.world.quiet():
        head = replace(ctx, name, first=lambda: deaths.append(cut_migration(ctx, name)))
    if deaths == [None]:
        raise Missed(f"{name} did not die in a migration")
    return f"{name}: empty volume, {deaths[0]} (exit 137), then {head[name][0]} facts back before the first command"
