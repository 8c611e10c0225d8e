"""The worksheet functions through xlwings' real COM path: what Excel hands over, and what it gets back."""

import datetime as dt
import sys
from collections.abc import Iterator

import pytest

from kosei_xl.addin import udfs
from kosei_xl.addin.building.help import FUNCTIONS
from tests.tools.windows_stub import ERRORS, Area, Excel

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the real pywin32 is there: tests/windows")

SCALE = (
    ("評価", "呼び方", "集計する", "記入が要る欄"),
    ("S", "上", "○", None),
    ("A", "中", "○", None),
    ("B", "下", "○", "要因"),
)
RATINGS = (("S",), ("Ａ",), (None,), (ERRORS["#N/A"],), (1.0,), (dt.datetime(2025, 4, 1, tzinfo=dt.UTC),))
AREAS = (("市民",), ("財政",), ("市民",), ("市民",), (None,), ("財政",))


@pytest.fixture(scope="module")
def excel() -> Iterator[Excel]:
    started = Excel()
    yield started
    started.close()


def test_udfs__names_and_arguments__those_of_the_help_texts(excel: Excel) -> None:
    found = {name: [argument for argument, _ in arguments] for name, arguments in excel.signatures().items()}
    assert found == {name: list(told.arguments) for name, told in FUNCTIONS.items()}
    for name, arguments in excel.signatures().items():
        for argument, optional in arguments:
            text = FUNCTIONS[name].arguments[argument]
            assert ("省略" in text) == optional, f"{name} {argument}"


def test_udfs__arrays__converted_and_answered(excel: Excel) -> None:
    assert excel.call("KOSEI_COUNT", RATINGS, "a") == 1
    assert excel.call("KOSEI_COUNTS", RATINGS, SCALE) == [["S", 1], ["A", 1], ["B", 0]]
    assert excel.call("KOSEI_SUMMARY", AREAS, RATINGS, SCALE) == [
        ["分野", "項目数", "S", "A", "B", "未記入"],
        ["市民", 3, 1, 0, 0, 2],
        ["財政", 2, 0, 1, 0, 1],
        ["計", 5, 1, 1, 0, 3],
    ]


def test_udfs__ledger_and_check__read_by_their_heads(excel: Excel) -> None:
    ledger = (
        ("時点", "分野", "区分", "評価", "要因"),
        ("R7", 1.0, "評価", "S", None),
        ("R7", 1.0, "対象外", None, None),
        ("R7", 2.0, "評価", "B", None),
        ("R6", 2.0, "評価", "A", None),
    )
    table = [
        ["分野", "項目数", "S", "A", "B", "未記入"],
        ["1", 1, 1, 0, 0, 0],
        ["2", 1, 0, 0, 1, 0],
        ["計", 2, 1, 0, 1, 0],
    ]
    assert excel.call("KOSEI_LEDGER", ledger, "R7", SCALE) == table
    named = excel.call("KOSEI_LEDGER", ledger, "R7", SCALE, (("番号", "名称"), (1.0, "市民"), (2.0, "財政")))
    assert [row[0] for row in named] == ["分野", "市民", "財政", "計"]
    states = excel.call("KOSEI_CHECK", ledger, SCALE)
    assert states == [["点検"], ["済"], ["済"], ["未記入：要因"], ["済"]]


def test_udfs__data_frame__heads_and_rows_without_an_index(excel: Excel) -> None:
    day = dt.datetime(2025, 4, 1, tzinfo=dt.UTC)
    ledger = (
        ("時点", "分野", "評価", "要因", "取組実績"),
        ("R7", 1.0, "S", None, "12回開いた。"),
        ("R7", 2.0, None, None, ERRORS["#N/A"]),
        ("R6", 2.0, "A", "別の時点", day),
        ("R8", 2.0, "A", None, day),
    )
    assert excel.call("KOSEI_TABLE", ledger, "R7") == [
        ["時点", "分野", "評価", "取組実績"],
        ["R7", 1.0, "S", "12回開いた。"],
        ["R7", 2.0, "", "#N/A"],
    ]
    assert excel.call("KOSEI_TABLE", ledger, "R6")[1][:4] == ["R6", 2.0, "A", "別の時点"]
    assert "R9" in excel.call("KOSEI_TABLE", ledger, "R9")
    assert excel.call("KOSEI_TABLE", (("x",),), "R7")


