"""Masters of format 1 at the verbs: the first that writes lifts them and keeps the old one, those that read do not write."""

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from kosei_xl.read.master import master_of
from kosei_xl.values.ledger import slot_number
from kosei_xl.values.model import FORMAT, EntryKey
from kosei_xl.values.refusals import UnreadableMaster, WrongCall
from kosei_xl.verbs import adopt, check, close, consolidate, diff, disk, distribute, init, log, report, status, undo
from kosei_xl.verbs.opening import open_master
from kosei_xl.verbs.verify import verify
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.office import cells_by_key, put, validate
from tests.tools.sheets import write

FIXTURES = Path(__file__).parents[1] / "fixtures" / "v0_1_0"
HALF, END = "R7_first_half", "R7_year_end"
MASTER, FORMER = "事務局.xlsx", "事務局_旧形式.xlsx"


def _folder(folder: Path, name: str) -> Path:
    """A master of 0.1.0 in a folder, with its surveys that came back."""
    shutil.copy(FIXTURES / name, folder / MASTER)
    (folder / "回収").mkdir()
    for survey in FIXTURES.glob("survey_*.xlsx"):
        shutil.copy(survey, folder / "回収" / survey.name)
    return folder / MASTER


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return _folder(tmp_path, "master_new.xlsx")


@pytest.fixture
def conflict(tmp_path: Path) -> Path:
    return _folder(tmp_path, "master_conflict.xlsx")


def _reported(master: Path, point: str = END) -> Path:
    return report.report(master, point, master.parent / "資料").files[0]


def _edited(path: Path, old: str, text: str) -> None:
    """A report in which somebody changed the first cell that says `old`."""
    book = read_book(path.read_bytes(), path.name)
    sheet, cell = next(
        (s.name, f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[c - 1]}{r}")
        for s in book.sheets
        for r, c, v in s.filled()
        if isinstance(v, str) and old in v and c > 1
    )
    value = str(Package(path.read_bytes()).sheet(sheet).value(cell))
    path.write_bytes(put(path.read_bytes(), {(sheet, cell): value.replace(old, text)}))


def _distribute(master: Path, say: Callable[[str], None]) -> object:
    return distribute.distribute(master, END, master.parent / "配布", say)


def _consolidate(master: Path, say: Callable[[str], None]) -> object:
    return consolidate.consolidate_into(master, [master.parent / "回収"], END, say)


def _adopt(master: Path, say: Callable[[str], None]) -> object:
    made = _reported(master)
    _edited(made, "事務局の文。", "直した文。")
    return adopt.adopt_from(made, master, say=say)


WRITERS: Mapping[str, Callable[[Path, Callable[[str], None]], object]] = {
    "distribute": _distribute,
    "consolidate": _consolidate,
    "adopt": _adopt,
}
READERS: Mapping[str, Callable[[Path], object]] = {
    "check": lambda master: check.check([master.parent / "回収"], master),
    "status": lambda master: status.status(master, END, date(2026, 4, 10)),
    "report": lambda master: report.report(master, END, master.parent / "資料"),
    "verify": lambda master: verify([_reported(master)], master),
    "log": lambda master: log.trace(master),
    "diff": lambda master: diff.diff(master, master),
}


@pytest.mark.parametrize("verb", WRITERS)
def test_writing_verb__master_of_format_1__lifted_and_the_former_kept(conflict: Path, verb: str) -> None:
    before, said = conflict.read_bytes(), list[str]()
    WRITERS[verb](conflict, said.append)
    book = open_master(conflict)
    assert book.format == FORMAT
    assert [field.field for field in book.registers.fields][:2] == ["rating", "annual_plan"]
    assert (conflict.parent / FORMER).read_bytes() == before
    assert disk.backup_of(conflict).read_bytes() == before
    assert len([line for line in said if "新しい形式（2）" in line]) == 1
    assert len([line for line in said if FORMER in line]) == 1
    assert validate([conflict]) == {}


@pytest.mark.parametrize("verb", WRITERS)
def test_writing_verb__former_there_already__left_alone(conflict: Path, verb: str) -> None:
    (conflict.parent / FORMER).write_bytes(b"kept before")
    WRITERS[verb](conflict, lambda _: None)
    assert (conflict.parent / FORMER).read_bytes() == b"kept before"


@pytest.mark.parametrize("verb", READERS)
def test_reading_verb__master_of_format_1__read_and_not_written(conflict: Path, verb: str) -> None:
    before = conflict.read_bytes()
    READERS[verb](conflict)
    assert conflict.read_bytes() == before
    assert not (conflict.parent / FORMER).exists()


