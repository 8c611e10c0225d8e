"""Answers to findings (確認済): they hold with a mark and a reason, for what they were given, and are never lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from kosei_xl.collect.acknowledged import answered, finding_key
from kosei_xl.demo import type_entries
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic, has_errors
from kosei_xl.values.ledger import Acknowledgement
from kosei_xl.values.model import Entry
from kosei_xl.verbs import consolidate, distribute, init
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.builders import END, FILE, make_plan, ref
from tests.tools.office import cells_by_key, kosei, midori, put, validate

PLAN = make_plan()
AT = CellRef("m.xlsx", terms.FINDINGS_SHEET, 3, 4)
BLANK = diagnostic("K302", CellRef(FILE, "1 市民", 5, 8), item="2", point=END, rating="B", label="要因")


def _answer(
    problem: Diagnostic = BLANK, mark: str | None = "○", reason: str | None = "会議の後に書く"
) -> Acknowledgement:
    return Acknowledgement(finding_key(PLAN, problem), mark, reason, AT, {"code": problem.code})


def test_answered__mark_and_reason__no_longer_counts() -> None:
    found = answered(PLAN, [BLANK], [_answer()])
    assert [p.acknowledged for p in found.diagnostics] == ["会議の後に書く"]
    assert not has_errors(found.diagnostics)
    assert found.diagnostics[0].to_json()["acknowledged"] == "会議の後に書く"
    assert found.rest == ()


def test_finding_key__point_named_in_the_message_too__answers_of_before_still_hold() -> None:
    """The point is in the key by itself; like places are in it as the basis."""
    one = diagnostic("K406", AT, point=END, department="福祉課", count=2)
    two = diagnostic("K406", AT, point=END, department="福祉課", count=2, at_point="令和7年度末")
    assert finding_key(PLAN, one) == finding_key(PLAN, two)
    other = diagnostic("K406", AT, point="R8_end", department="福祉課", count=2)
    assert finding_key(PLAN, other) != finding_key(PLAN, one)
    bars = [diagnostic("K137", AT, item="2", basis=basis, bar="準備", more="") for basis in ((), ("帯",))]
    assert len({finding_key(PLAN, bar) for bar in bars}) == 2


def test_answered__nothing_typed__nothing() -> None:
    found = answered(PLAN, [BLANK], [_answer(mark=None, reason=None)])
    assert found.diagnostics == (BLANK,)
    assert "acknowledged" not in BLANK.to_json()


@pytest.mark.parametrize(("mark", "reason", "word"), [("○", None, "理由"), (None, "会議", "○")])
def test_answered__half_an_answer__k417_and_the_finding_counts(mark: str | None, reason: str | None, word: str) -> None:
    found = answered(PLAN, [BLANK], [_answer(mark=mark, reason=reason)])
    assert [(p.code, str(p.at)) for p in found.diagnostics] == [
        ("K302", ref("H5")),
        ("K417", "[m.xlsx]指摘!D3"),
    ]
    assert word in found.diagnostics[1].message()
    assert has_errors(found.diagnostics)


def test_answered__conflict__is_decided_elsewhere() -> None:
    conflict = diagnostic("K405", BLANK.at, item="2", point=END, label="要因", ours="a", theirs="b")
    found = answered(PLAN, [conflict], [_answer(conflict)])
    assert [p.code for p in found.diagnostics] == ["K405", "K417"]
    assert has_errors(found.diagnostics)


@pytest.mark.parametrize(
    "other",
    [
        replace(BLANK, params=(("label", "今後の対応"), ("rating", "B"))),
        replace(BLANK, item="1"),
        replace(BLANK, point="R7_half"),
        replace(BLANK, code="K303"),
        replace(BLANK, basis=("ほかの文",)),
    ],
)
def test_answered__another_finding_or_other_texts__the_answer_is_not_for_it(other: Diagnostic) -> None:
    assert answered(PLAN, [other], [_answer()]).diagnostics == (other,)


def test_answered__cell_moved_in_a_later_return__still_holds() -> None:
    moved = replace(BLANK, at=CellRef("福祉課_2.xlsx", "1 市民", 9, 8))
    assert answered(PLAN, [moved], [_answer()]).diagnostics[0].acknowledged is not None


def test_answered__finding_of_a_file__for_this_file_alone() -> None:
    one, other = (diagnostic("K413", CellRef(name), point=END) for name in ("一.xlsx", "二.xlsx"))
    found = answered(PLAN, [one, other], [_answer(one)])
    assert [p.acknowledged is not None for p in found.diagnostics] == [True, False]


def test_answered__finding_that_did_not_come_up__kept_unless_it_reads_other_texts_now() -> None:
    assert [a.key for a in answered(PLAN, [], [_answer()]).rest] == [finding_key(PLAN, BLANK)]
    changed = replace(BLANK, basis=("新しい文",))
    assert answered(PLAN, [changed], [_answer()]).rest == ()


# Through the master ---------------------------------------------------------------------------------------------------
CASE = midori()


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """The sample with its entries at the last point but for one text, consolidated without any return."""
    path = tmp_path / "事務局.xlsx"
    entries = tuple(
        e.model_copy(update={"fields": {k: v for k, v in e.fields.items() if k != "results"}})
        if (e.item_key, e.point) == ("m-001", CASE.point)
        else e
        for e in CASE.entries.entries
    )
    init.init(path, CASE.plan_file, CASE.entries.model_copy(update={"entries": entries}))
    consolidate.consolidate_into(path, [_survey(path, tmp_path)], CASE.point)
    return path


def _survey(master: Path, folder: Path) -> Path:
    """The workbook of the department that answers the row with the text that is missing."""
    code = next(line.answering for line in CASE.plan.lines if line.item.key == "m-001")
    made = distribute.distribute(master, CASE.point, folder / "配布") if not (folder / "配布").exists() else ()
    return next(path for path in (made or (folder / "配布").iterdir()) if path.name.startswith(f"{code}_"))


def _type(master: Path, code: str, **typed: str) -> None:
    data = master.read_bytes()
    number = next(
        n for n, row in enumerate(cells_by_key(read_book(data, ""), terms.FINDINGS_SHEET), 3) if row["code"] == code
    )
    letters = {str(key): at for at, key in Package(data).sheet(terms.FINDINGS_SHEET).cells(1).items()}
    master.write_bytes(put(data, {(terms.FINDINGS_SHEET, f"{letters[k]}{number}"): v for k, v in typed.items()}))


def test_consolidate__answers__kept_when_the_sheet_is_made_anew_byte_for_byte(master: Path, tmp_path: Path) -> None:
    survey = _survey(master, tmp_path)
    rows = list(cells_by_key(read_book(master.read_bytes(), ""), terms.FINDINGS_SHEET))
    code = str(next(row["code"] for row in rows if row["severity"] == "エラー"))
    _type(master, code, acknowledged="○", why="来月に直す")
    once = consolidate.consolidate_into(master, [survey], CASE.point)
    assert [p.acknowledged for p in once.diagnostics if p.acknowledged] == ["来月に直す"]
    data = master.read_bytes()
    consolidate.consolidate_into(master, [survey], CASE.point)
    assert master.read_bytes() == data
    assert validate([master]) == {}


def test_consolidate__other_point_in_between__the_answer_waits(master: Path, tmp_path: Path) -> None:
    rows = list(cells_by_key(read_book(master.read_bytes(), ""), terms.FINDINGS_SHEET))
    code = str(next(row["code"] for row in rows if row["severity"] == "エラー"))
    _type(master, code, acknowledged="○", why="来月に直す")
    consolidate.consolidate_into(master, [], CASE.plan.points[0].key)
    kept = [
        row
        for row in cells_by_key(read_book(master.read_bytes(), ""), terms.FINDINGS_SHEET)
        if row["severity"] == terms.FINDING_GONE
    ]
    assert [(row["code"], row["why"]) for row in kept] == [(code, "来月に直す")]
    back = consolidate.consolidate_into(master, [_survey(master, tmp_path)], CASE.point)
    assert [p.code for p in back.diagnostics if p.acknowledged] == [code]


def test_check__master_given__its_answers_hold_there_too(master: Path, tmp_path: Path) -> None:
    survey = _survey(master, tmp_path)
    typed = type_entries(
        survey.read_bytes(), [Entry(item_key="m-001", point=CASE.point, fields={"issues": "なし"})], {}
    )
    survey.write_bytes(typed)
    consolidate.consolidate_into(master, [survey], CASE.point)
    before = kosei("check", survey, "--master", master, "--json")
    assert {d["code"] for d in before.json["diagnostics"] if d["severity"] == "error"} == {"K303"}
    _type(master, "K303", acknowledged="○", why="分かっている")
    after = kosei("check", survey, "--master", master, "--json")
    assert [d["acknowledged"] for d in after.json["diagnostics"] if d["code"] == "K303"] == ["分かっている"]
    assert (before.code, after.code) == (1, 0)
