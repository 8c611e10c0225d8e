"""Runs a command and says what it took: `python -I -S alone.py COMMAND …`, a line of JSON on the last line of stdout.

A process of its own, that holds nothing: a child begins with the peak memory of the process that started it.
"""

import json
import os
import sys
import time


def main(command: list[str]) -> None:
    """CPU and wall in seconds, peak memory in MB, exit code."""
    begun = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - begun
    took = {"cpu": used.ru_utime + used.ru_stime, "wall": wall, "peak": used.ru_maxrss / 1024}
    sys.stdout.write("\n" + json.dumps({**took, "exit": os.waitstatus_to_exitcode(status)}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