def test_adopt__nothing_to_take__not_lifted(conflict: Path) -> None:
    before = conflict.read_bytes()
    adopt.adopt_from(_reported(conflict), conflict)
    assert conflict.read_bytes() == before


def test_consolidate__surveys_of_0_1_0__read_against_the_lifted_master(new: Path, tmp_path: Path) -> None:
    distribute.distribute(new, HALF, new.parent / "配布")
    assert open_master(new).format == FORMAT
    found = consolidate.consolidate_into(new, [new.parent / "回収"], END)
    assert found.read == 2
    assert not {"K101", "K105", "K107", "K129"} & {problem.code for problem in found.diagnostics}
    theirs = open_master(FIXTURES / "master_conflict.xlsx").ledger.value
    ours = open_master(new).ledger.value
    typed = [(r.key, r.dept_code, r.file, r.sha256, r.fields, r.saved_by) for r in theirs.received if not r.is_office]
    assert typed
    assert [
        (r.key, r.dept_code, r.file, r.sha256, r.fields, r.saved_by) for r in ours.received if not r.is_office
    ] == typed
    office = {r.key for r in theirs.received if r.is_office and r.key.point == END}
    assert {k: v for k, v in ours.entries.items() if k not in office} == {
        k: v for k, v in theirs.entries.items() if k not in office
    }
    assert ours.pictures.keys() == theirs.pictures.keys()


def test_consolidate__conflict_of_0_1_0__decided_on_the_lifted_master(conflict: Path) -> None:
    consolidate.consolidate_into(conflict, [], END)
    assert {row["own_text"] for row in cells_by_key(read_book(conflict.read_bytes(), ""), terms.CONFLICTS_SHEET)} == {
        None
    }
    column = list(terms.MASTER_SHEETS[terms.CONFLICTS_SHEET]).index("choice")
    conflict.write_bytes(put(conflict.read_bytes(), {(terms.CONFLICTS_SHEET, f"{'ABCDEFGHIJKLMNO'[column]}3"): "課"}))
    consolidate.consolidate_into(conflict, [], END)
    theirs = next(
        r.fields["results"]
        for r in open_master(conflict).ledger.value.received
        if r.key.item_key == "m-002" and not r.is_office
    )
    (ledger,) = [
        fields["results"]
        for key, fields in open_master(conflict).ledger.value.entries.items()
        if key == EntryKey("m-002", None, END)
    ]
    assert ledger == theirs


def test_closed_after_the_lift__point_of_0_1_0__told_what_was_added_and_printed_again_just_so(new: Path) -> None:
    said: list[str] = []
    draft = _reported(new, HALF)
    made = report.report(new, HALF, new.parent / "発行", final=True, day=date(2026, 5, 1), say=said.append)
    (line,) = [line for line in said if "新しい形式（2）" in line]
    ends = "項目の「始まりの時点」「終わりの時点」「状態」「引継ぎ先（No.か名称）」"
    for name in (terms.FIELDS_SHEET, terms.PUBLISHED_SHEET, terms.CLOSED_SHEET, ends):
        assert name in line
    close.close(new, HALF, date(2026, 5, 2))
    book = open_master(new)
    assert book.format == FORMAT
    assert book.ledger.value.closed == {HALF}
    assert [problem.code for problem in book.diagnostics if problem.code in ("K441", "K443")] == []
    assert validate([new]) == {}
    row = next(row for row in cells_by_key(read_book(new.read_bytes(), ""), terms.ITEMS_SHEET) if row["no"])
    write(new, terms.ITEMS_SHEET, str(row["row_key"]), {"name": "名を改めた取組"})
    write(new, terms.POINTS_SHEET, HALF, {"label": "別の時点名"})
    consolidate.consolidate_into(new, [new.parent / "回収"], END)
    again = report.report(new, HALF, new.parent / "再")
    first, second = (read_book(path.read_bytes(), "") for path in (made.files[0], again.files[0]))
    assert [(s.name, s.rows, s.header) for s in first.sheets] == [(s.name, s.rows, s.header) for s in second.sheets]
    assert [problem.code for problem in verify(again.files, new).diagnostics] == ["K731"]
    drawn = read_book(draft.read_bytes(), "")
    assert [s.name for s in drawn.sheets] == [s.name for s in first.sheets]


