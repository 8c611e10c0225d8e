"""What the sheets of a 対応表 hold: decisions and questions -> tables of texts, and back. No workbook is known here."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Literal, NamedTuple

from kosei_xl.importing.mapping import AreaMap, ColumnMap, Decisions, NotTaken, PointMap, RatingMap
from kosei_xl.importing.periods import Point, PointKind
from kosei_xl.importing.proposal import AREAS, COLUMNS, DEPARTMENTS, ITEMS, LEFT, POINTS, RATINGS, SETTINGS
from kosei_xl.later import dataclass
from kosei_xl.values.cells import CellRef, CellValue
from kosei_xl.values.model import Plan
from kosei_xl.words import terms
from kosei_xl.words.list_heads import MEANS_LABELS, Means
from kosei_xl.words.notation import fiscal_year_text, folded
from kosei_xl.words.years import fiscal_year_of

BUREAUS = "部"
ROLES: Mapping[Literal["past", "next"], str] = {"past": "過去（台帳に入れて確定する）", "next": "つぎに配る"}
SETTING_NAMES = {
    "name": "計画の名前",
    "organization": "市の名前",
    "period_start": "計画期間（始めの年度）",
    "period_end": "計画期間（終わりの年度）",
    "area_term": "分野の呼び方",
    "levels": "分野の段の呼び方（上から「、」で区切る。一段なら空欄）",
    "item_term": "項目の呼び方",
    "area_numbering": "分野の番号の書き方",
}
_YES = terms.YES


class SheetColumn(NamedTuple):
    """A column of a sheet of the 対応表: key, label, width, whether it may be written into, and what may be chosen."""

    key: str
    label: str
    width: float
    editable: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class MappingSheet:
    """A sheet: what it is for, its columns, and rows of a key and a text for each column."""

    name: str
    about: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[str, tuple[CellValue, ...]], ...] = field(default_factory=tuple)


def sheets_of(
    decided: Decisions, plan: Plan, not_taken: Sequence[NotTaken], tables: Mapping[str, str]
) -> tuple[MappingSheet, ...]:
    """The sheets that a clerk looks at, in the order in which they matter. `tables` are names of forms."""
    return (
        _columns(decided, tables),
        _ratings(decided),
        _points(decided),
        _departments(decided),
        _bureaus(decided),
        _areas(decided),
        _settings(decided),
        _items(plan),
        _not_taken(not_taken),
    )


def _columns(decided: Decisions, tables: Mapping[str, str]) -> MappingSheet:
    labels = {point.name: point.label for point in decided.points}
    rows = [
        (
            f"{one.form}:{one.place}",
            (
                tables.get(one.form, ""),
                one.letters,
                one.head,
                *(list(one.samples) + [None] * 3)[:3],
                MEANS_LABELS[one.means],
                one.label,
                labels.get(one.point),
                one.unit or None,
                one.filled,
                ("" if one.sure else "？") + one.why or None,
            ),
        )
        for one in decided.columns
    ]
    columns = (
        SheetColumn("table", "表", 16),
        SheetColumn("letters", "列", 5),
        SheetColumn("head", "見出し", 26),
        SheetColumn("sample1", "中身の見本", 24),
        SheetColumn("sample2", "中身の見本2", 18),
        SheetColumn("sample3", "中身の見本3", 18),
        SheetColumn("means", "何の欄か", 22, True, tuple(MEANS_LABELS.values())),
        SheetColumn("label", "欄の名前", 18, True),
        SheetColumn("point", "報告時点", 16, True, tuple(labels.values())),
        SheetColumn("unit", "単位", 8, True),
        SheetColumn("filled", "件数", 7),
        SheetColumn("why", "そうみたわけ", 30),
    )
    about = "一覧の列ごとに、何の欄として取り込むかです。違うものは「何の欄か」を選び直してください。"
    return MappingSheet(COLUMNS, about, columns, tuple(rows))


def _ratings(decided: Decisions) -> MappingSheet:
    rows = [
        (one.mark, (one.mark, one.code, one.label, one.order, _YES if one.behind else None, one.times))
        for one in decided.ratings
    ]
    columns = (
        SheetColumn("mark", "一覧での印", 14),
        SheetColumn("code", "評価", 10, True),
        SheetColumn("label", "意味", 28, True),
        SheetColumn("order", "順序（1が最もよい）", 12, True),
        SheetColumn("behind", "遅れ", 8, True, (_YES,)),
        SheetColumn("count", "件数", 8),
    )
    about = "一覧にあった評価の印です。意味、順序、「遅れ」を確かめてください。順序のない印は、順序を空けます。"
    return MappingSheet(RATINGS, about, columns, tuple(rows))


def _points(decided: Decisions) -> MappingSheet:
    rows = [
        (
            one.name,
            (
                one.label,
                one.said,
                fiscal_year_text(one.point.fiscal_year),
                terms.POINT_KIND_LABELS[one.point.kind],
                one.label,
                ROLES[one.role],
            ),
        )
        for one in decided.points
    ]
    columns = (
        SheetColumn("called", "「列」シートでの名前", 20),
        SheetColumn("said", "一覧の見出し", 40),
        SheetColumn("year", "年度", 14, True),
        SheetColumn("kind", "種類", 10, True, tuple(terms.POINT_KIND_LABELS.values())),
        SheetColumn("label", "表示名", 20, True),
        SheetColumn("role", "扱い", 30, True, tuple(ROLES.values())),
    )
    about = "評価や実績がいつのものかです。年度と種類を確かめてください。"
    return MappingSheet(POINTS, about, columns, tuple(rows))


def _departments(decided: Decisions) -> MappingSheet:
    rows = [(text, (text, "\n".join(names) or None)) for text, names in decided.departments.items()]
    columns = (
        SheetColumn("written", "一覧での書き方", 36),
        SheetColumn("names", "課の名前（一行に一つ、先頭が主担当）", 36, True),
    )
    about = "担当課の書き方ごとに、どの課のことかです。二つの課が一つになっていれば、行を分けてください。"
    return MappingSheet(DEPARTMENTS, about, columns, tuple(rows))


def _bureaus(decided: Decisions) -> MappingSheet:
    rows = [(name, (name, bureau or None)) for name, bureau in decided.bureaus.items()]
    columns = (SheetColumn("name", "課の名前", 28), SheetColumn("bureau", "部", 20, True))
    return MappingSheet(BUREAUS, "課の部です。分かるものは書いてください（なくても配れます）。", columns, tuple(rows))


def _areas(decided: Decisions) -> MappingSheet:
    rows = [
        (
            json.dumps(one.written, ensure_ascii=False),
            (len(one.written), " ＞ ".join(one.written), one.no, one.name, one.items),
        )
        for one in decided.areas
    ]
    columns = (
        SheetColumn("level", "段", 6),
        SheetColumn("written", "一覧での書き方", 50),
        SheetColumn("no", "番号", 8, True),
        SheetColumn("name", "名称", 36, True),
        SheetColumn("items", "項目数", 8),
    )
    about = "分野（上から順の段）です。項目数が一覧と合っているか確かめてください。"
    return MappingSheet(AREAS, about, columns, tuple(rows))


def _settings(decided: Decisions) -> MappingSheet:
    rows = [(key, (label, decided.settings.get(key) or None)) for key, label in SETTING_NAMES.items()]
    columns = (SheetColumn("setting", "設定", 26), SheetColumn("text", "内容", 50, True))
    return MappingSheet(SETTINGS, "計画の名前と期間、呼び方です。", columns, tuple(rows))


def _items(plan: Plan) -> MappingSheet:
    names = {one.code: one.name for one in plan.departments}
    rows = []
    for line in plan.lines:
        original = plan.item_by_key.get(line.item.repeats or "") if line.sub is None else None
        path = " ＞ ".join(area.name for area in plan.tree.path(line.item.area_no))
        departments = "、".join(names[code] for code in line.departments)
        kind = terms.KIND_LABELS["sub" if line.sub else line.item.kind]
        rows.append(
            (
                f"{line.item.key}|{line.sub_no or ''}",
                (line.item.no, line.sub_no, line.name, path, departments, kind, original.no if original else None),
            )
        )
    columns = (
        SheetColumn("no", "No.", 8),
        SheetColumn("sub_no", "枝番", 6),
        SheetColumn("name", "名称", 44),
        SheetColumn("area", "分野", 36),
        SheetColumn("departments", "担当課", 28),
        SheetColumn("kind", "区分", 8),
        SheetColumn("repeats", "再掲元", 8),
    )
    about = "この対応表のままで取り込まれる項目です（見るだけのシートです）。"
    return MappingSheet(ITEMS, about, columns, tuple(rows))


def _not_taken(not_taken: Sequence[NotTaken]) -> MappingSheet:
    rows = [
        (str(number), (one.at.file, one.at.sheet, one.at.cell, one.text, one.reason))
        for number, one in enumerate(not_taken, 1)
    ]
    columns = (
        SheetColumn("file", "ファイル", 20),
        SheetColumn("sheet", "シート", 18),
        SheetColumn("cell", "セル", 8),
        SheetColumn("text", "書かれていること", 60),
        SheetColumn("reason", "取り込まないわけ", 36),
    )
    about = "一覧にあって、取り込まないものすべてです（見るだけのシートです）。"
    return MappingSheet(LEFT, about, columns, tuple(rows))


# -- back ------------------------------------------------------------------------------------------------------------
class ReadRow(NamedTuple):
    """A row of a sheet as it came back: its key, texts by column key, and the cell of each."""

    key: str
    texts: Mapping[str, str]
    at: Mapping[str, CellRef]


class Unreadable(NamedTuple):
    """A cell of a 対応表 that says nothing that can be understood there."""

    at: CellRef
    label: str
    text: str


def decisions_of(rows: Mapping[str, Sequence[ReadRow]]) -> tuple[Decisions, tuple[Unreadable, ...]]:
    """Decisions from the rows of each sheet, and the cells that cannot be understood."""
    problems: list[Unreadable] = []
    points = tuple(_point_of(row, problems) for row in rows.get(POINTS, ()))
    called = {row.texts.get("called", ""): point.name for row, point in zip(rows.get(POINTS, ()), points, strict=True)}
    called |= {point.label: point.name for point in points}
    columns = tuple(_column_of(row, called, problems) for row in rows.get(COLUMNS, ()))
    ratings = tuple(_rating_of(row, problems) for row in rows.get(RATINGS, ()))
    departments = {row.key: _lines(row.texts.get("names", "")) for row in rows.get(DEPARTMENTS, ())}
    bureaus = {row.key: row.texts.get("bureau", "") for row in rows.get(BUREAUS, ())}
    areas = tuple(
        AreaMap(tuple(json.loads(row.key)), row.texts.get("no", ""), row.texts.get("name", ""))
        for row in rows.get(AREAS, ())
    )
    settings = {row.key: row.texts.get("text", "") for row in rows.get(SETTINGS, ())}
    decided = Decisions(columns, ratings, points, departments, bureaus, areas, settings)
    return decided, tuple(problems)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _column_of(row: ReadRow, called: Mapping[str, str], problems: list[Unreadable]) -> ColumnMap:
    form, _, place = row.key.rpartition(":")
    wanted = folded(row.texts.get("means", ""))
    means = next((one for one, label in MEANS_LABELS.items() if folded(label) == wanted), None)
    if means is None:
        problems.append(Unreadable(row.at["means"], "何の欄か", row.texts.get("means", "")))
    point = row.texts.get("point", "")
    if point and point not in called:
        problems.append(Unreadable(row.at["point"], "報告時点", point))
    return ColumnMap(
        form=form,
        place=int(place),
        letters=row.texts.get("letters", ""),
        head=row.texts.get("head", ""),
        means=means or Means.NOTHING,
        label=row.texts.get("label", ""),
        point=called.get(point, ""),
        unit=row.texts.get("unit", ""),
    )


def _rating_of(row: ReadRow, problems: list[Unreadable]) -> RatingMap:
    order = row.texts.get("order", "")
    if order and not order.isdecimal():
        problems.append(Unreadable(row.at["order"], "順序", order))
    code = row.texts.get("code", "") or row.key
    behind = bool(row.texts.get("behind", ""))
    return RatingMap(
        row.key, code, row.texts.get("label", "") or code, int(order) if order.isdecimal() else None, behind
    )


def _point_of(row: ReadRow, problems: list[Unreadable]) -> PointMap:
    year = fiscal_year_of(row.texts.get("year", ""))
    if year is None:
        problems.append(Unreadable(row.at["year"], "年度", row.texts.get("year", "")))
    kinds: dict[str, PointKind] = {label: kind for kind, label in _kinds()}
    kind = kinds.get(row.texts.get("kind", ""))
    if kind is None:
        problems.append(Unreadable(row.at["kind"], "種類", row.texts.get("kind", "")))
    roles = {label: role for role, label in ROLES.items()}
    role = roles.get(row.texts.get("role", ""))
    if role is None:
        problems.append(Unreadable(row.at["role"], "扱い", row.texts.get("role", "")))
    label = row.texts.get("label", "") or row.texts.get("called", "")
    return PointMap(row.key, row.texts.get("said", ""), Point(year or 0, kind or "year_end"), label, role or "past")


def _kinds() -> Iterator[tuple[PointKind, str]]:
    yield "half", terms.POINT_KIND_LABELS["half"]
    yield "year_end", terms.POINT_KIND_LABELS["year_end"]
    yield "other", terms.POINT_KIND_LABELS["other"]


def editable_sheets() -> Iterable[str]:
    """The sheets that are read back."""
    return COLUMNS, RATINGS, POINTS, DEPARTMENTS, BUREAUS, AREAS, SETTINGS
