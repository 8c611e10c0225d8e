"""Scales of any kind the whole way: typed by departments, counted natively, by the program and by its proof."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from kosei_xl.read.master import Master
from kosei_xl.values.cells import Book, CellValue
from kosei_xl.values.model import LineKey
from kosei_xl.verbs import check, consolidate, distribute, init, report, verify
from kosei_xl.verbs.opening import Findings, open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput
from tests.tools.office import LibreOffice, address_of, cells_by_key, put
from tests.tools.scales import POINT, SCALES, ScaleCase

NATIVE = ("digits", "plus_minus", "outside", "days", "signs")
"""Those whose formulas a spreadsheet program recalculates: each start takes long."""


@dataclass(frozen=True)
class Walked:
    """What a round left: the survey as it came back, the master, and the report with its findings."""

    case: ScaleCase
    survey: bytes
    master: Path
    report: Path
    found: Findings


def _area_of(book: Book, row_key: str) -> str:
    return next(s.name for s in book.sheets if any(row[:1] == (row_key,) for row in s.rows) and "state" in s.rows[0])


def _filled(case: ScaleCase, blank: bytes) -> bytes:
    """The survey with every rating typed as its case spells it."""
    book = read_book(blank, "")
    cells: dict[tuple[str, str], CellInput] = {}
    for n, code in enumerate(case.given, 1):
        key = f"i{n}|"
        sheet = _area_of(book, key)
        for field, text in {
            "rating": code and case.spelt.get(code, code),
            "results": f"{n}を行った",
            "cause": "人手",
        }.items():
            if text is not None:
                cells[sheet, address_of(book, sheet, key, field)] = text
    return put(blank, cells)


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Walked]:
    walked = {}
    for case in SCALES:
        folder = tmp_path_factory.mktemp(case.name)
        master = folder / "事務局.xlsx"
        init.init(master, case.plan_file)
        (blank,) = distribute.distribute(master, POINT, folder / "配布")
        survey = _filled(case, blank.read_bytes())
        back = folder / "回収" / blank.name
        back.parent.mkdir()
        back.write_bytes(survey)
        found = consolidate.consolidate_into(master, [back], POINT)
        (made,) = report.report(master, POINT, folder / "資料").files
        walked[case.name] = Walked(case, survey, master, made, found)
    return walked


names = pytest.mark.parametrize("name", [case.name for case in SCALES])


@names
def test_consolidate__any_scale__every_rating_read_as_what_was_meant(rounds: Mapping[str, Walked], name: str) -> None:
    walked = rounds[name]
    book: Master = open_master(walked.master)
    fields = [book.ledger.value.fields(LineKey(item.key, None).at(POINT)) for item in book.plan.items]
    assert [one.get("rating") for one in fields] == list(walked.case.given)
    codes = Counter(one.code for one in walked.found.diagnostics)
    assert codes["K201"] == 0
    assert codes["K301"] == 1, "the row that was left blank"
    typed = [walked.case.spelt.get(code or "") for code in walked.case.given if code is not None]
    changed = sum(isinstance(text, str) for text in typed)
    assert codes["K202"] == changed, "every other spelling is told, a number as such is none"


@names
def test_consolidate__any_scale__counts_of_the_master_are_those_that_were_typed(
    rounds: Mapping[str, Walked], name: str
) -> None:
    walked = rounds[name]
    assert _master_counts(read_book(walked.master.read_bytes(), ""), walked.case) == walked.case.counts


@names
def test_report__any_scale__table_foot_sentence_and_delayed_list_count_alike(
    rounds: Mapping[str, Walked], name: str
) -> None:
    walked, case = rounds[name], rounds[name].case
    book = read_book(walked.report.read_bytes(), "")
    texts = [str(value) for sheet in book.sheets for _, _, value in sheet.filled()]
    sentence = next(text for text in texts if "遅れは" in text)
    said = {label: int(number) for number, label in re.findall(r"([0-9０-９]+)項目が「([^」]+)」", sentence)}
    assert said == {rating.label: case.counts[rating.code] for rating in case.ratings}
    assert f"遅れは{case.behind}件" in sentence
    delayed = book.sheet("遅れ")
    assert delayed is not None
    assert sum(str(value).startswith("取組") and value != "取組実績" for _, _, value in delayed.filled()) == case.behind
    shown = verify.verify([walked.report], walked.master)
    assert [one for one in shown.diagnostics if one.code.startswith("K7") and one.severity != "info"] == []
    hinted = "K246" in {one.code for one in check.check([walked.master]).diagnostics}
    assert hinted is ("遅れ" not in case.counts), "{遅れ} would count the rating of that name alone"


def test_formulas__any_scale__a_spreadsheet_counts_the_same(
    rounds: Mapping[str, Walked], libreoffice: LibreOffice
) -> None:
    sampled = {name: rounds[name] for name in NATIVE}
    files = {f"{name}_survey.xlsx": walked.survey for name, walked in sampled.items()}
    files |= {f"{name}_master.xlsx": walked.master.read_bytes() for name, walked in sampled.items()}
    books = libreoffice.books(files)
    for name, walked in sampled.items():
        case = walked.case
        survey, master = books[f"{name}_survey.xlsx"], books[f"{name}_master.xlsx"]
        assert _master_counts(master, case) == case.counts, name
        rows = [row for row in cells_by_key(survey, terms.SURVEY_SUMMARY_SHEET) if row["area"] not in (None, "計")]
        spelt = {code: text for code, text in case.spelt.items() if isinstance(text, str)}
        for rating in case.ratings:
            expected = (
                0
                if rating.code in spelt and not _same_to_excel(spelt[rating.code], rating.code)
                else case.counts[rating.code]
            )
            assert sum(_number(row[f"{terms.RATING_KEY}{rating.code}"]) for row in rows) == expected, (
                name,
                rating.code,
            )
        states = [
            str(row.get("state") or "")
            for s in survey.sheets
            if "state" in s.rows[0]
            for row in cells_by_key(survey, s.name)
        ]
        outside = sum(case.counts[code] for code, text in spelt.items() if not _same_to_excel(text, code))
        assert sum("評価は一覧から" in state for state in states) == 2 * outside, name


def _same_to_excel(text: str, code: str) -> bool:
    return text.lower() == code.lower()


def _number(value: CellValue) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _master_counts(book: Book, case: ScaleCase) -> Counter[str | None]:
    """The figures of 集計, all areas together; the blank row as None."""
    rows = [row for row in cells_by_key(book, terms.SUMMARY_SHEET) if row["area"] not in (None, "計")]
    found: Counter[str | None] = Counter()
    for rating in case.ratings:
        found[rating.code] = sum(_number(row[f"{terms.RATING_KEY}{rating.code}"]) for row in rows)
    found[None] = sum(_number(row["missing"]) for row in rows)
    return found
