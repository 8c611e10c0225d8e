"""What the committee wrote goes into the next survey in grey, with its point, and what came of it into the next report."""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kosei_xl.demo import type_entries
from kosei_xl.read.presets import with_presets
from kosei_xl.values.cells import CellValue
from kosei_xl.values.model import EntriesFile, Entry, Plan, PlanFile
from kosei_xl.verbs import check, close, consolidate, distribute, errata, init, report, verify
from kosei_xl.verbs import next as next_verb
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput
from tests.tools.builders import HALF, MORE_ITEMS, POINTS, make_plan
from tests.tools.cleaning import cleaned
from tests.tools.office import address_of, kosei, put, validate
from tests.tools.sheets import write

ASKED = "待ち時間はどれだけ短くなったか。"
ANSWER = "15分から9分になった。"
QUESTION, REPLY = "committee_question", "committee_answer"
GREY = f"before_2_{QUESTION}"
"""The key of the grey column in a survey whose form shows one other column of before."""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A master at its first point, published and closed; then the committee asked about No.1 and a part of No.6."""
    path = tmp_path_factory.mktemp("committee") / "事務局.xlsx"
    data = make_plan(MORE_ITEMS, points=POINTS[:1]).model_dump(mode="json", exclude_unset=True)
    bare = {name: value for name, value in data.items() if name not in ("parts", "columns")}
    preset = PlanFile.model_validate({"plan": with_presets(bare, [init.preset("committee")])}).plan
    parts, columns = [*data["parts"], *preset.parts], [*data["columns"], *preset.columns]
    reply = [one for one in init.preset("committee")["columns"] if one["part"] == "form"]
    fields = preset.fields
    whole = Plan.model_validate(data | {"parts": parts, "columns": [*columns, *reply], "fields": fields})
    answered = [(item.key, "") for item in MORE_ITEMS if item.repeats is None]
    answered += [(item.key, sub.sub_no) for item in MORE_ITEMS for sub in item.sub_items]
    entries = tuple(
        Entry(
            item_key=key,
            sub_no=sub_no,
            point=HALF,
            fields={"results": f"{key}{sub_no}の実績", "annual_plan": "予定"}
            | ({} if sub_no or key == "a-4" else {"rating": "A"}),
        )
        for key, sub_no in answered
    )
    init.init(path, PlanFile(plan=whole), EntriesFile(plan_id="midori", entries=entries))
    report.report(path, HALF, path.parent / "上半期", final=True, day=date(2025, 11, 1))
    close.close(path, HALF, date(2025, 11, 5))
    write(path, terms.LEDGER_SHEET, f"{HALF}|a-1|", {QUESTION: ASKED})
    write(path, terms.LEDGER_SHEET, f"{HALF}|a-6|1", {QUESTION: "いつ建て替えるか。"})
    next_verb.begin_next(path)
    return path


@pytest.fixture
def master(asked: Path, tmp_path: Path) -> Path:
    return shutil.copytree(asked.parent, tmp_path / "here") / asked.name


def point_of_year_end(master: Path) -> str:
    return open_master(master).plan.points[-1].key


def sheet_with(survey: Path, row_key: str) -> tuple[str, dict[str, CellValue]]:
    """The sheet of a survey that has a row, and that row by its column keys."""
    for sheet in read_book(survey.read_bytes(), "").sheets:
        for row in sheet.rows:
            if row[:1] == (row_key,) and "state" in sheet.rows[0]:
                return sheet.name, dict(zip(map(str, sheet.rows[0]), row, strict=False))
    raise AssertionError(row_key)


def codes(found: Sequence[object]) -> list[str]:
    return [str(one.code) for one in found]  # type: ignore[attr-defined]


def test_closed_point__what_the_committee_writes_afterwards__is_no_change_of_the_papers(asked: Path) -> None:
    assert codes(open_master(asked).diagnostics) == []


def test_closed_point__other_text_changed_beside_it__still_k441(master: Path) -> None:
    write(master, terms.LEDGER_SHEET, f"{HALF}|a-1|", {"results": "書き直した"})
    assert codes(open_master(master).diagnostics) == ["K441"]


def test_close__committee_wrote_after_the_publication__closed_all_the_same(master: Path) -> None:
    close.reopen(master, HALF, date(2025, 12, 1), "確かめる")
    assert close.close(master, HALF, date(2025, 12, 2)).publication == 1


def test_next__says_what_surveys_will_show(master: Path) -> None:
    close.reopen(master, HALF, date(2025, 12, 1), "確かめる")
    said: list[str] = []
    next_verb.begin_next(master, label="令和8年度上半期", date=date(2026, 9, 30), say=lambda one: said.append(str(one)))
    assert not any("灰色で並びます" in one for one in said), "the row is there from the first time"
    assert not any("委員会の意見" in one for one in said), "nobody asked at the last point"
    columns = [one for one in open_master(master).plan.columns if one.point == terms.LAST_POINT and one.part == "form"]
    assert [(one.key, one.entry) for one in columns] == [("results", "shown")]


def test_next__row_added_to_the_columns__names_its_part_as_the_other_rows_do(asked: Path) -> None:
    sheet = read_book(asked.read_bytes(), "").sheet(terms.COLUMNS_SHEET)
    assert sheet is not None
    part, point = (next(n for n, cell in enumerate(sheet.rows[0]) if cell == name) for name in ("part", "point"))
    before = [row[part] for row in sheet.rows if row[point] == terms.LAST_POINT]
    assert before == [terms.PART_NAMES["questions"], terms.PART_NAMES["form"]]
    assert [row[part] for row in sheet.rows if row[part] in ("form", "questions")] == []


def test_distribute__first_point__shows_nothing_of_before(master: Path, tmp_path: Path) -> None:
    close.reopen(master, HALF, date(2025, 12, 1), "もう一度配る")
    made = distribute.distribute(master, HALF, tmp_path / "配布")
    keys = {str(key) for path in made for sheet in read_book(path.read_bytes(), "").sheets for key in sheet.rows[0]}
    assert not any(key.startswith("before_") for key in keys)


def test_distribute__asked_rows__grey_text_with_its_point_and_the_answer_is_missing(
    master: Path, tmp_path: Path
) -> None:
    point = point_of_year_end(master)
    made = distribute.distribute(master, point, tmp_path / "配布")
    (own,) = (path for path in made if "福祉課" in path.name)
    sheet, row = sheet_with(own, "a-1|")
    assert (row[GREY], row["before_1_results"]) == (ASKED, "a-1の実績")
    assert row["annual_plan"] == "予定"
    assert "委員会の意見への対応" in str(row["state"])
    assert "委員会の意見への対応" not in str(sheet_with(own, "a-2|")[1]["state"])
    book = read_book(own.read_bytes(), "")
    cell = address_of(book, sheet, "a-1|", GREY)
    cells = openpyxl.load_workbook(own)[sheet]
    assert cells[f"{cell.rstrip('0123456789')}2"].value == "委員会の意見\n（上半期）"
    goal, reply = (cells[address_of(book, sheet, "a-1|", key)] for key in ("goal", REPLY))
    assert cells[cell].protection.locked
    assert not reply.protection.locked
    (grey,) = (row[0].row for row in cells.iter_rows() if row[0].value == "a-3|")  # a row of another department
    assert cells[cell].font.color.rgb == cells[f"B{grey}"].font.color.rgb != goal.font.color.rgb
    assert cells[cell].fill.fgColor.rgb == goal.fill.fgColor.rgb != reply.fill.fgColor.rgb
    assert validate(made) == {}
    again = {path.name: path.read_bytes() for path in made}
    distribute.distribute(master, point, tmp_path / "配布")
    assert {path.name: path.read_bytes() for path in made} == again


def returned(master: Path, folder: Path, reply: str | None) -> list[Path]:
    """Every survey of the second point filled in; No.1 with an answer to the committee, or without one."""
    point = point_of_year_end(master)
    fields = {"rating": "A", "results": "した"}
    typed = [Entry(item_key=one.key, point=point, fields=fields) for one in MORE_ITEMS[:3]]
    typed[0] = typed[0].model_copy(update={"fields": fields | ({REPLY: reply} if reply else {})})
    typed += [Entry(item_key="a-4", point=point, fields={"results": "した"})]
    typed += [Entry(item_key="a-6", sub_no=no, point=point, fields={"results": "した"}) for no in "12"]
    made = distribute.distribute(master, point, folder)
    for path in made:
        path.write_bytes(type_entries(path.read_bytes(), typed, {"confirmed_by": "太郎"}))
    return list(made)


def test_consolidate__without_an_answer__k457_at_the_blank_cell_of_the_survey(master: Path, tmp_path: Path) -> None:
    files = returned(master, tmp_path / "配布", None)
    point = point_of_year_end(master)
    found = consolidate.consolidate_into(master, files, point)
    told = [one for one in found.diagnostics if one.code == "K457"]
    assert [(one.item, one.severity.value) for one in told] == [("1", "warning"), ("6-1", "warning")]
    (own,) = (path for path in files if "福祉課" in path.name)
    sheet, _ = sheet_with(own, "a-1|")
    assert told[0].at is not None
    assert (told[0].at.file, told[0].at.sheet) == (own.name, sheet)
    assert told[0].at.cell == address_of(read_book(own.read_bytes(), ""), sheet, "a-1|", REPLY)
    assert "待ち時間は" in told[0].message()
    assert "上半期" in told[0].message()
    (status,) = (one for one in found.status if one.department.name == "福祉課")
    assert status.blanks == ("No.1 委員会の意見への対応", "No.6-1 委員会の意見への対応")


def test_report__answered__question_and_answer_printed_and_right(master: Path, tmp_path: Path) -> None:
    files = returned(master, tmp_path / "配布", ANSWER)
    point = point_of_year_end(master)
    found = consolidate.consolidate_into(master, files, point)
    assert [one.item for one in found.diagnostics if one.code == "K457"] == ["6-1"]
    write(master, terms.LEDGER_SHEET, f"{point}|a-6|", {"rating": "A"})
    made = report.report(master, point, tmp_path / "資料", final=True, day=date(2026, 5, 1))
    (sheet,) = (one for one in read_book(made.files[0].read_bytes(), "").sheets if one.name == "委員会の意見")
    rows = [[str(value) for value in row if value is not None] for row in sheet.rows]
    assert any(ASKED in row and ANSWER in row for row in rows)
    assert any("いつ建て替えるか。" in row for row in rows)
    assert not any("電子申請" in value for row in rows for value in row)
    assert codes(verify.verify(made.files, master).diagnostics) == ["K731"]
    close.close(master, point, date(2026, 5, 2))
    write(master, terms.LEDGER_SHEET, f"{HALF}|a-1|", {QUESTION: "消した"})
    again = report.report(master, point, tmp_path / "再")
    one, two = (read_book(path.read_bytes(), "") for path in (made.files[0], again.files[0]))
    assert [(s.name, s.rows) for s in one.sheets] == [(s.name, s.rows) for s in two.sheets]
    assert codes(verify.verify(again.files, master).diagnostics) == ["K731"]
    assert errata.make_errata(master, point, tmp_path / "正誤").lines == ()


def test_report__nobody_asked__a_sentence_and_right(master: Path, tmp_path: Path) -> None:
    close.reopen(master, HALF, date(2025, 12, 1), "見る")
    made = report.report(master, HALF, tmp_path / "資料")
    (sheet,) = (one for one in read_book(made.files[0].read_bytes(), "").sheets if one.name == "委員会の意見")
    assert any("前回、委員会の意見があった項目はありません。" in map(str, row) for row in sheet.rows)
    assert [one.code for one in verify.verify(made.files, master).diagnostics if one.severity == "error"] == []


@pytest.mark.parametrize("stripped", [False, True], ids=["whole", "cleaned"])
def test_check__survey_as_it_should_be__grey_texts_are_nobodys_entry(
    master: Path, tmp_path: Path, *, stripped: bool
) -> None:
    files = returned(master, tmp_path / "配布", ANSWER)
    for path in files if stripped else ():
        path.write_bytes(cleaned(path.read_bytes()))
    found = check.check(files, master_path=master)
    unwanted = {"K112", "K113", "K114", "K117", "K125", "K152", "K426", "K427"}
    assert [one.code for one in found.diagnostics if one.code in unwanted] == []
    alone = check.check(files) if not stripped else found
    assert [one.code for one in alone.diagnostics if one.code in unwanted] == []


def test_check__grey_text_typed_over__told_at_its_cell_and_kept(master: Path, tmp_path: Path) -> None:
    files = returned(master, tmp_path / "配布", ANSWER)
    (own,) = (path for path in files if "福祉課" in path.name)
    sheet, _ = sheet_with(own, "a-1|")
    cell = address_of(read_book(own.read_bytes(), ""), sheet, "a-1|", GREY)
    typed: dict[tuple[str, str], CellInput] = {(sheet, cell): "ここに書いた"}
    own.write_bytes(put(own.read_bytes(), typed))
    found = check.check([own], master_path=master)
    told = [one for one in found.diagnostics if one.at is not None and one.at.cell == cell]
    assert codes(told) == ["K125"]
    assert "ここに書いた" in told[0].message()


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"point": "累計"}, "point"),
        ({"point": "前回", "entry": "記入"}, "entry"),
        ({"key": "target", "point": "前回"}, "point"),
        ({"point": "前回", "source": "計画"}, "point"),
        ({"point": "前回"}, ""),
        ({"point": "令和7年度上半期"}, ""),
    ],
)
def test_setting__column_of_before_in_the_form__obeyed_or_k153_at_its_cell(
    master: Path, values: dict[str, CellValue], key: str
) -> None:
    row: dict[str, CellValue] = {
        "part": "form",
        "key": "cause",
        "label": "前の要因",
        "source": "記入",
        "entry": "見せる",
    }
    write(master, terms.COLUMNS_SHEET, "new", row | values)
    ran = kosei("check", master, "--json")
    assert ('"K153"' in ran.out) == bool(key), ran.out


def test_setting__left_out__the_committees_words_are_not_shown(master: Path, tmp_path: Path) -> None:
    row: dict[str, CellValue] = {
        "part": "form",
        "key": QUESTION,
        "label": "意見",
        "source": "記入",
        "entry": "出さない",
    }
    write(master, terms.COLUMNS_SHEET, "new", row | {"point": "前回"})
    made = distribute.distribute(master, point_of_year_end(master), tmp_path / "配布")
    texts = [str(v) for p in made for s in read_book(p.read_bytes(), "").sheets for r in s.rows for v in r]
    assert ASKED not in texts
