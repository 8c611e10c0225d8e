"""The tables of the open data and their columns: a head in Japanese, a name for programs, a type, what it means."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from kosei_xl.later import dataclass
from kosei_xl.publish.edition import PublicFields
from kosei_xl.values.labels import label_of
from kosei_xl.values.model import Plan
from kosei_xl.words import terms
from kosei_xl.words.amounts import MONEY_UNITS
from kosei_xl.words.csv_text import csv_text

DataType = Literal["string", "integer", "number", "boolean", "date"]
"""Types of Table Schema (Frictionless)."""
TableName = Literal["items", "points", "scales", "ratings", "indicators", "amounts"]

ID = "項目ID"
POINT = "報告時点"
FIELD = "欄"
AMOUNT = "値"
_RATING, _KIND, _REPEATS, _BEHIND, _SEQ = "評価", "種別", "再掲元ID", "遅れ", "連番"

FILES: Mapping[TableName, tuple[str, str]] = {
    "items": ("items.csv", "項目"),
    "points": ("points.csv", "報告時点"),
    "scales": ("scales.csv", "評価区分"),
    "ratings": ("ratings.csv", "評価と取組"),
    "indicators": ("indicators.csv", "成果指標"),
    "amounts": ("amounts.csv", "金額・数量"),
}
"""Tables in order -> their file and what they are called."""


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column: its `head` in the CSV, its `key` in the JSON, its type, what it means, its unit."""

    head: str
    key: str
    type: DataType = "string"
    about: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table: its columns in order, the heads that a row is known by, and (head, table) of those it refers with."""

    name: TableName
    columns: tuple[DataColumn, ...]
    primary: tuple[str, ...]
    refers: tuple[tuple[str, TableName], ...] = ()

    @property
    def file(self) -> str:
        """The name of the CSV."""
        return FILES[self.name][0]

    @property
    def title(self) -> str:
        """What it is called."""
        return FILES[self.name][1]

    def head(self, key: str) -> str:
        """The head of the column with a key."""
        return next(column.head for column in self.columns if column.key == key)


def public_tables(plan: Plan, public: PublicFields, departments: int) -> tuple[DataTable, ...]:
    """The tables of a plan; `departments` is how many an item has at most, each of which has a column."""
    item = DataColumn(ID, "id", about="項目（枝番）を一つに決める文字列。年度や計画の見直しを越えて変わらない")
    point = DataColumn(POINT, "point", about="報告時点を一つに決める文字列")
    called = (
        DataColumn("No.", "no", about="計画に印刷された番号。計画の版が変わると変わることがある"),
        DataColumn("項目名", "name"),
        *area_columns(plan),
    )
    when = (
        DataColumn("年度（西暦）", "fiscal_year", "integer", "4月に始まる年度の西暦"),
        DataColumn("年度（和暦）", "fiscal_year_wareki", about="印刷に使う元号の年度"),
    )
    found = (
        DataTable(
            "items",
            _apart(
                (
                    item,
                    DataColumn("計画ID", "plan_id"),
                    DataColumn("計画名", "plan"),
                    DataColumn("計画の版", "plan_version", "integer"),
                    DataColumn("項目キー", "item_key", about="項目IDのうち項目の部分"),
                    DataColumn("枝番", "sub_no", about="枝番の行だけにある"),
                    *called,
                    DataColumn(_KIND, "kind", about="、".join(terms.KIND_LABELS.values()) + "のどれか"),
                    DataColumn(_REPEATS, "repeats", about="ほかの分野に再び掲げた行の、元の項目ID"),
                    DataColumn("状態", "state", about="、".join(terms.ITEM_STATES.values()) + "のどれか"),
                    *(DataColumn(_text_head(plan, key), key) for key in public.texts),
                )
            ),
            (ID,),
        ),
        DataTable(
            "points",
            (
                point,
                DataColumn("時点名", "point_label"),
                *when,
                DataColumn("基準日", "date", "date"),
                DataColumn("尺度", "scale", about="評価区分の表の尺度"),
            ),
            (POINT,),
        ),
        DataTable(
            "scales",
            (
                DataColumn("尺度", "scale"),
                DataColumn(_RATING, "rating"),
                DataColumn("評価の意味", "label"),
                DataColumn("説明", "legend"),
                DataColumn("順位", "order", "integer", "1が最もよい。順位のない評価は空欄"),
                DataColumn(_BEHIND, "behind", "boolean", "遅れを表す評価か"),
            ),
            ("尺度", _RATING),
        ),
        DataTable(
            "ratings",
            _apart(
                (
                    item,
                    point,
                    DataColumn("時点名", "point_label"),
                    *when,
                    DataColumn("枝番", "sub_no", about="枝番の行だけにある"),
                    *called,
                    DataColumn(_KIND, "kind"),
                    DataColumn(_REPEATS, "repeats", about="再掲の行は空欄でない。数えるときに除くかどうかを選べる"),
                    *(DataColumn(_department_head(n), f"department_{n}") for n in range(1, departments + 1)),
                    DataColumn(_RATING, "rating", about="未記入と評価の対象でない行は空欄"),
                    DataColumn("評価の意味", "rating_label"),
                    DataColumn(_BEHIND, "behind", "boolean", "遅れを表す評価か。評価のない行は空欄"),
                    DataColumn("前回の評価", "previous", about="公表した一つ前の時点の評価"),
                    DataColumn(
                        "前回から", "trend", about="上がった、変わらない、下がった、比べられない。前回のない行は空欄"
                    ),
                    *_entry_columns(plan, public),
                )
            ),
            (ID, POINT),
            ((ID, "items"), (POINT, "points")),
        ),
        DataTable(
            "indicators",
            (
                item,
                point,
                DataColumn(_SEQ, "seq", "integer", "項目の中での指標の順"),
                DataColumn("成果指標", "indicator"),
                DataColumn("目標値", "target", about="印刷されたとおりの文字"),
                DataColumn("実績値", "actual", about="印刷されたとおりの文字"),
                DataColumn("単位", "unit"),
                DataColumn("目標値（数値）", "target_value", "number", "文字から読み取れたときだけ"),
                DataColumn("実績値（数値）", "actual_value", "number", "文字から読み取れたときだけ"),
                DataColumn("達成", "reached", "boolean", "目標に達したか。比べられないときは空欄"),
            ),
            (ID, POINT, _SEQ),
            ((ID, "items"), (POINT, "points")),
        ),
        DataTable(
            "amounts",
            (
                item,
                point,
                DataColumn(FIELD, "field"),
                DataColumn(AMOUNT, "value", "number", "再掲の行にはない。枝番に分けて書かれたときはその合計"),
                DataColumn("単位", "unit", about=f"金額は{'、'.join(MONEY_UNITS)}のどれか"),
                *area_columns(plan),
            ),
            (ID, POINT, FIELD),
            ((ID, "items"), (POINT, "points")),
        ),
    )
    return found


def area_columns(plan: Plan) -> tuple[DataColumn, ...]:
    """Number and name of the area on each level, from the top; levels that are called the same are counted."""
    names = [csv_text(level.name) for level in plan.levels[: plan.tree.height]]
    shown = [name if names.count(name) == 1 else f"{name}{n}" for n, name in enumerate(names, 1)]
    return tuple(
        column
        for n, name in enumerate(shown, 1)
        for column in (DataColumn(f"{name}番号", f"area_{n}_no"), DataColumn(name, f"area_{n}"))
    )


def _department_head(n: int) -> str:
    return "主担当課" if n == 1 else f"担当課{n}"


def _text_head(plan: Plan, key: str) -> str:
    labels = (column.label for column in plan.columns if column.source == "plan" and column.key == key)
    return _one_line(next((label for label in labels if label), terms.TEXT_LABELS.get(key, key)))


def _one_line(label: str) -> str:
    return csv_text("".join(label.split()))


def _entry_columns(plan: Plan, public: PublicFields) -> Iterator[DataColumn]:
    for key in public.entries:
        field = plan.field_by_key[key]
        head = _one_line(label_of(plan, key))
        if field.type == "mark":
            yield DataColumn(head, key, "boolean")
        else:
            yield DataColumn(head, key, about="印刷されたとおりの文字", unit=field.shown_unit)


def _apart(columns: Iterable[DataColumn]) -> tuple[DataColumn, ...]:
    """The columns with heads and keys that no other has: what comes again is numbered."""
    found: list[DataColumn] = []
    for column in columns:
        heads, keys = {one.head for one in found}, {one.key for one in found}
        head = _free(column.head, heads)
        found.append(DataColumn(head, _free(column.key, keys), column.type, column.about, column.unit))
    return tuple(found)


def _free(name: str, taken: set[str]) -> str:
    return next(one for n in range(1, len(taken) + 2) if (one := name if n == 1 else f"{name}_{n}") not in taken)
