"""Plain workbooks on disk: never over anything that is not one of them."""

from collections.abc import Sequence
from pathlib import Path

from kosei_xl.make.plain import PlainSheet, plain_workbook
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import disk
from kosei_xl.verbs.opening import Say
from kosei_xl.words import terms
from kosei_xl.words.messages import told
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook

_ENDING = ".xlsx"


def write_plain(out: Path, sheets: Sequence[PlainSheet], kind: str, say: Say) -> None:
    """Write tables as a workbook; the one that stood there is kept as its `.bak`. Texts that are too long are told."""
    made = plain_workbook(sheets, kind)
    disk.write(out, made.data, backup=True)
    for sheet, cell in made.too_long:
        say(told("text_too_long", sheet=sheet, cell=cell, other=terms.LONG_TEXTS_SHEET))
    say(told("made_tables", path=out, sheets=len(sheets), rows=made.rows))


def refuse_other(out: Path, kind: str) -> None:
    """Raise WrongCall where a workbook of this kind may not be written: another ending, or over any other file."""
    if out.suffix.lower() != _ENDING:
        raise WrongCall(told("plain_ending", path=out))
    if not out.exists():
        return
    try:
        kind_there = read_book(disk.read(out), out.name, OFFICE_LIMITS).properties.get(f"{terms.PROPERTY_PREFIX}kind")
    except UnreadableWorkbook:
        kind_there = None
    if kind_there != kind:
        raise WrongCall(told("plain_over_other", path=out))
