"""What kosei_xl prints and exports is read back: the A3 list of a report, and the flat list."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kosei_xl.importing.carrying import PlanFromList, plan_from_list
from kosei_xl.importing.proposal import propose
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import LineKey, Plan
from kosei_xl.verbs import init, opening, report
from kosei_xl.verbs.export import export_list
from kosei_xl.verbs.import_list import completed
from kosei_xl.verbs.list_files import read_source
from kosei_xl.words.quantities import with_unit
from tests.tools.lists.score import plain

_POINT = "R7_year_end"
_NOT_PRINTED = {"example", "effect_amount"}
"""Fields of the sample that no list of its report prints."""


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("緑ヶ原") / "事務局ブック.xlsx"
    init.init(path, init.sample_plan("midori"), init.sample_entries("midori"))
    return path


def _imported(path: Path) -> PlanFromList:
    proposal = propose(read_source([path]), dt.date(2026, 6, 1))
    return plan_from_list(proposal.found, proposal.decided, completed("plan-x", ("year_end",)))


def _rows(plan: Plan) -> dict[str, tuple[object, ...]]:
    """By printed number: name, area, departments, kind, relisted number, schedule."""
    names = {one.code: one.name for one in plan.departments}
    originals = {item.key: item.no for item in plan.items}
    return {
        line.no: (
            plain(line.name),
            tuple(plain(area.name) for area in plan.tree.path(line.item.area_no)),
            tuple(names[code] for code in line.departments),
            line.item.kind,
            originals.get(line.item.repeats or ""),
            line.schedule,
        )
        for line in plan.lines
    }


def _texts(plan: Plan, ledger: Ledger, kinds: set[str]) -> Iterator[tuple[str, str, str]]:
    """(number, point as year and kind, text) of every plan text and entry."""
    points = {point.key: f"{point.fiscal_year} {point.kind}" for point in plan.points}
    for line in plan.lines:
        yield from ((line.no, "", plain(text)) for text in line.texts.values())
    for key, fields in ledger.entries.items():
        if key.is_row and points[key.point] in kinds:
            no = plan.no_of(LineKey(key.item_key, key.sub_no))
            yield from ((no, points[key.point], plain(t)) for name, t in fields.items() if name not in _NOT_PRINTED)


def _ledger(carried: PlanFromList) -> Ledger:
    return Ledger(init.entries_by_key(carried.plan.plan, carried.entries))


def _values(plan: Plan, ledger: Ledger, point: str) -> dict[str, list[str]]:
    """By number: what each indicator says, name, target and actual with their unit, as they are printed."""
    found: dict[str, list[str]] = {}
    for line in plan.lines:
        row = line.key.at(point)
        for key in ledger.indicators(row):
            said = ledger.fields(key)
            unit = said.get("unit", "")
            values = [with_unit(said[name], unit) for name in ("target", "actual") if name in said]
            found.setdefault(line.no, []).append(plain("".join([said.get("indicator", ""), *values])))
    return found


def test_report__imported__what_it_prints_comes_back(master: Path, tmp_path: Path) -> None:
    printed = report.report(master, _POINT, tmp_path).files[0]
    made, book = _imported(printed), opening.open_master(master)
    assert _rows(made.plan.plan) == _rows(book.plan)
    kinds = {"2025 year_end"}
    have = {*_texts(made.plan.plan, _ledger(made), kinds)}
    assert {*_texts(book.plan, book.ledger.value, kinds)} <= have
    point = made.plan.plan.points[0].key if len(made.plan.plan.points) == 2 else made.plan.plan.points[1].key
    assert _values(made.plan.plan, _ledger(made), point) == _values(book.plan, book.ledger.value, _POINT)


def test_export__imported__the_same_plan(master: Path, tmp_path: Path) -> None:
    export_list(master, tmp_path / "一覧.xlsx")
    made, book = _imported(tmp_path / "一覧.xlsx"), opening.open_master(master)
    assert made.not_taken == ()
    assert _rows(made.plan.plan) == _rows(book.plan)
    kinds = {"2025 year_end", "2025 half"}
    have = sorted(_texts(made.plan.plan, _ledger(made), kinds))
    assert have == sorted(
        (no, point, text)
        for line_texts in [_texts(book.plan, book.ledger.value, kinds)]
        for no, point, text in line_texts
    ) or {*_texts(book.plan, book.ledger.value, kinds)} <= {*have}
    leads = {one.name: one.bureau for one in book.plan.departments}
    assert all(leads[one.name] == one.bureau for one in made.plan.plan.departments if one.bureau)
    for old, new in (("R7_first_half", 0), (_POINT, 1)):
        point = made.plan.plan.points[new].key
        assert _values(made.plan.plan, _ledger(made), point) == _values(book.plan, book.ledger.value, old)
