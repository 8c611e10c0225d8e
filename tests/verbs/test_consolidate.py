"""`consolidate` from bytes to bytes: what the verb does, wherever the workbooks were read."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from kosei_xl.collect.consolidation import Merged
from kosei_xl.collect.consolidation import findings_of as told
from kosei_xl.demo import sample_photos, type_entries
from kosei_xl.read.master import read_master
from kosei_xl.read.returned import read_pictures, read_return
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, SourceMap, diagnostic
from kosei_xl.values.pictures import make_picture
from kosei_xl.values.refusals import TooMuch, UnreadableMaster, WrongCall
from kosei_xl.values.returned import OtherCodec
from kosei_xl.verbs import consolidate as verb
from kosei_xl.verbs import disk, distribute, init
from kosei_xl.verbs.consolidate import consolidate, consolidate_into
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook
from tests.tools.growth import POINT, larger, returned
from tests.tools.office import cells_by_key, put
from tests.tools.photos import large_photo


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, dict[str, bytes], Path]:
    """A master that nothing was taken into, what came back, and the folder of both."""
    folder = tmp_path_factory.mktemp("office")
    plan, entries = larger(1)
    master = init.init(folder / "事務局.xlsx", plan)
    came = returned(master, folder / "回収", entries)
    return master.read_bytes(), {path.name: path.read_bytes() for path in sorted(came.iterdir())}, folder


def test_consolidate__read_by_other_processes__the_same_bytes_as_the_verb(
    office: tuple[bytes, dict[str, bytes], Path],
) -> None:
    data, files, folder = office
    plan = read_master(data, Path("事務局.xlsx")).plan
    with ProcessPoolExecutor(2) as pool:
        results = list(pool.map(read_return, files.values(), files, [plan] * len(files), [POINT] * len(files)))
    made = consolidate(data, results, POINT, name="事務局.xlsx")
    found = consolidate_into(folder / "事務局.xlsx", [folder / "回収"], POINT)
    assert made.master == (folder / "事務局.xlsx").read_bytes()
    assert made.findings.diagnostics == found.diagnostics
    assert made.findings.status == found.status
    assert made.findings.read == len(files)


def test_consolidate__again_with_the_same__nothing_changes(office: tuple[bytes, dict[str, bytes], Path]) -> None:
    data, files, _ = office
    plan = read_master(data, Path("a.xlsx")).plan
    results = [read_return(workbook, name, plan, POINT) for name, workbook in files.items()]
    once = consolidate(data, results, POINT).master
    assert consolidate(once, results, POINT).master == once


def test_consolidate__file_that_is_no_workbook__a_finding_and_the_others_go_on(
    office: tuple[bytes, dict[str, bytes], Path],
) -> None:
    data, files, _ = office
    plan = read_master(data, Path("a.xlsx")).plan
    name, workbook = next(iter(files.items()))
    results = [read_return(b"no workbook", "メモ.xlsx", plan), read_return(workbook, name, plan)]
    made = consolidate(data, results, POINT)
    assert ("K101", "[メモ.xlsx]") in [(p.code, str(p.at)) for p in made.findings.diagnostics]
    assert made.findings.read == 1


@pytest.mark.parametrize("data", [b"", b"no workbook"])
def test_consolidate__master_that_is_none__refused(data: bytes) -> None:
    with pytest.raises(UnreadableWorkbook):
        consolidate(data, [], POINT)


def test_consolidate__unknown_point_and_other_codec__refused(office: tuple[bytes, dict[str, bytes], Path]) -> None:
    with pytest.raises(WrongCall, match="R99"):
        consolidate(office[0], [], "R99")
    with pytest.raises(OtherCodec):
        consolidate(office[0], [b"{}"], POINT)
    assert not issubclass(UnreadableMaster, WrongCall)


def test_consolidate__photos__their_pictures_travel_beside_the_results(tmp_path: Path) -> None:
    master = init.init(tmp_path / "事務局.xlsx", init.sample_plan("midori"))
    data, plan = master.read_bytes(), read_master(master.read_bytes(), master).plan
    typed = [entry for entry in init.sample_entries("midori").entries if entry.point == POINT]
    photos = sample_photos("midori", typed)
    for path in distribute.distribute(master, POINT, tmp_path / "回収"):
        path.write_bytes(type_entries(path.read_bytes(), typed, {"confirmed_by": "見本 太郎"}, photos))
    files = {path.name: path.read_bytes() for path in sorted((tmp_path / "回収").iterdir())}
    data = master.read_bytes()
    pictures = {sha256: one for n, d in files.items() for sha256, one in read_pictures(d, n, plan).items()}
    assert {one.data for one in pictures.values()} == {one.data for one in photos.values()}
    made = consolidate(
        data, [read_return(d, n, plan, POINT) for n, d in files.items()], POINT, name=master.name, pictures=pictures
    )
    consolidate_into(master, [tmp_path / "回収"], POINT)
    assert made.master == master.read_bytes()


def test_consolidate__large_photos__kept_as_paper_shows_them_and_the_same_when_sent_again(tmp_path: Path) -> None:
    master = init.init(tmp_path / "事務局.xlsx", init.sample_plan("midori"))
    blank = master.stat().st_size
    typed = [entry for entry in init.sample_entries("midori").entries if entry.point == POINT]
    places = sample_photos("midori", typed)
    photos = {place: make_picture(large_photo(seed)) for seed, place in enumerate(places)}
    for path in distribute.distribute(master, POINT, tmp_path / "回収"):
        path.write_bytes(type_entries(path.read_bytes(), typed, {"confirmed_by": "見本 太郎"}, photos))
    came = {path: path.read_bytes() for path in sorted((tmp_path / "回収").iterdir())}
    said: list[str] = []
    consolidate_into(master, [tmp_path / "回収"], POINT, said.append)
    (line,) = [line for line in said if "300dpi" in line]
    assert f"写真{len(photos)}枚" in line
    assert {path: path.read_bytes() for path in came} == came
    kept = read_master(master.read_bytes(), master).ledger.value.pictures
    assert {(one.kind, one.width, one.height) for one in kept.values()} == {("jpeg", 1024, 768)}
    assert sum(len(one.data) for one in photos.values()) > 3_000_000 * len(photos)
    grown = (master.stat().st_size - blank) / len(photos) * 4
    assert 10 * grown < 15_000_000  # ten points with four such photos each
    once = master.read_bytes()
    said.clear()
    consolidate_into(master, [tmp_path / "回収"], POINT, said.append)
    assert master.read_bytes() == once
    assert not [line for line in said if "300dpi" in line]


def test_consolidate__photo_taken_in_as_it_came_before__stays_and_is_no_other(tmp_path: Path) -> None:
    """By a program that kept photos as they were: sent again, they are the same ones."""
    master = init.init(tmp_path / "事務局.xlsx", init.sample_plan("midori"))
    typed = [entry for entry in init.sample_entries("midori").entries if entry.point == POINT]
    place, *_ = sample_photos("midori", typed)
    for path in distribute.distribute(master, POINT, tmp_path / "回収"):
        photos = {place: make_picture(large_photo(1, (1600, 1200)))}
        path.write_bytes(type_entries(path.read_bytes(), typed, {"confirmed_by": "見本 太郎"}, photos))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(verb, "for_paper", lambda one: one)
        consolidate_into(master, [tmp_path / "回収"], POINT)
    once = master.read_bytes()
    assert {one.width for one in read_master(once, master).ledger.value.pictures.values()} == {1600}
    consolidate_into(master, [tmp_path / "回収"], POINT)
    assert master.read_bytes() == once


def test_consolidate__row_of_nothing_below_which_rows_come__told_at_the_cell_where_it_is_then(
    office: tuple[bytes, dict[str, bytes], Path], tmp_path: Path
) -> None:
    data, files, _ = office
    master = tmp_path / "事務局.xlsx"
    master.write_bytes(put(data, {(terms.INDICATORS_SHEET, "C3"): "987", (terms.INDICATORS_SHEET, "F3"): "件数"}))
    (tmp_path / "回収").mkdir()
    for name, survey in files.items():
        (tmp_path / "回収" / name).write_bytes(survey)
    found = consolidate_into(master, [tmp_path / "回収"], POINT)
    (place,) = {problem.at for problem in found.diagnostics if problem.code == "K158"}
    assert place is not None
    rows = list(cells_by_key(read_book(master.read_bytes(), ""), terms.INDICATORS_SHEET))
    assert (place.row or 0) > 3, "indicators have come above it"
    assert rows[(place.row or 0) - 3]["indicator"] == "件数"
    once = master.read_bytes()
    consolidate_into(master, [tmp_path / "回収"], POINT)
    assert master.read_bytes() == once


def _limits(monkeypatch: pytest.MonkeyPatch, workbooks: int, rows: int) -> None:
    monkeypatch.setattr(verb, "MOST_WORKBOOKS", workbooks)
    monkeypatch.setattr(verb, "MOST_ROWS", rows)


def test_consolidate__more_workbooks_than_one_master_takes__refused_before_anything_is_read(
    office: tuple[bytes, dict[str, bytes], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, files, folder = office
    master = tmp_path / "事務局.xlsx"
    master.write_bytes(data)
    _limits(monkeypatch, len(files) - 1, 10_000)
    with monkeypatch.context() as reading:
        reading.setattr(disk, "read", lambda *args: pytest.fail("a file was read"))
        with pytest.raises(TooMuch) as refused:
            consolidate_into(master, [folder / "回収"], POINT)
    (problem,) = refused.value.diagnostics
    assert (problem.code, str(problem.at), refused.value.exit_code) == ("K470", "[事務局.xlsx]", 1)
    assert f"調査票{len(files)}冊" in problem.message()
    assert "kosei gather" in problem.message()
    assert master.read_bytes() == data
    _limits(monkeypatch, len(files), 10_000)
    twice = [folder / "回収", *(folder / "回収").iterdir()]
    assert consolidate_into(master, twice, POINT).read == len(files), "each counts once"


def test_consolidate__more_rows_received_than_one_master_takes__refused_but_the_office_goes_on(
    office: tuple[bytes, dict[str, bytes], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, _, folder = office
    master = tmp_path / "事務局.xlsx"
    master.write_bytes(data)
    consolidate_into(master, [folder / "回収"], POINT)
    before, rows = master.read_bytes(), len(read_master(master.read_bytes(), master).ledger.value.received)
    _limits(monkeypatch, 10_000, rows)
    assert consolidate_into(master, [folder / "回収"], POINT).read
    _limits(monkeypatch, 10_000, rows - 1)
    with monkeypatch.context() as reading:
        reading.setattr(verb, "files_of", lambda *args: pytest.fail("the folder was looked at"))
        with pytest.raises(TooMuch) as refused:
            consolidate_into(master, [folder / "回収"], POINT)
    (problem,) = refused.value.diagnostics
    assert (problem.code, f"受領の行{rows:,}行" in problem.message()) == ("K470", True)
    assert master.read_bytes() == before
    assert not consolidate_into(master, [], POINT).read


def test_placed__equal_findings_in_two_cells_of_a_row_that_moves__each_at_its_own() -> None:
    before, after = (
        [diagnostic(Code.ERROR_VALUE, CellRef("m", "台帳", row, column), item="1", found="#REF!") for column in (6, 7)]
        for row in (5, 6)
    )
    doubled = [
        diagnostic(
            Code.LEDGER_ROW_TWICE,
            CellRef("m", "指標", row, 6),
            item="1",
            related=[CellRef("m", "指標", row - 1, 6)],
            first=row - 1,
        )
        for row in (5, 6)
    ]
    book = SimpleNamespace(diagnostics=(*after, doubled[1]))
    assert [*verb._placed([*before, doubled[0]], book)] == [*after, doubled[1]]  # type: ignore[arg-type]


def test_consolidate__rows_put_in__findings_are_told_once(
    office: tuple[bytes, dict[str, bytes], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, _, folder = office
    master = tmp_path / "事務局.xlsx"
    master.write_bytes(data)
    calls: list[SourceMap] = []

    def findings_of(merged: Merged, at: SourceMap) -> tuple[Diagnostic, ...]:
        calls.append(at)
        return told(merged, at)

    monkeypatch.setattr(verb, "findings_of", findings_of)
    found = consolidate_into(master, [folder / "回収"], POINT)
    assert len(calls) == 1
    again = read_master(master.read_bytes(), master)
    assert len(again.ledger.value.row_order) > len(read_master(data, master).ledger.value.row_order)
    assert calls[0] == again.ledger.at
    assert consolidate_into(master, [folder / "回収"], POINT).diagnostics == found.diagnostics
    assert len(calls) == 2
