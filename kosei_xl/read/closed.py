"""The closed points of a master (確定): what was kept of them, and whether the ledger still says the same."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

from kosei_xl.values.cells import CellRef
from kosei_xl.values.closing import closed_points, moved_points, seal
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.kept import as_published, changed_since, entries_of, plan_of, publication_numbered, values_of
from kosei_xl.values.labels import label_of
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import EntryKey, LineKey, Plan
from kosei_xl.values.registers import Correction, Registers
from kosei_xl.values.shown_before import comes_after
from kosei_xl.values.standing import Standing
from kosei_xl.values.stored import ClosedPoint, Publication, StoredValue
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.shorten import shortened

_QUOTED = 40


class Kept(NamedTuple):
    """What was kept of a closed point: the publication that was confirmed, and its values. Without a publication (None)
    the plan ended there before anything was published, and the values are what its papers were as a draft.
    """

    publication: Publication | None
    values: tuple[StoredValue, ...]


def kept_of_closed(registers: Registers, point: str) -> Kept | None:
    """What was kept of a closed point; None where it is not closed, was closed elsewhere, or nothing was kept."""
    closing = closed_points(registers.closed).get(point)
    if closing is None or (closing.publication is None and not closing.values):
        return None
    if closing.publication is None:
        return Kept(None, closing.values)
    publication = publication_numbered(registers, closing.publication)
    return Kept(publication, values_of(publication, registers.published)) if publication is not None else None


def is_kept_draft(registers: Registers, point: str) -> bool:
    """Whether a point was closed with its plan before anything of it was published."""
    kept = kept_of_closed(registers, point)
    return kept is not None and kept.publication is None


def with_closed(ledger: Ledger, registers: Registers) -> Ledger:
    """The ledger that knows which points are closed."""
    closed, moved = closed_points(registers.closed), moved_points(registers.closed)
    return replace(ledger, closed=frozenset(closed), moved=frozenset(moved))


def standing_confirmed(standing: Standing, registers: Registers) -> Standing | None:
    """How a closed point stood when it was published; None for one that is open, imported, or not kept any more."""
    found = kept_of_closed(registers, standing.point.key)
    return as_published(standing, found.values) if found is not None else None


def check_closed(
    plan: Plan, ledger: Outcome[Ledger], registers: Registers, aside: Collection[tuple[str, str]] = ()
) -> Iterator[Diagnostic]:
    """K443 where what was kept of a closed point is not what was written, and K441 for each field of its ledger that
    says something else by now and is no correction (訂正) with a reason. What a committee writes about the papers that
    it was given comes after them. `aside` are sheet and point of the records that lie on a sheet of their own.
    """
    file = ledger.at.get((), CellRef("")).file
    for point, closing in closed_points(registers.closed).items():
        if point in ledger.value.unread:
            continue
        if closing.publication is None and not (closing.sha256 or closing.values):
            continue  # imported or moved: nothing was kept beside it
        found = kept_of_closed(registers, point)
        if found is None or seal(found.values) != closing.sha256:
            yield _not_as_written(plan, file, closing, aside)
        else:
            yield from _changed(plan, ledger, registers.corrections, point, found)


def _not_as_written(plan: Plan, file: str, closing: ClosedPoint, aside: Collection[tuple[str, str]]) -> Diagnostic:
    sheet, number = terms.PUBLISHED_SHEET, closing.publication
    if number is None:
        sheet, number = terms.CLOSED_SHEET, closing.number
    if (sheet, closing.point) in aside:
        sheet = terms.ASIDE_SHEETS[sheet]
    label = _label(plan, closing.point)
    return diagnostic(
        Code.KEPT_RECORD_CHANGED, CellRef(file, sheet), point=closing.point, label=label, number=number, sheet=sheet
    )


def _label(plan: Plan, point: str) -> str:
    known = plan.point(point)
    return known.label if known is not None else point


def _changed(
    plan: Plan,
    ledger: Outcome[Ledger],
    corrections: tuple[Correction, ...],
    point: str,
    found: Kept,
) -> Iterator[Diagnostic]:
    publication, values = found
    number = publication.number if publication is not None else None
    changes = list(changed_since(entries_of(values), ledger.value, point))
    then = (plan_of(values) if changes else None) or plan
    reasons = {
        (_plain(one.no, one.sub_no), named)
        for one in corrections
        for named in (one.field, one.label)
        if one.why and one.publication in (None, number)
    }
    for key, name, before, after in changes:
        no = then.no_of(key.line)
        explained = not reasons.isdisjoint({(no, name), (no, label_of(then, name))})
        if explained or comes_after(plan, name, before) or not _is_read(plan, key, name):
            continue
        yield diagnostic(
            Code.CLOSED_POINT_CHANGED,
            ledger.at.get((*key, name)) or ledger.at.get(key) or ledger.at.get(()),
            item=plan.no_of(key.line),
            point=point,
            label=_label(plan, point),
            field=label_of(then, name),
            no=no,
            before=_shown(before),
            after=_shown(after),
        )


def _is_read(plan: Plan, key: EntryKey, name: str) -> bool:
    """Whether the ledger is still read there: a plan may do without a field, or without photos, by now."""
    if key.is_photo:
        return plan.has_photos
    return name in (plan.field_by_key if key.is_row else key.slot.fields)


def _plain(no: str, sub_no: str) -> str:
    return f"{no}-{sub_no}" if sub_no else no


def _shown(text: str | None) -> str:
    return f"「{shortened(text, _QUOTED)}」" if text is not None else terms.BLANK


def line_corrected(plan: Plan, correction: Correction) -> LineKey | None:
    """The row that a line of 訂正 is about, by its No. in a plan; None for no row of it."""
    line = plan.line_by_no.get(_plain(correction.no, correction.sub_no))
    return line.key if line is not None else None
