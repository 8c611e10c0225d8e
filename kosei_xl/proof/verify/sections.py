"""What running texts, the summary table and the examples must say."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kosei_xl.proof.verify.facts import Evidence, Facts
from kosei_xl.proof.verify.filling import PlaceholderFiller, points_said
from kosei_xl.proof.verify.says import AGAIN, ONLY, PartSays, RowSays, Says, SaysKind
from kosei_xl.proof.verify.tables import NOTHING, called, cell, opening, rating_named, said_item_number
from kosei_xl.values.ledger import text_of_line
from kosei_xl.values.model import Column, Line, Part
from kosei_xl.words.messages import told
from kosei_xl.words.notation import digits, wide

SAID_WITHOUT_EXAMPLES = "例示する{項目}はありません。"
_LINE_END = re.compile(r"<br\s*/?>", re.I)
_HEADING_MARK = re.compile(r"^[#＃]{1,3}[ 　]+(?=\S)")
_LEGEND = re.compile(r"(?:「.{1,4}」|[A-ZＡ-Ｚ－-])[：:]")
_MOST_CELLS = 20


# -- running text ------------------------------------------------------------------------------------------------------
def text_says(facts: Facts, filler: PlaceholderFiller, part: Part) -> PartSays:
    """A text line by line: paragraphs, headings and the cells of tables."""
    rows = list(opening(facts, filler, part))
    about = called(filler, part)
    if part.role == "cover":
        return PartSays(part.key, about, tuple(_boxed(rows, facts, {*filler.contents().split("\n")} - {""})))
    lines = [row for row in rows if row.name != "title"]
    texts = [row.cells[ONLY].text for row in lines]
    in_table = _table_lines(texts)
    columns: dict[str, str] = {}
    out = [row for row in rows if row.name == "title"]
    for number, row in enumerate(lines):
        says = row.cells[ONLY]
        if number in in_table:
            cells = in_table[number]
            columns |= {str(n): str(n) for n in range(1, len(cells) + 1)}
            # a page on which the table goes on has its head again: every piece says it
            head = number - 1 not in in_table
            texts_of = {str(n): Says(_ends(t), origins=says.origins, each=head) for n, t in enumerate(cells, 1)}
            out.append(RowSays(part.key, row.name, about, texts_of))
        else:
            text = _HEADING_MARK.sub("", _ends(says.text))
            out.append(RowSays(part.key, row.name, about, {ONLY: Says(text, origins=says.origins)}))
    return PartSays(part.key, about, tuple(out))


def _boxed(rows: Sequence[RowSays], facts: Facts, contents: Container[str]) -> Iterator[RowSays]:
    """The lines of a cover; those of a legend, or of the contents, below each other stand in one cell, at the place of
    the first.
    """
    codes = {text for one in facts.ratings_at(facts.point.key) for text in (one.code, wide(one.code))}

    def of_legend(row: RowSays) -> bool:
        text = row.cells[ONLY].text
        head = re.split("[：:]", text, maxsplit=1)[0] if re.search("[：:]", text) else ""
        if text in contents or head in codes or _LEGEND.match(text):
            return True
        return head[1:-1] in codes and head[:1] + head[-1:] == "「」"

    for is_legend, run in groupby(rows, of_legend):
        lines = list(run)
        if not is_legend:
            yield from lines
            continue
        says = [line.cells[ONLY] for line in lines]
        origins = tuple(origin for one in says for origin in one.origins)
        yield replace(lines[0], cells={ONLY: Says("\n".join(one.text for one in says), origins=origins)})


def _ends(text: str) -> str:
    return _LINE_END.sub("\n", text)


def _table_lines(lines: Sequence[str]) -> dict[int, list[str]]:
    """Line number -> cells, for the lines of tables: two or more with separators below each other."""
    found: dict[int, list[str]] = {}
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and ("\t" in lines[end] or "｜" in lines[end]):
            end += 1
        if end - start > 1:
            for number, cells in enumerate(_cells(lines[start:end]), start):
                found[number] = cells
        start = max(end, start + 1)
    return found


def _cells(lines: Sequence[str]) -> list[list[str]]:
    """The cells of the lines of one table; bars at both ends of every line are its frame."""
    plain = [line.strip(" 　") for line in lines]
    if all(len(line) > 1 and line.startswith("｜") and line.endswith("｜") for line in plain):
        plain = [line[1:-1] for line in plain]
    rows = [re.split("[\t｜]", line, maxsplit=_MOST_CELLS - 1) for line in plain]
    width = max(len(row) for row in rows)
    return [[*row, *[""] * (width - len(row))] for row in rows]


# -- summary -----------------------------------------------------------------------------------------------------------
def summary_says(facts: Facts, filler: PlaceholderFiller, part: Part) -> PartSays:
    """分野 × 評価 with totals, and a column for blank ratings while there are any."""
    style = facts.plan.style
    about = called(filler, part)
    words = [facts.areas.word(level) for level in range(1, facts.areas.levels + 1)]
    heads = {"area": Says("・".join(dict.fromkeys(words)), each=True)}
    heads |= {one.code: Says(rating_named(one), each=True) for one in facts.named}
    blank = facts.blank().number > 0
    if blank:
        heads["missing"] = Says("未記入", each=True)
    if facts.points() is not None:
        heads |= {"points": Says("得点\n（満点）", each=True), "share": Says("得点率", each=True)}
    rows = [*opening(facts, filler, part), RowSays(part.key, "head:1", told("verify_heads", part=about), heads)]
    for area in (*facts.areas.in_print, None):
        no = (area.key or area.no) if area else None
        every = facts.listed(no)
        name = f"{facts.areas.number(no)} {area.name}" if area and no else "計"
        of_row = told("verify_row", part=about, row=name)
        label = f"{name}\n（{digits(every.number, style.digits_table)}{style.counter}）"
        cells = {"area": Says(label, SaysKind.FIGURE, facts.origins(every))}
        tallies = {rating.code: facts.given(rating.code, no) for rating in facts.named}
        if blank:
            tallies["missing"] = facts.blank(no)
        for key, tally in tallies.items():
            text = digits(tally.number, style.digits_table)
            cells[key] = Says(text, SaysKind.FIGURE, facts.origins(tally))
        points = facts.points(no)
        if points is not None:
            rated = facts.rated_in(no)
            reached, most, share = points_said(points)
            cells["points"] = Says(f"{reached}\n（{most}）", SaysKind.FIGURE, facts.origins(rated))
            cells["share"] = Says(share, SaysKind.FIGURE, facts.origins(rated))
        rows.append(RowSays(part.key, f"area:{no}" if no is not None else "total", of_row, cells))
    return PartSays(part.key, about, tuple(rows), {key: says.text for key, says in heads.items()})


# -- examples ----------------------------------------------------------------------------------------------------------
def examples_says(facts: Facts, filler: PlaceholderFiller, part: Part) -> PartSays:
    """Each example: its name, departments, a box of texts and the captions of its photos."""
    rows = list(opening(facts, filler, part))
    lines = facts.examples()
    if not lines:
        text = SAID_WITHOUT_EXAMPLES.replace("{項目}", facts.plan.style.item_term)
        rows.append(RowSays(part.key, "none", text, {ONLY: Says(text)}))
    for line in lines:
        rows += _example(facts, filler, part, line)
    return PartSays(part.key, called(filler, part), tuple(rows))


def _example(facts: Facts, filler: PlaceholderFiller, part: Part, line: Line) -> Iterator[RowSays]:
    key, about = text_of_line(line.key), facts.name(line)

    def row(what: str, cells: dict[str, Says]) -> RowSays:
        return RowSays(part.key, f"{key}|{what}", about, cells, line.no)

    names = [name for name in (line.item.name, line.sub.name if line.sub else "") if name]
    heading = f"{_heading_number(facts, line)} {' '.join(names)}"
    origins = (facts.of_plan(line, "name", names[0]),)
    yield row("heading", {ONLY: Says(heading, origins=origins, again=heading + AGAIN, each=True)})
    departments = facts.departments(line)
    if departments:
        text = f"【{facts.plan.style.department_separator.join(departments)}】"
        yield row("departments", {ONLY: Says(text, origins=(facts.of_plan(line, "departments", text),))})
    for column in facts.plan.columns_of(part.key) or _usual_columns(part):
        label = filler.fill(column.label).text
        text_says = cell(facts, part, line, column)
        if text_says.text == NOTHING:
            text_says = Says("", text_says.kind, text_says.origins)
        origin: Evidence = facts.of_column((part.key, column.key, column.point), "label", column.label)
        yield row(column.key, {"label": Says(label, origins=(origin,), again=label + AGAIN), "text": text_says})
    captions = facts.captions(line)
    for start in range(0, len(captions), 2):
        pair = captions[start : start + 2]
        if any(text for text, _ in pair):
            shown = zip(("label", "right"), pair, strict=False)
            cells = {
                side: Says(text, SaysKind.WORDING, (origin,), digits=facts.evens) for side, (text, origin) in shown
            }
            yield row(f"photo:{start + 1}", cells)


def _usual_columns(part: Part) -> tuple[Column, ...]:
    labels = {"overview": "取組の概要", "annual_plan": "{年度}の計画", "results": "{時点}の進捗状況"}
    return tuple(Column(part=part.key, key=key, label=label, source="entry") for key, label in labels.items())


def _heading_number(facts: Facts, line: Line) -> str:
    """「No.３」, 「No.４-１」, or the plan's own signs such as ①."""
    number = said_item_number(facts, line)
    if line.sub is None and not number.isdecimal():
        return number
    numbers = (line.item.no, line.sub.sub_no) if line.sub else (line.item.no,)
    style = facts.plan.style.digits_table
    return "No." + "-".join(digits(int(text), style) if text.isdecimal() else text for text in numbers)
