"""The add-in and the master with buttons as files: the same bytes as committed, sound to three other readers."""

import hashlib
import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import olefile
import pytest
import xlsxwriter
from lxml import etree
from oletools.olevba import VBA_Parser, decompress_stream
from PIL import Image

from kosei_xl.addin.building import build
from kosei_xl.addin.building.wrapper import HELP_SHEET, help_rows, wrapper_source
from kosei_xl.make import operation
from kosei_xl.verbs import disk, init, opening
from kosei_xl.words import terms
from kosei_xl.words.buttons import BUTTONS, OFFICE_VERBS, OLD_MACROS
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from kosei_xl.workbook.parts.container import Container
from kosei_xl.workbook.vba.pack import with_project
from kosei_xl.workbook.vba.project import module
from tests.tools.office import ROOT, kosei, midori, put, validate

MACROS = ROOT / "macros"
ADDIN = MACROS / "kosei.xlam"
RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "事務局ブック.xlsx"
    init.init(path, midori().plan_file)
    return path


@pytest.fixture(scope="module")
def buttoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("buttons") / "事務局ブック.xlsm"
    init.init(path, midori().plan_file)
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# -- the add-in --------------------------------------------------------------------------------------------------------
@pytest.mark.process
def test_build__committed_file__equals_a_rebuild(tmp_path: Path) -> None:
    ran = kosei("addin", "build", "--out", tmp_path / "kosei.xlam")
    assert ran.code == 0
    assert "アドインを作りました" in ran.out
    made, committed = (tmp_path / "kosei.xlam").read_bytes(), ADDIN.read_bytes()
    digests = [hashlib.sha256(data).hexdigest() for data in (made, committed)]
    assert digests[0] == digests[1], "run `kosei addin build` and commit macros/kosei.xlam"


def test_build__nothing_is_packed_by_zlib__so_every_system_makes_the_same_bytes() -> None:
    with zipfile.ZipFile(ADDIN) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_validator__addin_and_master__sound(buttoned: Path) -> None:
    assert validate([ADDIN, buttoned]) == {}


@pytest.mark.parametrize("which", ["addin", "master"])
def test_olevba__every_module__shows_the_source_text(which: str, buttoned: Path) -> None:
    path = ADDIN if which == "addin" else buttoned
    parser = VBA_Parser(str(path))
    found = {name.removesuffix(".bas").removesuffix(".cls"): code for _, _, name, code in parser.extract_macros()}
    parser.close()
    names = build.ADDIN_MODULES if which == "addin" else operation.MASTER_MODULES
    for name in names:
        text = (MACROS / f"{name}.bas").read_text(encoding="utf-8")
        assert found[name].replace("\r\n", "\n") == module(name, text).source.replace("\r\n", "\n"), name
    if which == "addin":
        assert {*found} == {
            *names,
            "ThisWorkbook",
            "Sheet1",
            "Sheet2",
            "Sheet3",
            "xlwings",
            "Dictionary",
            "xlwings_udfs",
        }
        import xlwings

        whole = (Path(xlwings.__file__).parent / "xlwings_custom_addin.bas").read_text(encoding="utf-8")
        same = set(whole.splitlines()) & set(found["xlwings"].splitlines())
        assert len(set(whole.splitlines()) - same) <= 5, "xlwings' module but for our changes"


@pytest.mark.parametrize("which", ["addin", "master"])
def test_code_names__workbook_and_sheets__are_the_document_modules(which: str, buttoned: Path) -> None:
    found = parts(ADDIN if which == "addin" else buttoned)
    workbook = etree.fromstring(found["xl/workbook.xml"])
    properties = workbook.find(f"{MAIN}workbookPr")
    assert properties is not None
    code_names = [properties.get("codeName")]
    relations = {e.get("Id"): e.get("Target") for e in etree.fromstring(found["xl/_rels/workbook.xml.rels"])}
    for sheet in workbook.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        target = str(relations[next(str(v) for k, v in sheet.attrib.items() if str(k).endswith("}id"))])
        root = etree.fromstring(found["xl/" + target.removeprefix("/xl/")])
        head = root.find(f"{MAIN}sheetPr")
        assert head is not None
        code_names.append(head.get("codeName"))
    with olefile.OleFileIO(io.BytesIO(found["xl/vbaProject.bin"])) as ole:
        project = ole.openstream("PROJECT").read().decode("cp932")
        directory = decompress_stream(bytearray(ole.openstream("VBA/dir").read()))
    assert re.findall(r"^Document=(\w+)/", project, re.M) == code_names
    for name in code_names:
        assert struct.pack("<HI", 0x19, len(str(name))) + str(name).encode() in directory
    assert len(set(code_names)) == len(code_names)


