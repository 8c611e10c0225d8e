"""What comes back from sixty departments is not always what went out. One finding each, at its place, in words a person
can act on; the rest is taken in; no file of a department is ever written to.
"""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kosei_xl.demo import type_entries
from kosei_xl.make.fill import fill_survey
from kosei_xl.make.survey import make_survey
from kosei_xl.read.survey import read_submission
from kosei_xl.values.ledger import text_of_line
from kosei_xl.values.model import Plan, PlanFile
from kosei_xl.verbs import disk, init
from kosei_xl.verbs.files_given import FilesGiven
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Formula, Package
from kosei_xl.workbook.unreadable import UnreadableWorkbook
from tests.tools.builders import standing
from tests.tools.hostile import png, rezip, unzip
from tests.tools.office import LibreOffice, address_of, cells_by_key, kosei, midori, put, respondent, write_all

CASE = midori()
PLAN = CASE.plan
BAD_DEPARTMENT, GOOD_DEPARTMENT = respondent(PLAN, "D01"), respondent(PLAN, "D02")
PEOPLE = {"filled_by": "記入 花子", "confirmed_by": "確認 太郎", "confirmed_on": "2026-04-10"}
TYPED = type_entries(CASE.blank(BAD_DEPARTMENT), CASE.typed, PEOPLE)
GOOD = type_entries(CASE.blank(GOOD_DEPARTMENT), CASE.typed, PEOPLE)
BOOK = read_book(TYPED, "")
AREAS = tuple(s.name for s in BOOK.sheets if str(s.value(3, 1)).startswith(terms.AREA_KEY_PREFIX))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

LINE = next(
    line
    for line in PLAN.lines_answered_by(BAD_DEPARTMENT.code)
    if line.rated and line.item.repeats is None and not line.item.office_rated
)
SHEET = next(name for name in AREAS if any(r["row_key"] == f"{LINE.item.key}|" for r in cells_by_key(BOOK, name)))

TWICE = max(len(sheet.rows) for sheet in BOOK.sheets if sheet.name == SHEET) + 2


def at(column: str, row: str = f"{LINE.item.key}|") -> str:
    """The address of a cell of the row that the tests spoil."""
    return address_of(BOOK, SHEET, row, column)


def by_openpyxl(change: Callable[[Any], None]) -> bytes:
    """The filled workbook as another program changes and saves it (formulas lose their values)."""
    book = openpyxl.load_workbook(BytesIO(TYPED))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _without(data: bytes, *sheets: str, properties: bool = False) -> bytes:
    package = Package(data)
    for name in sheets:
        package.remove(name)
    parts = unzip(package.to_bytes())
    if properties:
        parts["docProps/custom.xml"] = (
            b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
        )
    return rezip(parts)


def _of_plan(change: Callable[[Plan], Plan], point: str = CASE.point) -> bytes:
    """A survey of another plan, version, point or department."""
    plan = change(PLAN)
    department = next(d for d in plan.departments if plan.lines_answered_by(d.code))
    survey = make_survey(standing(plan, point), respondent(plan, department.code))
    return fill_survey(disk.bundled("workbook_templates", "department.xlsx"), plan, survey)


def _other_codes(plan: Plan) -> Plan:
    text = PlanFile(plan=plan).model_dump_json().replace('"D01"', '"D99"')
    return PlanFile.model_validate_json(text).plan


def _renamed() -> bytes:
    package = Package(TYPED)
    package.rename(SHEET, "うちの課の分")
    return package.to_bytes()


