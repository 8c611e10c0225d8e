"""A list -> what is proposed for it, and the questions that it leaves open."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kosei_xl.importing.areas import read_area, same_area
from kosei_xl.importing.columns import Context, propose_columns
from kosei_xl.importing.mapping import AreaMap, ColumnMap, Decisions, PointMap, Question
from kosei_xl.importing.names import NamesRead, read_names
from kosei_xl.importing.periods import Point, period_of, point_of_title, said_of
from kosei_xl.importing.ratings import ratings_found, split_mark
from kosei_xl.importing.reading import ListRead, ListSource, areas_met, read_list, texts_in
from kosei_xl.importing.rows import ListRow
from kosei_xl.importing.spelling import head_text
from kosei_xl.importing.tables import HEAD_SIGN, ListTable
from kosei_xl.later import dataclass
from kosei_xl.values.cells import CellRef
from kosei_xl.words import terms
from kosei_xl.words.list_heads import MEANS_LABELS, OF_POINTS, Means
from kosei_xl.words.messages import told
from kosei_xl.words.notation import fiscal_year_text

COLUMNS, RATINGS, DEPARTMENTS, AREAS, POINTS, SETTINGS, LEFT, ITEMS = (
    "列",
    "評価",
    "課",
    "分野",
    "報告時点",
    "計画",
    "取り込まないもの",
    "項目",
)
"""Sheets of a 対応表."""
UNKNOWN_POINT = "?"
NO_COLUMN = "－"
"""Stands where no column of the list is about a point."""
_CITY = re.compile(r"(?:^|[\s　回])([^\s　（）()第回0-9０-９]{1,6}?[市区町村])(?!民)")
_PLAN = re.compile(r"プラン|計画|大綱|プログラム|改革|推進|進捗|管理|一覧")
_NAMED_PLAN = re.compile(r"プラン|計画|大綱|プログラム")
_MEETING = re.compile(r"委員会|会議|本部")
_MOST_ASKED = 3
_LONGEST_TITLE = 60


@dataclass(frozen=True)
class Proposal:
    """What is proposed for a list, its tables, its rows as read so, and what a person has to look at."""

    decided: Decisions
    questions: tuple[Question, ...]
    tables: tuple[ListTable, ...]
    found: ListRead


def propose(source: ListSource, today: dt.date, given: Decisions | None = None) -> Proposal:
    """Read a list by its own looks. What is `given` (a 対応表 that was filled in) holds, also for next year's list: it
    is matched by heads, marks and names; what it does not speak of is proposed anew.
    """
    tables = source.tables()
    around = source.around(tables)
    title = point_of_title(around)
    years = _years(around, title)
    columns = propose_columns(tables, Context(title, years, today))
    if given is not None:
        columns = tuple(_given_column(column, given) for column in columns)
    found = read_list(source, tables, columns, today)
    points, columns, unknown = _points(columns, title, today)
    if given is not None:
        points = _given_points(points, given)
    found = read_list(source, tables, columns, today)
    marks = [*texts_in(found.rows, Means.RATING)]
    marks += [glued.mark for text in texts_in(found.rows, Means.RATING_ENTRY) if (glued := split_mark(text))]
    ratings, told_by_list = ratings_found(_of_items(found.rows) or marks, around)
    names = _names(found)
    areas = _areas(found.rows)
    bureaus = {**_bureaus(found, names), **names.bureaus}
    decided = Decisions(
        columns, ratings, points, dict(names.names), bureaus, areas, _settings(around, columns, points, areas, source)
    )
    if given is not None:
        decided = _given_rest(decided, given)
    asked = (
        *_asked_columns(decided.columns, given),
        *_asked_points(decided, title, unknown, today, given),
        *(() if told_by_list or not ratings or given else [Question(told("import_ask_ratings"), RATINGS)]),
        *_asked_names(names, given),
        *_asked_rows(found),
        *_asked_settings(decided, around, given),
    )
    return Proposal(decided, asked, tables, found)


def _years(around: Sequence[str], title: Point | None) -> tuple[int, ...]:
    period = period_of(around)
    own = (*(range(period[0], period[1] + 1) if period else ()), *((title.fiscal_year,) if title else ()))
    return tuple(own)


def _of_items(rows: Sequence[ListRow]) -> list[str]:
    """The ratings of items, in rows and glued to texts."""
    own = [row for row in rows if row.parent is None]
    marks = texts_in(own, Means.RATING)
    return [*marks, *(glued.mark for text in texts_in(own, Means.RATING_ENTRY) if (glued := split_mark(text)))]


# -- points ----------------------------------------------------------------------------------------------------------
def _points(
    columns: Sequence[ColumnMap], title: Point | None, today: dt.date
) -> tuple[tuple[PointMap, ...], tuple[ColumnMap, ...], bool]:
    """The points that columns name, the next one after them, and whether the year of any is told by nobody."""
    said: dict[str, list[str]] = {}
    for column in columns:
        if column.means in OF_POINTS:
            said.setdefault(column.point, []).append(column.head)
    unknown = UNKNOWN_POINT in said
    found = [_of_name(name) for name in said if name not in ("", UNKNOWN_POINT)]
    if unknown:
        latest = max(found, key=lambda point: point.day, default=title or _before(today))
        said.setdefault(latest.name, []).extend(said.pop(UNKNOWN_POINT))
        columns = tuple(c._replace(point=latest.name) if c.point == UNKNOWN_POINT else c for c in columns)
        found = [*dict.fromkeys((*found, latest))]
    found = sorted(found, key=lambda point: point.day) or [title or _before(today)]
    made = [point_map(point, "、".join(dict.fromkeys(said.get(point.name, [NO_COLUMN])))) for point in found]
    last = found[-1]
    said_then = sum(column.filled for column in columns if column.point == last.name)
    if not said_then and len(found) > 1:
        made[-1] = made[-1]._replace(role="next")
    else:
        made.append(point_map(_following(found), NO_COLUMN)._replace(role="next"))
    return tuple(made), tuple(columns), unknown


def _following(points: Sequence[Point]) -> Point:
    """The point after the last: of a list with halves and ends of years the half year after it, else a year later."""
    last = points[-1]
    if {point.kind for point in points} == {"half", "year_end"}:
        return Point(last.fiscal_year, "year_end") if last.kind == "half" else Point(last.fiscal_year + 1, "half")
    return last.following


def _of_name(name: str) -> Point:
    year, _, kind = name.partition(" ")
    return Point(int(year), "half" if kind == "half" else "year_end")


def _before(today: dt.date) -> Point:
    """The last end of a year before a day."""
    return Point(today.year - (1 if today.month >= 4 else 2), "year_end")


def point_map(point: Point, said: str) -> PointMap:
    """A point as it stands in a 対応表."""
    year = fiscal_year_text(point.fiscal_year, "mixed")
    kind = terms.POINT_KIND_LABELS[point.kind]
    label = f"{year}{kind}" if point.kind == "half" else f"{year.removesuffix('年度')}{kind}"
    return PointMap(point.name, said, point, label)


# -- departments and areas -------------------------------------------------------------------------------------------
def _names(found: ListRead) -> NamesRead:
    plain = read_names(texts_in(found.rows, Means.DEPARTMENT))
    with_bureau = read_names(texts_in(found.rows, Means.BUREAU_DEPARTMENT), bureaus=True)
    return NamesRead({**plain.names, **with_bureau.names}, with_bureau.bureaus, (*plain.unclear, *with_bureau.unclear))


def _bureaus(found: ListRead, names: NamesRead) -> dict[str, str]:
    """The 部 of each lead, where the list has a column of them; all names, "" for those without."""
    made: dict[str, str] = {}
    for row in found.rows:
        cells = [cell for _, cell in row.cells(Means.DEPARTMENT, Means.BUREAU_DEPARTMENT)]
        for n, name in enumerate(name for cell in cells for name in names.names.get(cell.text, ())):
            if n == 0 and row.bureau:
                made[name] = made.get(name) or row.bureau
            made.setdefault(name, "")
    return made


def _areas(rows: Sequence[ListRow]) -> tuple[AreaMap, ...]:
    made: list[AreaMap] = []
    counts = Counter(row.areas for row in rows if row.parent is None)
    for path in areas_met(rows):
        if any(_same_path(path, one.written) for one in made):
            continue
        written = (*(_known(made, path[:-1])), path[-1])
        beside = [one for one in made if one.written[:-1] == written[:-1]]
        read = read_area(path[-1])
        taken = {one.no for one in beside}
        given = next((row.area_no for row in rows if row.area_no and _same_path(row.areas, path)), "")
        read = read._replace(no=given) if given else read
        no = read.no if read.no and read.no not in taken else ""
        no = no or next(str(n) for n in range(1, len(taken) + 2) if str(n) not in taken)
        items = sum(count for own, count in counts.items() if _same_path(own[: len(path)], path))
        made.append(AreaMap(written, no, read.name, items))
    return tuple(made)


def _known(areas: Sequence[AreaMap], path: tuple[str, ...]) -> tuple[str, ...]:
    return next((one.written for one in areas if _same_path(one.written, path)), path)


def _same_path(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(one) == len(other) and all(map(same_area, one, other))


# -- settings --------------------------------------------------------------------------------------------------------
def _settings(
    around: Sequence[str],
    columns: Sequence[ColumnMap],
    points: Sequence[PointMap],
    areas: Sequence[AreaMap],
    source: ListSource,
) -> dict[str, str]:
    short = [" ".join(text.split()) for text in around if "。" not in text and len(text) < _LONGEST_TITLE]
    titles = [text for text in short if _PLAN.search(text) and not _MEETING.search(text)]
    best = max(titles, key=lambda text: bool(_NAMED_PLAN.search(text)), default="")
    name = _without_point(best) if best else source.grids[0].file.rpartition(".")[0]
    cities = (found[1] for text in (*titles, *(grid.file for grid in source.grids)) if (found := _CITY.search(text)))
    period = period_of(around)
    years = [one.point.fiscal_year for one in points]
    heads_of_bars = (said_of(one.head.split(HEAD_SIGN)).fiscal_year for one in columns if one.means is Means.BARS)
    years += [year for year in heads_of_bars if year is not None]
    start, end = period or (min(years), max(years))
    word = next((one for area in areas if (one := read_area(area.written[-1]).word)), "")
    heads = [column.label for column in columns if column.means is Means.AREA]
    numbering = next((text for area in areas if (text := _sample(area.written[0]))), "")
    return {
        "name": name,
        "organization": next(cities, ""),
        "period_start": str(start),
        "period_end": str(end),
        "area_term": word or (heads[-1] if heads else "分野"),
        "levels": "、".join(_levels(areas, heads, word)),
        "item_term": "項目",
        "area_numbering": numbering or "1",
    }


def _levels(areas: Sequence[AreaMap], heads: Sequence[str], word: str) -> list[str]:
    """What the levels above the items are called, from the top; nothing for one level."""
    depth = max((len(area.written) for area in areas), default=1)
    if depth < 2:
        return []
    known = list(dict.fromkeys(heads))[-depth:]
    return [*[word or "分野"] * (depth - len(known)), *known]


def _sample(text: str) -> str:
    return "Ⅰ" if read_area(text).shape == "roman" else "①" if read_area(text).shape == "circled" else ""


def _without_point(text: str) -> str:
    plain = re.sub(r"[（(【][^（）()【】]*(?:年|現在|末|R\d)[^（）()【】]*[)）】]", "", text)
    plain = re.sub(r"[令平][和成][\d０-９元]+年[^\s　]*現在", "", plain)
    plain = re.sub(
        r"[\s　]*(?:の)?(?:進捗状況|取組状況|進捗管理表|進行管理表|取組一覧|進捗|進行管理シート)(?:一覧)?表?$",
        "",
        plain.strip(),
    )
    return plain.strip(" 　") or text


# -- what a clerk has decided before ---------------------------------------------------------------------------------
def _given_column(column: ColumnMap, given: Decisions) -> ColumnMap:
    """The column as the 対応表 has it: that of the same head in the same form, or in any."""
    same = [one for one in given.columns if head_text(one.head) == head_text(column.head)]
    best = next((one for one in same if one.form == column.form and one.place == column.place), None)
    own = best or next(iter(same), None)
    if own is None:
        return column
    point = own.point if own.means in OF_POINTS else ""
    return column._replace(means=own.means, label=own.label, point=point or column.point, unit=own.unit, sure=True)


def _given_points(points: tuple[PointMap, ...], given: Decisions) -> tuple[PointMap, ...]:
    own = {one.name: one for one in given.points}
    merged = []
    for one in points:
        known = own.get(one.name, one)
        merged.append(known._replace(said=one.said, role=one.role if known.said == NO_COLUMN else known.role))
    return tuple(merged)


def _given_rest(decided: Decisions, given: Decisions) -> Decisions:
    times = {one.mark: one.times for one in decided.ratings}
    ratings = tuple(one._replace(times=times.get(one.mark, 0)) for one in given.ratings)
    areas = [
        next((own._replace(items=one.items) for own in given.areas if _same_path(own.written, one.written)), one)
        for one in decided.areas
    ]
    departments = {text: given.departments.get(text, names) for text, names in decided.departments.items()}
    names = [name for found in departments.values() for name in found]
    bureaus = {name: given.bureaus.get(name, decided.bureaus.get(name, "")) for name in dict.fromkeys(names)}
    return replace(
        decided,
        ratings=ratings or decided.ratings,
        areas=tuple(areas),
        departments=departments,
        bureaus=bureaus,
        settings={**decided.settings, **{key: text for key, text in given.settings.items() if text}},
    )


# -- questions -------------------------------------------------------------------------------------------------------
def _asked_columns(columns: Sequence[ColumnMap], given: Decisions | None) -> Iterator[Question]:
    known = {head_text(one.head) for one in given.columns} if given else set()
    alike: dict[tuple[Means, str], list[ColumnMap]] = {}
    for column in columns:
        if not column.sure and head_text(column.head) not in known:
            alike.setdefault((column.means, column.why), []).append(column)
    for (means, why), own in alike.items():
        heads = "、".join(f"{one.letters}「{one.head}」" for one in own)
        yield Question(told("import_ask_column", columns=heads, means=MEANS_LABELS[means], why=why), COLUMNS)


def _asked_points(
    decided: Decisions, title: Point | None, unknown: bool, today: dt.date, given: Decisions | None
) -> Iterator[Question]:
    if given is not None:
        return
    if unknown or (title is None and not any(one.said != NO_COLUMN for one in decided.points)):
        first = next(one for one in decided.points if one.role == "past")
        yield Question(told("import_ask_year", point=first.label), POINTS)
    bare = [c for c in decided.columns if c.point and _is_bare(c.head)]
    if bare:
        heads = "、".join(dict.fromkeys(c.head for c in bare))
        first_point = next(one for one in decided.points if one.name == bare[0].point)
        yield Question(told("import_ask_era", heads=heads, point=first_point.label), POINTS)
    following = next((one for one in decided.points if one.role == "next"), None)
    if following is not None:
        yield Question(told("import_ask_next", point=following.label), POINTS)


def _is_bare(head: str) -> bool:
    said = said_of(head.split(HEAD_SIGN))
    return said.fiscal_year is None and said.bare is not None


def _asked_names(names: NamesRead, given: Decisions | None) -> Iterator[Question]:
    open_ = [text for text in names.unclear if given is None or text not in given.departments]
    fresh = [text for text in names.names if given is not None and text not in given.departments]
    if fresh:
        shown = "」「".join(" ".join(text.split()) for text in fresh[:_MOST_ASKED])
        yield Question(told("import_ask_new_names", names=shown, count=len(fresh)), DEPARTMENTS)
    if open_:
        shown = "」「".join(" ".join(text.split()) for text in open_[:_MOST_ASKED])
        yield Question(told("import_ask_names", names=shown, count=len(open_)), DEPARTMENTS)


def _asked_rows(found: ListRead) -> Iterator[Question]:
    by_kind: dict[str, list[tuple[CellRef, str]]] = {}
    for kind, grid, row, text in found.asked:
        by_kind.setdefault(kind, []).append((grid.ref(row), text))
    for kind, own in by_kind.items():
        at, text = own[0]
        yield Question(told(f"import_ask_{kind}", count=len(own), text=text), LEFT, at)
    if found.again:
        text = next(row.name for row in found.rows if row.parent is None)
        yield Question(told("import_ask_again", text=text, count=found.again), ITEMS)
    blank = [row for row in found.rows if row.original == "" and row.parent is None]
    if blank:
        yield Question(
            told("import_ask_original", name=blank[0].name, count=len(blank)), LEFT, blank[0].grid.ref(blank[0].row)
        )


def _asked_settings(decided: Decisions, around: Sequence[str], given: Decisions | None) -> Iterator[Question]:
    if given is not None:
        return
    if not any(_PLAN.search(text) for text in around):
        yield Question(told("import_ask_name", name=decided.settings["name"]), SETTINGS)
    if period_of(around) is None:
        start, end = decided.settings["period_start"], decided.settings["period_end"]
        yield Question(told("import_ask_period", start=start, end=end), SETTINGS)
    if not decided.areas:
        yield Question(told("import_ask_no_area"), AREAS)
    if not decided.departments:
        yield Question(told("import_ask_no_department"), DEPARTMENTS)
    if not decided.ratings:
        yield Question(told("import_ask_no_rating"), RATINGS)


def of_numbers(numbers: Sequence[tuple[str, str]]) -> Iterator[Question]:
    """Questions about items whose number was made unique, or given."""
    again = [(one, made) for one, made in numbers if one]
    given = [made for one, made in numbers if not one]
    if again:
        yield Question(told("import_ask_numbers", old=again[0][0], new=again[0][1], count=len(again)), ITEMS)
    if given:
        yield Question(told("import_ask_numbered", no=given[0], count=len(given)), ITEMS)
