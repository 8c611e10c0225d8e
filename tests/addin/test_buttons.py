"""The buttons: the same files as the command makes, one message, and the old file whatever goes wrong."""

import datetime as dt
import inspect
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kosei_xl.addin import buttons
from kosei_xl.addin.desk import Refused
from kosei_xl.addin.jobs import Done
from kosei_xl.demo import type_entries
from kosei_xl.read.ledger import read_ledger
from kosei_xl.read.report import read_report
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import diagnostic
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import annotate, consolidate, disk, distribute, init, pack, report, status
from kosei_xl.verbs.claims import Claim, claim_file
from kosei_xl.words import terms
from kosei_xl.words.buttons import BUTTONS, Button
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.addin_excel import Excel
from tests.tools.office import ROOT, cells_by_key, midori, put

POINT = "R7_year_end"
PEOPLE = {"filled_by": "見本 花子", "confirmed_by": "見本 太郎", "confirmed_on": "2026-04-10"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a macro-enabled master and the surveys that came back, as an office has it."""
    folder = tmp_path_factory.mktemp("事務 局")
    case = midori()
    init.init(folder / "事務局 ブック.xlsm", case.plan_file)
    for department in case.departments():
        name = distribute.survey_file_name(case.plan, department, case.plan.points[-1])
        disk.write(folder / "回収" / name, type_entries(case.blank(department), case.typed, PEOPLE))
    return folder


@pytest.fixture
def desk(office: Path, tmp_path: Path) -> Path:
    """A copy of the office of one's own: the master's path."""
    shutil.copytree(office, tmp_path / "市 役所")
    return tmp_path / "市 役所" / "事務局 ブック.xlsm"


def press(verb: str, path: Path, excel: Excel | None = None) -> Excel:
    """Press a button in a workbook."""
    excel = excel or Excel()
    with excel.in_front(path):
        getattr(buttons, verb)()
    return excel


def only_message(excel: Excel, mode: str) -> str:
    """The one message that was shown; the status bar is Excel's again."""
    ((found, message),) = excel.told
    assert found == mode, message
    assert excel.lines[-1] is False
    return message


# -- the work ----------------------------------------------------------------------------------------------------------
def test_consolidate__same_bytes_as_the_command__and_opens_the_status_sheet(desk: Path, tmp_path: Path) -> None:
    other = tmp_path / "command" / desk.name
    shutil.copytree(desk.parent, other.parent)
    consolidate.consolidate_into(other, [other.parent / "回収"], POINT)

    excel = press("consolidate", desk)

    assert desk.read_bytes() == other.read_bytes()
    assert excel.log == ["close", f"open {desk.name}"]
    assert excel.master().shown == terms.STATUS_SHEET
    departments = len(midori().departments())
    assert f"統合しました（{departments}ファイル）" in only_message(excel, "info")
    assert sum(str(line).startswith("行革進捗：読み込み") for line in excel.lines) == departments


def test_consolidate__unsaved_typing__is_saved_first(desk: Path) -> None:
    excel = Excel()
    excel.saved = False
    press("consolidate", desk, excel)
    assert excel.log[:2] == ["save", "close"]


def test_consolidate__twice__keeps_macros_controls_and_drawing_byte_for_byte(desk: Path) -> None:
    kept = ("xl/vbaProject.bin", "xl/drawings/vmlDrawing1.vml")
    before = {name: Package(desk.read_bytes()).container.part(name) for name in kept}
    codes = _code_names(desk)
    press("consolidate", desk)
    press("consolidate", desk)
    container = Package(desk.read_bytes()).container
    assert {name: container.part(name) for name in kept} == before
    assert _code_names(desk) == codes
    assert container.content_type("xl/workbook.xml").endswith("sheet.macroEnabled.main+xml")


def _code_names(path: Path) -> list[bytes]:
    container = Package(path.read_bytes()).container
    return [
        data[data.index(b"<sheetPr") : data.index(b">", data.index(b"<sheetPr"))]
        for name, data in sorted(container.parts.items())
        if name.startswith("xl/worksheets/sheet")
    ]


def test_check__findings_in_a_new_workbook__nothing_written(desk: Path) -> None:
    (first, *_) = sorted((desk.parent / "回収").iterdir())
    first.write_bytes(b"no workbook")
    before = _files(desk.parent)
    excel = press("check", desk)
    assert _files(desk.parent) == before
    head, *rows = excel.table
    assert head == ["重さ", "ファイル", "シート", "セル", "内容と直し方", "番号"]
    assert [(row[0], row[1], row[5]) for row in rows if row[5] == "K101"] == [("エラー", first.name, "K101")]
    assert "点検しました" in only_message(excel, "info")


def test_distribute__same_files_as_the_command(desk: Path, tmp_path: Path) -> None:
    made = distribute.distribute(desk, POINT, tmp_path / "command")
    excel = press("distribute", desk)
    assert _files(desk.parent / "配布") == _files(tmp_path / "command")
    assert f"{len(made)}件" in only_message(excel, "info")


def test_report__same_workbook_as_the_command__and_it_is_opened(desk: Path, tmp_path: Path) -> None:
    press("consolidate", desk)
    made = report.report(desk, POINT, tmp_path / "command")
    excel = press("report", desk)
    assert _files(desk.parent / "資料") == _files(tmp_path / "command")
    assert excel.log[-1] == f"open {made.files[0].name}"
    assert str(desk.parent / "資料" / made.files[0].name) in only_message(excel, "info")


def test_verify__reports_of_the_folder__findings_by_cell(desk: Path) -> None:
    press("consolidate", desk)
    press("report", desk)
    assert "エラー 0件、注意 0件" in only_message(press("verify", desk), "info")
    (report,) = (desk.parent / "資料").glob("*.xlsx")
    at = _printed(report, "legend")
    report.write_bytes(put(report.read_bytes(), {at: "まるで違う文"}))
    before = _files(desk.parent)
    excel = press("verify", desk)
    assert _files(desk.parent) == before
    assert ("エラー", report.name, *at, "K702") in {(*row[:4], row[5]) for row in excel.table}


def test_adopt__wording_edited_in_the_report__stands_in_the_ledger(desk: Path) -> None:
    press("consolidate", desk)
    press("report", desk)
    (report,) = (desk.parent / "資料").glob("*.xlsx")
    at = _printed(report, "cause")
    report.write_bytes(put(report.read_bytes(), {at: "事務局で直した文。"}))
    excel = press("adopt", desk)
    assert excel.master().shown == terms.LEDGER_SHEET
    assert ("お知らせ", *at, "K748") in {(row[0], *row[2:4], row[5]) for row in excel.table}
    records = read_ledger(read_book(desk.read_bytes(), ""), midori().plan).value
    assert "事務局で直した文。" in {fields.get("cause") for fields in records.entries.values()}


def _printed(report: Path, what: str) -> tuple[str, str]:
    """The place of the legend's first line, or of a text of the column `what` that is printed in one piece and alone."""
    found = read_report(read_book(report.read_bytes(), ""), [part.key for part in midori().plan.parts])
    for (part, name), pieces in found.rows.items():
        is_legend, is_item = (part, name) == ("legend", "text:2"), part == "delayed" and "|" in name
        for cell in pieces[0].filled if len(pieces) == 1 else ():
            if (is_legend and what == "legend") or (is_item and cell.column == what):
                return str(cell.at.sheet), str(cell.at.cell)
    raise AssertionError(what)


def test_settings__folder_and_point__from_the_sheet(desk: Path) -> None:
    (desk.parent / "回収").rename(desk.parent / "戻り")
    values = {(terms.OPERATION_SHEET, "C5"): "R7_first_half", (terms.OPERATION_SHEET, "C7"): "戻り"}
    desk.write_bytes(put(desk.read_bytes(), values))
    excel = press("consolidate", desk)
    # the surveys are of another point, which the verb says
    assert "K120" in {row[-1] for row in _findings(desk)}, excel.told


def _findings(path: Path) -> list[tuple[object, ...]]:
    book = read_book(path.read_bytes(), path.name)
    sheet = book.sheet(terms.FINDINGS_SHEET)
    assert sheet is not None
    keys = [key for key in sheet.rows[0] if key]
    return [tuple(row[: len(keys)]) for row in sheet.rows[2:]]


def test_settings__plain_xlsx_master__works_with_the_usual_folders(desk: Path) -> None:
    plain = desk.with_suffix(".xlsx")
    init.init(plain, midori().plan_file)
    excel = press("consolidate", plain)
    assert "統合しました" in only_message(excel, "info")


def test_status__shows_the_sheet__without_closing(desk: Path) -> None:
    excel = press("status", desk)
    assert (excel.log, excel.told, excel.master().shown) == ([], [], terms.STATUS_SHEET)


def test_settings__shows_the_sheet(desk: Path) -> None:
    excel = press("settings", desk)
    assert (excel.log, excel.told, excel.master().shown) == ([], [], terms.OPERATION_SHEET)


def test_check_survey__open_workbook__is_neither_saved_nor_closed(desk: Path) -> None:
    survey = sorted((desk.parent / "回収").iterdir())[0]
    answered = survey.read_bytes()
    excel = press("check_survey", survey)
    assert excel.log == []
    assert survey.read_bytes() == answered
    assert "点検しました（1ファイル）" in only_message(excel, "info")


def test_new_master__beside_the_workbook_in_front__blank_and_never_over_a_file(desk: Path) -> None:
    (desk.parent / "事務局ブック.xlsm").write_bytes(b"mine")
    excel = press("new_master", desk)
    made = desk.parent / "事務局ブック2.xlsm"
    assert "白紙の事務局ブックを作りました" in only_message(excel, "info")
    assert excel.log[-1] == f"open {made.name}"
    assert read_book(made.read_bytes(), made.name).sheets[0].name == terms.START_SHEET
    assert (desk.parent / "事務局ブック.xlsm").read_bytes() == b"mine"


def test_check_master__open_and_unsaved__lists_what_is_missing_and_writes_nothing(desk: Path) -> None:
    blank = desk.parent / "白紙.xlsx"
    init.init_from(blank, init.PlanSource())
    before = _files(desk.parent)
    excel = press("check_master", blank)
    assert excel.log == []
    assert _files(desk.parent) == before
    assert {row[5] for row in excel.table[1:]} == {"K186"}
    assert "エラー 8件" in only_message(excel, "info")


def test_reminders_and_send_back__the_same_files_as_the_commands(desk: Path, tmp_path: Path) -> None:
    press("consolidate", desk)
    status.status(desk, POINT, dt.date.today(), reminders=tmp_path / "依頼")
    annotate.annotate([desk.parent / "回収"], tmp_path / "返却", dt.date.today(), desk)
    for verb, folder in (("reminders", "依頼"), ("send_back", "返却")):
        message = only_message(press(verb, desk), "info")
        assert _files(desk.parent / folder) == _files(tmp_path / folder), verb
        assert str(desk.parent / folder) in message


def test_log_and_diff__lines_in_a_new_workbook(desk: Path) -> None:
    press("consolidate", desk)
    excel = press("log", desk)
    assert any("No.1" in str(row[0]) for row in excel.table)
    excel = press("diff", desk)
    assert "R7" in str(excel.table[0][0]) or "令和７年度" in str(excel.table[0][0])
    only_message(excel, "info")


def test_undo__pressed_after_consolidating__the_master_before(desk: Path) -> None:
    before = desk.read_bytes()
    press("consolidate", desk)
    assert desk.read_bytes() != before
    assert "元に戻しました" in only_message(press("undo", desk), "info")
    assert desk.read_bytes() == before


def test_settings__of_the_sheet__reach_the_verbs(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set on 操作 is what the report and the papers are made with."""
    package = Package(desk.read_bytes())
    for name, text in (
        ("by", "部"),
        ("marks_since", "前.xlsx"),
        ("show_deleted", "○"),
        ("duplex", "○"),
        ("papers", "一式"),
    ):
        place = package.locate(f"op_{name}")
        assert place is not None
        package.sheet(place[0]).put(place[1], text)
    desk.write_bytes(package.to_bytes())
    asked: dict[str, dict[str, object]] = {}

    def record(verb: str) -> Callable[..., object]:
        def called(*given: object, **flags: object) -> object:
            asked[verb] = {**flags, "given": given}
            raise WrongCall(told("button_no_points"))

        return called

    monkeypatch.setattr(report, "report", record("report"))
    monkeypatch.setattr(pack, "pack", record("pack"))
    monkeypatch.setattr(distribute, "distribute", record("distribute"))
    for verb in ("report", "pdf", "pack", "distribute"):
        press(verb, desk)
    since = desk.parent / "資料" / "前.xlsx"
    wanted = {"marks_since": since, "show_deleted": True, "duplex": True, "notes": False, "final": False, "pdf": True}
    assert {name: asked["report"][name] for name in wanted} == wanted
    assert (asked["pack"]["marks_since"], asked["pack"]["given"]) == (since, (desk, POINT, desk.parent / "一式"))
    assert asked["distribute"]["by_bureau"] is True


# -- what goes wrong ---------------------------------------------------------------------------------------------------
def _survey_in_front(excel: Excel, path: Path) -> Path:
    return sorted((path.parent / "回収").iterdir())[0]


def _cloud(excel: Excel, path: Path) -> Path:
    excel.cloud = "https://city-my.sharepoint.com/personal/office/Documents/事務局ブック.xlsm"
    return path


def _cloud_unknown(excel: Excel, path: Path) -> Path:
    excel.cloud = ""
    return path


def _read_only(excel: Excel, path: Path) -> Path:
    excel.read_only = True
    return path


def _save_fails(excel: Excel, path: Path) -> Path:
    excel.saved, excel.save_fails = False, "ディスクがいっぱいです。"
    return path


def _never_saved(excel: Excel, path: Path) -> Path:
    excel.cloud = "Book1"
    return path


def _no_plan_sheet(excel: Excel, path: Path) -> Path:
    package = Package(path.read_bytes())
    for name in [name for name, what in package.defined_names().items() if terms.START_SHEET in what]:
        package.drop_defined_name(name)
    package.remove(terms.START_SHEET)  # its formulas name the other
    package.remove(terms.PLAN_SHEET)
    path.write_bytes(package.to_bytes())
    return path


def _nothing_returned(excel: Excel, path: Path) -> Path:
    shutil.rmtree(path.parent / "回収")
    return path


def _unknown_point(excel: Excel, path: Path) -> Path:
    path.write_bytes(put(path.read_bytes(), {(terms.OPERATION_SHEET, "C5"): "R99"}))
    return path


def _nothing_readable(excel: Excel, path: Path) -> Path:
    for file in (path.parent / "回収").iterdir():
        file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    return path


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (_survey_in_front, "事務局ブックではありません"),
        (_cloud, "クラウド上にあり"),
        (_cloud_unknown, "クラウド上にあり"),
        (_read_only, "読み取り専用"),
        (_save_fails, "保存できませんでした（ディスクがいっぱいです。）"),
        (_never_saved, "まだ保存されていません"),
        (_no_plan_sheet, "「計画」シートがありません"),
        (_nothing_returned, "指定したファイルまたはフォルダーが見つかりません"),
        (_unknown_point, "報告時点「R99」はありません"),
    ],
)
def test_consolidate__bad_input__one_message_and_the_old_file(
    desk: Path, prepare: Callable[[Excel, Path], Path], said: str
) -> None:
    excel = Excel()
    front = prepare(excel, desk)
    before = _files(desk.parent)
    press("consolidate", front, excel)
    assert said in only_message(excel, "critical")
    assert _files(desk.parent) == before
    assert excel.master().name == front.name, "it is open again"


def test_consolidate__nothing_readable__one_message_and_that_the_files_came_is_recorded(desk: Path) -> None:
    excel = Excel()
    front = _nothing_readable(excel, desk)
    before = _files(desk.parent)
    press("consolidate", front, excel)
    assert "パスワードで暗号化されているか" in only_message(excel, "critical")
    after = _files(desk.parent)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {front.name, f"{front.name}.bak"}
    received = cells_by_key(read_book(front.read_bytes(), front.name), terms.RECEIVED_SHEET)
    assert {row["finding"] is not None for row in received if row["kind"] == "指摘"} == {True}
    assert excel.master().name == front.name, "it is open again"


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_consolidate__sheets_and_structure_protected__works_and_stays_protected(desk: Path) -> None:
    container = Package(desk.read_bytes()).container
    for name in [name for name in container.parts if name.startswith("xl/worksheets/sheet")]:
        data = container.part(name)
        container.put(name, data.replace(b"</sheetData>", b'</sheetData><sheetProtection sheet="1"/>', 1))
    workbook = container.part("xl/workbook.xml")
    locked = re.sub(rb"<workbookProtection ?/>", b'<workbookProtection lockStructure="1"/>', workbook)
    assert locked != workbook
    container.put("xl/workbook.xml", locked)
    desk.write_bytes(container.to_bytes())
    assert "統合しました" in only_message(press("consolidate", desk), "info")
    after = Package(desk.read_bytes()).container
    assert b'lockStructure="1"' in after.part("xl/workbook.xml")
    assert all(
        b"<sheetProtection" in after.part(name) for name in after.parts if name.startswith("xl/worksheets/sheet")
    )


def test_consolidate__saved_with_a_password__says_so(desk: Path) -> None:
    excel = Excel()
    with excel.in_front(desk):
        locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
        desk.write_bytes(locked)
        excel.names = ("計画", "_kosei")
        buttons.consolidate()
    assert "パスワード" in only_message(excel, "critical")
    assert desk.read_bytes() == locked


def test_consolidate__our_own_bug__one_message_a_log_and_the_old_file(
    desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(consolidate, "consolidate_into", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = desk.read_bytes()
    excel = press("consolidate", desk)
    assert "ZeroDivisionError" in only_message(excel, "critical")
    assert "a bug" in (tmp_path / "kosei_xl_error.txt").read_text(encoding="utf-8")
    assert desk.read_bytes() == before
    assert excel.log == ["close", f"open {desk.name}"]


def test_consolidate__cannot_be_opened_again__says_so(desk: Path) -> None:
    excel = Excel()
    excel.open_fails = True
    press("consolidate", desk, excel)
    assert "開けませんでした" in only_message(excel, "critical")


def test_consolidate__excel_is_busy__progress_is_lost_and_nothing_else(desk: Path, tmp_path: Path) -> None:
    excel = Excel()
    excel.busy = True
    before = desk.read_bytes()
    press("consolidate", desk, excel)
    assert [mode for mode, _ in excel.told] == ["info"]
    assert desk.read_bytes() != before


@pytest.fixture
def nothing_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PC without a program for PDFs and web pages."""

    def refuse(path: Path) -> None:
        raise Refused(told("button_not_shown", path=path, why=told("why_no_program")))

    monkeypatch.setattr(buttons, "show_file", refuse)


@pytest.mark.usefixtures("nothing_opens")
def test_pdf__made_and_no_program_opens_it__both_told(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = desk.with_name("資料.pdf")
    monkeypatch.setitem(buttons.__dict__, "WORK", {"pdf": lambda job: Done(told("button_traced"), document=made)})
    message = only_message(press("pdf", desk), "info")
    assert message.splitlines()[0] == str(told("button_traced"))
    assert f"「{made}」を開けませんでした" in message


@pytest.mark.usefixtures("nothing_opens")
def test_manual__no_program_opens_it__told_where_it_lies(desk: Path) -> None:
    assert "manual.html」を開けませんでした" in only_message(press("manual", desk), "critical")


def test_report__read_only_master__is_printed_all_the_same(desk: Path) -> None:
    excel = Excel()
    excel.read_only = True
    assert "資料ができました" in only_message(press("report", desk, excel), "info")


def test_report__final_with_errors__refused_with_the_first_findings(desk: Path) -> None:
    desk.write_bytes(put(desk.read_bytes(), {(terms.OPERATION_SHEET, "C9"): "○"}))
    message = only_message(press("report", desk), "critical")
    assert "案の印のない資料は作りませんでした" in message
    assert message.count("（K") == 5, "the first findings with their codes"
    assert not (desk.parent / "資料").exists()


def test_check_survey__in_a_master__refused(desk: Path) -> None:
    assert "調査票ではありません" in only_message(press("check_survey", desk), "critical")


def test_settings__plain_xlsx_master__says_how_to_get_the_sheet(desk: Path) -> None:
    plain = desk.with_suffix(".xlsx")
    init.init(plain, midori().plan_file)
    assert "kosei addin master" in only_message(press("settings", plain), "critical")


def test_messages__english(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOSEI_LANG", "en")
    excel = press("consolidate", desk)
    assert "Consolidated" in only_message(excel, "info")


def test_press__not_from_excel__a_sentence_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        buttons.consolidate()
    assert "ボタンから呼ばれていません" in str(left.value.code)


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.verb)
def test_buttons__every_label__has_a_function_without_arguments(button: Button) -> None:
    function = getattr(buttons, button.verb)
    assert function.__doc__ == button.label
    assert not inspect.signature(function).parameters


# -- somebody else is writing ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("answer", ["yes", "no"])
def test_consolidate__mark_of_another_pc__goes_on_only_after_a_click(
    desk: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(disk, "_LOCK_SECONDS", 0.1)
    before = desk.read_bytes()
    mark = claim_file(desk)
    claim = Claim("行革 花子", "PC-012", "2026-04-10 10:15:00", 4711, "win32")
    mark.write_bytes(claim.text().encode("utf-8-sig"))
    excel = Excel()
    excel.answer = answer
    press("consolidate", desk, excel)
    (kind, question), (last, message) = excel.told
    assert "行革 花子 さん（PC-012" in question
    assert "誰も書き込んでいないと確かめましたか" in question
    assert kind == "critical"
    if answer == "yes":
        assert last == "info"
        assert desk.read_bytes() != before
        assert not mark.exists()
    else:
        assert last == "critical"
        assert "行革 花子 さん" in message
        assert desk.read_bytes() == before
        assert mark.exists()
    assert excel.log == ["close", f"open {desk.name}"]


def test_list_of_findings__rules_of_this_version__below_the_others_and_named() -> None:
    at = CellRef("a.xlsx", "1 市民", 4, 7)
    new = diagnostic(Code.DAYS_DIFFER, at, item="1", label="取組実績", said="９月17日から11月27日（62日間）", days=72)
    known = diagnostic(Code.NOTHING_FILLED_IN, CellRef("b.xlsx"))
    rows = [*buttons._rows([new, known])]
    assert [row[-1] for row in rows] == ["K305", "K331"]
    assert [str(row[4]).startswith("【新しい点検】No.1") for row in rows] == [False, True]
    assert rows[1][:4] == ["注意", "a.xlsx", "1 市民", "G4"]


def test_consolidate__master_of_0_1_0__the_message_says_what_was_added(tmp_path: Path) -> None:
    """What a command prints on its way is passed over in Excel's status bar: this has to be read."""
    for path in (ROOT / "tests" / "fixtures" / "v0_1_0").glob("*.xlsx"):
        target = tmp_path / "回収" / path.name if path.name.startswith("survey") else tmp_path / path.name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(path, target)
    excel = press("consolidate", tmp_path / "master_new.xlsx")
    message = only_message(excel, "info")
    assert message.startswith("統合しました（2ファイル）")
    assert "前の版で作られた事務局ブックなので" in message
    assert "項目の「始まりの時点」「終わりの時点」「状態」" in message
    assert "「master_new_旧形式.xlsx」に残しました" in message
    assert "新しい形式" not in only_message(press("consolidate", tmp_path / "master_new.xlsx"), "info")
