"""`kosei verify`: findings with their cells, masters that are looked for, PDFs, --explain; and its own wording."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from kosei_xl.collect.summarize import summarize
from kosei_xl.proof.verify.compare import difference, excerpts
from kosei_xl.proof.verify.expected import expected
from kosei_xl.proof.verify.facts import Facts
from kosei_xl.proof.verify.filling import PlaceholderFiller
from kosei_xl.proof.verify.says import ONLY, Says, SaysKind
from kosei_xl.read.report import FoundCell
from kosei_xl.report.wording import Wording
from kosei_xl.values.cells import CellRef
from kosei_xl.values.model import PlanFile
from kosei_xl.values.refusals import NothingReadable
from kosei_xl.verbs import init, opening, report
from kosei_xl.verbs.verify import verify as verify_reports
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput, Package
from tests.tools.builders import HALF, MORE_ITEMS, make_plan
from tests.tools.office import Ran, address_of, kosei, put
from tests.tools.paper import OneAtATime, changed
from tests.tools.revising import COLUMNS, PARTS, edit, version
from tests.tools.verifying import Case, case, in_openpyxl, place, sample, serious, unmerge, with_cells

POINT = "R7_year_end"
NAME = "資料"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample's master, and its report with PDF in a folder of its own."""
    folder = tmp_path_factory.mktemp("verify")
    init.init(folder / "事務局.xlsx", init.sample_plan("midori"), init.sample_entries("midori"))
    report.report(folder / "事務局.xlsx", POINT, folder / "資料", pdf=True, name=NAME, converter=OneAtATime())
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def workbook(folder: Path) -> Path:
    return folder / "資料" / f"{NAME}.xlsx"


def spoil(path: Path, values: Mapping[tuple[str, str], CellInput]) -> None:
    path.write_bytes(put(path.read_bytes(), values))


def verify(folder: Path, *options: str | Path) -> Ran:
    return kosei("verify", workbook(folder), "--json", *options)


def codes(ran: Ran) -> list[str]:
    return [code for code, _, _, _ in ran.found]


CASE = sample()


def at(part: str, row: str, column: str) -> tuple[str, str]:
    """(sheet, address) of a cell of the sample's report."""
    cell = CASE.cell(part, row, column).at
    return str(cell.sheet), str(cell.cell)


# Findings -------------------------------------------------------------------------------------------------------------


def test_verify__untouched_report_with_pdf__nothing_and_code_0(made: Path) -> None:
    ran = verify(made)
    assert (ran.code, ran.json["diagnostics"]) == (0, [])
    assert "事務局.xlsx" in ran.err


def test_verify__edited_total__cell_and_what_it_should_say(folder: Path) -> None:
    cell = at("summary", "total", "A")
    spoil(workbook(folder), {cell: "２２"})
    (folder / "資料" / f"{NAME}.pdf").unlink()
    ran = verify(folder)
    assert ran.code == 1
    (problem,) = [p for p in ran.json["diagnostics"] if p["severity"] != "info"]
    assert (problem["code"], problem["file"], problem["sheet"], problem["cell"]) == ("K701", f"{NAME}.xlsx", *cell)
    assert "正しくは「２１」" in problem["message"]
    assert "「２２」" in problem["message"]
    assert problem["point"] == POINT


def test_verify__rating_changed_in_the_ledger__everything_that_follows_from_it(folder: Path) -> None:
    book = read_book((folder / "事務局.xlsx").read_bytes(), "")
    cell = address_of(book, terms.LEDGER_SHEET, f"{POINT}|m-020|", "rating")
    spoil(folder / "事務局.xlsx", {(terms.LEDGER_SHEET, cell): "A"})
    found = {(code, sheet) for code, _, sheet, _ in verify(folder).found}
    assert found == {
        ("K701", "概要"),  # the summary's row and total
        ("K702", "概要"),  # the sentence
        ("K705", "概要"),  # its rating is as it was before: it is not among those that changed
        ("K702", "主な取組"),  # its title
        ("K702", "表紙"),  # which stands in the contents
        ("K705", "主な取組"),
        ("K701", "進捗状況一覧"),
        ("K701", "年度スケジュール"),
    }


