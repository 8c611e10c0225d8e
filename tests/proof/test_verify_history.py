"""The part 経過 held against the ledger: as printed nothing differs, and every figure or text that somebody changed is
named with its cell; also where all that is left of earlier points is what was kept with a closed one.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

import pytest

from kosei_xl.proof.verify.expected import expected
from kosei_xl.proof.verify.facts import Facts
from kosei_xl.proof.verify.says import ReportSays
from kosei_xl.read.report import FoundCell
from kosei_xl.report.kept import report_of
from kosei_xl.report.publication import kept_values
from kosei_xl.values.kept import as_published, kept_basis
from kosei_xl.values.lives import plan_at
from kosei_xl.values.model import LineKey, Plan, indicator_slot
from kosei_xl.values.standing import Standing
from tests.tools.courses import PART, CourseCase, course_case, course_ledger, course_plan
from tests.tools.verifying import place, serious, with_cells, with_rows

CASE = course_case(course_plan(), course_ledger(course_plan()) | {LineKey("m-001").at("R4_end"): {"effect": "未定"}})


@pytest.mark.parametrize("seed", range(12))
def test_verify__course_as_printed__nothing(seed: int) -> None:
    chance = random.Random(seed)
    part = PART.model_copy(
        update={
            "paper": chance.choice(("A3横", "A4横")),
            "items": chance.choice(("all", "rated", "unrated")),
            "foot": chance.random() < 0.5,
            "numbering": chance.choice(("", "①")),
            "shows": tuple(chance.sample(("評価", "指標", "金額"), chance.randrange(4))),
        }
    )
    plan = course_plan(chance.choice((1, 2, 5)), chance.choice((5, 30)), part)
    style = plan.style.model_copy(
        update={
            "digits_text": chance.choice(("mixed", "half", "full")),
            "digits_table": chance.choice(("full", "half", "mixed")),
            "entry_digits": chance.choice(("even", "typed")),
        }
    )
    plan = Plan.model_validate({**plan.model_dump(exclude_defaults=True), "style": style})
    made = course_case(plan, course_ledger(plan, seed), chance.choice(plan.points).key)
    assert made.findings() == []


def _cells(made: CourseCase) -> Iterator[tuple[str, FoundCell]]:
    """Every cell of the part that is not joined to one above, with the name of its row."""
    for (part, name), pieces in made.found.rows.items():
        first = name.endswith("||rating") or name == "m-004|1|amount:effect" or name == "m-004|2|amount:effect"
        for cell in pieces[0].cells if part == "history" else ():
            own = cell.text or (cell.column.startswith("at:") and "|" in name)
            if own and (cell.column not in ("no", "name") or first or "|" not in name):
                yield name, cell


def test_verify__every_cell_of_the_course_faked__its_cell_alone() -> None:
    figures = 0
    for name, cell in _cells(CASE):
        faked = "77" if cell.text != "77" else "78"
        code = "K701" if cell.column.startswith("at:") and not name.startswith("head:") else "K702"
        found = serious(CASE.findings(with_cells(CASE.workbook, {cell.at: faked})))
        assert found == [(code, place(cell.at))], (name, cell)
        figures += code == "K701"
    assert figures > 80


def test_verify__white_space_in_the_course__nothing() -> None:
    cell = CASE.cell("history", "m-001||indicator:1", "at:R3_half")
    assert CASE.findings(with_cells(CASE.workbook, {cell.at: f" {cell.text}　"})) == []


def test_verify__row_of_the_course_taken_out__missing() -> None:
    row = CASE.cell("history", "m-001||indicator:1", "what").at.row
    assert row is not None
    without = with_rows(CASE.workbook, "経過", lambda rows: rows.remove(rows[row - 1]))
    assert serious(CASE.findings(without)) == [("K704", f"経過!{row}:{row}")]


def test_explain__figure_of_the_foot__the_cells_that_it_counts() -> None:
    part = next(one for one in CASE.says.parts if one.key == "history")
    row = next(one for one in part.rows if one.name == "foot:sum:effect")
    said = [origin.said for origin in row.cells["at:R3_half"].origins]
    assert len(said) > 1
    assert all(said)


# Closed points --------------------------------------------------------------------------------------------------------


class _Kept(CourseCase):
    """A report of a closed point, beside what was kept with it alone."""

    @cached_property
    def says(self) -> ReportSays:
        standing = self.standing
        values = tuple(kept_basis(self.plan, standing))
        then = as_published(standing, values)
        assert then is not None
        own = Standing(plan_at(then.plan, then.point), then.point, then.ledger, whole=then.plan)
        return expected(Facts(own), self.parts, draft=self.draft)


def test_verify__closed_point__proven_by_what_was_kept_of_every_point() -> None:
    made = _Kept(CASE.plan, CASE.ledger, CASE.point, {}, draft=False)
    assert made.findings() == []
    cell = made.cell("history", "m-001||indicator:1", "at:R3_half")
    assert serious(made.findings(with_cells(made.workbook, {cell.at: "1／2"}))) == [("K701", place(cell.at))]


def test_kept_basis__plan_without_a_course__no_indicators_of_earlier_points() -> None:
    bare = Plan.model_validate({**CASE.plan.model_dump(exclude_defaults=True), "parts": CASE.plan.parts[:1]})
    earlier = LineKey("m-001").at("R3_half", indicator_slot(1))
    for plan, there in ((CASE.plan, True), (bare, False)):
        standing = replace(CASE.standing, plan=plan_at(plan, CASE.standing.point), whole=plan)
        published = as_published(standing, tuple(kept_basis(plan, standing)))
        assert published is not None
        assert bool(published.ledger.fields(earlier)) is there


def test_kept_values__course__the_same_report_again() -> None:
    again, missing = report_of(kept_values(CASE.plan, CASE.standing, CASE.report), {})
    assert again is not None
    assert missing == ()
    assert again.sheets == CASE.report.sheets