def test_content_types__addin_and_master(buttoned: Path) -> None:
    for path, kind in ((ADDIN, "addin"), (buttoned, "sheet")):
        types = parts(path)["[Content_Types].xml"].decode()
        assert (
            f'PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.{kind}.macroEnabled.main+xml"' in types
        )
        assert types.count("/xl/workbook.xml") == 1
        assert "application/vnd.ms-office.vbaProject" in types


def test_modules__our_own__ascii_and_the_whole_project_cp932() -> None:
    for path in MACROS.glob("*.bas"):
        assert path.read_bytes().isascii(), path.name
    parser = VBA_Parser(str(ADDIN))
    for _, _, name, code in parser.extract_macros():
        assert code.encode("cp932").decode("cp932") == code, name
        assert max(map(len, code.splitlines() or [""])) <= 1023, name
    parser.close()


def test_xlwings__another_version__is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_CHANGES", (("no such text", ""),))
    with pytest.raises(build.WrongXlwings, match="no such text"):
        build.addin_bytes()


def test_xlwings__settings_beside_or_in_a_foreign_workbook__are_not_read() -> None:
    parser = VBA_Parser(str(ADDIN))
    (source,) = (code for _, _, name, code in parser.extract_macros() if name == "xlwings.bas")
    parser.close()
    assert "SheetExists(ActiveWorkbook, PROJECT_NAME" not in source
    assert 'If source = "" Or source = "directory"' not in source
    assert 'Public Const PROJECT_NAME As String = "kosei"' in source
    assert "Kosei_Failed Content" in source
    assert "WScript.Popup" not in source


def test_sheets__functions__help_texts_as_vba_reads_them() -> None:
    sheet = read_book(ADDIN.read_bytes(), "kosei.xlam").sheet(HELP_SHEET)
    assert sheet is not None
    shown = [tuple(cell for cell in row if cell is not None) for row in sheet.rows]
    assert shown == help_rows()
    assert all(row[0] is not None and row[1] is not None for row in sheet.rows), "no gap, at which VBA would stop"


