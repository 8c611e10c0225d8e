"""Final means final: nothing is made for the committee over an error about a returned file, whatever ran last; what the
office settles stops nothing; and 受領 is as it was written.
"""

import itertools
import re
import shutil
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kosei_xl.proof.decision import findings_block
from kosei_xl.read.tables import find_table
from kosei_xl.values.cells import column_letters
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.refusals import NothingReadable
from kosei_xl.verbs import consolidate, disk, distribute, pack, report, status, verify
from kosei_xl.verbs.check import check
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from kosei_xl.workbook.pdf_text import pages_of_pdf
from tests.tools.adopting import Desk, squeezed
from tests.tools.hostile import rezip, unzip
from tests.tools.office import LibreOffice, address_of, cells_by_key, put, saved_as, validate
from tests.tools.paper import OneAtATime

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096
LATER = "2026-05-20T01:00:00Z"
Spoil = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def second(walked: Desk, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The second return of D01, which says what the ledger says, and a few words more on its last sheet."""
    folder = tmp_path_factory.mktemp("second")
    shutil.copy(walked.master, folder / "事務局.xlsx")
    made = distribute.distribute(folder / "事務局.xlsx", walked.point, folder / "配布")
    data = next(path for path in made if path.name.startswith("D01_")).read_bytes()
    return numbered(_with_more(data), "2", LATER)


def _with_more(survey: bytes) -> bytes:
    book = read_book(survey, "")
    name = _areas(survey)[-1]
    row = next(r for r in cells_by_key(book, name) if str(r["row_key"]).startswith("m-") and r.get("results"))
    at = address_of(book, name, str(row["row_key"]), "results")
    return put(survey, {(name, at): f"{row['results']}\n・追って数を確かめた。"})


def numbered(survey: bytes, number: str, at: str) -> bytes:
    """A survey with another 提出回, confirmed, as saved at a time."""
    package = Package(survey)
    for name, text in {"submission_no": number, "confirmed_by": "確認 太郎", "confirmed_on": "2026-05-20"}.items():
        found = package.locate(name)
        assert found is not None
        package.sheet(found[0]).put(found[1].split(":")[0], text)
    return saved_as(package.to_bytes(), at, "花子")


def _areas(survey: bytes) -> list[str]:
    return [s.name for s in read_book(survey, "").sheets if str(s.value(3, 1)).startswith(terms.AREA_KEY_PREFIX)]


def odd_rating(survey: bytes) -> bytes:
    """A rating that is not in the scale."""
    book = read_book(survey, "")
    for name in _areas(survey):
        for row in cells_by_key(book, name):
            if row.get("rating") and str(row["row_key"]).startswith("m-"):
                at = address_of(book, name, str(row["row_key"]), "rating")
                return put(survey, {(name, at): "AとSの間"})
    raise LookupError("no rating")


def without_area(survey: bytes) -> bytes:
    """A sheet deleted."""
    parts = unzip(survey)
    entry = rf'<sheet [^>]*name="{_areas(survey)[0]}"[^>]*/>'
    parts["xl/workbook.xml"] = re.sub(entry, "", parts["xl/workbook.xml"].decode()).encode()
    return rezip(parts)


def error_value(survey: bytes) -> bytes:
    """A text that became an error value."""
    book = read_book(survey, "")
    name = _areas(survey)[0]
    row = next(r for r in cells_by_key(book, name) if str(r["row_key"]).startswith("m-") and r.get("results"))
    return put(survey, {(name, address_of(book, name, str(row["row_key"]), "results")): "#REF!"})


def newer(survey: bytes) -> bytes:
    """A workbook of a format that is not known yet."""
    package = Package(survey)
    part = package.sheet(terms.IDENTITY_SHEET)
    row = next(n for n in range(1, part.last_row() + 1) if part.value(f"A{n}") == "format")
    part.put(f"B{row}", "99")
    return package.to_bytes()


SPOILT: dict[str, tuple[str, Spoil]] = {
    "K102": ("D01_修正版.xlsx", lambda _: OLE),
    "K101": ("D01_修正版.xlsx", lambda survey: survey[:2000]),
    "K201": ("D01_調査票.xlsx", odd_rating),
    "K107": ("D01_調査票.xlsx", without_area),
    "K205": ("D01_調査票.xlsx", error_value),
    "K129": ("D01_調査票.xlsx", newer),
}


def _write(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name


def _codes(found: Iterable[Diagnostic]) -> set[str]:
    return {p.code for p in found if p.severity == "error" and p.acknowledged is None}


def _refused(own: Desk, folder: Path) -> set[str]:
    with pytest.raises(report.NotFinal) as refused:
        report.report(own.master, own.point, folder, final=True)
    return _codes(refused.value.diagnostics)


def _rows(path: Path, sheet: str = terms.FINDINGS_SHEET) -> list[dict[str, object]]:
    return [dict(row) for row in cells_by_key(read_book(disk.read(path), ""), sheet)]


def settle(path: Path, code: str, mark: str | None, why: str | None) -> None:
    """The office types on 指摘 beside the first finding of a code that it has not answered."""
    data = disk.read(path)
    book = read_book(data, "")
    sheet = book.sheet(terms.FINDINGS_SHEET)
    table = find_table("", sheet, terms.MASTER_SHEETS[terms.FINDINGS_SHEET]) if sheet else None
    assert table is not None
    rows = [row for row in table.rows() if row.text("code") == code]
    row = next((row for row in rows if mark is not None and row.text("acknowledged") is None), rows[0])
    cells = {key: f"{column_letters(table.columns[key])}{row.number}" for key in ("acknowledged", "why")}
    texts = {(terms.FINDINGS_SHEET, cells["acknowledged"]): mark, (terms.FINDINGS_SHEET, cells["why"]): why}
    path.write_bytes(put(data, texts))


def _take(own: Desk, *files: Path) -> None:
    """Consolidate; a run in which nothing could be read is refused and recorded all the same."""
    try:
        consolidate.consolidate_into(own.master, files, own.point)
    except NothingReadable:
        assert files


@pytest.fixture(scope="module")
def final(walked: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The final report as it was made before anything was wrong."""
    return report.report(walked.master, walked.point, tmp_path_factory.mktemp("final"), final=True).files[0]


@pytest.mark.parametrize("code", SPOILT)
def test_final__error_about_a_returned_file__refused_whatever_ran_last(
    own: Desk, second: bytes, final: Path, tmp_path: Path, code: str
) -> None:
    assert not _codes(verify.verify([final], own.master).diagnostics)
    name, spoil = SPOILT[code]
    _take(own, _write(tmp_path / "回収", name, spoil(second)))
    for _ in range(2):
        assert _refused(own, tmp_path / "正式") == {code}
        assert _codes(check([own.master]).diagnostics) == {code}
        assert _codes(report.report(own.master, own.point, tmp_path / "案").checked.diagnostics) == {code}
        assert code in _codes(verify.verify([final], own.master).diagnostics)
        asked = status.status(own.master, own.point, date(2026, 5, 21))
        told = [*asked.diagnostics, *(p for one in asked.departments for p in one.errors)]
        assert [p.code for p in told if p.severity == "error"] == [code]
        with pytest.raises(report.NotFinal):
            pack.pack(own.master, own.point, tmp_path / "決裁")
        _take(own)
        assert [row["code"] for row in _rows(own.master) if row["severity"] == "エラー"] == [code]
    assert not [*tmp_path.glob("正式/*"), *tmp_path.glob("決裁/*")]


@pytest.mark.parametrize("code", SPOILT)
def test_consolidate__the_same_bad_file_again__byte_for_byte_the_same(
    own: Desk, second: bytes, tmp_path: Path, code: str
) -> None:
    name, spoil = SPOILT[code]
    file = _write(tmp_path / "回収", name, spoil(second))
    _take(own, file)
    once = disk.read(own.master)
    _take(own, file)
    assert disk.read(own.master) == once


@pytest.mark.parametrize("code", ["K201", "K107", "K205"])
def test_consolidate__a_later_return__ends_the_findings_and_the_old_file_does_not_bring_them_back(
    own: Desk, second: bytes, tmp_path: Path, code: str
) -> None:
    bad = _write(tmp_path, SPOILT[code][0], SPOILT[code][1](second))
    good = _write(tmp_path, "D01_再提出.xlsx", numbered(second, "3", "2026-05-21T01:00:00Z"))
    _take(own, bad)
    _take(own, good)
    for files in ([], [bad], [bad, good]):
        _take(own, *files)
        assert code not in {row["code"] for row in _rows(own.master)}
    report.report(own.master, own.point, tmp_path / "資料", final=True)


def _row_blank(survey: bytes, key: str) -> bytes:
    """The row of an item without any answers."""
    book = read_book(survey, "")
    for name in _areas(survey):
        for row in cells_by_key(book, name):
            if row["row_key"] == key:
                fields = [f for f in ("rating", *terms.FIELD_LABELS) if row.get(f) is not None]
                return put(survey, {(name, address_of(book, name, key, field)): None for field in fields})
    raise LookupError(key)


@pytest.mark.parametrize("code", ["K201", "K205"])
def test_consolidate__a_later_return_that_leaves_the_row_blank__the_error_stays(
    own: Desk, second: bytes, tmp_path: Path, code: str
) -> None:
    """Who corrects one item in a fresh form says nothing about the others."""
    _take(own, _write(tmp_path, SPOILT[code][0], SPOILT[code][1](second)))
    (told,) = (row for row in _rows(own.master) if row["code"] == code)
    key = str(told["row_key"]).split("|")[1] + "|"
    partial = _row_blank(numbered(second, "3", "2026-05-21T01:00:00Z"), key)
    _take(own, _write(tmp_path, "D01_再提出.xlsx", partial))
    assert [row["cell"] for row in _rows(own.master) if row["code"] == code] == [told["cell"]]
    assert code in _refused(own, tmp_path / "資料")
    _take(own, _write(tmp_path, "D01_再々提出.xlsx", numbered(second, "4", "2026-05-22T01:00:00Z")))
    assert code not in {row["code"] for row in _rows(own.master)}
    report.report(own.master, own.point, tmp_path / "資料", final=True)


@pytest.mark.parametrize("code", ["K101", "K102"])
def test_consolidate__unreadable_file__ends_with_a_readable_one_of_its_name_alone(
    own: Desk, second: bytes, tmp_path: Path, code: str
) -> None:
    name, spoil = SPOILT[code]
    bad = _write(tmp_path / "一", name, spoil(second))
    _take(own, bad)
    _take(own, _write(tmp_path / "二", "D01_別名.xlsx", second))
    assert _refused(own, tmp_path / "資料") == {code}
    _take(own, _write(tmp_path / "三", name, numbered(second, "3", "2026-05-21T01:00:00Z")))
    _take(own, bad)
    assert not _codes(check([own.master]).diagnostics)
    (replaced,) = (p for p in check([own.master]).diagnostics if p.code == "K436")
    assert replaced.at is not None
    assert replaced.at.file == name
    assert "行政経営課、提出回3" in replaced.message()
    report.report(own.master, own.point, tmp_path / "資料", final=True)


def test_consolidate__files_in_any_order_and_in_any_runs__the_same_findings(
    own: Desk, second: bytes, tmp_path: Path
) -> None:
    files = [
        _write(tmp_path / "回収", "a.xlsx", odd_rating(second)),
        _write(tmp_path / "回収", "b.xlsx", error_value(numbered(second, "3", "2026-05-21T01:00:00Z"))),
        _write(tmp_path / "回収", "c.xlsx", OLE),
    ]
    start = disk.read(own.master)
    together = set()
    for order in itertools.permutations(files):
        disk.write(own.master, start)
        _take(own, *order)
        together.add(disk.read(own.master))
    assert len(together) == 1
    apart = set()
    for order in itertools.permutations(files):
        disk.write(own.master, start)
        for file in order:
            _take(own, file)
        _take(own)
        apart.add(tuple(tuple(str(row[key]) for key in ("code", "file", "cell")) for row in _rows(own.master)))
    assert len(apart) == 1
    assert {code for code, _, _ in next(iter(apart))} >= {"K102", "K205"}
    assert "K201" not in {code for code, _, _ in next(iter(apart))}


# What the office does about it ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("mark", terms.SETTLEMENTS)
@pytest.mark.parametrize("code", ["K102", "K201", "K107"])
def test_settled__with_a_reason__stops_nothing_and_is_printed(
    own: Desk, second: bytes, tmp_path: Path, code: str, mark: str
) -> None:
    name, spoil = SPOILT[code]
    file = _write(tmp_path, name, spoil(second))
    _take(own, file)
    settle(own.master, code, mark, "課が休みのため")
    made = report.report(own.master, own.point, tmp_path / "資料", final=True)
    left = [p for p in made.checked.diagnostics if p.code == code]
    block = findings_block(left)
    assert f"{mark}：課が休みのため" in {cell.text for row in block.rows for cell in row.cells}
    _take(own, file)
    once = disk.read(own.master)
    _take(own, file)
    assert disk.read(own.master) == once
    assert [row["kind"] for row in _rows(own.master, terms.RECEIVED_SHEET)].count("処置") == 1
    package = Package(once)
    package.remove(terms.FINDINGS_SHEET)
    own.master.write_bytes(package.to_bytes())
    report.report(own.master, own.point, tmp_path / "資料", final=True)
    _take(own)
    assert [(row["acknowledged"], row["why"]) for row in _rows(own.master) if row["code"] == code] == [
        (mark, "課が休みのため")
    ]


def test_settled__taken_back__stops_again(own: Desk, second: bytes, tmp_path: Path) -> None:
    _take(own, _write(tmp_path, "D01.xlsx", odd_rating(second)))
    settle(own.master, "K201", terms.SETTLEMENTS[0], "休み")
    _take(own)
    settle(own.master, "K201", None, None)
    assert _refused(own, tmp_path / "資料") == {"K201"}
    _take(own)
    assert _refused(own, tmp_path / "資料") == {"K201"}


def test_settled__another_file_with_the_same_error__is_another_finding(
    own: Desk, second: bytes, tmp_path: Path
) -> None:
    _take(own, _write(tmp_path, "D01_修正版.xlsx", OLE))
    settle(own.master, "K102", terms.SETTLEMENTS[0], "休み")
    _take(own, _write(tmp_path, "D02_修正版.xlsx", OLE + b"2"))
    assert _refused(own, tmp_path / "資料") == {"K102"}


def test_settled__file_of_the_same_name_comes_changed_and_as_bad__is_another_finding(
    own: Desk, second: bytes, tmp_path: Path
) -> None:
    for code, spoilt in (("K102", (OLE, OLE + b"2")), ("K107", _twice_without_area(second))):
        for data in spoilt:
            _take(own, _write(tmp_path, SPOILT[code][0], data))
            assert _refused(own, tmp_path / "資料") == {code}
            settle(own.master, code, terms.SETTLEMENTS[1], "電話で聞いた")
        assert code not in _codes(check([own.master]).diagnostics)


def _twice_without_area(survey: bytes) -> tuple[bytes, bytes]:
    """Two returns one after the other that lack the same sheet."""
    first, later = without_area(survey), without_area(numbered(survey, "3", "2026-05-21T01:00:00Z"))
    return first, later


def test_settled__without_a_reason__does_not_hold(own: Desk, second: bytes, tmp_path: Path) -> None:
    _take(own, _write(tmp_path, "D01_修正版.xlsx", OLE))
    settle(own.master, "K102", terms.SETTLEMENTS[0], None)
    assert _refused(own, tmp_path / "資料") == {"K102"}


def test_findings_sheet__words_to_choose__in_masters_of_any_time(own: Desk, second: bytes) -> None:
    _take(own)
    data = disk.read(own.master)
    lists = [part.decode() for name, part in unzip(data).items() if "worksheets/sheet" in name]
    assert sum(text.count(",".join(("○", *terms.SETTLEMENTS))) for text in lists) == 1
    assert validate([own.master]) == {}
    _take(own)
    assert disk.read(own.master) == data


@pytest.mark.parametrize("with_rules", [False, True])
def test_findings_sheet__master_without_a_list__gets_one_for_every_row_and_no_second(
    own: Desk, second: bytes, tmp_path: Path, with_rules: bool
) -> None:
    """Masters made before there was anything to choose; one of them has rules for other columns."""
    parts = unzip(disk.read(own.master))
    name = next(n for n, part in parts.items() if ",".join(("○", *terms.SETTLEMENTS)) in part.decode("utf-8", "ignore"))
    other = '<dataValidations count="1"><dataValidation type="list" sqref="Z3:Z9"><formula1>"x"</formula1></dataValidation></dataValidations>'
    text = re.sub(r"<dataValidations.*?</dataValidations>", other if with_rules else "", parts[name].decode())
    own.master.write_bytes(rezip({**parts, name: text.encode()}))
    for files in ([], [_write(tmp_path, "D01.xlsx", error_value(odd_rating(second)))], []):
        _take(own, *files)
        sheet = load_workbook(own.master)[terms.FINDINGS_SHEET]
        rules = [(one.sqref, one.formula1) for one in sheet.data_validations.dataValidation]
        ((where, words),) = [(cells, words) for cells, words in rules if words != '"x"']
        assert words == f'"{",".join(("○", *terms.SETTLEMENTS))}"'
        rows = range(3, 3 + len(_rows(own.master)))
        assert all(f"{_column_of(sheet, 'acknowledged')}{row}" in where for row in rows)
        assert len(rules) == 1 + with_rules
    assert len(rows) > 1
    assert validate([own.master]) == {}


def _column_of(sheet: Worksheet, key: str) -> str:
    return next(column_letters(cell.column) for cell in sheet[1] if cell.value == key)


def test_pack__settled_with_a_reason__printed_in_the_packed_document(own: Desk, second: bytes, tmp_path: Path) -> None:
    name, spoil = SPOILT["K201"]
    _take(own, _write(tmp_path, name, spoil(second)))
    settle(own.master, "K201", terms.SETTLEMENTS[0], "課が休みのため")
    pack.pack(own.master, own.point, tmp_path / "決裁", day=date(2026, 5, 20), converter=OneAtATime())
    (own_paper,) = (tmp_path / "決裁").glob("*_残っている指摘.pdf")
    for paper in (own_paper, tmp_path / "決裁" / "00_決裁資料.pdf"):
        pages = "".join(squeezed(page) for page in pages_of_pdf(disk.read(paper)))
        assert f"{terms.SETTLEMENTS[0]}：課が休みのため" in pages
        assert "K201" in pages


# 受領 as it was written ------------------------------------------------------------------------------------------------
CHAIN_CODES = {"K430", "K431"}


def _received_row(path: Path, key: str = "results") -> tuple[int, str]:
    """A row of 受領 that holds a text under a key, and the address of that cell."""
    sheet = read_book(disk.read(path), "").sheet(terms.RECEIVED_SHEET)
    table = find_table("", sheet, terms.MASTER_SHEETS[terms.RECEIVED_SHEET]) if sheet else None
    assert table is not None
    row = [row for row in table.rows() if row.text(key) is not None][3]
    return row.number, f"{column_letters(table.columns[key])}{row.number}"


def _last_rows_gone(path: Path) -> None:
    package = Package(disk.read(path))
    part = package.sheet(terms.RECEIVED_SHEET)
    last = part.last_row()
    for row in (last - 1, last):
        for letters in part.cells(row):
            part.put(f"{letters}{row}", None)
    path.write_bytes(package.to_bytes())


def _edit_received(path: Path) -> int:
    number, at = _received_row(path)
    path.write_bytes(put(disk.read(path), {(terms.RECEIVED_SHEET, at): "書き換えた文"}))
    return number


def test_received__untouched__no_finding_in_the_sample_nor_as_libreoffice_saves_it(
    own: Desk, second: bytes, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    _take(own, _write(tmp_path, "D01.xlsx", error_value(second)))
    assert not CHAIN_CODES & _codes(check([own.master]).diagnostics)
    saved = libreoffice.recalculate({"m.xlsx": disk.read(own.master)})["m.xlsx"]
    own.master.write_bytes(saved)
    assert not CHAIN_CODES & _codes(check([own.master]).diagnostics)
    settle(own.master, "K205", terms.SETTLEMENTS[1], "手入力")
    _take(own)
    assert not _codes(check([own.master]).diagnostics)
    assert [row["kind"] for row in _rows(own.master, terms.RECEIVED_SHEET)][-1] == "処置"


def test_received__row_edited__an_error_naming_it_everywhere_that_no_run_heals(
    own: Desk, second: bytes, final: Path, tmp_path: Path
) -> None:
    number = _edit_received(own.master)
    for files in ([], [_write(tmp_path, "D01.xlsx", second)], []):
        found = check([own.master]).diagnostics
        assert [(p.at.cell, dict(p.params)["rows"]) for p in found if p.code == "K430" and p.at] == [
            (f"{number}:{number}", str(number))
        ]
        assert _refused(own, tmp_path / "資料") == {"K430"}
        assert "K430" in _codes(verify.verify([final], own.master).diagnostics)
        assert "K430" in _codes(report.report(own.master, own.point, tmp_path / "案").checked.diagnostics)
        asked = status.status(own.master, own.point, date(2026, 5, 21))
        assert "K430" in {p.code for p in asked.diagnostics}
        found = consolidate.consolidate_into(own.master, files, own.point).diagnostics
        assert "K430" in _codes(found)


def test_received__last_rows_gone__found_also_after_more_came(own: Desk, second: bytes, tmp_path: Path) -> None:
    _last_rows_gone(own.master)
    assert _refused(own, tmp_path / "資料") == {"K431"}
    _take(own, _write(tmp_path, "D01.xlsx", second))
    assert _refused(own, tmp_path / "資料") == {"K431"}


@pytest.mark.parametrize(("code", "damage"), [("K430", _edit_received), ("K431", _last_rows_gone)])
def test_received__damage_taken_as_it_is_with_a_reason__goes_on_and_the_next_damage_is_found(
    own: Desk, second: bytes, tmp_path: Path, code: str, damage: Callable[[Path], object]
) -> None:
    damage(own.master)
    _take(own)
    settle(own.master, code, "○", "控えがないため")
    report.report(own.master, own.point, tmp_path / "資料", final=True)
    _take(own)
    _take(own, _write(tmp_path, "D01.xlsx", second))
    assert not _codes(check([own.master]).diagnostics)
    report.report(own.master, own.point, tmp_path / "資料", final=True)
    last = [row for row in _rows(own.master, terms.RECEIVED_SHEET) if row["kind"] == "処置"]
    assert len(last) == 1
    assert "控えがないため" in str(last[0]["finding"])
    _, at = _received_row(own.master, "saved_at")
    own.master.write_bytes(put(disk.read(own.master), {(terms.RECEIVED_SHEET, at): "2020-01-01 00:00:00"}))
    assert _refused(own, tmp_path / "資料") == {"K430"}


def test_consolidate__several_unreadable_files_of_the_same_bytes__each_is_named(own: Desk, tmp_path: Path) -> None:
    names = ("D01.xlsx", "D02.xlsx", "D03.xlsx")
    for _ in range(2):
        _take(own, *(_write(tmp_path / "回収", name, b"") for name in names))
        assert sorted(str(row["file"]) for row in _rows(own.master) if row["code"] == "K101") == list(names)
