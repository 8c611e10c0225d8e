"""A program of its own that reads workbooks for `workers`: one comes in, what was read of it goes out.

What that is, is the business of the `workers.Reader` that comes in first.
"""

import os
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from kosei_xl import __version__
from kosei_xl.verbs.collector import look_seldom


def frame(data: bytes) -> bytes:
    """A piece with its size before it."""
    return len(data).to_bytes(8) + data


def read_frame(pipe: IO[bytes]) -> bytes:
    """The next piece. Raises EOFError where the other end is gone."""
    head = pipe.read(8)
    data = pipe.read(int.from_bytes(head)) if len(head) == 8 else b""
    if len(head) < 8 or len(data) < int.from_bytes(head):
        raise EOFError
    return data


def program_here() -> bytes:
    """Which kosei_xl this is: its version and where it lies."""
    return f"{__version__} {Path(__file__).resolve().parent}".encode("utf-8", "surrogatepass")


def _answers(orders: IO[bytes]) -> Iterator[bytes]:
    """What was read of each workbook that is ordered, until nobody orders any more."""
    if read_frame(orders) != program_here():
        return  # another kosei_xl than the one that asks was found: it may read by other rules
    # from the process that started this one, by a pipe of their own, and never from a file
    by = pickle.loads(read_frame(orders))
    while True:
        try:
            name, data = read_frame(orders).decode("utf-8", "surrogatepass"), read_frame(orders)
        except EOFError:
            return
        yield by.answer(data, name)


def main() -> None:
    """Serve until the orders end."""
    look_seldom()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    for answer in _answers(sys.stdin.buffer):
        answers.write(answer)
        answers.flush()


if __name__ == "__main__":
    main()