def test_verify__wording_edited_in_the_report__warning_with_the_ledgers_cell(folder: Path) -> None:
    cell = at("unrated", "m-027|", "results")
    spoil(workbook(folder), {cell: "利用者アンケートを終え、候補地を絞った。"})
    (folder / "資料" / f"{NAME}.pdf").unlink()
    ran = verify(folder)
    assert ran.code == 0
    (problem,) = [p for p in ran.json["diagnostics"] if p["severity"] != "info"]
    assert (problem["code"], problem["severity"], problem["item"]) == ("K708", "warning", "27")
    (related,) = problem["related"]
    book = read_book((folder / "事務局.xlsx").read_bytes(), "")
    wanted = address_of(book, terms.LEDGER_SHEET, f"{POINT}|m-027|", "results")
    assert (related["sheet"], related["cell"]) == (terms.LEDGER_SHEET, wanted)


def test_verify__only_white_space_and_widths_in_wording__nothing() -> None:
    cell = CASE.cell("unrated", "m-027|", "results")
    same = cell.text.replace("\n", "\n\n").replace("（", "(").replace("）", ")") + "　"
    assert CASE.findings(with_cells(CASE.workbook, {cell.at: same})) == []


def test_verify__a_number_typed_as_a_number__the_digits_only() -> None:
    cell = CASE.cell("summary", "total", "A")
    found = CASE.findings(with_cells(CASE.workbook, {cell.at: 21}))
    assert [(p.code, p.at) for p in found] == [("K709", cell.at)]


def test_verify__column_deleted__named_once() -> None:
    column = CASE.cell("list", "m-001|", "rating").at.column
    assert column is not None

    def change(sheet: Worksheet) -> None:
        unmerge(sheet)
        sheet.delete_cols(column)

    found = CASE.findings(in_openpyxl(CASE.workbook, change, "進捗状況一覧"))
    assert [(p.code, p.at) for p in found if p.code == "K707"] == [("K707", CellRef("資料.xlsx", "進捗状況一覧"))]
    assert "７年度年度末" in found[0].message()
    assert len(found) == 1


def test_verify__sheet_deleted__its_part_is_named(folder: Path) -> None:
    book = openpyxl.load_workbook(workbook(folder))
    del book["年度スケジュール"]
    book.save(workbook(folder))
    ran = verify(folder)
    assert codes(ran) == ["K707", "K704"]  # the part, and the first row of its sheet
    assert any("年度スケジュール" in p["message"] for p in ran.json["diagnostics"] if p["code"] == "K707")


def test_verify__unread_sheet_of_ones_own__not_proven() -> None:
    book_cell = CASE.cell("summary", "total", "A").at
    below = CellRef(book_cell.file, book_cell.sheet, (book_cell.row or 0) + 20, 3)
    found = CASE.findings(with_cells(CASE.workbook, {below: "前年度は18項目"}))
    assert [(p.code, p.at) for p in found] == [("K711", below)]
    found = CASE.findings(with_cells(CASE.workbook, {below: "別紙を参照"}))
    assert [(p.code, p.at) for p in found] == [("K712", below)]
    assert serious(found) == []


def test_verify__name_of_an_area_gone__at_its_first_row() -> None:
    cell = CASE.cell("schedule", "m-001|", "area")  # all of its rows are on one page
    assert cell.text.startswith("Ⅰ")
    found = CASE.findings(with_cells(CASE.workbook, {cell.at: None}))
    assert [(p.code, p.at) for p in found] == [("K702", cell.at)]


def test_verify__day_of_the_line_in_the_schedule__is_checked() -> None:
    cell = CASE.cell("schedule", "legend:now", "")
    assert cell.text == "太い縦線：令和８年３月31日現在"
    changed = with_cells(CASE.workbook, {cell.at: "太い縦線：令和８年９月30日現在"})
    assert serious(CASE.findings(changed)) == [("K702", place(cell.at))]


def test_verify__legend_above_the_heads__is_checked() -> None:
    cell = CASE.cell("list", "legend", "")
    assert cell.text == "Ｓ：予定を上回る　Ａ：予定どおり　Ｂ：予定から遅れ"
    found = CASE.findings(with_cells(CASE.workbook, {cell.at: cell.text.replace("から遅れ", "より遅れ")}))
    assert [(p.code, p.at) for p in found] == [("K702", cell.at)]


def test_verify__contents_on_the_cover__are_checked() -> None:
    cell = CASE.cell("cover", "text:3", "")
    assert cell.text.split("\n")[0] == "資料１　１　進捗状況の概要"
    found = CASE.findings(with_cells(CASE.workbook, {cell.at: cell.text.replace("資料５", "資料７")}))
    assert [p.at for p in found] == [cell.at]


