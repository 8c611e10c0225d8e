"""Bytes of a returned workbook -> `Returned`: what one worker does for one file."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kosei_xl.read.identity import read_identity
from kosei_xl.read.succession import for_successors
from kosei_xl.read.survey import by_department, read_submission
from kosei_xl.values.cells import Book
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.limits import LIMITS, Limits
from kosei_xl.values.lives import plan_at
from kosei_xl.values.model import Plan
from kosei_xl.values.pictures import Picture
from kosei_xl.values.returned import Returned, encode
from kosei_xl.words.printable import printable
from kosei_xl.workbook.other_formats import read_return_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook, whatever_fails

if TYPE_CHECKING:
    from kosei_xl.values.stored import HandedOut


def read_return(
    data: bytes,
    name: str,
    plan: Plan,
    point: str | None = None,
    limits: Limits = LIMITS,
    handed_out: "Iterable[HandedOut]" = (),
) -> bytes:
    """A returned workbook read against the plan, as `values.returned.decode` takes it; `name` is its file name.

    With `point`, by key or by name, a workbook of another point is refused; WrongCall for a point that the plan does
    not have. `handed_out` is 配布記録 (`read.survey`). Never raises for what is in the file: what cannot be read is a
    finding of it.
    """
    from kosei_xl.read.master import point_of  # only here: reading a survey alone waits for nothing of the master

    key = None if point is None else point_of(plan, point).key
    return encode(returned(data, name, plan, key, limits, handed_out))


def returned(
    data: bytes,
    name: str,
    plan: Plan,
    point: str | None = None,
    limits: Limits = LIMITS,
    handed_out: "Iterable[HandedOut]" = (),
) -> Returned:
    """`read_return` as a value."""
    return with_pictures(data, name, plan, point, limits, handed_out)[0]


def with_pictures(
    data: bytes,
    name: str,
    plan: Plan,
    point: str | None = None,
    limits: Limits = LIMITS,
    handed_out: "Iterable[HandedOut]" = (),
) -> tuple[Returned, Mapping[str, Picture]]:
    """`returned`, and the pictures that its photos name, by SHA-256: for whoever has both at hand anyway."""
    name = printable(name)
    digest = hashlib.sha256(data).hexdigest()
    try:
        with whatever_fails():
            return _read(data, name, digest, plan, point, limits, handed_out)
    except UnreadableWorkbook as error:
        return Returned(name, digest, diagnostics=(error.finding(name),)), {}


def _read(
    data: bytes,
    name: str,
    digest: str,
    plan: Plan,
    point: str | None,
    limits: Limits,
    handed_out: "Iterable[HandedOut]",
) -> tuple[Returned, Mapping[str, Picture]]:
    book = read_return_book(data, name, limits)
    sheets = tuple(sheet.name for sheet in book.sheets)
    plan = plan_asked(book, plan)
    outcome = read_submission(book, plan, point=point, handed_out=handed_out)
    value = outcome.value
    if value is None:
        return Returned(name, digest, diagnostics=outcome.diagnostics, sheets=sheets), {}
    whole = Outcome(replace(value, pictures={}), outcome.at, outcome.diagnostics)
    own = tuple(part for one in by_department(whole, plan) for part in for_successors(one, plan))
    made = Returned(name, digest, own, sheets=sheets, pictures=tuple(value.pictures))
    return made, value.pictures


def plan_asked(book: Book, plan: Plan) -> Plan:
    """The plan as it is at the point that a survey is about; as it is for what is no survey, or of no known point."""
    identity = read_identity(book)
    known = plan.point(identity.point) if identity is not None else None
    return plan_at(plan, known) if known is not None else plan


def read_pictures(data: bytes, name: str, plan: Plan) -> Mapping[str, Picture]:
    """The pictures that the photos of a returned workbook name, by SHA-256; none where it cannot be read."""
    return with_pictures(data, name, plan)[1]