def test_undo__after_the_lift__the_former_master_is_back(conflict: Path) -> None:
    before = conflict.read_bytes()
    consolidate.consolidate_into(conflict, [], END)
    undo.undo(conflict)
    assert conflict.read_bytes() == before
    consolidate.consolidate_into(conflict, [], END)
    assert open_master(conflict).format == FORMAT


def test_program_before__settings_of_format_2__none_of_them_is_found(new: Path) -> None:
    """What stops 0.1.0: it looks for the column "key" of 計画, or for one that is headed 「キー」."""
    distribute.distribute(new, END, new.parent / "配布")
    head = read_book(new.read_bytes(), "").sheet(terms.PLAN_SHEET)
    assert head is not None
    assert not {"key", "キー"} & {value for row in head.rows for value in row}


def test_init__buttons__master_of_format_1_as_it_is(conflict: Path) -> None:
    init.add_buttons(conflict, conflict.parent / "操作.xlsm")
    assert open_master(conflict.parent / "操作.xlsm").format == 1
    consolidate.consolidate_into(conflict.parent / "操作.xlsm", [], END)
    assert open_master(conflict.parent / "操作.xlsm").format == FORMAT
    assert (conflict.parent / "操作_旧形式.xlsm").exists()


# What was handed out ---------------------------------------------------------------------------------------------------


def test_distribute__new_master__every_survey_recorded_with_its_texts_and_prefill(tmp_path: Path) -> None:
    master, case = tmp_path / MASTER, init.sample_plan("midori")
    init.init(master, case, init.sample_entries("midori"))
    surveys = distribute.distribute(master, END, tmp_path / "配布")
    book = open_master(master)
    assert [one.file for one in book.registers.handed_out] == [path.name for path in surveys]
    assert [one.number for one in book.registers.handed_out] == [*range(1, len(surveys) + 1)]
    for one, path in zip(book.registers.handed_out, surveys, strict=True):
        assert one.sha256 == read_book(path.read_bytes(), path.name).sha256
        assert (one.point, one.plan_version) == (END, 1)
    values = {
        (value.kind, value.key, value.field): value.text
        for one in book.registers.handed_out
        if one.dept_code == "D05"
        for value in one.values
    }
    line = next(line for line in book.plan.lines if line.item.key == "m-003")
    assert values["printed", "m-003|", "no"] == line.no
    assert values["printed", "m-003|", "name"] == line.item.name
    texts = [column.key for column in book.plan.form_columns if column.source == "plan"]
    assert [values.get(("printed", "m-003|", key)) for key in texts] == [line.plan_text(key) for key in texts]
    ledger = {k: f for k, f in book.ledger.value.entries.items() if (k.line, k.point) == (("m-003", None), END)}
    for key, fields in ledger.items():
        for name, text in fields.items():
            assert values["prefill", f"m-003||{slot_number(key.slot)}", name] == text
    assert not [problem for problem in book.diagnostics if problem.code == "K131"]
    assert validate([master]) == {}


def test_distribute__again_after_the_ledger_changed__the_changed_surveys_recorded_beside_the_old(
    tmp_path: Path,
) -> None:
    master = tmp_path / MASTER
    init.init(master, init.sample_plan("midori"))
    first = distribute.distribute(master, END, tmp_path / "一")
    once = master.read_bytes()
    distribute.distribute(master, END, tmp_path / "二")
    assert master.read_bytes() == once
    sheet = Package(once).sheet(terms.LEDGER_SHEET)
    row = next(n for n in range(3, sheet.last_row() + 1) if sheet.value(f"A{n}") == f"{END}|m-002|")
    column = next(letters for letters, key in sheet.cells(1).items() if key == "results")
    long = ("𠮷野の実績\n" * 4_500).strip()
    master.write_bytes(put(once, {(terms.LEDGER_SHEET, f"{column}{row}"): long}))
    distribute.distribute(master, END, tmp_path / "三")
    records = open_master(master).registers.handed_out
    assert len(records) == len(first) + 1
    assert (records[-1].number, records[-1].dept_code) == (len(first) + 1, "D05")
    (kept,) = [v.text for v in records[-1].values if (v.kind, v.key, v.field) == ("prefill", "m-002||0", "results")]
    assert kept == long
    assert records[:-1] == master_of(master, once, read_book(once, MASTER)).registers.handed_out


