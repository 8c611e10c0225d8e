"""A real click, as far as that is possible without Excel: LibreOffice opens the .xlsm, a test presses what is drawn."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.verbs import consolidate, disk, distribute, init, report
from kosei_xl.words import terms
from kosei_xl.words.buttons import BUTTONS, OFFICE_VERBS
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.addin_office import Office, office, values
from tests.tools.office import address_of, cells_by_key, midori

POINT = "R7_year_end"
NAME = "事務局 ブック.xlsm"
LABELS = {button.verb: button.label for button in BUTTONS}


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("calc")) as running:
        yield running


@pytest.fixture(scope="module")
def city(calc: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a master with buttons and the surveys that came back."""
    folder = tmp_path_factory.mktemp("市 役所")
    case = midori()
    init.init(folder / "plain.xlsx", case.plan_file)
    master = calc.with_buttons((folder / "plain.xlsx").read_bytes())
    (folder / "plain.xlsx").unlink()
    disk.write(folder / NAME, master)
    people = {"filled_by": "見本 花子", "confirmed_by": "見本 太郎", "confirmed_on": "2026-04-10"}
    for department in case.departments():
        name = distribute.survey_file_name(case.plan, department, case.plan.points[-1])
        disk.write(folder / "回収" / name, type_entries(case.blank(department), case.typed, people))
    return folder


@pytest.fixture
def master(calc: Office, city: Path, tmp_path: Path) -> Iterator[Path]:
    """The city's folder as a copy of one's own, nothing open, Python allowed."""
    shutil.copytree(city, tmp_path / "市 役所")
    calc.close_all()
    calc.runs_python(True)
    yield tmp_path / "市 役所" / NAME
    calc.close_all()


def copy_of(master: Path, folder: Path) -> Path:
    """The same folder beside, for the command line."""
    shutil.copytree(master.parent, folder)
    return folder / master.name


def test_click__consolidate_then_report__the_same_files_as_the_command(
    calc: Office, master: Path, tmp_path: Path
) -> None:
    other = copy_of(master, tmp_path / "command")
    consolidate.consolidate_into(other, [other.parent / "回収"], POINT)
    made = report.report(other, POINT, other.parent / "資料")
    calc.load_addin()

    message = calc.click(calc.load(master), LABELS["consolidate"])

    assert message.startswith("info 統合しました（"), message
    assert master.read_bytes() == other.read_bytes()
    opened = calc.documents()[NAME]
    assert opened.CurrentController.ActiveSheet.Name == terms.STATUS_SHEET
    expected = read_book(other.read_bytes(), NAME)
    for name in (terms.STATUS_SHEET, terms.FINDINGS_SHEET, terms.LEDGER_SHEET):
        sheet = expected.sheet(name)
        assert sheet is not None
        shown = {(r, c): v for r, row in enumerate(values(opened, name), 1) for c, v in enumerate(row, 1)}
        for row in range(3, len(sheet.rows) + 1):
            for column in range(1, len(sheet.rows[1]) + 1):
                value = sheet.value(row, column)
                if isinstance(value, str):
                    assert shown[row, column] == value, (name, row, column)

    message = calc.click(opened, LABELS["report"])

    assert message.startswith("info 資料ができました"), message
    (paper,) = (master.parent / "資料").glob("[!.]*.xlsx")  # beside LibreOffice's lock file
    assert paper.read_bytes() == made.files[0].read_bytes()
    assert paper.name in calc.documents()


def test_click__typed_and_not_saved__is_saved_and_kept(calc: Office, master: Path) -> None:
    book = read_book(master.read_bytes(), NAME)
    sheet = book.sheet(terms.LEDGER_SHEET)
    assert sheet is not None
    keys = [str(key) for key in sheet.rows[0]]
    key = next(str(row[0]) for row in sheet.rows[2:] if str(row[0]).startswith(POINT))
    address = address_of(book, terms.LEDGER_SHEET, key, "follow_up")
    calc.load_addin()
    document = calc.load(master)
    cell = document.Sheets.getByName(terms.LEDGER_SHEET).getCellRangeByName(address)
    cell.String = "事務局がここで直した文"

    message = calc.click(document, LABELS["consolidate"])

    assert message.startswith("info 統合しました（"), message
    after = read_book(master.read_bytes(), NAME)
    found = after.sheet(terms.LEDGER_SHEET)
    assert found is not None
    row = next(row for row in found.rows if row[0] == key)
    assert row[keys.index("follow_up")] == "事務局がここで直した文"
    assert "xl/vbaProject.bin" in Package(master.read_bytes()).container.parts


def test_click__check__findings_in_a_new_workbook(calc: Office, master: Path) -> None:
    broken = sorted((master.parent / "回収").iterdir())[0]
    broken.write_bytes(b"no workbook")
    before = master.read_bytes()
    calc.load_addin()
    message = calc.click(calc.load(master), LABELS["check"])
    assert message.startswith("info 点検しました"), message
    (new,) = (document for document in calc.documents().values() if not document.URL)
    head, *rows = values(new, "点検結果")
    assert head == ["重さ", "ファイル", "シート", "セル", "内容と直し方", "番号"]
    assert ["エラー", broken.name, "K101"] in [[row[0], row[1], row[5]] for row in rows]
    assert master.read_bytes() == before