def test_sheets__settings_and_texts__for_vba() -> None:
    book = read_book(ADDIN.read_bytes(), "kosei.xlam")
    config, texts = book.sheet("kosei.conf"), book.sheet("texts")
    assert config is not None
    assert texts is not None
    settings = {row[0]: row[1] for row in config.rows}
    assert "Interpreter_Win" not in settings, "each user's own"
    assert settings["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"
    asked = set()
    for path in MACROS.glob("Kosei*.bas"):
        asked |= set(re.findall(r'KoseiText\("(\w+)"\)', path.read_text(encoding="utf-8")))
    asked |= set(re.findall(r'KoseiText\("(\w+)"\)', wrapper_source()))
    rows = {str(row[0]): row for row in texts.rows[1:]}
    assert {*rows} == asked
    for key, (_, japanese, english) in rows.items():
        assert re.search("[ぁ-ん]", str(japanese)), key
        assert str(english).isascii() or "“" in str(english) or "…" in str(english), key


def test_ribbon__buttons__words_icons_and_macros() -> None:
    found = parts(ADDIN)
    ribbon = etree.fromstring(found["customUI/customUI14.xml"])
    (tab,) = ribbon.iter(f"{RIBBON}tab")
    assert tab.get("label") == "行革進捗"
    buttons = {str(e.get("id")): e for e in ribbon.iter(f"{RIBBON}button")}
    assert {*buttons} == {button.verb for button in BUTTONS}
    for verb, label, hint, _ in BUTTONS:
        element = buttons[verb]
        words = [element.get(name) for name in ("label", "screentip", "supertip", "image", "onAction")]
        assert words == [label, label, hint, verb, "Ribbon_Press"]
    tips = [str(e.get("keytip")) for e in buttons.values()]
    assert len(set(tips)) == len(tips)
    assert all(re.fullmatch("[A-Z0-9]{1,3}", tip) for tip in tips)
    targets = {e.get("Id"): e.get("Target") for e in etree.fromstring(found["customUI/_rels/customUI14.xml.rels"])}
    for verb in buttons:
        with Image.open(io.BytesIO(found[f"customUI/{targets[verb]}"])) as icon:
            assert (icon.format, icon.size, icon.mode) == ("PNG", (64, 64), "RGBA")
    relations = etree.fromstring(found["_rels/.rels"])
    kind = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    assert [e.get("Target") for e in relations if e.get("Type") == kind] == ["customUI/customUI14.xml"]


def test_macros__every_button__has_one_here_and_in_the_master() -> None:
    own = (MACROS / "KoseiMacros.bas").read_text(encoding="utf-8")
    masters = (MACROS / "MasterButtons.bas").read_text(encoding="utf-8")
    assert "Public Sub Press(ByVal Verb As String)" in own
    for verb, macro in OLD_MACROS.items():
        assert f'Public Sub Kosei_{macro}()\n    Press "{verb}"\nEnd Sub\n' in own
    assert re.findall(r"Public Sub (\w+)", masters) == ["Button_Press"]
    assert 'Application.Run "\'" & ADDIN_FILE & "\'!Press", Verb' in masters


# -- the master --------------------------------------------------------------------------------------------------------
def test_master__other_sheets__hold_the_same_values_and_names(plain: Path, buttoned: Path) -> None:
    before, after = (read_book(path.read_bytes(), "x") for path in (plain, buttoned))
    assert [s.name for s in after.sheets[:2]] == [terms.START_SHEET, terms.OPERATION_SHEET]
    others = [(s.name, s.rows) for s in after.sheets if s.name != terms.OPERATION_SHEET]
    assert others == [(s.name, s.rows) for s in before.sheets]
    names = Package(plain.read_bytes()).defined_names()
    found = Package(buttoned.read_bytes()).defined_names()
    assert {name: found[name] for name in names} == names


def test_master__buttons__one_a_verb_in_order_bound_to_its_macro(buttoned: Path) -> None:
    drawing = parts(buttoned)["xl/drawings/vmlDrawing1.vml"].decode()
    labels = {button.verb: button.label for button in BUTTONS}
    assert {*re.findall(r"<x:FmlaMacro>(.*?)</x:FmlaMacro>", drawing)} == {"[0]!Button_Press"}
    assert re.findall(r'<v:shape [^>]*alt="(\w+)"', drawing) == list(OFFICE_VERBS)
    assert re.findall(r"<font[^>]*>(.*?)</font>", drawing) == [labels[verb] for verb in OFFICE_VERBS]
    rows = [int(anchor.split(", ")[2]) for anchor in re.findall(r"<x:Anchor>(.*?)</x:Anchor>", drawing)]
    assert rows == list(range(rows[0], rows[0] + len(rows)))


def test_master__without_macros__has_no_such_parts(plain: Path) -> None:
    found = parts(plain)
    assert [name for name in found if "vba" in name.lower() or name.endswith(".vml")] == []


def test_add_buttons__existing_master__new_file_and_the_old_one_as_it_was(plain: Path, tmp_path: Path) -> None:
    before = plain.read_bytes()
    out = tmp_path / "新しい ブック.xlsm"
    ran = kosei("addin", "master", plain, out)
    assert ran.code == 0
    assert plain.read_bytes() == before
    assert opening.open_master(out).plan == opening.open_master(plain).plan
    again = kosei("addin", "master", plain, out)
    assert (again.code, "もうあります" in again.err) == (2, True)


def test_add_buttons__ending_xlsx__refused(plain: Path, tmp_path: Path) -> None:
    ran = kosei("addin", "master", plain, tmp_path / "x.xlsx")
    assert (ran.code, "「.xlsm」で終わらせてください" in ran.err) == (2, True)


def test_with_project__chart_sheet_and_own_code_names__each_has_its_module() -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.add_worksheet("一")
    book.add_chartsheet("図").set_chart(_chart(book))
    book.add_worksheet("二")
    book.close()
    container = Container(data.getvalue())
    named = b'<sheetPr codeName="Sheet1"/>'
    second = container.part("xl/worksheets/sheet2.xml")
    container.put("xl/worksheets/sheet2.xml", second.replace(b"<dimension", named + b"<dimension", 1))
    with_project(container, "Test", [module("A", "Option Explicit\n")])
    project = container.part("xl/vbaProject.bin")
    with olefile.OleFileIO(io.BytesIO(project)) as ole:
        listed = re.findall(r"^Document=(\w+)/", ole.openstream("PROJECT").read().decode("cp932"), re.M)
    assert listed == ["ThisWorkbook", "Sheet1", "Sheet2", "Sheet3"]
    assert b'codeName="Sheet2"' in container.part("xl/chartsheets/sheet1.xml")
    assert b'codeName="Sheet3"' in container.part("xl/worksheets/sheet2.xml"), "Sheet1 was taken when it came up"


def _chart(book: Any) -> Any:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=一!$A$1:$A$2"})
    return chart


def _with_macros_of_its_own(plain: Package, buttoned: Package) -> Package:
    buttoned.rename(terms.OPERATION_SHEET, "別の名前")
    return buttoned


def _with_a_sheet_of_that_name(plain: Package, buttoned: Package) -> Package:
    plain.add(terms.OPERATION_SHEET)
    return plain


def _without_guide(plain: Package, buttoned: Package) -> Package:
    plain.rename(terms.GUIDE_SHEET, "手びき")
    return plain


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (_with_macros_of_its_own, "もう「操作」シートかマクロがあります"),
        (_with_a_sheet_of_that_name, "もう「操作」シートかマクロがあります"),
        (_without_guide, "「使い方」シートが要ります"),
    ],
)
def test_add_buttons__workbook_without_room__says_why_and_writes_nothing(
    plain: Path, buttoned: Path, tmp_path: Path, prepare: Callable[[Package, Package], Package], said: str
) -> None:
    path = tmp_path / "事務局ブック.xlsx"
    path.write_bytes(prepare(Package(plain.read_bytes()), Package(buttoned.read_bytes())).to_bytes())
    ran = kosei("addin", "master", path, tmp_path / "x.xlsm")
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_settings__as_made__usual_folders_and_the_point_of_the_summary(plain: Path, buttoned: Path) -> None:
    usual = operation.Settings(point=midori().point)
    assert operation.read_settings(buttoned.read_bytes()) == usual
    assert operation.read_settings(plain.read_bytes()) == usual, "a master without the sheet"


