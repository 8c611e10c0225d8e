"""What a survey is recognised by: its identity (in three places, any one suffices) and the names of its sheets."""

import re
from collections.abc import Iterator, Mapping

from kosei_xl.later import dataclass
from kosei_xl.read.tables import find_table, text_of, with_heads
from kosei_xl.values.areas import PATH_SIGN
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.model import FORMATS, Plan, PolicyArea
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.notation import folded, numbered
from kosei_xl.words.numbers import whole_number

_CODE = re.compile(r"^K1/([^/]+)/(\d+)/([^/]+)/([^/]+)/([0-9A-Z]{2})$")
_CHECK_LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f']")
_SHEET_NAME_BYTES = 62
_ABOVE = " ＞ "


@dataclass(frozen=True, slots=True)
class SurveyIdentity:
    """Plan, version, point and department of one survey, where it was found, and what disagrees (K106)."""

    plan_id: str
    plan_version: int
    point: str
    dept_code: str
    at: CellRef
    problems: tuple[Diagnostic, ...] = ()


def survey_code(plan_id: str, plan_version: int, point: str, dept_code: str) -> str:
    """The printed 調査票コード with two check characters: K1/plan/version/point/department/XX."""
    body = f"K1/{plan_id}/{plan_version}/{point}/{dept_code}"
    total = sum(n * ord(letter) for n, letter in enumerate(body, 1))
    base = len(_CHECK_LETTERS)
    return f"{body}/{_CHECK_LETTERS[total // base % base]}{_CHECK_LETTERS[total % base]}"


def area_title(plan: Plan, area: PolicyArea) -> str:
    """How an area is headed: its number in the plan's style and its name."""
    return f"{numbered(area.no, plan.level_of(area.id).numbering)} {area.name}".strip()


def sheet_title(plan: Plan, area: PolicyArea) -> str:
    """How the sheet of an area is headed: the areas above it, then its own title."""
    return _ABOVE.join(area_title(plan, one) for one in plan.tree.path(area.id))


def area_sheet_name(plan: Plan, area: PolicyArea) -> str:
    """A tab name for an area: number and name, at most 31 UTF-16 units, without characters that Excel refuses.

    No two sheets of a plan have the same, see `area_sheet_names`.
    """
    known = plan.area_by_no.get(area.id) == area
    return area_sheet_names(plan)[area.id] if known and area in plan.sheet_areas else _tab(area_title(plan, area))


def area_sheet_names(plan: Plan) -> Mapping[str, str]:
    """Area id -> tab name for every area that is a sheet of the plan's surveys; the same in all of them.

    Where two would be called the same the numbers from the top stand first; whatever is still the same is numbered.
    """
    titles = {area.id: area_title(plan, area) for area in plan.sheet_areas}
    tabs = {key: _tab(title) for key, title in titles.items()}
    for key in _recurring(tabs):
        path = plan.tree.path(key)
        numbers = PATH_SIGN.join(numbered(one.no, plan.level_of(one.id).numbering) for one in path)
        tabs[key] = _tab(f"{numbers} {path[-1].name}")
    taken = {folded(name) for name in terms.SURVEY_SHEETS}
    for key, tab in tabs.items():
        name, number = tab, 2
        while not name or folded(name) in taken:
            name, number = _tab(tab, f"({number})"), number + 1
        taken.add(folded(name))
        tabs[key] = name
    return tabs


def _recurring(tabs: Mapping[str, str]) -> list[str]:
    """The keys of the tabs that are not the only ones of their name; Excel takes no notice of case and width."""
    names = [folded(tab) for tab in tabs.values()]
    return [key for key, tab in tabs.items() if names.count(folded(tab)) > 1]


def _tab(title: str, end: str = "") -> str:
    """As much of a title as goes on a tab, and an end that stays whole."""
    name = _NOT_IN_SHEET_NAME.sub("", title).strip()
    while len(f"{name}{end}".encode("utf-16-le")) > _SHEET_NAME_BYTES:
        name = name[:-1]
    return f"{name}{end}"


