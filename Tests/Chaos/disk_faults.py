"""The disk under the stores, full."""
import os
import shutil
import subprocess
import time

from faults import Missed, fault


@fault("F14", "the disk full, and empty again")
def disk_full(ctx):
    """Fills the small file system that all stores lie on; commands must be put off, not half done, and go on by themselves."""
    fleet = ctx.fleet
    if not os.path.ismount(fleet.stores):
        raise Missed("not root: no small file system could be mounted")
    before, full = ctx.ledger.put_off, f"{fleet.stores}/filler"
    try:
        with open(full, "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"\0" * (1 << 20))
            except OSError:
                pass
            free = os.statvfs(fleet.stores)
        time.sleep(ctx.chance.uniform(1.5, 4))
    finally:
        os.remove(full)
    put_off = ctx.ledger.put_off - before
    left = [name for name in fleet.names if fleet.processes[name].poll() is not None]
    for name in left:
        # Leaving is allowed where an outcome is unknown (IOERR at COMMIT) and at a start; a supervisor starts it anew.
        fleet.await_end(name, 1, 70, fleet.refusal(name))
        fleet.start(name)
    fleet.await_ready()
    if put_off == 0:
        raise Missed("no command was answered 503 or 507")
    return (f"{free.f_bavail * free.f_bsize >> 10} KiB left for {len(fleet.names)} processes, {put_off} requests answered 503 or 507"
            + (f", {' '.join(left)} left and came back" if left else ""))


def small_disk(ctx):
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1g", "chaos", ctx.fleet.stores], capture_output=True)


def unmount(fleet):
    if os.path.ismount(fleet.stores):
        keep = f"{fleet.dir}/kept"
        shutil.copytree(fleet.stores, keep, ignore=shutil.ignore_patterns("*.sock"))
        subprocess.run(["umount", fleet.stores], capture_output=True)


disk_full.prepare, disk_full.clean_up = small_disk, unmount