def test_udfs__blank_rows__blank_cells(excel: Excel) -> None:
    assert excel.call("KOSEI_CHECK", (("評価", "要因"), (None, None), ("", "")), SCALE) == [["点検"], [""], [""]]
    assert excel.call("KOSEI_WAREKI", ((None, ""),)) == [["", ""]]


def test_udfs__scalars__a_scalar(excel: Excel) -> None:
    assert excel.call("KOSEI_WAREKI", dt.datetime(2026, 3, 31, tzinfo=dt.UTC), "全角") == "令和８年３月３１日"
    assert excel.call("KOSEI_NENDO", 2025.0) == "令和7年度"
    assert excel.call("KOSEI_NENDO", dt.datetime(2019, 4, 30, tzinfo=dt.UTC)) == "平成31年度"
    assert excel.call("KOSEI_DIGITS", 7.0) == "７"
    assert excel.call("KOSEI_NUMBER", 3.0, "①") == "③"
    assert excel.call("KOSEI_ACHIEVEMENT", "312件", "年300件", "判定") == "達成"
    assert excel.call("KOSEI_ACHIEVEMENT", 150.0, 300.0) == 0.5
    assert excel.call("KOSEI_SENTENCE", (("S", 2.0), ("B", 0.0)), SCALE, "取組", "半角", False) == "2取組が「上」"


def test_udfs__error_values__stay(excel: Excel) -> None:
    given = ((ERRORS["#DIV/0!"], ERRORS["#REF!"], 12.0),)
    assert excel.call("KOSEI_DIGITS", given, "全角") == [["#DIV/0!", "#REF!", "１２"]]
    assert excel.call("KOSEI_ACHIEVEMENT", given, 24.0) == [["#DIV/0!", "#REF!", 0.5]]
    assert excel.call("KOSEI_CHECK", (("評価",), (ERRORS["#N/A"],)), SCALE) == [["点検"], ["エラー値：評価"]]


def test_udfs__ranges__read_as_far_as_the_sheet_is_used(excel: Excel) -> None:
    assert excel.call("KOSEI_COUNT", Area(RATINGS), "S") == 1
    assert excel.call("KOSEI_COUNT", Area(RATINGS, rows=1_048_576), "S") == 1
    assert excel.call("KOSEI_COUNT", Area(RATINGS, rows=1_048_000, row=3), "A") == 1
    assert excel.call("KOSEI_COUNT", Area((("S",),)), "S") == 1
    whole = excel.call("KOSEI_SUMMARY", Area(AREAS, rows=1_048_576), Area(RATINGS, rows=1_048_576), SCALE)
    assert whole[-1] == ["計", 5, 1, 1, 0, 3]


def test_udfs__no_answer__a_message_in_the_cell(excel: Excel) -> None:
    assert excel.call("KOSEI_COUNTS", RATINGS, None) == "評価区分の範囲を指定してください"
    assert excel.call("KOSEI_WAREKI", "来年") == "「来年」は日付として読めません"
    assert excel.call("KOSEI_NUMBER", 3.0, None).startswith("番号の形を見本")
    assert excel.call("KOSEI_SUMMARY", AREAS, RATINGS[:2], SCALE) == "範囲の大きさが違います（6、2）"


def test_answering__our_own_bug__a_message_in_the_cell() -> None:
    def broken() -> None:
        raise ZeroDivisionError("division by zero")

    shown = udfs._answering(broken)()
    assert shown == "計算できませんでした（ZeroDivisionError: division by zero）。範囲の指定を確かめてください。"


def test_udfs__english__messages_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOSEI_LANG", "en")
    started = Excel()
    assert started.call("KOSEI_WAREKI", "来年") == "“来年” is not a date"
    assert started.call("KOSEI_CHECK", (("評価", "要因"), ("B", None)), SCALE) == [["点検"], ["Missing: 要因"]]
    started.close()