def test_verify__cover_alone__needs_no_contents() -> None:
    cover = next(part for part in CASE.parts if part.role == "cover")
    _, says = expected(Facts(CASE.standing), [cover], draft=CASE.draft).parts
    texts = [row.cells[ONLY].text for row in says.rows]
    assert texts[1:] == ["（令和６年度～令和９年度）", "令和８年５月22日", "緑ヶ原市企画財政部行政経営課"]


def test_verify__items_whose_rating_changed__each_is_proven() -> None:
    rows = [name for part, name in CASE.found.rows if part == "changed" and name.endswith("|")]
    assert rows
    for name in rows:
        before, now = (CASE.cell("changed", name, key).text for key in ("rating@R7_first_half", "rating"))
        assert before != now
    cell = CASE.cell("changed", rows[0], "trend")
    found = CASE.findings(with_cells(CASE.workbook, {cell.at: "→"}))
    assert [p.at for p in found] == [cell.at]


def test_verify__text_that_goes_on__cell_of_the_piece_that_differs() -> None:
    own = next(c for c in map(case, range(9)) for p in [_pieces(c)] if p)
    first, second = _pieces(own)
    for cell in (first, second):
        (problem,) = own.findings(with_cells(own.workbook, {cell.at: f"{cell.text[:-2]}〓〓"}))
        assert (problem.code, problem.at) == ("K708", cell.at)
        (problem,) = own.findings(with_cells(own.workbook, {cell.at: None}))
        assert (problem.code, problem.at) == ("K708", cell.at)


def _pieces(own: Case) -> Sequence[FoundCell]:
    for (part, name), pieces in own.found.rows.items():
        if part == "list" and "|" in name and len(pieces) == 2:
            cells = [piece.cell("result_actual") for piece in pieces]
            if all(cell is not None and len(cell.text) > 5 for cell in cells):
                return [cell for cell in cells if cell is not None]
    return ()


# Which plan, which master ---------------------------------------------------------------------------------------------


def test_verify__no_report__k720(made: Path) -> None:
    ran = kosei("verify", made / "事務局.xlsx", "--json")
    assert (ran.code, ran.found) == (1, [("K720", "事務局.xlsx", None, None)])


def test_verify__not_there__code_2(tmp_path: Path) -> None:
    ran = kosei("verify", tmp_path / "無い.xlsx", "--json")
    assert (ran.code, codes(ran)) == (2, ["K122"])


def test_verify__keys_deleted__k721(folder: Path) -> None:
    path = workbook(folder)
    path.write_bytes(in_openpyxl(path.read_bytes(), lambda sheet: sheet.delete_cols(1)))
    assert codes(verify(folder)) == ["K721"]


def test_verify__identity_sheet_deleted__properties_suffice(folder: Path) -> None:
    package = Package(workbook(folder).read_bytes())
    package.remove(terms.IDENTITY_SHEET)
    workbook(folder).write_bytes(package.to_bytes())
    assert verify(folder).found == []


def test_verify__master_of_another_plan_or_version_or_without_the_point(folder: Path, tmp_path: Path) -> None:
    other = init.init(tmp_path / "別.xlsx", PlanFile(plan=changed(make_plan(MORE_ITEMS), plan_id="other")))
    assert codes(verify(folder, "--master", other)) == ["K722"]
    master = folder / "事務局.xlsx"
    edit(master, version(2))
    assert codes(verify(folder)) == ["K723"]
    edit(master, version(1))
    edit(master, {(terms.POINTS_SHEET, POINT, "key"): "R7"})
    assert "K724" in codes(verify(folder))


def test_verify__part_that_the_master_does_not_have__k725_alone(folder: Path) -> None:
    master = folder / "事務局.xlsx"
    plan = opening.open_master(master).plan
    with_less = plan.with_parts(part for part in plan.parts if part.key != "changed")
    fresh = init.init(folder / "新.xlsx", PlanFile(plan=with_less), init.sample_entries("midori"))
    assert codes(verify(folder, "--master", fresh)) == ["K725"]


