"""What each table for analysts holds: key, head, type and meaning of every column. Data and the plan's own fields."""

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from kosei_xl.read.master import Master
from kosei_xl.values.labels import fields_of_ledger, label_of
from kosei_xl.values.model import ROW
from kosei_xl.words import terms

ColumnType = Literal["text", "whole", "number", "yes", "date", "time", "choice"]
"""pandas' `string`, `Int64`, `Float64`, `boolean`, `datetime64[ns]`, the same with time zone UTC, and `category`."""
TableKind = Literal["ledger", "indicators", "photos", "received", "ratings"]
SHEETS: Mapping[TableKind, str] = {
    "ledger": "台帳（項目×時点）",
    "indicators": "指標",
    "photos": "写真",
    "received": "受領（記入ごと）",
    "ratings": "評価の数",
}
"""What the tables are called as sheets of a workbook."""
VALUE_SUFFIX = "_value"
"""Ends the key of a column that holds the number in another column's text."""
MISSING = "missing"
TOTAL = "total"


class TidyColumn(NamedTuple):
    """A column of a table: its key in the frame, its head in a workbook, its type, and what it says."""

    key: str
    head: str
    type: ColumnType
    about: str


_POINT = (
    TidyColumn("point", "時点キー", "text", "報告時点のキー"),
    TidyColumn("point_label", "報告時点", "text", "報告時点の表示名"),
    TidyColumn("fiscal_year", "年度", "whole", "報告時点の年度（始まる年の西暦）"),
    TidyColumn("point_date", "基準日", "date", "報告時点の基準日"),
)
_LINE = (
    TidyColumn("area_no", "分野番号", "text", "分野の番号"),
    TidyColumn("area", "分野", "text", "分野の名称"),
    TidyColumn("item_key", "項目キー", "text", "項目を版が変わっても見分けるキー"),
    TidyColumn("sub_no", "枝番", "text", "枝番（項目そのものの行では空欄）"),
    TidyColumn("no", "No.", "text", "印刷する番号（枝番は「4-1」）"),
    TidyColumn("name", "名称", "text", "項目の名称（枝番に名称があればその名称）"),
)
_OF_LINE = (
    TidyColumn("kind", "区分", "choice", "評価・対象外・枝番のどれか"),
    TidyColumn(
        "repeats",
        "再掲元のNo.",
        "text",
        "再掲の行では元の項目の番号。重ねて数えないときはこの列が空欄の行だけを使います",
    ),
    TidyColumn("lead", "主担当", "text", "主担当の課（その時点の課名）"),
    TidyColumn("bureau", "部", "text", "主担当の課の部"),
    TidyColumn("departments", "推進担当課", "text", "推進担当課（主担当が先、「、」で区切る）"),
    TidyColumn("answering", "回答課", "text", "回答する課（事務局が答える項目では「事務局」）"),
    TidyColumn("filled", "記入あり", "yes", "台帳に何か記入があるか"),
)
_RATING = (
    TidyColumn("rating", "評価", "choice", "評価区分の評価。再掲の行は元の項目の評価"),
    TidyColumn("rating_order", "評価の順序", "whole", "評価区分の順序（順序のない評価は空欄）"),
    TidyColumn("behind", "遅れ", "yes", "遅れに当たる評価か"),
    TidyColumn("rating_text", "評価の記入", "text", "台帳に書かれているままの評価（評価区分にないものも）"),
)
_NUMBERED = TidyColumn("seq", "連番", "whole", "同じ項目の中での順番")
_INDICATOR = (
    TidyColumn("indicator", "成果指標", "text", "指標の名前"),
    TidyColumn("unit", "単位", "text", "書かれているままの単位"),
    TidyColumn("target", "目標値", "text", "書かれているままの目標"),
    TidyColumn("actual", "実績値", "text", "書かれているままの実績"),
    TidyColumn("target_value", "目標（数値）", "number", "目標から読み取れた数（「2千円」は2000）"),
    TidyColumn("actual_value", "実績（数値）", "number", "実績から読み取れた数"),
    TidyColumn("value_unit", "数値の単位", "text", "数値の列の単位（千や万を外したもの）"),
    TidyColumn("ratio", "達成率", "number", "実績÷目標（1は100％。単位が違う、目標が0なら空欄）"),
    TidyColumn("reached", "達成", "yes", "目標を満たすか（以上・以下などの書き方に従う。決められなければ空欄）"),
)
_PHOTO = (
    TidyColumn("caption", "写真の説明", "text", "写真の下に印刷する説明"),
    TidyColumn("picture", "写真のSHA-256", "text", "写真ファイルを見分ける値（写真がなければ空欄）"),
)
_RECEIVED = (
    TidyColumn("order", "受領の順", "whole", "受領シートでの順番。同じ調査票の同じ行の記入は同じ番号"),
    *_POINT,
    TidyColumn("dept_code", "部署番号", "text", "提出した課の部署番号（事務局の記入では空欄）"),
    TidyColumn("department", "課名", "text", "提出した課（事務局の記入では「事務局」）"),
    TidyColumn("submission_no", "提出回", "whole", "何回目の提出か（事務局の記入では空欄）"),
    TidyColumn("file", "ファイル", "text", "届いたファイル"),
    TidyColumn("sheet", "シート", "text", "記入のあったシート"),
    TidyColumn("cell", "セル", "text", "記入のあったセル"),
    TidyColumn("saved_at", "保存日時", "time", "調査票が保存された日時（表では世界時、ブックでは日本時間）"),
    TidyColumn("saved_by", "保存者", "text", "調査票を保存した人"),
    TidyColumn("filled_by", "記入者", "text", "記入要領の記入者"),
    TidyColumn("confirmed_by", "確認者", "text", "記入要領の確認者"),
    TidyColumn("confirmed_on", "確認日", "text", "書かれているままの確認日"),
    *_LINE,
    TidyColumn("part", "行の種類", "choice", "項目の行・指標・写真・調査票全体のどれか"),
    _NUMBERED,
    TidyColumn("field", "欄キー", "text", "記入された欄のキー"),
    TidyColumn("label", "欄", "text", "記入された欄の見出し"),
    TidyColumn("text", "記入", "text", "書かれていたままの文"),
    TidyColumn("taken", "台帳に入れた", "yes", "この記入が台帳に入ったか（記録のない古い行では空欄）"),
    TidyColumn("sha256", "SHA-256", "text", "届いたファイルを見分ける値"),
)


