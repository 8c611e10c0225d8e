"""500 faults put into finished reports, one in each: how many `verify` finds, with the right cell. See the table with -s."""

import copy
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from lxml import etree

from kosei_xl.proof.verify.says import SaidBar
from kosei_xl.read.report import FoundCell, RowPiece
from kosei_xl.values.cells import CellRef
from kosei_xl.words.notation import digits
from tests.tools.verifying import Case, case, place, serious, with_cells, with_rows, with_xml

BASES = range(24)
EACH = 21
"""Faults of each kind."""
LEAST = 0.98
_NUMBER = re.compile(r"[0-9０-９]+")


@dataclass(frozen=True)
class Fault:
    """A changed report, the places that must be named, and with which codes; `more` allows findings elsewhere."""

    workbook: bytes
    places: frozenset[str]
    codes: frozenset[str]
    more: bool = False


Maker = Callable[[Case, random.Random], Fault | None]
base = cache(case)


def _set(own: Case, values: dict[FoundCell, str | int | None], *codes: str) -> Fault:
    changed = with_cells(own.workbook, {cell.at: value for cell, value in values.items()})
    return Fault(changed, frozenset(place(cell.at) for cell in values), frozenset(codes))


def _cells(own: Case, part: str, column: str, *, row: str = r"[^|]+\|[^|]*") -> list[FoundCell]:
    """The filled cells of a column in the first pieces of the rows whose key matches."""
    found = own.found
    rows = [pieces[0] for (one, name), pieces in found.rows.items() if one == part and re.fullmatch(row, name)]
    cells = [piece.cell(column) for piece in rows]
    return [cell for cell in cells if cell is not None and cell.text]


def _texts(own: Case, part: str, row: str) -> list[FoundCell]:
    """The texts of the rows of one cell whose key matches."""
    found = own.found
    pieces = [p[0] for (one, name), p in found.rows.items() if one == part and re.fullmatch(row, name)]
    return [piece.filled[0] for piece in pieces if piece.filled]


def _other_number(text: str, draw: random.Random) -> str:
    """The text with one of its numbers changed, in the same width of digits."""
    found = draw.choice(list(_NUMBER.finditer(text)))
    number = int(found[0]) + draw.choice((1, 2, 10))
    full = any(ch > "9" for ch in found[0])
    return text[: found.start()] + digits(number, "full" if full else "half") + text[found.end() :]


# Kinds of faults ------------------------------------------------------------------------------------------------------


def swapped_ratings(own: Case, draw: random.Random) -> Fault | None:
    cells = [cell for cell in _cells(own, "list", "rating") if cell.text in "SAB"]
    pairs = [(a, b) for a in cells for b in cells if a.text != b.text]
    if not pairs:
        return None
    one, other = draw.choice(pairs)
    return _set(own, {one: other.text, other: one.text}, "K701")


def wrong_rating_before(own: Case, draw: random.Random) -> Fault | None:
    cell = draw.choice(_cells(own, "list", "rating@R7_first_half"))
    return _set(own, {cell: draw.choice([code for code in "SAB" if code != cell.text])}, "K701")


def dropped_row(own: Case, draw: random.Random) -> Fault | None:
    found = own.found
    rows = [pieces for (part, name), pieces in found.rows.items() if part == "list" and "|" in name]
    return _without(own, draw.choice(rows), more=True)


def delayed_one_short(own: Case, draw: random.Random) -> Fault | None:
    found = own.found
    rows = [pieces for (part, name), pieces in found.rows.items() if part == "delayed" and "|" in name]
    return _without(own, draw.choice(rows)) if len(rows) > 1 else None


def _without(own: Case, pieces: object, *, more: bool = False) -> Fault:
    assert isinstance(pieces, tuple)
    numbers = {piece.at.row for piece in pieces}
    sheet = str(pieces[0].at.sheet)

    def change(rows: list[etree._Element]) -> None:
        rows[:] = [row for number, row in enumerate(rows, 1) if number not in numbers]

    first = min(numbers)
    return Fault(
        with_rows(own.workbook, sheet, change), frozenset((f"{sheet}!{first}:{first}",)), frozenset(("K704",)), more
    )


