"""The open data of a reporting point, and what 発行記録 says of it: by this a published folder is known again."""

import datetime as dt
from dataclasses import replace

from kosei_xl.collect.course import points_in_use
from kosei_xl.publish.data import data_hash
from kosei_xl.publish.edition import LICENCES, USUAL_LICENCE, Edition
from kosei_xl.read.master import Master
from kosei_xl.values.cells import CellRef
from kosei_xl.values.closing import closed_points
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.evened import as_printed
from kosei_xl.values.kept import as_published, values_of
from kosei_xl.values.lives import plan_at
from kosei_xl.values.model import ReportingPoint
from kosei_xl.values.shown_before import with_words_after
from kosei_xl.values.standing import Standing
from kosei_xl.values.stored import Publication
from kosei_xl.words import terms
from kosei_xl.words.codes import Code


def edition_of(
    book: Master, point: ReportingPoint, day: dt.date, licence: str = USUAL_LICENCE, *, draft: bool = False
) -> tuple[Edition, list[Diagnostic]]:
    """What is published of a point, and which earlier points are not in it (K567)."""
    standings, left_out = _earlier(book, point)
    shown = (as_printed(one) for one in (*standings, _standing(book, point)))
    edition = Edition(tuple(shown), day, LICENCES[licence], draft=draft)
    return edition, left_out


def open_data_hash(book: Master, point: ReportingPoint) -> str:
    """The SHA-256 of the open data that a point has now. It depends on no day and no licence."""
    edition, _ = edition_of(book, point, point.date)
    return data_hash(edition)


def recorded_with_data(book: Master, point: str) -> Publication | None:
    """The publication whose data a published folder of a point should have: the confirmed one of a closed point, else
    the last that printed all; None where none says.
    """
    own = [one for one in book.registers.published if one.point == point and one.whole]
    closing = closed_points(book.registers.closed).get(point)
    if closing is not None:
        own = [one for one in own if one.number == closing.publication]
    return own[-1] if own and own[-1].data else None


def _standing(book: Master, point: ReportingPoint) -> Standing:
    """How a point stands: a closed one as it was closed."""
    return book.as_confirmed(point.key).standing(point)


def _earlier(book: Master, point: ReportingPoint) -> tuple[list[Standing], list[Diagnostic]]:
    """The points before one that were closed or published, by date; and which were not (K567)."""
    found, left_out = [], []
    for one in points_in_use(book.plan, book.ledger.value):
        if one.date >= point.date:
            continue
        if one.key in book.ledger.value.closed:
            found.append(with_words_after(_standing(book, one), book.ledger.value))
        elif (published := _as_published(book, one)) is not None:
            found.append(with_words_after(published, book.ledger.value))
        else:
            at = CellRef(book.path.name, terms.POINTS_SHEET)
            left_out.append(diagnostic(Code.EARLIER_POINT_NOT_PUBLIC, at, point=one.key, label=one.label))
    return found, left_out


def _as_published(book: Master, point: ReportingPoint) -> Standing | None:
    """How an open point stood when it was published last; None where it never was."""
    own = [one for one in book.registers.published if one.point == point.key and one.whole]
    if not own:
        return None
    then = as_published(book.standing(point), values_of(own[-1], book.registers.published))
    return replace(then, plan=plan_at(then.plan, then.point)) if then is not None else None
