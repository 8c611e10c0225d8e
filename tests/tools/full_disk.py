"""A disk that refuses one step of writing: full, taken away, or the file held open."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from errno import ENOSPC
from typing import Any, Final
from unittest.mock import patch

STEPS: Final = ((tempfile, "mkstemp"), (os, "fdopen"), (os, "fsync"), (os, "chmod"), (os, "replace"))
"""What writing a file takes (`verbs.disk`)."""


class FullDisk:
    """Refuses the step of the number `at`; `refused` names it."""

    def __init__(self, at: int) -> None:
        self.left, self.refused = at, ""

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Refuse within this block."""
        with ExitStack() as patches:
            for owner, name in STEPS:
                patches.enter_context(patch.object(owner, name, self._maybe(getattr(owner, name), name)))
            yield

    def _maybe(self, real: Callable[..., Any], name: str) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                self.refused = name
                if name == "fdopen":
                    os.close(arguments[0])
                raise OSError(ENOSPC, "No space left on device")
            return real(*arguments, **named)

        return step
