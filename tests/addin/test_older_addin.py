"""Add-ins of 0.1.0 that are still installed: what their macros name is there in this package."""

import sys
from collections.abc import Iterator
from importlib import import_module
from inspect import signature

import pytest

from tests.tools.windows_stub import Excel

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the real pywin32 is there: tests/windows")

UDF_MODULES = "kosei_xl.udfs"
"""The setting of its sheet kosei.conf; its macros hand this name over with every call."""
FUNCTIONS = {
    **{"KOSEI_COUNT": 3, "KOSEI_COUNTS": 2, "KOSEI_SUMMARY": 4, "KOSEI_LEDGER": 4, "KOSEI_TABLE": 2, "KOSEI_CHECK": 4},
    **{"KOSEI_SENTENCE": 5, "KOSEI_WAREKI": 2, "KOSEI_NENDO": 2, "KOSEI_DIGITS": 2, "KOSEI_NUMBER": 2},
    **{"KOSEI_ACHIEVEMENT": 4},
}
"""Its worksheet functions, and how many arguments its macros hand over."""
STARTS = "import kosei_xl.addin.buttons as buttons; buttons.{verb}()"
"""What a button gives to RunPython."""
VERBS = (
    *("distribute", "status", "check", "consolidate", "report", "pdf", "verify", "adopt", "settings", "manual"),
    "check_survey",
)
SCALE = (("評価", "呼び方", "集計する", "記入が要る欄"), ("S", "上", "○", None), ("B", "下", "○", "要因"))
LEDGER = (("時点", "分野", "区分", "評価", "要因"), ("R7", 1.0, "評価", "S", None), ("R7", 2.0, "評価", "B", None))
CALLS = {
    "KOSEI_COUNT": ((("S",), ("B",)), "S"),
    "KOSEI_COUNTS": ((("S",), ("B",)), SCALE),
    "KOSEI_SUMMARY": ((("市民",), ("財政",)), (("S",), ("B",)), SCALE),
    "KOSEI_LEDGER": (LEDGER, "R7", SCALE),
    "KOSEI_TABLE": (LEDGER, "R7"),
    "KOSEI_CHECK": (LEDGER, SCALE),
    "KOSEI_SENTENCE": ((("S", 2.0), ("B", 0.0)), SCALE),
    "KOSEI_WAREKI": ("2026-03-31",),
    "KOSEI_NENDO": (2025.0,),
    "KOSEI_DIGITS": (7.0,),
    "KOSEI_NUMBER": (3.0, "①"),
    "KOSEI_ACHIEVEMENT": (150.0, 300.0),
}


@pytest.fixture(scope="module")
def excel() -> Iterator[Excel]:
    started = Excel(UDF_MODULES)
    yield started
    started.close()


@pytest.fixture(scope="module")
def today() -> Iterator[Excel]:
    started = Excel()
    yield started
    started.close()


def test_udfs__by_the_old_name__every_function_with_room_for_the_old_arguments(excel: Excel) -> None:
    found = excel.signatures()
    assert FUNCTIONS.keys() <= found.keys()
    for name, count in FUNCTIONS.items():
        assert len(found[name]) >= count, name
        assert all(optional for _, optional in found[name][count:]), name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_udfs__called_by_the_old_name__the_same_answer(excel: Excel, today: Excel, name: str) -> None:
    shown = excel.call(name, *CALLS[name])
    assert shown == today.call(name, *CALLS[name])
    assert "計算できません" not in str(shown)


@pytest.mark.parametrize("verb", VERBS)
def test_buttons__what_an_old_macro_starts__there_without_arguments(verb: str) -> None:
    imported, call = STARTS.format(verb=verb).split("; ")
    module, alias = imported.removeprefix("import ").split(" as ")
    function = getattr(import_module(module), call.removeprefix(f"{alias}.").removesuffix("()"))
    assert not signature(function).parameters