def test_verify__paper_that_the_master_does_not_have__k725_and_it_is_in_the_contents(folder: Path) -> None:
    plan = opening.open_master(folder / "事務局.xlsx").plan
    with_less = plan.with_parts(part for part in plan.parts if part.key != "schedule")
    fresh = init.init(folder / "新.xlsx", PlanFile(plan=with_less), init.sample_entries("midori"))
    found = verify(folder, "--master", fresh).found
    assert {code for code, _, sheet, _ in found if sheet is None} == {"K725"}
    assert {sheet for _, _, sheet, _ in found} == {None, "表紙"}
    assert found[1][0] == "K702"


def test_verify__masters_near__the_one_of_the_plan(folder: Path) -> None:
    init.init(folder / "別.xlsx", PlanFile(plan=changed(make_plan(MORE_ITEMS), plan_id="other")))
    assert verify(folder).found == []
    shutil.copy(folder / "事務局.xlsx", folder / "事務局の写し.xlsx")
    assert codes(verify(folder)) == ["K727"]
    assert verify(folder, "--master", folder / "事務局.xlsx").found == []
    beside = folder / "資料" / "事務局.xlsx"
    shutil.copy(folder / "事務局.xlsx", beside)
    assert verify(folder).found == []
    for path in (beside, folder / "事務局.xlsx", folder / "事務局の写し.xlsx"):
        path.unlink()
    assert codes(verify(folder)) == ["K726"]


def test_verify__several_reports_and_folders__each_with_its_findings(folder: Path) -> None:
    cell = at("summary", "total", "B")
    second = folder / "資料" / "二つ目.xlsx"
    shutil.copy(workbook(folder), second)
    spoil(second, {cell: "９"})
    ran = kosei("verify", folder / "資料", "--json")
    assert ("K701", "二つ目.xlsx", *cell) in ran.found
    assert {file for code, file, _, _ in ran.found if code != "K104"} == {"二つ目.xlsx"}


def test_verify__revision__needs_the_former_master(tmp_path: Path) -> None:
    old = init.init(tmp_path / "旧.xlsx", PlanFile(plan=make_plan(MORE_ITEMS, parts=PARTS, columns=COLUMNS)))
    new = tmp_path / "新.xlsx"
    new.write_bytes(old.read_bytes())
    edit(new, {**version(2), (terms.ITEMS_SHEET, "a-1|", "goal"): "年400件"})
    made = report.report(new, HALF, tmp_path / "資料", before=old).files[0]
    assert [p.code for p in verify_reports([made]).diagnostics] == ["K731"]  # the former one lies near too
    assert [p.code for p in verify_reports([made], new, old).diagnostics] == ["K731"]
    found = {p.code for p in verify_reports([made], new).diagnostics}
    assert "K728" in found


# PDF ------------------------------------------------------------------------------------------------------------------


def test_verify__workbook_edited_after_its_pdf__the_cell_is_not_on_paper(folder: Path) -> None:
    cell = at("overview", "text:1", "")
    spoil(workbook(folder), {cell: "前置きの文を改めました。"})
    assert [(code, sheet, at) for code, _, sheet, at in verify(folder).found] == [("K702", *cell), ("K730", *cell)]


def test_verify__count_edited_after_the_pdf__on_the_pages_of_its_sheet(folder: Path) -> None:
    cell = at("summary", "total", "B")
    spoil(workbook(folder), {cell: "８"})
    assert [(code, sheet, at) for code, _, sheet, at in verify(folder).found] == [("K701", *cell), ("K730", *cell)]


def test_verify__pdf_of_another_report__is_found(folder: Path) -> None:
    master, target = folder / "事務局.xlsx", folder / "資料" / f"{NAME}.pdf"
    report.report(
        master, POINT, folder / "別", pdf=True, name=NAME, only=["examples", "delayed"], converter=OneAtATime()
    )
    shutil.copy(folder / "別" / f"{NAME}.pdf", target)
    found = verify(folder).found
    assert {code for code, _, _, _ in found} == {"K730"}
    assert {"表紙", "概要", "進捗状況一覧", "年度スケジュール"} <= {str(sheet) for _, _, sheet, _ in found}
    assert "主な取組" not in {sheet for _, _, sheet, _ in found}


def test_verify__folder_without_a_name__its_reports(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "資料")
    assert verify_reports([Path()]) == verify_reports([folder / "資料"])


def test_verify__pdf_given__the_report_beside_it_once(folder: Path) -> None:
    own, pdf = workbook(folder), folder / "資料" / f"{NAME}.pdf"
    assert verify_reports([pdf, own]) == verify_reports([own])
    own.unlink()
    with pytest.raises(NothingReadable):
        verify_reports([pdf])


