"""A revision as people read it: the columns of a list of revised items, the lines of `kosei diff`, and its JSON."""

from collections.abc import Iterator
from typing import Any

from kosei_xl.collect.differences import told_text
from kosei_xl.values.model import Column, Item, Line
from kosei_xl.values.revision import PlanChange, Revision, department_names
from kosei_xl.words import terms
from kosei_xl.words.messages import Message, in_language, told

CHANGES = "changes"
_CHANGE, _BEFORE, _NEW = "change_", "before_", "_new"
_JOIN = "、"


def is_change_column(key: str) -> bool:
    """Whether a column tells what a revision changed: changes, change_KIND, change_KIND_new, before_FIELD."""
    return key == CHANGES or key.startswith((_CHANGE, _BEFORE))


def is_mark_of_change(key: str) -> bool:
    """Whether a column has ○ where a revision made one kind of change: change_KIND, change_KIND_new."""
    return key.startswith(_CHANGE)


def revised_text(revision: Revision, line: Line, key: str) -> str:
    """The text of such a column for an item: its kinds of change, ○ for one kind, or what a field said before.

    Sub-items have none: their changes are their item's.
    """
    if line.sub is not None:
        return ""
    if key == CHANGES:
        return _JOIN.join(_short(revision, line.item.key, kind) for kind in _counted_kinds(revision, line.item.key))
    if key.startswith(_BEFORE):
        return _before(revision, line.item.key, key.removeprefix(_BEFORE))
    kind = key.removeprefix(_CHANGE)
    if kind not in revision.kinds and kind.endswith(_NEW):
        return terms.YES if revision.is_new(line.item.key, kind.removesuffix(_NEW)) else ""
    return terms.YES if kind in revision.kinds_by_item.get(line.item.key, ()) else ""


def revised_columns(part: str, revision: Revision) -> tuple[Column, ...]:
    """Columns of a list for which none are declared: number, name, and ○ under each kind of change that occurs."""

    def column(key: str, label: str, width: float, heading: str | None = None) -> Column:
        align = "center" if heading else "left"
        return Column.model_validate(
            {"part": part, "key": key, "label": label, "width": width, "heading": heading, "align": align}
        )

    heading = "見直しの内容"
    columns = [column("no", "No.", 6), column("name", revision.after.style.item_term, 36)]
    for key, kind in revision.kinds.items():
        if kind.counted and revision.counts[key]:
            columns.append(column(f"{_CHANGE}{key}", kind.phrase.removesuffix("の見直し"), 10, heading))
            if kind.new and revision.new_counts[key]:
                columns.append(column(f"{_CHANGE}{key}{_NEW}", f"うち\n{kind.new}", 10, heading))
    return tuple(columns)


def revision_lines(revision: Revision) -> Iterator[str]:
    """What changed, item by item, each field with its old and new text; last the counts."""
    shown = None
    for change in revision.changes:
        item = _item(revision, change)
        if change.item_key != shown:
            shown = change.item_key
            yield f"No.{item.no}「{item.name}」"
        where = told("diff_sub_item", no=f"{item.no}-{change.sub_no}") if change.sub_no else ""
        phrase = revision.kinds[change.kind].phrase
        yield told("diff_change", kind=phrase, where=where, old=told_text(change.old), new=told_text(change.new))
    found = [(kind.phrase, revision.counts[key]) for key, kind in revision.kinds.items() if revision.counts[key]]
    counts = [told("diff_count", items=len(revision.items)), *(told("diff_kind", kind=k, count=n) for k, n in found)]
    yield Message("".join(counts), "".join(in_language(count, "en") for count in counts))


def revision_json(revision: Revision) -> dict[str, Any]:
    """The form of `kosei diff --json`: "changes" in printed order, "counts" for each kind that occurs."""
    return {
        "plan_id": revision.after.plan_id,
        "before": revision.before.plan_version,
        "after": revision.after.plan_version,
        "items": len(revision.items),
        "counts": {key: count for key, count in revision.counts.items() if count},
        "changes": [_change_json(revision, change) for change in revision.changes],
    }


def _item(revision: Revision, change: PlanChange) -> Item:
    """The item as it is now, or as it was before it went."""
    return revision.after.item_by_key.get(change.item_key) or revision.before.item_by_key[change.item_key]


def _change_json(revision: Revision, change: PlanChange) -> dict[str, Any]:
    item = _item(revision, change)
    return {
        "item": f"{item.no}-{change.sub_no}" if change.sub_no else item.no,
        "item_key": change.item_key,
        "name": item.name,
        "kind": change.kind,
        "field": change.field,
        "old": change.old,
        "new": change.new,
    }


def _counted_kinds(revision: Revision, item_key: str) -> list[str]:
    return [kind for kind in revision.kinds_by_item.get(item_key, ()) if revision.kinds[kind].counted]


def _short(revision: Revision, item_key: str, key: str) -> str:
    """「実施内容」, 「成果指標（新規設定）」, 「推進担当課の追加」."""
    kind = revision.kinds[key]
    new = f"（{kind.new}）" if kind.new and revision.is_new(item_key, key) else ""
    return kind.phrase.removesuffix("の見直し") + new


def _before(revision: Revision, item_key: str, field: str) -> str:
    """What an item said in the former version: its name, number, departments or one of its plan texts."""
    plan = revision.before
    item = plan.item_by_key.get(item_key)
    if item is None:
        return ""
    if field in ("no", "name"):
        return item.no if field == "no" else item.name
    if field == "departments":
        return department_names(plan, item.departments) or ""
    return Line(item, None).plan_text(field) or ""