def doubled_row(own: Case, draw: random.Random) -> Fault | None:
    part = draw.choice(("list", "delayed", "unrated", "whole"))
    rows = [p for (one, name), p in own.found.rows.items() if one == part and "|" in name and len(p) == 1]
    if not rows:
        return None
    at = draw.choice(rows)[0].at
    assert at.row is not None
    row = at.row

    def change(listed: list[etree._Element]) -> None:
        listed.insert(row, copy.deepcopy(listed[row - 1]))

    workbook = with_rows(own.workbook, str(at.sheet), change)
    return Fault(workbook, frozenset((f"{at.sheet}!{row + 1}:{row + 1}",)), frozenset(("K706",)))


def edited_total(own: Case, draw: random.Random) -> Fault | None:
    column = draw.choice("SAB")
    cell = draw.choice(_cells(own, "summary", column, row="total|area:.*"))
    return _set(own, {cell: _other_number(cell.text, draw)}, "K701")


def edited_count_of_area(own: Case, draw: random.Random) -> Fault | None:
    """In a column of its own, or below the name of the area."""
    cells = [cell for cell in _cells(own, "summary", "area", row="total|area:.*") if "項目" in cell.text]
    cell = draw.choice([*cells, *_cells(own, "summary", "total", row="total|area:.*")])
    head, below, tail = cell.text.rpartition("\n")
    return _set(own, {cell: f"{head}{below}{_other_number(tail, draw)}"}, "K701")


def edited_foot(own: Case, draw: random.Random) -> Fault | None:
    cells = _cells(own, "whole", "rating", row="foot:.*") + _cells(own, "whole", "follow_up", row="foot:.*")
    cell = draw.choice(cells)
    return _set(own, {cell: int(cell.text) + draw.choice((-1, 1))}, "K701")


def number_in_sentence(own: Case, draw: random.Random) -> Fault | None:
    cells = [*_texts(own, "overview", "text:3"), *_texts(own, "note", r"text:\d+"), *_texts(own, "delayed", "title")]
    cells = [cell for cell in cells if _NUMBER.search(cell.text)]
    cell = draw.choice(cells)
    return _set(own, {cell: _other_number(cell.text, draw)}, "K702")


def number_in_table_of_text(own: Case, draw: random.Random) -> Fault | None:
    cells = [cell for cell in _cells(own, "note", "2", row=r"text:\d+") if _NUMBER.search(cell.text)]
    cell = draw.choice(cells)
    return _set(own, {cell: _other_number(cell.text, draw)}, "K702")


def stale_caption(own: Case, draw: random.Random) -> Fault | None:
    now, before = own.plan.points[-1].label, own.plan.points[0].label
    titles = [c for part in ("summary", "list", "note") for c in _texts(own, part, "title")] + _texts(
        own, "cover", "text:2"
    )
    cells = [cell for cell in titles if now in cell.text]
    cell = draw.choice(cells)
    return _set(own, {cell: cell.text.replace(now, before)}, "K702")


def stale_head_of_column(own: Case, draw: random.Random) -> Fault | None:
    now, before = own.plan.points[-1].label, own.plan.points[0].label
    cells = [*_cells(own, "whole", "rating", row="head:2"), *_cells(own, "examples", "label", row=".*results")]
    cell = draw.choice([cell for cell in cells if cell.text != now])
    return _set(own, {cell: before if now not in cell.text else cell.text.replace(now, before)}, "K702")


def wrong_legend(own: Case, draw: random.Random) -> Fault | None:
    cells = [cell for cell in [*_texts(own, "legend", ".*"), *_texts(own, "note", ".*")] if cell.text[1:2] == "："]
    cell = draw.choice(cells)
    return _set(own, {cell: draw.choice((cell.text.replace("もの", "こと"), "Ｃ" + cell.text[1:]))}, "K702")


def wrong_relisting(own: Case, draw: random.Random) -> Fault | None:
    cells = [cell for key in ("implementation", "result_actual", "issues") for cell in _cells(own, "list", key)]
    cells = [cell for cell in cells if "再掲" in cell.text] + [
        c for c in _texts(own, "note", "text:1") if "再掲" in c.text
    ]
    if not cells:
        return None
    cell = draw.choice(cells)
    code = "K702" if "※" in cell.text else "K703"
    return _set(own, {cell: draw.choice((_other_number(cell.text, draw), "別の文"))}, code)


def altered_name(own: Case, draw: random.Random) -> Fault | None:
    part, column = draw.choice((("list", "no_name"), ("unrated", "name"), ("whole", "name"), ("schedule", "no_name")))
    cell = draw.choice(_cells(own, part, column))
    return _set(own, {cell: cell.text.replace(cell.text[-3:], "の件")}, "K702")


