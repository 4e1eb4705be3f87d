"""What a process holds while it runs, and the last it said."""
import os


def size(path):
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


def footprint(process, logs):
    """MiB of memory, open files, MiB of its write-ahead logs; no memory and no files where it has just ended."""
    try:
        with open(f"/proc/{process.pid}/status") as status:
            memory = next((int(line.split()[1]) for line in status if line.startswith("VmRSS")), 0)
        files = len(os.listdir(f"/proc/{process.pid}/fd"))
    except (OSError, AttributeError):  # between an end and a start there is no process
        memory = files = 0
    return memory // 1024, files, sum(map(size, logs)) >> 20


def tail(path, lines):
    try:
        with open(path, errors="replace") as log:
            return "".join(log.readlines()[-lines:])
    except OSError:
        return ""
