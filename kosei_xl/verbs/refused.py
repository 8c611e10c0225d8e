"""What Windows refuses only for a moment: a file that a virus scanner, an indexer or Explorer's preview has open."""

import errno
import time
from collections.abc import Callable
from typing import Final

from kosei_xl.words.messages import Message, told

SECONDS = 2.0
"""How long a refused step is tried again: those let go of a file within that, Excel does not."""
_REFUSED: Final = frozenset((5, 32, 33))
"""Windows' errors while another program has a file open: access denied, sharing violation, lock violation."""
_PAUSE = 0.03


def patiently(act: Callable[[], object]) -> None:
    """Do a step with files, again for `SECONDS` while Windows refuses it. Raises OSError."""
    last = time.monotonic() + SECONDS
    while True:
        try:
            act()
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in _REFUSED or time.monotonic() > last:
                raise
            time.sleep(_PAUSE)


def why(error: OSError) -> Message | str:
    """An error of the system in its reader's language: Windows itself speaks two in turn."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return told("why_refused")
    if error.errno == errno.ENOSPC:
        return told("why_full")
    if error.errno == errno.EROFS:
        return told("why_read_only")
    if error.errno == errno.ENAMETOOLONG:
        return told("why_long")
    return error.strerror or type(error).__name__