def altered_department(own: Case, draw: random.Random) -> Fault | None:
    part, column = draw.choice((("list", "departments"), ("unrated", "departments"), ("whole", "lead")))
    cell = draw.choice(_cells(own, part, column))
    return _set(own, {cell: f"{cell.text}、会計課"}, "K702")


def vanished_figure(own: Case, draw: random.Random) -> Fault | None:
    cells = [*_cells(own, "list", "rating"), *_cells(own, "summary", "A", row=".*:.*|total")]
    cells = [cell for cell in cells if len(cell.text) < 3]
    cell = draw.choice(cells)
    return _set(own, {cell: None}, "K701")


def vanished_sentence(own: Case, draw: random.Random) -> Fault | None:
    cell = draw.choice([*_texts(own, "overview", "text:.*"), *_texts(own, "note", "text:.*")])
    return _set(own, {cell: None}, "K702")


def wrong_bar(own: Case, draw: random.Random) -> Fault | None:
    quarters = [
        cell for p in own.found.rows.items() if p[0][0] == "schedule" for piece in p[1] for cell in piece.filled
    ]
    cells = [cell for cell in quarters if re.fullmatch(r"\d{4}-\d", cell.column) and len(cell.text) > 2]
    cell = draw.choice(cells)
    return _set(own, {cell: "中止"}, "K702")


def shortened_bar(own: Case, draw: random.Random) -> Fault | None:
    rows = next(part for part in own.says.parts if part.key == "schedule").rows
    bars = [(cell, piece) for row in rows for bar in row.bars or () for cell, piece in _drawn(own, row.name, bar)]
    cell, _ = draw.choice(bars)
    merge = b'<mergeCell ref="%s:[A-Z]+\\d+"/>' % str(cell.at.cell).encode()
    workbook = with_xml(own.workbook, str(cell.at.sheet), lambda xml: re.sub(merge, b"", xml))
    return Fault(workbook, frozenset((place(cell.at),)), frozenset(("K702",)))


def _drawn(own: Case, row: str, bar: SaidBar) -> Iterator[tuple[FoundCell, RowPiece]]:
    """The cell of a bar that holds its label and is merged over its quarters."""
    for piece in own.found.rows["schedule", row]:
        cell = piece.cell(bar.ends[0])
        if bar.ends in piece.spans and cell is not None and cell.text == bar.label != "":
            yield cell, piece


def wrong_stamp(own: Case, draw: random.Random) -> Fault | None:
    cell = draw.choice([cell for key in ("meeting", "docno") for cell in _cells(own, "stamp", key, row=".*")])
    return _set(own, {cell: f"{cell.text}０"}, "K702")


def stale_running_head(own: Case, draw: random.Random) -> Fault | None:
    now, before = own.plan.points[-1].label, own.plan.points[0].label
    sheet = draw.choice(["概要", "進捗状況一覧", "主な取組", "注記"])
    workbook = with_xml(own.workbook, sheet, lambda xml: _in_header(xml, now, before))
    return Fault(workbook, frozenset((f"{sheet}!None",)), frozenset(("K702",)))


def _in_header(xml: bytes, now: str, before: str) -> bytes:
    return re.sub(rb"<oddHeader.*?</oddHeader>", lambda f: f[0].replace(now.encode(), before.encode()), xml, flags=re.S)


def edited_wording(own: Case, draw: random.Random) -> Fault | None:
    column = draw.choice(("result_actual", "plan_target", "implementation", "issues"))
    cells = [cell for cell in _cells(own, "list", column) if "再掲" not in cell.text and len(cell.text) > 8]
    cell = draw.choice(cells)
    return _set(own, {cell: cell.text.replace(cell.text[4:6], "あいう", 1)}, "K708")


def edited_photo_caption(own: Case, draw: random.Random) -> Fault | None:
    cells = _cells(own, "examples", "label", row=r".*photo:\d")
    if not cells:
        return None
    cell = draw.choice(cells)
    return _set(own, {cell: f"{cell.text}（別の写真）"}, "K708")


def follow_up_mark_gone(own: Case, draw: random.Random) -> Fault | None:
    cells = [cell for cell in _cells(own, "whole", "follow_up") if cell.text == "○"]
    return _set(own, {draw.choice(cells): None}, "K701") if cells else None


