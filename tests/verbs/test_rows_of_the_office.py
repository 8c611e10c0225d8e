"""What the office does to the rows of its own master: copied with their hidden keys, sorted without, a point renamed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kosei_xl.values.model import EntriesFile, Entry, Indicator, Item, PlanFile
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import check, consolidate, distribute, init, report
from kosei_xl.words import terms
from tests.tools.builders import END, make_plan, with_list
from tests.tools.rounds.paper import Paper

NAMES = ("相談窓口", "電子申請", "納税案内", "図書館")
SHEETS = {terms.LEDGER_SHEET: "results", terms.INDICATORS_SHEET: "actual"}
Do = Callable[[Paper, str, list[int]], None]


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """A master in which four items say something, each with an indicator."""
    items = tuple(
        Item(key=f"a-{n}", no=str(n), name=name, area_no="1", departments=("D1",)) for n, name in enumerate(NAMES, 1)
    )
    entries = tuple(
        Entry(
            item_key=item.key,
            point=END,
            fields={"rating": "A", "results": f"{item.name}の実績"},
            indicators=(Indicator(indicator="件数", target="10", actual=f"1{item.no}", unit="件"),),
        )
        for item in items
    )
    plan = with_list(make_plan(items, indicators=True))
    path = tmp_path / "m.xlsx"
    init.init(path, PlanFile(plan=plan), EntriesFile(plan_id=plan.plan_id, entries=entries))
    return path


def _change(master: Path, sheet: str, do: Do) -> None:
    """The office opens the master, does something with the rows of the last point, and saves."""
    paper = Paper(master)
    rows = [n for n, texts in paper.rows(sheet).items() if texts.get("row_key", "").startswith(f"{END}|")]
    do(paper, sheet, rows)
    paper.save(master, "2026-06-01T00:00:00Z", "事務 次郎")


def _copy(paper: Paper, sheet: str, rows: list[int], text: str = "写しに書いた文") -> None:
    row, columns = rows[0], paper.columns(sheet)
    texts = paper.rows(sheet)[row]
    paper.insert_row(sheet, row + 1)
    for key, value in {**texts, SHEETS[sheet]: text or texts[SHEETS[sheet]]}.items():
        paper.put(sheet, f"{columns[key]}{row + 1}", value)


def _sort(paper: Paper, sheet: str, rows: list[int]) -> None:
    columns = [letters for key, letters in paper.columns(sheet).items() if key != "row_key"]
    paper.sort(sheet, {rows[0]: rows[1], rows[1]: rows[0]}, columns)


def _found(master: Path, *codes: str) -> list[tuple[str, str]]:
    return [(p.code, str(p.at)) for p in check.check([master]).diagnostics if p.code in codes]


def _refused_everywhere(master: Path, code: str) -> None:
    before = master.read_bytes()
    assert code in {p.code for p in check.check([master]).diagnostics if p.severity == "error"}
    with pytest.raises(report.NotFinal) as refused:
        report.report(master, END, master.parent / "資料", final=True)
    assert code in {p.code for p in refused.value.diagnostics}
    with pytest.raises(WrongCall, match="どの項目のものか"):
        consolidate.consolidate_into(master, [], END)
    with pytest.raises(WrongCall, match="どの項目のものか"):
        distribute.distribute(master, END, master.parent / "出さない")
    assert master.read_bytes() == before


@pytest.mark.parametrize("sheet", SHEETS)
def test_row__copied_with_its_hidden_key_and_written_into__k437_at_the_cell_and_nothing_is_written(
    master: Path, sheet: str
) -> None:
    _change(master, sheet, _copy)
    ((code, at),) = _found(master, "K437")
    paper = Paper(master)
    row = next(n for n, texts in paper.rows(sheet).items() if texts.get(SHEETS[sheet]) == "写しに書いた文")
    assert (code, at) == ("K437", f"[m.xlsx]{sheet}!{paper.columns(sheet)[SHEETS[sheet]]}{row}")
    _refused_everywhere(master, "K437")


@pytest.mark.parametrize("sheet", SHEETS)
def test_row__copied_as_it_is__nothing_is_said(master: Path, sheet: str) -> None:
    _change(master, sheet, lambda paper, name, rows: _copy(paper, name, rows, ""))
    assert _found(master, "K437", "K439") == []
    consolidate.consolidate_into(master, [], END)


def test_row__copied_and_its_key_cleared__taken_by_its_number(master: Path) -> None:
    def copy(paper: Paper, sheet: str, rows: list[int]) -> None:
        _copy(paper, sheet, rows)
        paper.put(sheet, f"A{rows[0] + 1}", "")

    _change(master, terms.INDICATORS_SHEET, copy)
    assert _found(master, "K437") == []
    consolidate.consolidate_into(master, [], END)
    texts = [row.get("actual") for row in Paper(master).rows(terms.INDICATORS_SHEET).values() if row.get("no") == "1"]
    assert sorted(filter(None, texts)) == ["11", "写しに書いた文"]


@pytest.mark.parametrize("sheet", SHEETS)
def test_rows__sorted_without_their_hidden_keys__k439_names_both_and_nothing_is_written(
    master: Path, sheet: str
) -> None:
    _change(master, sheet, _sort)
    found = _found(master, "K439")
    assert len(found) == 2
    message = next(p for p in check.check([master]).diagnostics if p.code == "K439").message()
    assert "No.1「相談窓口」" in message
    assert "No.2「電子申請」" in message
    _refused_everywhere(master, "K439")


@pytest.mark.parametrize("sheet", SHEETS)
def test_rows__sorted_with_their_hidden_keys__nothing_is_said(master: Path, sheet: str) -> None:
    _change(master, sheet, lambda paper, name, rows: paper.sort(name, {rows[0]: rows[1], rows[1]: rows[0]}))
    assert _found(master, "K437", "K439") == []
    consolidate.consolidate_into(master, [], END)


def test_items__sorted_without_their_hidden_keys__k439(master: Path) -> None:
    paper = Paper(master)
    columns = [letters for key, letters in paper.columns(terms.ITEMS_SHEET).items() if key != "row_key"]
    paper.sort(terms.ITEMS_SHEET, {3: 4, 4: 3}, columns)
    paper.save(master, "2026-06-01T00:00:00Z", "事務 次郎")
    assert {code for code, _ in _found(master, "K439")} == {"K439"}
    _refused_everywhere(master, "K439")


@pytest.mark.parametrize("field", ["no", "name"])
def test_items__numbers_or_names_alone_exchanged__nothing_is_said(master: Path, field: str) -> None:
    paper = Paper(master)
    column = paper.columns(terms.ITEMS_SHEET)[field]
    first, second = (paper.rows(terms.ITEMS_SHEET)[row][field] for row in (3, 4))
    paper.put(terms.ITEMS_SHEET, f"{column}3", second)
    paper.put(terms.ITEMS_SHEET, f"{column}4", first)
    paper.save(master, "2026-06-01T00:00:00Z", "事務 次郎")
    assert _found(master, "K439") == []
    consolidate.consolidate_into(master, [], END)


def test_items__one_called_as_another_was__nothing_is_said(master: Path) -> None:
    """The second takes number and name of the first, which is called otherwise now; 台帳 was not written since."""
    paper = Paper(master)
    columns = paper.columns(terms.ITEMS_SHEET)
    for row, no, name in ((3, "41", "改めた名"), (4, "1", "相談窓口")):
        paper.put(terms.ITEMS_SHEET, f"{columns['no']}{row}", no)
        paper.put(terms.ITEMS_SHEET, f"{columns['name']}{row}", name)
    paper.save(master, "2026-06-01T00:00:00Z", "事務 次郎")
    assert _found(master, "K439") == []
    consolidate.consolidate_into(master, [], END)


def test_point__its_key_typed_over__k438_with_the_count_and_final_is_held(master: Path) -> None:
    paper = Paper(master)
    row = next(n for n, texts in paper.rows(terms.POINTS_SHEET).items() if texts.get("key") == END)
    paper.put(terms.POINTS_SHEET, f"A{row}", "owari")
    paper.save(master, "2026-06-01T00:00:00Z", "事務 次郎")
    (problem,) = (p for p in check.check([master]).diagnostics if p.code == "K438")
    assert problem.at is not None
    assert problem.at.sheet == terms.LEDGER_SHEET
    assert "8行" in problem.message()
    with pytest.raises(report.NotFinal) as refused:
        report.report(master, "owari", master.parent / "資料", final=True)
    assert "K438" in {p.code for p in refused.value.diagnostics}


def test_point__without_entries_removed__nothing_is_said(master: Path) -> None:
    paper = Paper(master)
    row = next(n for n, texts in paper.rows(terms.POINTS_SHEET).items() if texts.get("key") != END)
    paper.delete_row(terms.POINTS_SHEET, row)
    paper.save(master, "2026-06-01T00:00:00Z", "事務 次郎")
    assert _found(master, "K438") == []
