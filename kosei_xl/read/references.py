"""Settings that name what is not there: parts, items that succeed others, and samples of numbers without a number."""

from collections.abc import Iterator

from kosei_xl.read.names import name_of_part
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.lives import successors_named
from kosei_xl.values.model import Item, Plan
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import is_numbering

_SUB_NO = "{枝番}"


def unknown_references(plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    """K153 for a column of 帳票列 whose part 帳票 has not, a successor that is none of 項目, and a numbering of 計画 in
    which no number would be seen.
    """
    value = plan.value
    for n, column in enumerate(value.columns):
        if column.part not in value.part_by_key:
            known = "、".join(name_of_part(key, value.part_by_key) for key in value.part_by_key)
            yield _unused(
                plan, ("columns", n, "part"), terms.COLUMNS_SHEET, column.part, told("part_unknown", known=known)
            )
    for n, item in enumerate(value.items):
        for name in _unknown_successors(value, item):
            yield _unused(plan, ("items", n, "successor"), terms.ITEMS_SHEET, name, told("item_unknown"))
    yield from _numberings(plan)


def _unknown_successors(plan: Plan, item: Item) -> Iterator[str]:
    """What an item names as going on with it and is no item; another plan or office may take over what is handed over
    (移管), under any name.
    """
    named = item.successor
    if named is None or named in plan.item_by_key or item.state == "transferred":
        return
    if item.state != "split":
        yield named
        return
    names = {one.name for one in plan.items}
    yield from (one for one in successors_named(item) if one not in plan.line_by_no and one not in names)


def _numberings(plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    style = plan.value.style
    samples = [(name, getattr(style, name)) for name in ("area_numbering", "item_numbering")]
    samples += [("level_numbering", sample) for sample in style.level_numbering]
    wrong = [(name, sample, told("numbering_without_number")) for name, sample in samples if not is_numbering(sample)]
    if any(item.sub_items for item in plan.value.items) and _SUB_NO not in style.sub_numbering:
        wrong.append(("sub_numbering", style.sub_numbering, told("no_sub_number", sub=_SUB_NO)))
    for name, sample, reason in wrong:
        label, place = terms.SETTING_LABELS[name][0], plan.place("style", name)
        yield diagnostic(Code.SETTING_WITHOUT_EFFECT, place, label=label, value=sample, reason=reason)


def _unused(plan: Outcome[Plan], path: tuple[str, int, str], sheet: str, value: str, reason: Message) -> Diagnostic:
    label = terms.MASTER_SHEETS[sheet][path[-1]]
    return diagnostic(Code.SETTING_WITHOUT_EFFECT, plan.place(*path), label=label, value=value, reason=reason)
