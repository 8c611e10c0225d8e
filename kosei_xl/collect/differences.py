"""Two states of the entries -> what differs, item by item and field by field, and how that is told."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kosei_xl.later import dataclass
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import SourceMap
from kosei_xl.values.labels import fields_of_ledger, label_of
from kosei_xl.values.ledger import Ledger, slot_number
from kosei_xl.values.model import ROW, Line, LineKey, Plan, SetKey, Slot
from kosei_xl.values.standing import Standing
from kosei_xl.words.messages import told

_NEXT_LINE = "\n      "
TextsOfRows = Mapping[SetKey, Mapping[str, str]]
TextPlace = tuple[str, str | None, Slot, str]
"""(item_key, sub_no, slot, field)."""
PlacesOfTexts = Mapping[TextPlace, CellRef]


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """One of the two states: what it is called, its plan, its texts, their cells, and texts outside the fields."""

    name: str
    plan: Plan
    texts: TextsOfRows
    at: PlacesOfTexts
    others: tuple[str, ...] = ()
    lost: frozenset[TextPlace] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a row that is another; None where there is nothing. `old_at` and `new_at` are its cells."""

    line: Line
    slot: Slot
    field: str
    label: str
    old: str | None
    new: str | None
    old_at: CellRef | None = None
    new_at: CellRef | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states compared: differences in printed order, texts outside the fields that one has and the other not."""

    old: str
    new: str
    differences: tuple[Difference, ...]
    others_gone: tuple[str, ...] = ()
    others_new: tuple[str, ...] = ()


def texts_at(ledger: Ledger, point: str) -> TextsOfRows:
    """The fields of one reporting point."""
    return {(*key.line, key.slot): ledger.fields(key) for key in ledger.keys_at(point)}


def places_at(standing: Standing, at: SourceMap) -> PlacesOfTexts:
    """The cells of one reporting point, those of blank fields too, from a ledger's source map."""
    found: dict[TextPlace, CellRef] = {}
    for key in standing.ledger.keys_at(standing.point.key):
        for name in fields_of_ledger(standing.plan, key.slot):
            place = at.get((*key, name))
            if place is not None:
                found[*key.line, key.slot, name] = place
    return found


def compare_texts(before: ComparedSide, after: ComparedSide) -> Comparison:
    """What differs, in the printed order of the newer plan; rows of items that are gone come last.

    A field whose column is lost on one side is not compared: what it holds there is not known.
    """
    lines = {line.key: line for line in (*after.plan.lines, *before.plan.lines)}
    found: list[Difference] = []
    rows = {**before.texts, **after.texts}
    places = {key: n for n, key in enumerate(lines)}
    for row in sorted(
        (row for row in rows if LineKey(*row[:2]) in lines), key=lambda row: (places[LineKey(*row[:2])], row[2])
    ):
        line = lines[LineKey(*row[:2])]
        old, new = before.texts.get(row, {}), after.texts.get(row, {})
        names = dict.fromkeys((*fields_of_ledger(after.plan, row[2]), *old, *new))
        for name in names:
            at = (*row, name)
            if old.get(name) != new.get(name) and at not in before.lost | after.lost:
                texts = old.get(name), new.get(name)
                label = label_of(after.plan, name)
                found.append(Difference(line, row[2], name, label, *texts, before.at.get(at), after.at.get(at)))
    gone = tuple(text for text in before.others if text not in after.others)
    came = tuple(text for text in after.others if text not in before.others)
    return Comparison(before.name, after.name, tuple(found), gone, came)


def comparison_lines(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """What differs, as people read it: a head for each pair, items, fields with old and new text; last the count."""
    for comparison in comparisons:
        yield told("diff_head", old=comparison.old, new=comparison.new)
        shown: Line | None = None
        for one in comparison.differences:
            if one.line != shown:
                shown = one.line
                yield told("diff_item", no=one.line.no, name=one.line.name)
            at = one.new_at or one.old_at
            where = told("diff_where", place=f"{at.sheet}!{at.cell}") if at else ""
            label = numbered_label(one.label, one.slot)
            yield told("diff_change", kind=label, where=where, old=told_text(one.old), new=told_text(one.new))
        for key, texts in (("diff_other_gone", comparison.others_gone), ("diff_other_new", comparison.others_new)):
            yield from (told(key, text=text) for text in texts)
    found = [(c.new, one) for c in comparisons for one in c.differences]
    items = {(name, one.line.key) for name, one in found}
    others = sum(len(c.others_gone) + len(c.others_new) for c in comparisons)
    yield told("diff_total", count=len(found) + others, items=len(items))


def comparison_json(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """The form of `kosei diff --json` for entries: a list of pairs, each with its changes in printed order."""
    return {
        "comparisons": [
            {
                "before": comparison.old,
                "after": comparison.new,
                "changes": [_json(one) for one in comparison.differences],
                "other_texts": {"gone": list(comparison.others_gone), "new": list(comparison.others_new)},
            }
            for comparison in comparisons
        ]
    }


def _json(one: Difference) -> dict[str, Any]:
    return {
        "item": one.line.no,
        "item_key": one.line.item.key,
        "sub_no": one.line.sub_no or "",
        "seq": slot_number(one.slot),
        "name": one.line.name,
        "field": one.field,
        "label": one.label,
        "old": one.old,
        "new": one.new,
        "old_cell": str(one.old_at) if one.old_at else None,
        "new_cell": str(one.new_at) if one.new_at else None,
    }


def numbered_label(label: str, slot: Slot) -> str:
    """A field's label; of an indicator or a photo with its number."""
    return label if slot == ROW else f"{label}（{slot.number}）"


def told_text(text: str | None) -> str:
    """A text in quotation marks, its further lines set in, or that there is none."""
    return told("diff_nothing") if text is None else told("diff_text", text=text.replace("\n", _NEXT_LINE))