def test_click__nothing_readable_returned__message_and_that_the_files_came_is_recorded(
    calc: Office, master: Path
) -> None:
    for path in (master.parent / "回収").iterdir():
        path.write_bytes(b"no workbook")
    files = {path.name for path in (master.parent / "回収").iterdir()}
    calc.load_addin()
    message = calc.click(calc.load(master), LABELS["consolidate"])
    assert message.startswith("critical 読める調査票が一つもありませんでした。"), message
    assert "（K101）" in message
    received = cells_by_key(read_book(master.read_bytes(), master.name), terms.RECEIVED_SHEET)
    assert {row["file"] for row in received if row["kind"] == "指摘"} == files
    assert NAME in calc.documents(), "it is open again"


def test_click__again_after_a_failure__works(calc: Office, master: Path) -> None:
    aside = master.parent / "あとで"
    (master.parent / "回収").rename(aside)
    calc.load_addin()
    assert calc.click(calc.load(master), LABELS["consolidate"]).startswith("critical")
    aside.rename(master.parent / "回収")
    assert calc.click(calc.documents()[NAME], LABELS["consolidate"]).startswith("info 統合しました")


def test_click__end_plan__asked_in_the_open_workbook_and_done_with_the_answers(calc: Office, master: Path) -> None:
    consolidate.consolidate_into(master, [master.parent / "回収"], POINT)
    calc.load_addin()
    document = calc.load(master)
    before = master.read_bytes()
    calc.answers("no")
    calc.press(document, LABELS["end_plan"])
    assert calc.wait("done.txt") == ""
    assert "計画を「令和７年度末」で終わりにします" in calc.asked()
    assert master.read_bytes() == before
    assert not (calc.folder / "told.txt").exists(), "nothing is said of what was not done"
    calc.answers("yes", "令和8年5月1日", "議決")

    message = calc.click(calc.documents()[NAME], LABELS["end_plan"])

    assert message.startswith("info 計画は「令和７年度末」で終わりました（2026-05-01）"), message
    assert "計画が終わった理由" in calc.asked()
    items = values(calc.documents()[NAME], terms.ITEMS_SHEET)
    state = items[0].index("state")
    assert {row[state] for row in items[2:] if row[items[0].index("no")]} == {"計画終了", None}
    assert calc.documents()[NAME].CurrentController.ActiveSheet.Name == terms.ITEMS_SHEET


@pytest.mark.parametrize("verb", OFFICE_VERBS)
def test_press__each_button__starts_its_own_python_function(calc: Office, master: Path, verb: str) -> None:
    calc.runs_python(False)
    calc.load_addin()
    calc.press(calc.load(master), LABELS[verb])
    name, command = calc.wait("request.txt").splitlines()
    assert name == NAME
    assert command == f"import kosei_xl.addin.buttons as buttons; buttons.{verb}()"


def test_press__another_workbook_in_front__the_master_is_meant(calc: Office, master: Path, tmp_path: Path) -> None:
    calc.runs_python(False)
    calc.load_addin()
    document = calc.load(master)
    survey = sorted((master.parent / "回収").iterdir())[0]
    calc.load(survey)
    document.CurrentController.Frame.activate()
    calc.press(document, LABELS["consolidate"])
    assert calc.wait("request.txt").splitlines()[0] == NAME


def test_press__without_the_addin__says_what_to_do(calc: Office, master: Path) -> None:
    calc.press(calc.load(master), LABELS["consolidate"])
    assert calc.wait("told.txt").startswith("vba アドイン「kosei.xlam」が読み込まれていません。")
    assert not (calc.folder / "request.txt").exists()


@pytest.mark.parametrize(
    ("interpreter", "said"),
    [("", "Pythonの場所が決まっていません。"), ("/no/python.exe", "Pythonが見つかりません（/no/python.exe）。")],
)
def test_press__without_python__says_what_to_do(calc: Office, master: Path, interpreter: str, said: str) -> None:
    calc.load_addin(interpreter=interpreter)
    calc.press(calc.load(master), LABELS["consolidate"])
    assert calc.wait("told.txt").startswith(f"vba {said}")
    assert not (calc.folder / "request.txt").exists()


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ("ModuleNotFoundError: No module named 'kosei_xl'", "Pythonに必要な部品"),
        ("SystemError: anything else", "Pythonの処理を始められませんでした。"),
    ],
)
def test_failed__before_our_code_runs__one_readable_message(
    calc: Office, master: Path, details: str, said: str
) -> None:
    addin = calc.load_addin()
    calc.run(addin, "KoseiAddin", "KoseiMacros.Kosei_Failed", details)
    told = calc.wait("told.txt")
    assert told.startswith(f"vba {said}")
    assert details in told


def test_press__from_the_ribbon__by_the_verb_that_is_its_id(calc: Office, master: Path) -> None:
    calc.runs_python(False)
    addin = calc.load_addin()
    calc.load(master)
    calc.run(addin, "KoseiAddin", "KoseiMacros.Press", "settings")
    assert calc.wait("request.txt").splitlines()[1].endswith("buttons.settings()")