def test_distribute__sheet_of_records_deleted__comes_back(tmp_path: Path) -> None:
    master = tmp_path / MASTER
    init.init(master, init.sample_plan("midori"))
    package = Package(master.read_bytes())
    package.remove(terms.HANDED_OUT_SHEET)
    master.write_bytes(package.to_bytes())
    assert [p.at.sheet for p in open_master(master).diagnostics if p.code == "K130" and p.at] == ["配布記録"]
    distribute.distribute(master, END, tmp_path / "配布")
    package = Package(master.read_bytes())
    assert package.sheet_state(terms.HANDED_OUT_SHEET) == "hidden"
    assert open_master(master).registers.handed_out
    assert validate([master]) == {}


# What people type ------------------------------------------------------------------------------------------------------

TYPED: Mapping[str, Mapping[str, str]] = {
    terms.SCALES_SHEET: {"scale": "old", "name": "前の尺度", "note": "令和5年度まで"},
    terms.DEPARTMENTS_SHEET: {"code": "D11", "name": "公共施設課", "bureau": "企画財政部"},
    terms.REORGANISATIONS_SHEET: {"date": "2026-04-01", "kind": "分割", "old": "D02", "new": "D02、D11", "items": "18"},
    terms.FIELDS_SHEET: {"field": "saved", "label": "効果額", "type": "金額", "unit": "千円", "decimals": "1"},
    terms.RULES_SHEET: {"code": "K305", "use": "使わない", "note": "今年は点検しない"},
    terms.CORRECTIONS_SHEET: {"no": "3", "label": "取組実績", "before": "10回", "after": "12回", "date": "2026-07-01"},
}


def _typed(master: Path) -> None:
    data = master.read_bytes()
    package = Package(data)
    for name, texts in TYPED.items():
        sheet = package.sheet(name)
        row = max(sheet.last_row(), 2) + 1
        at = {key: letters for letters, key in sheet.cells(1).items()}
        for key, text in texts.items():
            sheet.put(f"{at[key]}{row}", text)
    items = package.sheet(terms.ITEMS_SHEET)
    at = {key: letters for letters, key in items.cells(1).items()}
    for key, text in {"state": "終了", "last_point": END, "successor": "3"}.items():
        items.put(f"{at[key]}3", text)
    master.write_bytes(package.to_bytes())


@pytest.mark.parametrize("verb", WRITERS)
def test_writing_verb__registers_and_columns_that_were_typed__survive(conflict: Path, verb: str) -> None:
    consolidate.consolidate_into(conflict, [], END)
    _typed(conflict)
    before = open_master(conflict)
    WRITERS[verb](conflict, lambda _: None)
    after = open_master(conflict)
    assert not [p for p in after.diagnostics if p.code in ("K130", "K131", "K132", "K133")]
    for name in ("fields", "scales", "reorganisations", "corrections", "rules", "published", "closed"):
        assert getattr(after.registers, name) == getattr(before.registers, name), name
    assert after.registers.reorganisations[0].new == ("D02", "D11")
    assert after.registers.rules[0].use == "off"
    assert after.plan == before.plan
    first = after.plan.items[0]
    assert (first.state, first.last_point) == ("ended", END)
    assert after.plan.item_by_key[first.successor or ""].no == "3"


def test_master__newer_than_ours__refused(conflict: Path) -> None:
    consolidate.consolidate_into(conflict, [], END)
    sheet = Package(conflict.read_bytes()).sheet(terms.IDENTITY_SHEET)
    row = next(n for n in range(1, 9) if sheet.value(f"A{n}") == "format")
    conflict.write_bytes(put(conflict.read_bytes(), {(terms.IDENTITY_SHEET, f"B{row}"): "3"}))
    before = conflict.read_bytes()
    for verb in WRITERS.values():
        with pytest.raises(WrongCall, match="形式3"):
            verb(conflict, lambda _: None)
    assert conflict.read_bytes() == before


def test_master__wrong_state_or_point_of_an_item__named_with_its_cell(conflict: Path) -> None:
    consolidate.consolidate_into(conflict, [], END)
    data = conflict.read_bytes()
    at = {key: letters for letters, key in Package(data).sheet(terms.ITEMS_SHEET).cells(1).items()}
    for key, text, code in (("state", "おわり", "K131"), ("last_point", "R99", "K133")):
        conflict.write_bytes(put(data, {(terms.ITEMS_SHEET, f"{at[key]}3"): text}))
        with pytest.raises(UnreadableMaster) as caught:
            open_master(conflict)
        (problem,) = caught.value.diagnostics
        assert problem.code == code
        assert problem.at is not None
        assert (problem.at.sheet, problem.at.row) == (terms.ITEMS_SHEET, 3)
