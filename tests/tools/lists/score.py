"""How much of a list an import understood: columns proposed rightly, rows lost, texts moved, questions asked."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kosei_xl.values.model import Entry, Line, LineKey, Plan
from tests.tools.lists.paper import ListCase, RightRow


@dataclass(frozen=True)
class Imported:
    """What an import made of a list: (sheet, first row of the head, letters) -> what the column means and its point (as
    in `RightColumn`), the plan, the entries, and how many questions it has.
    """

    columns: Mapping[tuple[str, int, str], tuple[str, str]]
    plan: Plan
    entries: Sequence[Entry]
    questions: int


@dataclass(frozen=True)
class Score:
    """`wrong`, `lost` and `moved` say each thing that is not right."""

    columns: int
    wrong: tuple[str, ...]
    rows: int
    lost: tuple[str, ...]
    moved: tuple[str, ...]
    other: tuple[str, ...]
    questions: int

    @property
    def columns_right(self) -> float:
        """Share of the columns that were proposed rightly."""
        return 1 - len(self.wrong) / self.columns


def score(case: ListCase, made: Imported) -> Score:
    """Compare what was imported with what is right.

    A row is lost that is not in the plan under its number, name and area (and sub-number); so is one that is there and
    in the list nowhere. A text is moved that is not in its row, or in another. `other` are departments, ratings,
    relistings and 部 that are not right.
    """
    wrong = tuple(_wrong_columns(case, made))
    found = {_name_of(row): _line(row, made.plan) for row in case.rows}
    lost = [name for name, line in found.items() if line is None]
    known = {line.key for line in found.values() if line is not None}
    lost += [f"more: {line.no} {line.name}" for line in made.plan.lines if line.key not in known]
    moved: list[str] = []
    other: list[str] = []
    often = Counter(text for row in case.rows for text in {*row.texts})
    texts = {line.key: _texts(line, made) for line in made.plan.lines}
    for row in case.rows:
        line = found[_name_of(row)]
        if line is not None:
            moved += _moved(row, line, texts, often)
            other += _other(row, line, made)
    other += [
        f"部 {name}: {have.get(name)}"
        for have in [{d.name: d.bureau for d in made.plan.departments}]
        for name, bureau in case.bureaus.items()
        if have.get(name) != bureau
    ]
    return Score(len(case.columns), wrong, len(case.rows), tuple(lost), tuple(moved), tuple(other), made.questions)


def _wrong_columns(case: ListCase, made: Imported) -> Iterator[str]:
    for one in case.columns:
        means, point = made.columns.get((one.sheet, one.head, one.letters), ("(not found)", ""))
        if means != one.means or (one.point and point != one.point):
            yield f"{one.sheet}!{one.letters}{one.head}: {means}@{point}, not {one.means}@{one.point}"


def plain(text: str) -> str:
    """A text as it is compared: widths, spaces and line ends do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _name_of(row: RightRow) -> str:
    return f"{row.no}{'-' + row.sub if row.sub else ''} {row.name} ({'/'.join(row.area)})"


def _line(row: RightRow, plan: Plan) -> Line | None:
    """The row of the plan that is this one. Sub-items without a name are found by their item's."""
    for line in plan.lines:
        own = line.sub_no or ""
        numbers = (line.item.no, line.item.no.rpartition("-")[2])
        path = [plain(area.name) for area in plan.tree.path(line.item.area_no)]
        if (
            own == row.sub
            and (row.no in numbers or line.item.no == row.no)
            and plain(row.name) in (plain(line.name), plain(line.item.name))
            and (not row.area or path == [plain(name) for name in row.area])
        ):
            return line
    return None


def _texts(line: Line, made: Imported) -> str:
    """Everything that a row says, one after the other."""
    said = [*line.texts.values(), line.plan_text("schedule") or ""]
    for entry in made.entries:
        if entry.key.line == line.key:
            said += entry.fields.values()
            said += [str(value) for one in entry.indicators for value in one.model_dump(exclude_none=True).values()]
    return "\n".join(map(plain, said))


def _moved(row: RightRow, line: Line, texts: Mapping[LineKey, str], often: Mapping[str, int]) -> Iterator[str]:
    for text, count in Counter(row.texts).items():
        where = [key for key, said in texts.items() if plain(text) in said]
        whole = len(plain(text)) > 12 and often[text] == 1
        if line.key not in where:
            yield f"{_name_of(row)}: {text!r} not in its row"
        elif whole and [key for key in where if key != line.key and key.sub_no == line.key.sub_no]:
            yield f"{_name_of(row)}: {text!r} also in {where} ({count})"


def _other(row: RightRow, line: Line, made: Imported) -> Iterator[str]:
    names = tuple(made.plan.department_by_code[code].name for code in line.departments)
    if names != row.departments:
        yield f"{_name_of(row)}: departments {names}, not {row.departments}"
    points = {f"{p.fiscal_year} {p.kind}": p.key for p in made.plan.points}
    for point, code in row.ratings.items():
        key = points.get(point) if point != "?" else next(iter(points.values()), None)
        given = [e.fields.get("rating") for e in made.entries if e.key.line == line.key and e.point == key]
        if [one for one in given if plain(code) in _spellings(one or "", made.plan)] != given or not given:
            yield f"{_name_of(row)}: at {point} {given}, not {code}"
    original = made.plan.item_by_key.get(line.item.repeats or "")
    if (original.no if original else "") != row.repeats:
        yield f"{_name_of(row)}: relisted {original.no if original else ''}, not {row.repeats}"


def _spellings(code: str, plan: Plan) -> tuple[str, ...]:
    """A rating as a list may have it: its code, or code and word: 「A（順調）」「1：達成」."""
    label = plan.every_rating[code].label if code in plan.every_rating else ""
    return plain(code), plain(f"{code}({label})"), plain(f"{code}:{label}")
