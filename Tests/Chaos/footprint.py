"""What a process holds while it runs, and the last it said."""
import os


def size(path):
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


def held(process, logs):
    """KiB of memory, open files, KiB of its write-ahead logs; no memory and no files where it has just ended."""
    try:
        with open(f"/proc/{process.pid}/status") as status:
            memory = next((int(line.split()[1]) for line in status if line.startswith("VmRSS")), 0)
        files = len(os.listdir(f"/proc/{process.pid}/fd"))
    except (OSError, AttributeError):  # between an end and a start there is no process
        memory = files = 0
    return memory, files, sum(map(size, logs)) >> 10


def footprint(process, logs):
    """The same with MiB for KiB."""
    memory, files, wal = held(process, logs)
    return memory >> 10, files, wal >> 10


def tail(path, lines):
    try:
        with open(path, errors="replace") as log:
            return "".join(log.readlines()[-lines:])
    except OSError:
        return ""
