"""Items that a list shows more than once: on the next page, in another table of the same file."""

from collections.abc import Sequence

from kosei_xl.importing.areas import same_area
from kosei_xl.importing.rows import ListRow
from kosei_xl.words.notation import folded


def once_each(rows: Sequence[ListRow]) -> tuple[tuple[ListRow, ...], int]:
    """The rows, each item once, and how many stood in several tables.

    An item is the same where number and name are the same and neither area contradicts the other: one that goes on on
    the next page, one that a second table tells more of. Its cells are put together; its area is the one that the list
    names, not the name of a sheet. Sub-items are the same by number below the same item; of two names under one number
    the second gets another.
    """
    kept: list[ListRow] = []
    first: dict[tuple[str, str], list[ListRow]] = {}
    moved: dict[int, ListRow] = {}
    again: set[int] = set()
    for row in rows:
        if row.parent is not None:
            row.parent = moved.get(id(row.parent), row.parent)
            same = next((one for one in kept if one.parent is row.parent and one.sub_no == row.sub_no), None)
            if same is not None and (not row.name or not same.name or folded(row.name) == folded(same.name)):
                same.lines += row.lines
                continue
            if same is not None:
                taken = {one.sub_no for one in rows if one.parent is row.parent}
                row.sub_no = next(str(n) for n in range(1, len(rows) + 2) if str(n) not in taken)
            kept.append(row)
            continue
        known = first.setdefault((row.no, folded(row.name)), [])
        same = next((one for one in known if row.no and row.name and _may_be(one, row)), None)
        if same is None:
            known.append(row)
            kept.append(row)
            continue
        if _forms(same).isdisjoint(_forms(row)):
            again.add(id(same))
        _put_together(same, row)
        moved[id(row)] = same
    return tuple(kept), len(again)


def _may_be(one: ListRow, other: ListRow) -> bool:
    if one.original is not None and other.original is not None and one.original != other.original:
        return False
    same = len(one.areas) == len(other.areas) and all(map(same_area, one.areas, other.areas))
    return same or not (one.area_sure and other.area_sure)


def _forms(row: ListRow) -> set[str]:
    return {column.form for line in row.lines for column, _ in line.cells}


def _put_together(one: ListRow, other: ListRow) -> None:
    if other.area_sure and not one.area_sure:
        one.areas, one.area_sure = other.areas, True
    one.original = one.original if one.original is not None else other.original
    one.bureau = one.bureau or other.bureau
    one.lines += other.lines