def test_verify__no_pdf_or_a_broken_one__said(folder: Path) -> None:
    target = folder / "資料" / f"{NAME}.pdf"
    target.write_bytes(b"%PDF-1.4 broken")
    ran = verify(folder)
    assert (ran.code, codes(ran)) == (1, ["K732"])
    target.unlink()
    ran = verify(folder)
    assert (ran.code, codes(ran)) == (0, ["K731"])


# --explain ------------------------------------------------------------------------------------------------------------


def explain(folder: Path, cell: tuple[str, str], *options: str) -> Ran:
    return kosei("verify", workbook(folder), "--explain", "!".join(cell), *options)


def test_explain__count__the_rows_that_it_counts(made: Path) -> None:
    ran = explain(made, at("summary", "total", "S"), "--json")
    found = ran.json["explanation"]
    assert (ran.code, found["expected"], found["found"]) == (0, "２", "２")
    assert [origin["about"][:5] for origin in found["origins"]] == ["No.3「", "No.8「"]
    book = read_book((made / "事務局.xlsx").read_bytes(), "")
    wanted = [address_of(book, terms.LEDGER_SHEET, f"{POINT}|{key}|", "rating") for key in ("m-003", "m-008")]
    assert [origin["cell"] for origin in found["origins"]] == wanted


def test_explain__sentence__each_number_with_its_rows(made: Path) -> None:
    sheet = read_book(workbook(made).read_bytes(), "").sheet("主な取組")  # its examples have no photos here
    assert sheet is not None
    title = next(row for row in range(1, len(sheet.rows) + 1) if sheet.value(row, 1) == "delayed|title")
    ran = explain(made, ("主な取組", f"B{title}"))
    assert "〔{遅れ}＝３〕" in ran.out
    assert [line.split("「")[0].strip() for line in ran.out.splitlines() if "No." in line] == ["No.2", "No.12", "No.20"]


def test_explain__text_and_bar__their_cells(made: Path) -> None:
    text = explain(made, at("list", "m-019|", "no_name"), "--json").json["explanation"]
    assert text["expected"] == "19 事務事業の総点検【No.11の再掲】"
    bar = CASE.found.rows["schedule", "m-001|"][1]
    labelled = next(cell for cell in bar.filled if cell.text == "準備")
    found = explain(made, (str(labelled.at.sheet), str(labelled.at.cell)), "--json").json["explanation"]
    assert found["origins"][0]["sheet"] == terms.SCHEDULE_SHEET


def test_explain__nothing_there_or_no_cell__said(made: Path) -> None:
    assert "概要!Z99" in explain(made, ("概要", "Z99")).out
    assert explain(made, ("概要", "上の方")).code == 2
    ran = kosei("verify", workbook(made), workbook(made), "--explain", "概要!B2")
    assert ran.code == 2


def test_verify__english__no_japanese_of_ours(folder: Path) -> None:
    spoil(workbook(folder), {at("list", "head:2", "rating"): None})
    ran = kosei("verify", workbook(folder), lang="en")
    assert "should be “７年度 年度末” and is “(blank)”" in ran.out


# Its own wording ------------------------------------------------------------------------------------------------------


_ASKED = st.sampled_from(
    [
        *("件数", "実件数", "再掲", "対象外件数", "未記入", "分野数", "計画年数", "S", "A", "B", "Z"),
        *("件数:全角", "B:半角", "再掲:混在", "年度", "年度:全角", "略年度", "略時点:全角", "時点日", "時点月末:半角"),
        *(
            "計画名",
            "計画期間",
            "計画期間:略",
            "計画期間:年数:半角",
            "計画期間:全角",
            "期間:2018-2020",
            "期間:2020-2018",
        ),
        *(
            "時点",
            "分野",
            "項目",
            "団体名",
            "事務局",
            "再掲注記",
            "凡例",
            "評価文",
            "分野番号",
            "分野番号:方針1",
            "分野名",
        ),
        *("分野趣旨", "分野件数", "分野対象外件数:全角", "項目例", "項目例:2", "項目例:1:、", "項目例:x", "見直し件数"),
    ]
)
_PIECE = st.one_of(
    _ASKED.map(lambda asked: f"{{{asked}}}"),
    st.sampled_from(
        ["\n", "・", "　", "｜", "（", "）", "■", "文", "{", "}", "[[", "]]", "<br>", "{分野ごと}\n", "{/分野ごと}\n"]
    ),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECE, max_size=14).map("".join), st.integers(0, 3))
