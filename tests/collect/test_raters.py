"""Several raters and axes side by side: which rating counts, and how each is counted."""

import pytest

from kosei_xl.collect.ledger_findings import ledger_findings
from kosei_xl.collect.rules.record import check_record
from kosei_xl.collect.summarize import summarize
from kosei_xl.make.master import make_ledger, make_summary
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Outcome, SourceMap
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import ROW, Line, Submission, ValueSet
from kosei_xl.values.sheet_values import KeyedFormula
from tests.tools.builders import END, standing
from tests.tools.office import put
from tests.tools.raters import given_by_many, rated_by_many
from tests.tools.verifying import Case, place, serious


def _printed(record: str, instead: str) -> list[str | None]:
    at = standing(rated_by_many(record, instead), END, Ledger(given_by_many()))
    found = (at.rating(Line(item, None)) for item in at.plan.items)
    return [rating.code if rating else None for rating in found]


@pytest.mark.parametrize(
    ("record", "instead", "codes"),
    [
        ("", "", ["S", "A", "B", None, "A", "A"]),
        ("二次評価", "", ["A", "A", None, "S", "B", "A"]),
        ("事務局", "", ["A", "A", None, "S", "B", "A"]),
        ("panel", "", [None, "B", None, "S", None, "B"]),
        ("委員会", "二次評価", ["A", "B", None, "S", None, "B"]),
        ("委員会評価", "評価", ["S", "B", "B", "S", None, "B"]),
    ],
)
def test_rating_of_record__named_in_any_way__it_and_what_stands_instead(
    record: str, instead: str, codes: list[str | None]
) -> None:
    assert _printed(record, instead) == codes


def test_summarize__several_raters__record_and_each_beside_it() -> None:
    summary = summarize(standing(rated_by_many(), END, Ledger(given_by_many())))
    assert {code: summary.total(code).rows for code in "SAB"} == {"S": 1, "A": 1, "B": 2}
    beside = {name: [own.total(code).rows for code in "SAB"] for name, own in summary.beside.items()}
    assert beside == {"rating": [1, 3, 1], "second": [1, 3, 1], "outcome": [0, 0, 0]}
    assert summary.behind.rows == 2


def test_make_summary__several_raters__a_row_for_each_that_no_total_counts() -> None:
    plan = rated_by_many()
    made = make_summary(plan, summarize(standing(plan, END, Ledger(given_by_many()))))
    rows = {str(row.values["area"]): row.values for row in made.rows}
    assert [name for name in rows if name.startswith("（")] == ["（評価）", "（成果）", "（二次評価）"]
    shown = {key: value.value for key, value in rows["（二次評価）"].items() if isinstance(value, KeyedFormula)}
    assert shown == {"rows": 6, "rating:S": 1, "rating:A": 3, "rating:B": 1, "missing": 1}
    total = made.band["rating:B"]
    assert isinstance(total, KeyedFormula)
    assert (total.text, total.value) == ('SUMIF([area_no:],"?*",[rating:B:])', 2)


def test_make_ledger__repeated_listing__each_rating_by_formula() -> None:
    made = make_ledger(rated_by_many(), Ledger(given_by_many()))
    row = next(row for row in made.rows if row.key == f"{END}|again|")
    assert {key for key, value in row.values.items() if isinstance(value, KeyedFormula)} == {
        "rating",
        "second",
        "panel",
        "outcome",
    }
    assert dict(made.choices) == dict.fromkeys(("second", "panel", "outcome"), ("S", "A", "B"))


def test_verify__several_raters__every_part_by_its_own() -> None:
    case = Case(rated_by_many(), given_by_many(), END, {}, draft=False)
    assert serious(case.findings()) == []
    assert case.cell("summary", "total", "A").text == "３"
    assert [case.cell("delayed", row, "record").text for row in ("i2|", "again|")] == ["B", "B"], "by the committee"
    assert [case.cell("list", "i5|", key).text for key in ("rating", "second")] == ["A", "B"]


@pytest.mark.parametrize(
    ("part", "row", "column"), [("list", "i2|", "record"), ("list", "foot:B", "panel"), ("summary", "total", "A")]
)
def test_verify__rating_or_count_of_a_rater_typed_over__told(part: str, row: str, column: str) -> None:
    case = Case(rated_by_many(), given_by_many(), END, {}, draft=False)
    at = case.cell(part, row, column).at
    workbook = put(case.workbook, {(at.sheet or "", at.cell or ""): "9"})
    assert [where for _, where in serious(case.findings(workbook))] == [place(at)]


# -- what is missing ---------------------------------------------------------------------------------------------------
def _told(record: str, instead: str) -> dict[str, list[str]]:
    at = standing(rated_by_many(record, instead), END, Ledger(given_by_many()))
    places: SourceMap = {
        (*key, name): CellRef("m.xlsx", "台帳", 3, 9) for key in given_by_many() for name in ("panel", "second")
    }
    told: dict[str, list[str]] = {}
    for problem in ledger_findings(at, places, (), everything=True):
        told.setdefault(problem.code, []).append(problem.item or dict(problem.params).get("nos", ""))
    return told


@pytest.mark.parametrize(
    ("record", "instead", "blank", "standing_in"),
    [
        ("", "", [], []),
        ("委員会", "", ["1", "3"], []),
        ("委員会", "二次評価", ["3"], ["1"]),
        ("委員会", "自己評価", [], ["1、3"]),
        ("二次評価", "", ["3"], []),
    ],
)
def test_check_record__missing_in_the_ledger__k176_or_what_stands_instead_k177(
    record: str, instead: str, blank: list[str], standing_in: list[str]
) -> None:
    told = _told(record, instead)
    assert (told.get("K176", []), told.get("K177", [])) == (blank, standing_in)


def test_check_record__workbook_of_a_department__not_asked_for_what_others_rate() -> None:
    plan = rated_by_many("委員会", "")
    sets = tuple(ValueSet(f"i{n}", None, ROW, {"rating": "A"}) for n in range(1, 6))
    submission = Submission("midori", 1, END, "D1", sets)
    assert [one.code for one in check_record(Outcome(submission, {}), plan)] == []


def test_check_required__rating_of_record_is_behind__cause_asked_for_in_the_ledger() -> None:
    assert "2" in _told("委員会", "").get("K302", []), "the committee's B"
    assert "2" not in _told("", "").get("K302", [])
