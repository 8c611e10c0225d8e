"""The number of the file format: workbooks of a newer one are refused and stay as they are, others are read as before."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kosei_xl.read.identity import newer_format
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.model import FORMAT, REPORT_FORMAT, SURVEY_FORMAT
from kosei_xl.values.refusals import NewerFormat
from kosei_xl.verbs import adopt, annotate, check, consolidate, diff, disk, distribute, report, undo
from kosei_xl.verbs.opening import open_master
from kosei_xl.verbs.verify import explain_cell, verify
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.adopting import Desk, desk
from tests.tools.office import kosei, midori

CASE = midori()
NEWER = (str(FORMAT + 1), "99", "二", "1.5", "-1")


def _marked(data: bytes, number: str | None, *, hidden: bool = True) -> bytes:
    """The workbook with another format number (None: without one) on its hidden sheet, or in its properties alone."""
    package = Package(data)
    sheet = package.sheet(terms.IDENTITY_SHEET)
    row = next(n for n in range(1, 20) if sheet.value(f"A{n}") == "format")
    if hidden:
        sheet.put(f"{'B' if number is not None else 'A'}{row}", number)
    if package.custom_properties():
        package.set_custom_property(f"{terms.PROPERTY_PREFIX}format", number or "")
    return package.to_bytes()


def _mark(path: Path, number: str | None) -> None:
    path.write_bytes(_marked(path.read_bytes(), number))


def _files(folder: Path) -> Mapping[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _at(found: tuple[Diagnostic, ...], code: str = "K129") -> list[tuple[str, str | None]]:
    return [(p.at.file, p.at.sheet) for p in found if p.code == code and p.at is not None]


@pytest.fixture
def own(tmp_path: Path) -> Desk:
    """A master with its report (資料/資料.xlsx) and two blank surveys (回収)."""
    made = desk(tmp_path, CASE.plan_file, CASE.entries, CASE.point)
    for path in distribute.distribute(made.master, CASE.point, tmp_path / "配布")[:2]:
        disk.write(tmp_path / "回収" / path.name, path.read_bytes())
    return made


_ON_MASTER: Mapping[str, Callable[[Desk], object]] = {
    "distribute": lambda own: distribute.distribute(own.master, own.point, own.master.parent / "新"),
    "consolidate": lambda own: consolidate.consolidate_into(own.master, [own.master.parent / "回収"], own.point),
    "adopt": lambda own: adopt.adopt_from(own.report, own.master),
    "report": lambda own: report.report(own.master, own.point, own.master.parent / "新"),
    "check": lambda own: check.check([own.master]),
    "verify": lambda own: verify([own.report], own.master),
    "verify beside": lambda own: verify([own.report]),
    "diff": lambda own: diff.diff(own.master, own.master),
}


@pytest.mark.parametrize("verb", _ON_MASTER)
def test_master__newer_format__refused_and_nothing_is_written(own: Desk, verb: str) -> None:
    _mark(own.master, str(FORMAT + 1))
    before = _files(own.master.parent)
    with pytest.raises(NewerFormat, match=r"新しい版のkosei_xl.*形式3"):
        _ON_MASTER[verb](own)
    assert _files(own.master.parent) == before


@pytest.mark.parametrize("newer", ["master", "backup"])
def test_undo__newer_format__refused_even_by_force(own: Desk, newer: str) -> None:
    consolidate.consolidate_into(own.master, [own.master.parent / "回収"], own.point)
    _mark(own.master if newer == "master" else disk.backup_of(own.master), str(FORMAT + 1))
    before = _files(own.master.parent)
    with pytest.raises(NewerFormat):
        undo.undo(own.master, force=True)
    assert _files(own.master.parent) == before


def test_command__newer_master__exit_code_2_and_says_to_update(own: Desk) -> None:
    _mark(own.master, str(FORMAT + 1))
    ran = kosei("consolidate", own.master, own.master.parent / "回収", "--point", own.point)
    assert ran.code == 2
    assert "新しい版" in ran.err


@pytest.mark.parametrize("number", NEWER)
def test_newer_format__above_ours_or_unreadable__k129(own: Desk, number: str) -> None:
    for path in (own.master, own.report, *(own.master.parent / "配布").iterdir()):
        problem = newer_format(read_book(_marked(path.read_bytes(), number), path.name))
        assert problem is not None
        assert number in problem.message()


def _formats(own: Desk) -> Mapping[Path, int]:
    """The newest format that is known of each of the workbooks."""
    surveys = dict.fromkeys((own.master.parent / "回収").iterdir(), SURVEY_FORMAT)
    return {own.master: FORMAT, own.report: REPORT_FORMAT, **surveys}


def test_newer_format__each_kind_above_its_own__k129(own: Desk) -> None:
    for path, known in _formats(own).items():
        problem = newer_format(read_book(_marked(path.read_bytes(), str(known + 1)), path.name))
        assert problem is not None
        assert f"形式{known}まで" in problem.message()


@pytest.mark.parametrize("named", [True, False])
def test_newer_format__ours_or_none_named__read_as_before(own: Desk, named: bool) -> None:
    plan = open_master(own.master).plan
    for path, known in _formats(own).items():
        _mark(path, str(known) if named else None)
        assert newer_format(read_book(path.read_bytes(), path.name)) is None
    assert open_master(own.master).plan == plan
    assert not _at(verify([own.report], own.master).diagnostics)
    found = consolidate.consolidate_into(own.master, [own.master.parent / "回収"], own.point)
    assert (found.read, _at(found.diagnostics)) == (2, [])


def test_newer_format__only_the_documents_properties_say_so__k129(own: Desk) -> None:
    survey = next((own.master.parent / "回収").iterdir())
    book = read_book(_marked(survey.read_bytes(), str(FORMAT + 1), hidden=False), survey.name)
    problem = newer_format(book)
    assert problem is not None
    assert problem.at is not None
    assert (problem.at.file, problem.at.sheet) == (survey.name, None)


def test_writers__write_the_format_that_the_readers_know(own: Desk) -> None:
    for path, known in _formats(own).items():
        sheet = read_book(path.read_bytes(), path.name).sheet(terms.IDENTITY_SHEET)
        assert sheet is not None
        assert (str(sheet.rows[0][0]), str(sheet.rows[0][1])) == ("format", str(known))


def test_consolidate__newer_survey__k129_at_its_sheet_and_the_others_are_taken(own: Desk) -> None:
    first, second = sorted((own.master.parent / "回収").iterdir())
    _mark(first, str(FORMAT + 1))
    before = first.read_bytes()
    found = consolidate.consolidate_into(own.master, [first, second], own.point)
    assert _at(found.diagnostics) == [(first.name, terms.IDENTITY_SHEET)]
    assert first.read_bytes() == before
    received = {row.file for row in open_master(own.master).ledger.value.received}
    assert first.name not in received
    assert second.name in received


@pytest.mark.parametrize("with_master", [True, False])
def test_check__newer_survey__k129_and_no_marked_copy(own: Desk, tmp_path: Path, with_master: bool) -> None:
    first, second = sorted((own.master.parent / "回収").iterdir())
    _mark(first, str(FORMAT + 1))
    master = own.master if with_master else None
    made = annotate.annotate([first, second], tmp_path / "返す", CASE.plan.points[-1].date, master)
    assert _at(made.checked.diagnostics) == [(first.name, terms.IDENTITY_SHEET)]
    assert {p.at.file for p in made.checked.diagnostics if p.at is not None} == {first.name, second.name}
    assert not [path for path in made.files if path.stem.startswith(first.stem)]


def test_verify_and_explain__newer_report__k129(own: Desk) -> None:
    _mark(own.report, str(FORMAT + 1))
    place = [(own.report.name, terms.IDENTITY_SHEET)]
    assert _at(verify([own.report], own.master).diagnostics) == place
    explained, problems = explain_cell(own.report, "一覧!A1", own.master)
    assert (explained, _at(problems)) == (None, place)


def test_adopt__newer_report__k129_and_nothing_is_taken(own: Desk) -> None:
    own.edit("list", "m-004|", "issues", lambda _: "手直しした文。")
    _mark(own.report, str(FORMAT + 1))
    before = _files(own.master.parent)
    found = own.adopt()
    assert _at(found.diagnostics) == [(own.report.name, terms.IDENTITY_SHEET)]
    assert len(found.diagnostics) == 1
    assert _files(own.master.parent) == before


def test_report__newer_report_in_its_place_or_to_compare_with__refused(own: Desk) -> None:
    _mark(own.report, str(FORMAT + 1))
    before = _files(own.master.parent)
    with pytest.raises(NewerFormat):
        own.print_again()
    with pytest.raises(NewerFormat):
        report.report(own.master, own.point, own.report.parent, marks_since=own.report)
    assert _files(own.master.parent) == before