def digits_of_another_width(own: Case, draw: random.Random) -> Fault | None:
    cells = [cell for key in "SAB" for cell in _cells(own, "summary", key, row="total|area:.*")]
    cells += [cell for cell in _texts(own, "overview", "text:3") if _NUMBER.search(cell.text)]
    cell = draw.choice(cells)
    other = _NUMBER.sub(lambda found: digits(int(found[0]), "half" if found[0][0] > "9" else "full"), cell.text)
    return _set(own, {cell: other}, "K709")


def added_row(own: Case, draw: random.Random) -> Fault | None:
    at = own.cell("list", "head:1", "no_name").at
    row = (at.row or 0) + draw.randrange(2, 20)
    xml = '<row><c r="C1" t="inlineStr"><is><t>追加の取組　効果額12百万円</t></is></c></row>'

    def change(listed: list[etree._Element]) -> None:
        namespace = listed[-1].nsmap[None]
        listed.insert(row - 1, etree.fromstring(xml.replace("<row>", f'<row xmlns="{namespace}">')))

    workbook = with_rows(own.workbook, str(at.sheet), change)
    return Fault(workbook, frozenset((f"{at.sheet}!C{row}",)), frozenset(("K711",)))


def hidden_row(own: Case, draw: random.Random) -> Fault | None:
    rows = [p[0].at for (one, name), p in own.found.rows.items() if one == "list" and "|" in name and len(p) == 1]
    at = draw.choice(rows)

    def edit(xml: bytes) -> bytes:
        return re.sub(rb'(<row r="%d")' % (at.row or 0), rb'\1 hidden="1"', xml)

    return Fault(with_xml(own.workbook, str(at.sheet), edit), frozenset((place(at),)), frozenset(("K710",)))


KINDS: tuple[Maker, ...] = (
    swapped_ratings,
    wrong_rating_before,
    dropped_row,
    delayed_one_short,
    doubled_row,
    edited_total,
    edited_count_of_area,
    edited_foot,
    number_in_sentence,
    number_in_table_of_text,
    stale_caption,
    stale_head_of_column,
    wrong_legend,
    wrong_relisting,
    altered_name,
    altered_department,
    vanished_figure,
    vanished_sentence,
    wrong_bar,
    shortened_bar,
    wrong_stamp,
    stale_running_head,
    edited_wording,
    edited_photo_caption,
    follow_up_mark_gone,
    digits_of_another_width,
    added_row,
    hidden_row,
)
_FOUND: Counter[str] = Counter()
_MADE: Counter[str] = Counter()


def _faults(make: Maker) -> Iterator[tuple[Case, Fault]]:
    """As many faults of a kind as are wanted, on one report after another."""
    draw = random.Random(make.__name__)
    made = 0
    for turn in range(20 * EACH):
        own = base(BASES[turn % len(BASES)])
        fault = make(own, draw)
        if fault is not None and fault.workbook != own.workbook:
            yield own, fault
            made += 1
        if made == EACH:
            return


def _is_found(own: Case, fault: Fault) -> bool:
    """Whether every place is named with a right code, and, if no row moved, no other place is."""
    found = serious(own.findings(fault.workbook))
    named = {at for code, at in found if code in fault.codes}
    others = {at for _, at in found} - fault.places
    return fault.places <= named and (fault.more or not others)


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_verify__faults_of_a_kind__found_with_their_cells(make: Maker) -> None:
    results = [_is_found(own, fault) for own, fault in _faults(make)]
    print(f"{make.__name__:28} {sum(results):4} of {len(results)}")
    assert len(results) == EACH
    assert sum(results) >= LEAST * len(results)


def test_faults__together__five_hundred() -> None:
    assert len(KINDS) * EACH >= 500


def test_fault__place__is_the_cell_that_was_changed() -> None:
    own = base(0)
    cell = own.cell("summary", "total", "A")
    (problem,) = own.findings(with_cells(own.workbook, {cell.at: "９９"}))
    assert (problem.code, problem.at) == ("K701", cell.at)
    assert isinstance(problem.at, CellRef)
    assert dict(problem.params)["expected"] == cell.text
    assert dict(problem.params)["found"] == "９９"


def test_dropped_row__any_of_a_list__named_where_it_stood() -> None:
    """First and last rows of pages, of areas, under a heading that stands again, cut ones, and headings themselves."""
    own = base(5)
    rows = [
        pieces for (part, name), pieces in own.found.rows.items() if part == "list" and name not in ("title", "legend")
    ]
    faults = [_without(own, pieces, more=True) for pieces in rows]
    assert len(faults) > 30
    assert [sorted(fault.places) for fault in faults if not _is_found(own, fault)] == []