def _other_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "会議録"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _chart_of_nothing() -> bytes:
    return rezip({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<Types/>"})


def _guide_code(package: Package, value: str) -> bytes:
    place = package.locate("survey_code")
    assert place is not None
    package.sheet(place[0]).put(place[1], value)
    return package.to_bytes()


def _insert_column(book: Any) -> None:
    book[SHEET].insert_cols(5)
    book[SHEET]["E5"] = "課内メモ"


def _remove_hidden(book: Any) -> None:
    for name in (terms.LISTS_SHEET, terms.IDENTITY_SHEET):
        book.remove(book[name])


def _insert_row(book: Any) -> None:
    book[SHEET].insert_rows(5)
    book[SHEET]["C5"] = "新しい取組"


def _move_column(book: Any) -> None:
    """Exchange two input columns with keys and labels."""
    sheet = book[SHEET]
    one, other = (openpyxl.utils.column_index_from_string(at(k).rstrip("0123456789")) for k in ("rating", "results"))
    for row in range(1, sheet.max_row + 1):
        a, b = sheet.cell(row, one), sheet.cell(row, other)
        a.value, b.value = b.value, a.value


def _row(column: str = "rating") -> int:
    return int(at(column).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _double_row(book: Any) -> None:
    sheet = book[SHEET]
    end = TWICE
    for column in range(1, sheet.max_column + 1):
        sheet.cell(end, column).value = sheet.cell(_row(), column).value
    sheet.cell(end, openpyxl.utils.column_index_from_string(at("results").rstrip("0123456789"))).value = "別の実績"


def _note_sheet(book: Any) -> None:
    book.create_sheet("課内メモ")["B2"] = "来月確認"


@dataclass(frozen=True)
class Bad:
    """A file as it comes back, and what is found in it: code -> (sheet, cell). `kept` fields still reach the ledger."""

    name: str
    make: Callable[[], bytes]
    expected: dict[str, tuple[str | None, str | None]]
    read: bool = True
    says: str = ""
    file: str = "D01.xlsx"
    more: frozenset[str] = field(default_factory=frozenset)


def _cell(column: str) -> tuple[str, str]:
    return SHEET, at(column)


_WHOLE = (None, None)
UNREADABLE = [
    Bad(
        "text", lambda: "これは文書です".encode(), {"K101": _WHOLE}, read=False, says="Excelブックの形式ではありません"
    ),
    Bad("empty", lambda: b"", {"K101": _WHOLE}, read=False, says="ファイルが空です"),
    Bad("truncated", lambda: TYPED[: len(TYPED) // 2], {"K101": _WHOLE}, read=False),
    Bad("broken_in_the_middle", lambda: _flipped(TYPED, 7), {"K101": _WHOLE}, read=False, says="読めません"),
    Bad("encrypted", lambda: OLE + bytes(4088) + "EncryptedPackage".encode("utf-16-le"), {"K102": _WHOLE}, read=False),
    Bad("old_xls", lambda: OLE + bytes(4088), {"K102": _WHOLE}, read=False, says="パスワード"),
    Bad("word_file", _chart_of_nothing, {"K193": _WHOLE}, read=False, says="文書（Word形式など）"),
    Bad("far_cell", lambda: put(TYPED, {(SHEET, "XFD1048576"): " x"}), {"K101": _WHOLE}, read=False, says="XFD1048576"),
]
FOREIGN = [
    Bad("another_workbook", _other_workbook, {"K105": _WHOLE}, read=False),
    Bad(
        "another_plan",
        lambda: _of_plan(lambda p: p.model_copy(update={"plan_id": "other"})),
        {"K118": (terms.SURVEY_GUIDE_SHEET, "C24")},
        read=False,
    ),
    Bad(
        "another_version",
        lambda: _of_plan(lambda p: p.model_copy(update={"plan_version": 2})),
        {"K119": (terms.SURVEY_GUIDE_SHEET, "C24")},
        read=False,
    ),
    Bad(
        "another_point",
        lambda: _of_plan(lambda p: p, PLAN.points[0].key),
        {"K120": (terms.SURVEY_GUIDE_SHEET, "C24")},
        read=False,
    ),
    Bad("unknown_department", lambda: _of_plan(_other_codes), {"K121": (terms.SURVEY_GUIDE_SHEET, "C24")}, read=False),
    Bad(
        "no_identity_left",
        lambda: _guide_code(Package(_without(TYPED, terms.IDENTITY_SHEET, properties=True)), "－"),
        {"K105": _WHOLE},
        read=False,
    ),
]
CHANGED = [
    Bad("as_it_should_be", lambda: TYPED, {}),
    Bad("saved_by_openpyxl", lambda: by_openpyxl(lambda book: None), {}),
    Bad("cleaned", lambda: _without(TYPED, terms.IDENTITY_SHEET, properties=True), {}),
    Bad(
        "cleaned_lists",
        lambda: by_openpyxl(_remove_hidden),
        {},
    ),
    Bad(
        "codes_differ",
        lambda: _guide_code(Package(TYPED), "消しました"),
        {"K113": (terms.SURVEY_GUIDE_SHEET, "C24")},
        says="消しました",
    ),
    Bad("sheet_renamed", _renamed, {"K108": ("うちの課の分", None)}, says=SHEET),
    Bad("column_inserted", lambda: by_openpyxl(_insert_column), {"K113": (SHEET, "E5")}, says="課内メモ"),
    Bad("columns_moved", lambda: by_openpyxl(_move_column), {}, more=frozenset({"K112"})),
    Bad(
        "column_deleted",
        lambda: by_openpyxl(
            lambda b: b[SHEET].delete_cols(openpyxl.utils.column_index_from_string(at("results").rstrip("0123456789")))
        ),
        {"K111": (SHEET, "2:2")},
        says="取組実績",
        more=frozenset({"K303"}),
    ),
    Bad(
        "row_deleted",
        lambda: by_openpyxl(lambda b: b[SHEET].delete_rows(_row())),
        {"K116": (SHEET, None)},
        says=LINE.item.name,
    ),
    Bad(
        "row_inserted",
        lambda: by_openpyxl(_insert_row),
        {"K114": (SHEET, "C5")},
        says="新しい取組",
    ),
    Bad("row_twice", lambda: by_openpyxl(_double_row), {"K115": (SHEET, f"{TWICE}:{TWICE}")}),
    Bad(
        "added_row",
        lambda: put(TYPED, {(SHEET, at("results", "+1")): "項目にない取組"}),
        {"K114": (SHEET, at("results", "+1"))},
    ),
    Bad("sheet_deleted", lambda: by_openpyxl(lambda b: b.remove(b[SHEET])), {"K107": _WHOLE}),
    Bad("key_row_deleted", lambda: by_openpyxl(lambda b: b[SHEET].delete_rows(1)), {"K109": (SHEET, "1:1")}),
    Bad("key_column_deleted", lambda: by_openpyxl(lambda b: b[SHEET].delete_cols(1)), {"K124": (SHEET, "2:2")}),
    Bad("sheet_added", lambda: by_openpyxl(_note_sheet), {"K126": ("課内メモ", None)}),
    Bad("plan_text_changed", lambda: put(TYPED, {_cell("name"): "別の名前"}), {"K125": _cell("name")}, says="別の名前"),
    Bad("rating_unknown", lambda: put(TYPED, {_cell("rating"): "Ｅ"}), {"K201": _cell("rating")}, says="「Ｅ」"),
    Bad("rating_full_width", lambda: put(TYPED, {_cell("rating"): "Ａ"}), {"K202": _cell("rating")}),
    Bad(
        "formula_typed",
        lambda: put(TYPED, {_cell("results"): Formula("A1&B1", "計算した文")}),
        {"K203": _cell("results")},
        says="計算した文",
    ),
    Bad("error_value", lambda: _with_error(TYPED), {"K205": _cell("results")}, says="#REF!", more=frozenset({"K203"})),
    Bad("rating_blank", lambda: put(TYPED, {_cell("rating"): None}), {"K301": _cell("rating")}),
    Bad(
        "submission_in_words",
        lambda: type_entries(TYPED, (), {"submission_no": "再提出"}),
        {"K307": (terms.SURVEY_GUIDE_SHEET, "F8")},
    ),
]

ONLY_CHECKED = [
    Bad("nothing_filled_in", lambda: CASE.blank(BAD_DEPARTMENT), {"K305": _WHOLE}),
    Bad(
        "not_confirmed",
        lambda: type_entries(CASE.blank(BAD_DEPARTMENT), CASE.typed, {}),
        {"K306": (terms.SURVEY_GUIDE_SHEET, "F6")},
    ),
]
"""What `check` says about a workbook as such; after `consolidate` 提出状況 says it (空のまま, 課長未確認)."""


def _with_error(data: bytes) -> bytes:
    parts = unzip(put(data, {_cell("results"): Formula("1/0", "#REF!")}))
    for name, xml in parts.items():
        parts[name] = xml.replace(b't="str"><f>1/0</f>', b't="e"><f>1/0</f>')
    return rezip(parts)


def _flipped(data: bytes, seed: int) -> bytes:
    chance, spoiled = random.Random(seed), bytearray(data)
    for _ in range(200):
        spoiled[chance.randrange(len(spoiled) - 2000)] ^= 0xFF
    return bytes(spoiled[:4].replace(spoiled[:4], b"PK\x03\x04") + spoiled[4:])


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("bad") / "master.xlsx"
    return init.init(path, CASE.plan_file, None).read_bytes()


@pytest.mark.parametrize("bad", [*UNREADABLE, *FOREIGN, *CHANGED], ids=lambda bad: bad.name)
def test_consolidate__one_bad_file_among_good__one_finding_and_the_rest_taken_in(
    bad: Bad, master: bytes, tmp_path: Path
) -> None:
    data = bad.make()
    (book,) = write_all(tmp_path, [("master.xlsx", master)])
    spoiled, good = write_all(tmp_path / "回収", [(bad.file, data), ("D02.xlsx", GOOD)])
    ran = kosei("consolidate", book, tmp_path / "回収", "--point", CASE.point, "--json")

    mine = [found for found in ran.found if found[1] == bad.file]
    codes = {code for code, *_ in mine}
    assert set(bad.expected) <= codes <= set(bad.expected) | bad.more, mine
    for code, place in bad.expected.items():
        assert place in {found[2:] for found in mine if found[0] == code}, mine
    messages = [d["message"] for d in ran.json["diagnostics"] if d["file"] == bad.file]
    assert not bad.says or any(bad.says in message for message in messages), messages
    assert ran.code == (1 if any(d["severity"] == "error" for d in ran.json["diagnostics"]) else 0)
    assert "Traceback" not in ran.err
    assert (spoiled.read_bytes(), good.read_bytes()) == (data, GOOD), "files of departments are never written to"

    rows = {row["row_key"]: row for row in cells_by_key(read_book(book.read_bytes(), ""), terms.LEDGER_SHEET)}
    for entry in CASE.typed:
        answering = PLAN.line_by_key[entry.key.line].answering
        if answering == GOOD_DEPARTMENT.code:
            assert rows[f"{CASE.point}|{entry.item_key}|{entry.sub_no}"]["results"] == entry.fields.get("results")
    answers = [line for line in PLAN.lines_answered_by(BAD_DEPARTMENT.code) if line.item.repeats is None]
    taken = [line for line in answers if rows[f"{CASE.point}|{text_of_line(line.key)}"]["results"] is not None]
    assert bool(taken) == bad.read
    if bad.read and bad.name not in ("sheet_deleted", "column_deleted"):
        assert len(taken) >= len(answers) - 1


@pytest.mark.parametrize("bad", [*UNREADABLE, *CHANGED, *ONLY_CHECKED], ids=lambda bad: bad.name)
def test_check__one_bad_file_among_good__its_findings(bad: Bad, master: bytes, tmp_path: Path) -> None:
    book, *paths = write_all(tmp_path, [("master.xlsx", master), (bad.file, bad.make()), ("D02.xlsx", GOOD)])
    ran = kosei("check", *paths, "--master", book, "--json")
    codes = {code for code, *_ in ran.found}
    assert set(bad.expected) <= codes <= set(bad.expected) | bad.more, ran.found
    for code, place in bad.expected.items():
        assert (bad.file, *place) in {found[1:] for found in ran.found if found[0] == code}, ran.found
    assert ran.code == (1 if any(d["severity"] == "error" for d in ran.json["diagnostics"]) else 0)
    assert book.read_bytes() == master


def test_check__unreadable_only__exit_2_and_still_json(tmp_path: Path) -> None:
    for bad in UNREADABLE:
        (path,) = write_all(tmp_path / bad.name, [("D01.xlsx", bad.make())])
        ran = kosei("check", path, "--json")
        assert (ran.code, ran.found) == (2, [(next(iter(bad.expected)), "D01.xlsx", None, None)])
        plain = kosei("check", path)
        assert plain.code == 2
        assert f"（{next(iter(bad.expected))}）" in plain.out
        assert "読める調査票が一つもありませんでした" in plain.err


def test_check__folder_with_everything__only_workbooks_read(tmp_path: Path) -> None:
    write_all(
        tmp_path,
        [
            ("D02.xlsx", GOOD),
            ("~$D02.xlsx", b"\x06owner"),
            ("昨年.xls", OLE + bytes(100)),
            ("送付文.docx", b"PK\x03\x04"),
            ("写真.png", png("red").getvalue()),
            (".DS_Store", b"x"),
        ],
    )
    write_all(tmp_path / "控え", [("D01.xlsx", TYPED)])
    ran = kosei("check", tmp_path, "--json")
    assert sorted(ran.found) == [
        ("K102", "昨年.xls", None, None),
        ("K103", "~$D02.xlsx", None, None),
        ("K104", "写真.png", None, None),
        ("K104", "送付文.docx", None, None),
        ("K194", "控え", None, None),
    ]
    assert ran.code == 1
    assert "読み込み 1/1：D02.xlsx" in ran.err


def test_files__named_like_a_return_and_nothing_known__told_with_advice_and_those_of_windows_not_at_all(
    tmp_path: Path,
) -> None:
    names = ("D04_企画課.zip", "D05.pdf", "調査票.bak", "D040.zip", "送付文.pdf", "Thumbs.db", "desktop.ini")
    write_all(tmp_path, [("D02.xlsx", GOOD), *((name, b"x" * 40) for name in names)])
    files = FilesGiven([tmp_path], lambda line: None, departments=("D04", "D05"))
    assert [file.name for file, _ in files] == ["D02.xlsx"]
    assert sorted((str(one.code), one.at.file if one.at else "") for one in files.problems) == [
        ("K104", "D040.zip"),
        ("K104", "送付文.pdf"),
        ("K193", "D04_企画課.zip"),
        ("K193", "D05.pdf"),
        ("K193", "調査票.bak"),
    ]
    assert all("送り直してもらってください" in one.message() for one in files.problems if one.code == "K193")


@pytest.mark.parametrize(
    ("given", "code"),
    [("ありません.xlsx", "K122"), ("空", "K123"), ("~$D01.xlsx", "K103")],
    ids=["missing", "empty", "owner"],
)
def test_check__nothing_there__exit_2_alone_and_a_finding_among_others(tmp_path: Path, given: str, code: str) -> None:
    (tmp_path / "空").mkdir()
    (good, _) = write_all(tmp_path, [("D02.xlsx", GOOD), ("~$D01.xlsx", b"\x06")])
    alone = kosei("check", tmp_path / given, "--json")
    assert (alone.code, alone.found) == (2, [(code, given, None, None)])
    among = kosei("check", tmp_path / given, good, "--json")
    assert among.found == [(code, given, None, None)]
    assert among.code == (0 if code == "K103" else 1)


def test_check__cleaned_without_master__k127_and_with_it_nothing(master: bytes, tmp_path: Path) -> None:
    cleaned = _without(TYPED, terms.IDENTITY_SHEET, properties=True)
    path, book = write_all(tmp_path, [("D01.xlsx", cleaned), ("master.xlsx", master)])
    ran = kosei("check", path, "--json")
    assert (ran.code, ran.found) == (1, [("K127", "D01.xlsx", None, None)])
    ran = kosei("check", path, "--master", book, "--json")
    assert (ran.code, ran.found) == (0, [])


def test_check__two_codes_in_one_workbook__k106_and_the_printed_one_counts(tmp_path: Path) -> None:
    other = type_entries(CASE.blank(GOOD_DEPARTMENT), (), {})
    printed = read_book(other, "").named("survey_code")
    assert printed is not None
    (path,) = write_all(tmp_path, [("D01.xlsx", _guide_code(Package(TYPED), str(printed[0])))])
    found = kosei("check", path, "--json").found
    assert ("K106", "D01.xlsx", terms.SURVEY_GUIDE_SHEET, "C24") in found


def test_consolidate__nothing_there__master_untouched(master: bytes, tmp_path: Path) -> None:
    (book,) = write_all(tmp_path, [("master.xlsx", master)])
    ran = kosei("consolidate", book, tmp_path / "D01.xlsx", "--point", CASE.point)
    assert ran.code == 2
    assert book.read_bytes() == master
    assert sorted(p.name for p in tmp_path.iterdir()) == ["master.xlsx"]


def test_consolidate__nothing_readable__refused_and_that_it_came_is_recorded(master: bytes, tmp_path: Path) -> None:
    book, path = write_all(tmp_path, [("master.xlsx", master), ("D01.xlsx", b"text")])
    before = [row for row in cells_by_key(read_book(master, ""), terms.LEDGER_SHEET) if row["row_key"]]
    for _ in range(2):
        assert kosei("consolidate", book, path, "--point", CASE.point).code == 2
        after = read_book(book.read_bytes(), "")
        assert [row for row in cells_by_key(after, terms.LEDGER_SHEET) if row["row_key"]][: len(before)] == before
        recorded = [(row["kind"], row["file"]) for row in cells_by_key(after, terms.RECEIVED_SHEET) if row["kind"]]
        assert recorded == [("指摘", "D01.xlsx")]


@pytest.mark.parametrize("bad", UNREADABLE, ids=lambda bad: bad.name)
def test_master__unreadable__exit_2_and_one_sentence(bad: Bad, tmp_path: Path) -> None:
    if bad.name == "far_cell":
        return
    book, path = write_all(tmp_path, [("master.xlsx", bad.make()), ("D02.xlsx", GOOD)])
    for arguments in (
        ("consolidate", book, path, "--point", CASE.point),
        ("check", path, "--master", book),
        ("distribute", book, "--point", CASE.point, "--out", tmp_path / "配布"),
    ):
        ran = kosei(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "master.xlsx" in ran.err.splitlines()[-1]
        assert "Traceback" not in ran.err


@pytest.mark.parametrize("name", ["x.csv", "x.xls", "x"])
def test_init__a_name_that_no_workbook_has__exit_2_and_no_file(tmp_path: Path, name: str) -> None:
    ran = kosei("init", tmp_path / name, "--sample", "midori")
    assert (ran.code, list(tmp_path.iterdir())) == (2, [])
    assert "「.xlsx」か「.xlsm」" in ran.err


def test_init__ending_in_capitals__made(tmp_path: Path) -> None:
    assert kosei("init", tmp_path / "X.XLSX", "--sample", "midori").code == 0


def test_master__a_survey_in_its_place__exit_2_and_what_is_missing(tmp_path: Path) -> None:
    one, other = write_all(tmp_path, [("D01.xlsx", TYPED), ("D02.xlsx", GOOD)])
    ran = kosei("consolidate", one, other, "--point", CASE.point)
    assert ran.code == 2
    assert "事務局ブックとして読めません" in ran.err
    assert "（K130）" in ran.out
    assert one.read_bytes() == TYPED


def test_english__findings_in_english(tmp_path: Path) -> None:
    paths = write_all(tmp_path, [("D01.xlsx", b"text"), ("D02.xlsx", GOOD)])
    ran = kosei("check", *paths, lang="en")
    assert ran.out.splitlines() == [
        "error: [D01.xlsx] This is not a readable Excel workbook (it is not in the format of an Excel workbook). "
        "Open it in Excel and save it as .xlsx. (K101)",
        "error: 1, warning: 0, info: 0",
    ]
    assert "not a readable" in kosei("check", *paths, "--json", lang="en").json["diagnostics"][0]["message"]


def test_json__shape_of_contracts(tmp_path: Path) -> None:
    paths = write_all(tmp_path, [("D01.xlsx", put(TYPED, {_cell("rating"): None})), ("D02.xlsx", GOOD)])
    found = kosei("check", *paths, "--json").json
    assert set(found) == {"diagnostics", "counts"}
    (problem,) = found["diagnostics"]
    assert problem == {
        "code": "K301",
        "severity": "error",
        "message": f"No.{LINE.no}：評価が未記入です。S・A・Bから選んでください。",
        "file": "D01.xlsx",
        "sheet": SHEET,
        "cell": at("rating"),
        "item": LINE.no,
        "point": CASE.point,
        "related": [],
    }
    assert set(found["counts"]) == {area.no for area in PLAN.areas}
    for counts in found["counts"].values():
        assert all(set(count) == {"rows", "distinct"} for count in counts.values())


def test_saved_by_libreoffice__same_values_and_no_finding(libreoffice: LibreOffice, tmp_path: Path) -> None:
    saved = libreoffice.recalculate({"D01.xlsx": TYPED})["D01.xlsx"]
    ours, theirs = (read_submission(read_book(data, "D01.xlsx"), PLAN) for data in (TYPED, saved))
    assert theirs.diagnostics == ours.diagnostics == ()
    assert theirs.value is not None
    assert ours.value is not None
    assert theirs.value.value_sets == ours.value.value_sets
    (path,) = write_all(tmp_path, [("D01.xlsx", saved)])
    assert kosei("check", path, "--json").found == []


def test_any_damage__a_finding_never_an_exception() -> None:
    """Bytes turned, cut and parts lost, four hundred times: either it is read, or it is said that it cannot be."""
    chance, outcomes = random.Random(1), set()
    parts = unzip(TYPED)
    for n in range(400):
        if n % 4 == 0:
            data = TYPED[: chance.randrange(len(TYPED))]
        elif n % 4 == 1:
            spoiled = bytearray(TYPED)
            for _ in range(chance.choice((1, 5, 50))):
                spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
            data = bytes(spoiled)
        else:
            name = chance.choice(sorted(parts))
            part = bytearray(parts[name])
            for _ in range(3):
                part[chance.randrange(len(part))] = chance.randrange(256)
            rest = {k: v for k, v in parts.items() if k != name}
            data = rezip(rest if n % 4 == 2 else {**rest, name: bytes(part)})
        try:
            read_submission(read_book(data, "D01.xlsx"), PLAN)
            outcomes.add("read")
        except UnreadableWorkbook as error:
            outcomes.add(error.code)
    assert outcomes == {"read", "K101"}


def test_console_of_windows__letters_it_does_not_know__no_traceback(tmp_path: Path) -> None:
    (path,) = write_all(tmp_path, [("D01.xlsx", put(TYPED, {(SHEET, at("results", "+1")): "絵文字😀"}))])
    environment = {**os.environ, "PYTHONIOENCODING": "cp932", "KOSEI_LANG": "ja"}
    command = [sys.executable, "-m", "kosei_xl.cli", "check", str(path)]
    command[1:3] = ["-c", "from kosei_xl.cli import main; main()"]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0
    assert "絵文字?" in done.stdout.decode("cp932")
    assert b"Traceback" not in done.stderr
