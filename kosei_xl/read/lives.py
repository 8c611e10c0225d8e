"""What 項目 says about the beginning and the end of items, where that does not fit together."""

from collections.abc import Iterable, Iterator

from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
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
        alone = original is not None and next((p for p in later if _is_alone(plan.value, item, original, p)), None)
        if original is not None and alone:
            place = plan.place("items", n, "repeats") or at
            yield diagnostic(
                Code.ORIGINAL_NOT_THERE, place, item=item.no, point=alone.key, original=original.no, label=alone.label
            )


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
