"""How often Python looks through its memory for rings of values that nobody holds."""

import atexit
import gc
from typing import Final

AFTER: Final = (100_000, 50, 100)
"""New values after which the youngest are looked through, and how many times that before the older ones are."""


def look_seldom() -> None:
    """Look through memory seldom: workbooks are read into millions of frozen values that make no rings, and what
    nobody holds any more goes at once without this. As Python has it, it took a fifth of a consolidation to find
    nothing; peak memory is the same.

    At the end of the process not at all: Python looks through everything several times before it gives back what the
    system takes back anyway, an eighth of a short command.
    """
    gc.set_threshold(*AFTER)
    atexit.unregister(gc.freeze)  # once, however many buttons are pressed in this process
    atexit.register(gc.freeze)