def test_filling__any_text__as_the_report_words_it(text: str, seed: int) -> None:
    own = _FILLED[seed]
    at = own.standing
    printed = Wording(own.plan, at.point, summarize(at)).fill(text)
    assert PlaceholderFiller(Facts(at)).fill(text).text == printed


_FILLED = [case(seed) for seed in range(4)]


# Comparing ------------------------------------------------------------------------------------------------------------


def _cells_of(*texts: str) -> list[FoundCell]:
    return [FoundCell(CellRef("", "", n, 2), text) for n, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("says", "texts", "row"),
    [
        (Says("12"), ("12",), None),
        (Says("12"), ("１２",), 1),
        (Says("ＡＢ"), ("AB",), None),
        (Says("①"), ("1",), 1),
        (Says("一二三四"), ("一二", "三四"), None),
        (Says("一二三四"), ("一二", "三五"), 2),
        (Says("一二三四"), ("", "三四"), 1),
        (Says("一二三四"), ("一二", ""), 2),
        (Says("一二三四"), ("一二三四", "四"), 2),
        (Says("7", again="7（続き）"), ("7", "7\n（続き）"), None),
        (Says("7", again="7（続き）"), ("7", "8\n（続き）"), 2),
        (Says("帯", again="帯（続き）", each=True), ("帯", "帯（続き）", "帯"), None),
        (Says("帯", again="帯（続き）", each=True), ("帯（続き）",), 1),
        (Says("Ⅰ 市民", others=("Ⅰ", ""), each=True), ("", "Ⅰ"), None),
        (Says("Ⅰ 市民", others=("Ⅰ", ""), each=True), ("Ⅰ市民", "Ⅱ"), 2),
        (Says("12人", SaysKind.WORDING), ("１２人",), None),
        (Says(""), ("",), None),
        (Says(""), ("x",), 1),
    ],
)
def test_difference__cells__the_first_that_is_wrong(says: Says, texts: Sequence[str], row: int | None) -> None:
    found = difference(says, _cells_of(*texts))
    assert (found.at.row if found is not None else None) == row


def test_excerpts__long_texts__where_they_differ() -> None:
    one = "あ" * 80 + "３項目" + "い" * 80
    expected, found = excerpts(one, one.replace("３", "４"))
    assert "３項目" in expected
    assert "４項目" in found
    assert max(len(expected), len(found)) < 62
    assert excerpts("短い\n文", "別の文") == ("短い 文", "別の文")


def test_place__cell__as_people_write_it() -> None:
    assert place(CellRef("a.xlsx", "一覧", 3, 2)) == "一覧!B3"


@pytest.mark.parametrize("preset", ["half_year", "year_end", "program"])
def test_verify__every_point_of_a_preset__no_finding(preset: str, tmp_path: Path) -> None:
    """The first point has none before it; heads of earlier points and of this one say the same year."""
    sample = init.sample_plan("midori").model_dump(mode="json", exclude_defaults=True)
    plan = {key: value for key, value in sample["plan"].items() if key not in ("parts", "columns", "style")}
    (tmp_path / "PLAN.json").write_text(json.dumps({**sample, "plan": plan}, ensure_ascii=False), encoding="utf-8")
    entries = tmp_path / "ENTRIES.json"
    entries.write_text(init.sample_entries("midori").model_dump_json(), encoding="utf-8")
    master = tmp_path / "事務局.xlsx"
    source = init.PlanSource(plan=tmp_path / "PLAN.json", entries=entries, presets=[preset])
    init.init_from(master, source)
    for point in CASE.plan.points:
        made = report.report(master, point.key, tmp_path / "資料", name=point.key)
        found = verify_reports([made.files[0]])
        assert {problem.code for problem in found.diagnostics} <= {"K731"}, point.key


def test_verify__first_point_of_the_sample__no_finding(tmp_path: Path) -> None:
    init.init(tmp_path / "事務局.xlsx", init.sample_plan("midori"), init.sample_entries("midori"))
    made = report.report(tmp_path / "事務局.xlsx", CASE.plan.points[0].key, tmp_path / "資料")
    assert [problem.code for problem in verify_reports([made.files[0]]).diagnostics] == ["K731"]