def columns_of(table: TableKind, office: Master) -> tuple[TidyColumn, ...]:
    """The columns of a table of this master, in order, with the plan's own fields and ratings."""
    if table == "ledger":
        return (*_POINT, *_LINE, *_OF_LINE, *_RATING, *_fields(office))
    if table == "indicators":
        return (*_POINT, *_LINE, _NUMBERED, *_INDICATOR)
    if table == "photos":
        return (*_POINT, *_LINE, _NUMBERED, *_PHOTO)
    if table == "received":
        return _RECEIVED
    ratings = (
        TidyColumn(key, code, "whole", f"評価が「{code}」の項目の数（再掲も数える）")
        for code, key in rating_keys(office).items()
    )
    missing = TidyColumn(MISSING, "未記入", "whole", "評価がまだない項目の数")
    return (*_POINT, *_LINE[:2], *ratings, missing, TidyColumn(TOTAL, "計", "whole", "評価の対象になる項目の数"))


def amounts_of(office: Master) -> tuple[str, ...]:
    """The fields that hold numbers or money (欄の値の種類): beside each stands a column with the number."""
    known = fields_of_ledger(office.plan, ROW)
    return tuple(one.field for one in office.registers.fields if one.type in ("number", "money") and one.field in known)


def rating_keys(office: Master) -> Mapping[str, str]:
    """Code of a rating -> the key of its column in the table of counts."""
    taken = {column.key for column in (*_POINT, *_LINE)} | {MISSING, TOTAL}
    return {code: _free(code, taken, "rating") for code in office.plan.every_rating}


def field_keys(office: Master) -> Mapping[str, str]:
    """Field of a row of the ledger, but for the rating -> the key of its column; they differ where that is taken."""
    taken = {column.key for column in (*_POINT, *_LINE, *_OF_LINE, *_RATING)}
    return {name: _free(name, taken, "entry") for name in fields_of_ledger(office.plan, ROW) if name != "rating"}


def _free(key: str, taken: Collection[str], prefix: str) -> str:
    return f"{prefix}_{key}" if key in taken else key


def _fields(office: Master) -> tuple[TidyColumn, ...]:
    """The texts of a row of the ledger, under the plan's own labels."""
    plan, amounts = office.plan, amounts_of(office)
    found: list[TidyColumn] = []
    for name, key in field_keys(office).items():
        label = label_of(plan, name)
        found.append(TidyColumn(key, label, "text", f"台帳の「{label}」。再掲の行は元の項目の文"))
        if name in amounts:
            about = f"「{label}」から読み取れた数（読み取れなければ空欄）"
            found.append(TidyColumn(key + VALUE_SUFFIX, f"{label}（数値）", "number", about))
    return tuple(found)


KINDS = tuple(terms.KIND_LABELS.values())
PARTS = ("項目", "指標", "写真", "調査票全体")
"""What a row of 受領 is about, in the order of `SlotKind`; the last one is about a workbook as a whole."""
