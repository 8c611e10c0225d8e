"""Examples of what goes well: for each item marked ○ its name, departments, a box of texts, and photos."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from kosei_xl.report.blocks.base import CONTINUED, Block, BlockCell, BlockPicture, BlockRow, one_cell, titles
from kosei_xl.report.columns import DASH, Source, column_texts, item_number
from kosei_xl.report.paginate import RowKind
from kosei_xl.report.wording import Wording
from kosei_xl.values.ledger import text_of_line
from kosei_xl.values.model import Column, Line, Part, Plan
from kosei_xl.values.pictures import Picture
from kosei_xl.words import terms
from kosei_xl.words.notation import digits

NO_EXAMPLES = "例示する{item}はありません。"

_LABEL, _FIRST_HALF, _SECOND_HALF = 0, 1, 2
_WIDTHS = (22.0, 28.0, 50.0)
"""The label, the rest of the left half, the right half: photos stand side by side in the halves."""
_KEYS = ("label", "text", "right")
_BOX_AIR = 6.0
"""pt that a row of the box is higher than its texts."""


def examples_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """The rows marked as an example at the point, in printed order; a sentence where there are none.

    A repeated listing is left out: its original stands for it.
    """
    rows = list(titles(part, wording, first, _SECOND_HALF))
    chosen = [line for line in source.plan.lines if _is_example(source, line)]
    columns = example_columns(source.plan, part) if chosen else ()
    boxes = [_Box(column.key, wording.fill(column.label), column_texts(source, column)) for column in columns]
    for line in chosen:
        rows += _example(part, source, line, boxes)
    if not chosen:
        text = NO_EXAMPLES.replace("{item}", source.plan.style.item_term)
        rows.append(BlockRow(one_cell(text, "text", f"{part.key}.none", _SECOND_HALF), gap=4, name="none"))
    return Block(part.key, _WIDTHS, tuple(rows), columns=_KEYS)


class _Box(NamedTuple):
    """A row of the box of each example: the key of its column, its label, and what it says of a row of the plan."""

    key: str
    label: str
    text: Callable[[Line], str]


def _is_example(source: Source, line: Line) -> bool:
    if line.item.repeats is not None:
        return False
    mark = source.standing.fields(line).get("example")
    return mark in terms.FOLLOW_UP_SPELLINGS


def example_columns(plan: Plan, part: Part) -> tuple[Column, ...]:
    """The texts in the box of each example."""
    own = plan.columns_of(part.key)
    if own:
        return own
    pairs = (("overview", "取組の概要"), ("annual_plan", "{年度}の計画"), ("results", "{時点}の進捗状況"))
    return tuple(Column(part=part.key, key=key, label=label, source="entry") for key, label in pairs)


def _example(part: Part, source: Source, line: Line, boxes: Sequence[_Box]) -> Iterator[BlockRow]:
    """Name, departments and box stay together at the top; a page on which the example goes on names it again."""
    key = f"{part.key}.{line.no}"
    name = " ".join(text for text in (line.item.name, line.sub.name if line.sub else None) if text)
    heading = f"{_number(source, line)} {name}"
    yield _head(heading, "item_heading", f"{key}.heading", line, "heading", 12.0)
    air = BlockRow((), RowKind.HEADING, area=line.no)
    again = (_head(f"{heading}{CONTINUED}", "item_heading", "", line, "heading"), air)
    names = [source.plan.department_by_code[code].name for code in line.departments_on(source.point.key)]
    if names:
        text = f"【{source.plan.style.department_separator.join(names)}】"
        yield _head(text, "item_note", f"{key}.departments", line, "departments")
    for box in boxes:
        text = box.text(line)
        cells = (
            BlockCell(_LABEL, _LABEL, box.label, "box_label", f"{key}.{box.key}.box_label"),
            BlockCell(_FIRST_HALF, _SECOND_HALF, "" if text == DASH else text, "box_text", f"{key}.{box.key}"),
        )
        name, going_on = _name(line, box.key), {cells[0].key: f"{box.label}\n{CONTINUED}"}
        yield BlockRow(cells, area=line.no, continued=going_on, line_no=line.no, air=_BOX_AIR, name=name, again=again)
    for row in _photos(key, source, line):
        yield replace(row, again=again)


def _head(text: str, role: str, key: str, line: Line, what: str, gap: float = 0.0) -> BlockRow:
    name = _name(line, what)
    return BlockRow(one_cell(text, role, key, _SECOND_HALF), kind=RowKind.HEADING, gap=gap, area=line.no, name=name)


def _name(line: Line, what: str) -> str:
    """The key of one of the rows of an item."""
    return f"{text_of_line(line.key)}|{what}"


def _number(source: Source, line: Line) -> str:
    """「No.３」: figures as in tables, other numberings (①) as they are."""
    number = item_number(source.plan, line)
    if line.sub is not None or number.isdecimal():
        whole = [
            digits(int(text), source.plan.style.digits_table) if text.isdecimal() else text for text in _pieces(line)
        ]
        return f"No.{'-'.join(whole)}"
    return number


def _pieces(line: Line) -> tuple[str, ...]:
    return (line.item.no, line.sub.sub_no) if line.sub else (line.item.no,)


def _photos(key: str, source: Source, line: Line) -> Iterator[BlockRow]:
    """Photos by twos, one alone in the middle, each with its caption below it on the same page."""
    pictures = source.standing.ledger.pictures
    shown: list[tuple[Picture, str]] = [
        (pictures[photo["picture"]], photo.get("caption", ""))
        for photo in source.standing.photos(line)
        if photo["picture"] in pictures
    ]
    for start in range(0, len(shown), 2):
        pair = shown[start : start + 2]
        places = [(_LABEL, _FIRST_HALF), (_SECOND_HALF, _SECOND_HALF)] if len(pair) > 1 else [(_LABEL, _SECOND_HALF)]
        side_by_side = tuple(
            BlockPicture(*place, picture, caption) for place, (picture, caption) in zip(places, pair, strict=True)
        )
        blank = tuple(BlockCell(*place, "", "photo") for place in places)
        kind = RowKind.HEADING if any(caption for _, caption in pair) else RowKind.BODY
        yield BlockRow(blank, kind, area=line.no, gap=8, pictures=side_by_side)
        if kind is RowKind.HEADING:
            captions = tuple(
                BlockCell(*place, caption, "photo_caption", f"{key}.photo.{start + n}")
                for n, (place, (_, caption)) in enumerate(zip(places, pair, strict=True), 1)
            )
            yield BlockRow(captions, area=line.no, name=_name(line, f"photo:{start + 1}"))
