"""What 項目 says about the beginning and the end of items, where that does not fit together."""

from collections.abc import Iterable, Iterator

from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.lives import stands_at
from kosei_xl.values.model import Item, Plan, ReportingPoint
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told


def check_lives(plan: Outcome[Plan], points: Iterable[ReportingPoint]) -> Iterator[Diagnostic]:
    """K454 for items that have ended by their state or by their last point alone, at the other cell; K455 for repeated
    listings without their original at one of the points, at its first one.
    """
    later = list(points)
    for n, item in enumerate(plan.value.items):
        at = plan.place("items", n, "state") or CellRef("", terms.ITEMS_SHEET)
        if (item.state == "continued") is not (item.last_point is None):
            yield _unclear(plan.value, item, at)
        original = plan.value.item_by_key.get(item.repeats or "")
        if original is None:
            continue
        alone = next((point for point in later if _is_alone(plan.value, item, original, point)), None)
        if alone is not None:
            place = plan.place("items", n, "repeats") or at
            yield diagnostic(
                Code.ORIGINAL_NOT_THERE, place, item=item.no, point=alone.key, original=original.no, label=alone.label
            )


def entries_outside(plan: Plan, ledger: Outcome[Ledger]) -> Iterator[Diagnostic]:
    """K456 for each row of the ledger that says something about an item at a point at which it does not stand; of
    points that are not closed.
    """
    places = {point.key: point for point in plan.points if point.key not in ledger.value.closed}
    for key, fields in ledger.value.entries.items():
        point, item = places.get(key.point), plan.item_by_key.get(key.item_key)
        if fields and key.is_row and point is not None and item is not None and not stands_at(plan, item, point):
            at = ledger.at.get((*key, next(iter(fields)))) or ledger.at.get(key)
            yield diagnostic(Code.ENTRY_NOT_AT_POINT, at, item=plan.no_of(key.line), point=point.key, label=point.label)


def _unclear(plan: Plan, item: Item, at: CellRef) -> Diagnostic:
    last = plan.point(item.last_point or "")
    return diagnostic(
        Code.ITEM_END_UNCLEAR,
        at,
        item=item.no,
        state=terms.ITEM_STATES[item.state],
        last=f"「{last.label}」" if last is not None else terms.BLANK,
        done=told("item_goes_on" if last is None else "item_has_ended"),
    )


def _is_alone(plan: Plan, item: Item, original: Item, point: ReportingPoint) -> bool:
    return stands_at(plan, item, point) and not stands_at(plan, original, point)
