"""Names of what is not there, typed into settings: said with the cell, and nothing is handed out."""

from pathlib import Path

import pytest

from kosei_xl.values.refusals import UnfitSettings
from kosei_xl.verbs import check, distribute, init
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.office import cells_by_key, put

SAMPLE = init.sample_plan("midori")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The sample's master."""
    path = tmp_path_factory.mktemp("references") / "m.xlsx"
    init.init(path, SAMPLE)
    return path.read_bytes()


def _address(data: bytes, sheet: str, key: str, row: int) -> str:
    """The cell under a column key in a row."""
    found = read_book(data, "").sheet(sheet)
    assert found is not None
    column = [str(value) for value in found.rows[0]].index(key)
    letters = chr(65 + column) if column < 26 else f"A{chr(39 + column)}"
    return f"{letters}{row}"


def _setting(data: bytes, key: str) -> str:
    rows = list(cells_by_key(read_book(data, ""), terms.PLAN_SHEET))
    row = next(n for n, cells in enumerate(rows, 3) if cells["setting"] == key)
    return _address(data, terms.PLAN_SHEET, "value", row)


def _found(data: bytes) -> list[tuple[str, str]]:
    found = check.check_workbooks([("m.xlsx", data)]).diagnostics
    return [(p.code, str(p.at)) for p in found if p.message() and p.code in ("K131", "K153", "K172", "K185")]


def test_sample__nothing_is_said(whole: bytes) -> None:
    assert _found(whole) == []


@pytest.mark.parametrize(
    ("sheet", "key", "code"),
    [
        (terms.COLUMNS_SHEET, "part", "K153"),
        (terms.FIELDS_SHEET, "scale", "K131"),
        (terms.DEPARTMENTS_SHEET, "successors", "K185"),
        (terms.ITEMS_SHEET, "successor", "K153"),
    ],
)
def test_name__of_nothing_that_is_there__told_at_its_cell_and_nothing_is_handed_out(
    whole: bytes, tmp_path: Path, sheet: str, key: str, code: str
) -> None:
    at = _address(whole, sheet, key, 3)
    data = put(whole, {(sheet, at): "ばつ"})
    assert _found(data) == [(code, f"[m.xlsx]{sheet}!{at}")]
    (tmp_path / "m.xlsx").write_bytes(data)
    with pytest.raises(UnfitSettings):
        distribute.distribute(tmp_path / "m.xlsx", SAMPLE.plan.points[-1].key, tmp_path / "out")


def test_scale_of_a_point__without_ratings__k172_that_names_the_point(whole: bytes) -> None:
    at = _address(whole, terms.POINTS_SHEET, "scale", 3)
    data = put(whole, {(terms.POINTS_SHEET, at): "ばつ"})
    (problem,) = (p for p in check.check_workbooks([("m.xlsx", data)]).diagnostics if p.code == "K172")
    assert str(problem.at) == f"[m.xlsx]{terms.POINTS_SHEET}!{at}"
    assert f"「{SAMPLE.plan.points[0].label}」" in problem.message()


@pytest.mark.parametrize("key", ["area_numbering", "item_numbering", "level_numbering", "sub_numbering"])
def test_numbering__without_a_number__k153_at_its_cell(whole: bytes, key: str) -> None:
    at = _setting(whole, key)
    data = put(whole, {(terms.PLAN_SHEET, at): "ばつ"})
    assert _found(data) == [("K153", f"[m.xlsx]{terms.PLAN_SHEET}!{at}")]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("area_numbering", "方向性１"),
        ("item_numbering", "８・12"),
        ("item_numbering", "No.1"),
        ("sub_numbering", "{枝番}"),
    ],
)
def test_numbering__with_a_number__nothing(whole: bytes, key: str, text: str) -> None:
    assert _found(put(whole, {(terms.PLAN_SHEET, _setting(whole, key)): text})) == []


def test_successor__by_name_and_number__nothing(whole: bytes) -> None:
    items = _address(whole, terms.ITEMS_SHEET, "successor", 3)
    departments = _address(whole, terms.DEPARTMENTS_SHEET, "successors", 3)
    other, department = SAMPLE.plan.items[1], SAMPLE.plan.departments[1]
    for item in (other.no, other.name):
        texts = {(terms.ITEMS_SHEET, items): item, (terms.DEPARTMENTS_SHEET, departments): department.name}
        assert _found(put(whole, texts)) == []
