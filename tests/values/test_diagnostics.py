"""Findings as values: messages, JSON, places and order."""

from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Outcome, diagnostic, has_errors, sort_diagnostics
from kosei_xl.words.findings import Severity

AT = CellRef("福祉課.xlsx", "様式1", 12, 4)


def test_diagnostic__params__fill_the_message_in_both_languages() -> None:
    problem = diagnostic("K302", AT, item="4-1", point="R7", rating="B", label="要因")
    assert problem.message() == "No.4-1：評価が「B」なので、要因を記入してください。"
    assert problem.message("en") == "No. 4-1: The rating is “B”, so “要因” is required."
    assert problem.severity is Severity.ERROR


def test_diagnostic__item_in_the_message__taken_from_item() -> None:
    assert "No.4-1" in diagnostic("K116", AT, item="4-1", name="窓口").message()


def test_diagnostic__braces_in_a_value__left_alone() -> None:
    assert "{S}" in diagnostic("K113", AT, text="{S}").message()


def test_diagnostic_to_json__place_and_related__as_pinned() -> None:
    problem = diagnostic("K302", AT, [CellRef("a.xlsx", "S", 1, 1)], item="4", point="R7", rating="B", label="要因")
    assert problem.to_json() == {
        "code": "K302",
        "severity": "error",
        "message": "No.4：評価が「B」なので、要因を記入してください。",
        "file": "福祉課.xlsx",
        "sheet": "様式1",
        "cell": "D12",
        "item": "4",
        "point": "R7",
        "related": [{"file": "a.xlsx", "sheet": "S", "cell": "A1"}],
    }
    assert diagnostic("K105").to_json("en")["file"] is None


def test_outcome_place__missing_cell__nearest_parent() -> None:
    row, top = CellRef("f", "s", 3), CellRef("f")
    outcome = Outcome(None, {("rows", 1): row, (): top})
    assert outcome.place("rows", 1, "rating") == row
    assert outcome.place("rows", 2, "rating") == top
    assert Outcome(None, {}).place("rows") is None


def test_sort_diagnostics__file_sheet_row_column_severity__in_this_order() -> None:
    def at(file: str, sheet: str | None = None, row: int | None = None, column: int | None = None) -> CellRef:
        return CellRef(file, sheet, row, column)

    wanted = [
        diagnostic("K105"),
        diagnostic("K105", at("a")),
        diagnostic("K126", at("a", "二")),
        diagnostic("K205", at("a", "二", 3, 1), value="#REF!"),
        diagnostic("K203", at("a", "二", 3, 1), value="5"),
        diagnostic("K203", at("a", "二", 3, 2), value="5"),
        diagnostic("K126", at("a", "一")),
        diagnostic("K126", at("a", "三")),
        diagnostic("K105", at("b")),
    ]
    order = {("a", "二"): 0, ("a", "一"): 1}
    assert sort_diagnostics([*reversed(wanted), wanted[3]], order) == tuple(wanted)


def test_has_errors__warnings_only__no() -> None:
    assert not has_errors([diagnostic("K126"), diagnostic("K108", expected="x")])
    assert has_errors([diagnostic("K126"), diagnostic("K105")])
    assert not has_errors([])
