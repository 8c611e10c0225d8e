"""Writing a master: the file before is kept, and what else the master was given is told."""

from collections import Counter
from pathlib import Path

from kosei_xl.make.operation import renewed
from kosei_xl.make.writable import Writable
from kosei_xl.values.model import FORMAT
from kosei_xl.verbs import disk
from kosei_xl.verbs.macro_sources import MACROS_SUFFIX, master_sources
from kosei_xl.verbs.opening import Say
from kosei_xl.words import terms
from kosei_xl.words.messages import noted, told

FORMER_SUFFIX = "_旧形式"
"""Stands at the end of the name under which a master of a former format is kept."""


def write_master(ready: Writable, data: bytes, say: Say) -> None:
    """Put `data` in the place of the master as it was read, keep that as its backup, and tell what else it was given.

    A master of a former format is kept for good first, beside it, unless one is there already. One whose buttons are of
    a version before gets those of now.
    """
    stored, former = ready.stored, former_of_format(ready.stored.path)
    buttons = renewed(data, master_sources()) if stored.path.suffix.lower() == MACROS_SUFFIX else data
    if ready.stored.format < FORMAT and not former.exists():
        disk.write(former, stored.data)
    disk.write(stored.path, buttons, backup=True, instead_of=stored.data)
    if buttons != data:
        say(noted(told("buttons_renewed", sheet=terms.OPERATION_SHEET)))
    for sheet, count in Counter(cell.sheet for cell in stored.keyless).items():
        say(told("row_keys_written", sheet=sheet, count=count))
    for note in ready.notes:
        say(noted(note))
    if ready.notes and stored.format < FORMAT:
        say(noted(told("kept_before_lift", name=former.name)))


def former_of_format(path: Path) -> Path:
    """Where a master of a former format is kept: 「事務局_旧形式.xlsx」 beside 「事務局.xlsx」."""
    return path.with_stem(path.stem + FORMER_SUFFIX)