def read_identity(book: Book) -> SurveyIdentity | None:
    """The identity from the printed code, the hidden sheet or the document properties, in this order; None without any.

    A printed code whose check characters are wrong (retyped, damaged) is passed over when another place has one.
    """
    found: list[tuple[str, tuple[str, int, str, str], CellRef]] = []
    printed = _printed(book)
    if printed:
        found.append(printed)
    for values, place in _carried(book):
        version = whole_number(values.get("plan_version"))
        if values.get("kind") == "department" and version is not None:
            parts = (
                values.get("plan_id") or "",
                version,
                values.get("point") or "",
                values.get("dept_code") or "",
            )
            found.append((survey_code(*parts), parts, place))
    if not found:
        return None
    code, parts, at = found[0]
    others = sorted({other for other, _, _ in found if other != code})
    problems = [diagnostic(Code.SURVEY_CODES_DIFFER, at, found="、".join([code, *others]), used=code)] if others else []
    return SurveyIdentity(*parts, at, tuple(problems))


def newer_format(book: Book) -> Diagnostic | None:
    """K129 where a workbook of ours names a format above the one of its kind, or one that is no number; None for ours.

    Without a format it is one of the first, and so is a workbook that nothing of ours made.
    """
    for values, at in _carried(book):
        found, known = values.get("format"), FORMATS.get(values.get("kind") or "", 1)
        number = whole_number(found)
        if found and not (number is not None and number <= known):
            return diagnostic(Code.NEWER_FORMAT, at, found=found, known=known)
    return None


def master_format(book: Book) -> int:
    """The format of a master: what its hidden sheet says, or without one what the first column of 計画 is called."""
    hidden, _ = next(_carried(book))
    found = whole_number(hidden.get("format"))
    if found is not None:
        return found
    sheet = book.sheet(terms.PLAN_SHEET)
    names = ("setting", terms.MASTER_SHEETS[terms.PLAN_SHEET]["setting"])
    return 2 if sheet is not None and any(text_of(value) in names for row in sheet.rows[:5] for value in row) else 1


def is_report(book: Book) -> bool:
    """Whether a workbook says that it is a report, in either hidden place."""
    return any(values.get("kind") == "report" for values, _ in _carried(book))


def is_master(book: Book) -> bool:
    """Whether a workbook is a master. A survey to which somebody added a sheet 台帳 is none."""
    if book.sheet(terms.LEDGER_SHEET) is None:
        return False
    return any(values.get("kind") == "master" for values, _ in _carried(book)) or read_identity(book) is None


def _carried(book: Book) -> Iterator[tuple[Mapping[str | None, str | None], CellRef]]:
    """What a workbook says that it is, on its hidden sheet and in the document properties."""
    sheet = book.sheet(terms.IDENTITY_SHEET)
    hidden = {text_of(row[0]): text_of(row[1]) for row in sheet.rows if len(row) > 1} if sheet else {}
    yield hidden, CellRef(book.name, terms.IDENTITY_SHEET)
    yield {key: book.properties.get(terms.PROPERTY_PREFIX + key) for key in terms.IDENTITY_KEYS}, CellRef(book.name)


def _printed(book: Book) -> tuple[str, tuple[str, int, str, str], CellRef] | None:
    named = book.named("survey_code")
    cells = [named] if named else []
    guide = book.sheet(terms.SURVEY_GUIDE_SHEET)
    if guide is not None:
        cells += [(value, CellRef(book.name, guide.name, row, column)) for row, column, value in guide.filled()]
    for value, at in cells:
        match = _CODE.match((text_of(value) or "").strip())
        if match:
            parts = (match[1], whole_number(match[2]) or 0, match[3], match[4])
            if folded(survey_code(*parts)) == folded(match[0]):
                return match[0], parts, at
    return None


def lacking_columns(book: Book) -> Iterator[tuple[str, str]]:
    """The columns of the format of now that a master lacks, each with its sheet; none of a sheet that is not there."""
    for name, keys in terms.FORMAT_2_COLUMNS.items():
        sheet = book.sheet(name)
        labels = terms.MASTER_SHEETS[name]
        table = find_table(book.name, sheet, labels) if sheet is not None else None
        there = with_heads(table, labels).columns if table is not None else keys
        yield from ((name, key) for key in keys if key not in there)
