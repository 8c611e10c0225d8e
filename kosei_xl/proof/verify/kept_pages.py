"""Whether a report is the very paper that a closed point was confirmed with: the same texts in the same order.

What was confirmed was proven by the program that printed it. A later program words, lays out and proves in other ways;
by them a paper of before would differ in places in which nothing is wrong.
"""

import json
from collections.abc import Iterable, Mapping

from kosei_xl.read.report import Found, FoundCell
from kosei_xl.read.tables import typed_text
from kosei_xl.values.stored import StoredValue


def is_as_kept(found: Found, values: Iterable[StoredValue]) -> bool:
    """Whether every sheet of a report says what was kept of it ("laid_out"), running heads too; not where nothing was
    kept or it cannot be read. Cost: one pass over the cells of both.
    """
    try:
        kept, heads = _kept(values)
    except (ValueError, LookupError, TypeError):
        return False
    same_heads = all(found.heads.get(sheet, "") == head for sheet, head in heads.items())
    return bool(kept) and same_heads and _found(found) == kept


def _kept(values: Iterable[StoredValue]) -> tuple[dict[str, list[str]], Mapping[str, str]]:
    texts: dict[str, list[str]] = {}
    heads: dict[str, str] = {}
    own: list[str] = []
    for one in values:
        if one.kind != "laid_out" or not one.key:
            continue
        made = json.loads(one.text)
        if ":" not in one.key:
            own = texts.setdefault(made["name"], [])
            heads[made["name"]] = made["header"].strip()
        elif not made.get("hidden", False):
            cells = sorted(made["c"], key=lambda cell: int(cell[0]))
            own += [text for cell in cells if (text := typed_text(str(cell[2])))]
    return {sheet: said for sheet, said in texts.items() if said}, heads


def _found(found: Found) -> dict[str, list[str]]:
    cells: list[FoundCell] = [cell for pieces in found.rows.values() for piece in pieces for cell in piece.filled]
    cells += [cell for _, piece in found.doubled for cell in piece.filled]
    cells += found.unkeyed
    texts: dict[str, list[str]] = {}
    for cell in sorted(cells, key=lambda one: (one.at.row or 0, one.at.column or 0)):
        texts.setdefault(cell.at.sheet or "", []).append(cell.text)
    return texts