def test_settings__typed__read_back(buttoned: Path) -> None:
    typed = {"C5": "R7_first_half", "C6": "配布 令和７", "C7": " 戻り ", "C8": "C:\\資料", "C9": "○", "C10": "前.xlsx"}
    data = put(buttoned.read_bytes(), {(terms.OPERATION_SHEET, ref): text for ref, text in typed.items()})
    assert operation.read_settings(data) == operation.Settings(
        "R7_first_half", "配布 令和７", "戻り", "C:\\資料", final=True, before="前.xlsx"
    )


@pytest.mark.parametrize(("typed", "final"), [("○", True), ("〇", True), ("", False), ("×", False)])
def test_settings__final__any_circle(buttoned: Path, typed: str, final: bool) -> None:
    data = put(buttoned.read_bytes(), {(terms.OPERATION_SHEET, "C9"): typed})
    assert operation.read_settings(data).final is final


def test_settings__folder_that_is_a_number__is_its_name(buttoned: Path) -> None:
    data = put(buttoned.read_bytes(), {(terms.OPERATION_SHEET, "C7"): 2025.0})
    assert operation.read_settings(data).returned == "2025"


def test_settings__blank_or_sheet_gone__as_usual(buttoned: Path) -> None:
    blank = put(buttoned.read_bytes(), {(terms.OPERATION_SHEET, "C7"): None})
    assert operation.read_settings(blank).returned == "回収"
    package = Package(buttoned.read_bytes())
    for name in [name for name in package.defined_names() if name.startswith("op_")]:
        package.drop_defined_name(name)
    package.remove(terms.OPERATION_SHEET)
    assert operation.read_settings(package.to_bytes()) == operation.Settings(point=midori().point)


def test_bundled__addin__is_found_from_the_package() -> None:
    assert disk.bundled("macros", "kosei.xlam") == ADDIN.read_bytes()
