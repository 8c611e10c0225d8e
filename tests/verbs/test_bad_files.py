"""Every file of the corpus (`tests.tools.bad_files`) alone, and together among good ones (all at once in `full`).

What a file must be found to be, and what of it must still be read, stands beside it in the corpus.
"""

import hashlib
from itertools import islice
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.read.returned import returned
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.returned import Returned, decode, encode
from kosei_xl.verbs import init
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.bad_files import CORPUS, BadFile
from tests.tools.bad_files.compare import compare
from tests.tools.bad_files.corpus import CASE, LINE, PEOPLE, PLAN, good
from tests.tools.office import cells_by_key, kosei, write_all

GOOD_COPIES = 30
LARGE = (
    "three_hundred_megabytes_of_words",
    "millions_of_elements",
    "huge_part_that_nobody_reads",
    "rows_formatted_to_the_end",
)


def _content(read: Returned) -> dict[object, object]:
    return {
        one.key: (dict(one.fields), dict(one.unread), dict(one.deleted))
        for submission in read.submissions
        for one in submission.value.value_sets
    }


def _findings(read: Returned) -> list[Diagnostic]:
    return [*read.diagnostics, *(one for submission in read.submissions for one in submission.diagnostics)]


PLAIN = _content(returned(good(), "D01.xlsx", PLAN))


def test_corpus__size() -> None:
    assert len(CORPUS) >= 300
    assert len({one.make() for one in list(CORPUS.values())[:40]}) == 40, "each is another file"


def _marked(one: BadFile) -> object:
    """Other formats are taken apart by a process of their own, and what is large is tried there."""
    apart = one.code == "K192" or one.name.startswith(("ods_", "xlsb_", "old_workbook")) or one.name in LARGE
    return pytest.param(one, id=one.name, marks=[pytest.mark.process, pytest.mark.slow] if apart else [])


@pytest.mark.parametrize("one", [*map(_marked, CORPUS.values())])
def test_read_return__bad_or_odd__its_finding_and_what_can_be_read(one: BadFile) -> None:
    data = one.make()
    read = returned(data, one.file, PLAN)
    assert decode(encode(read)) == read
    found = _findings(read)
    if one.code is None:
        assert [problem.code for problem in found] == []
    else:
        named = [p for p in found if p.code == one.code and (one.cell is None or (p.at and p.at.cell == one.cell))]
        assert named, [(problem.code, str(problem.at)) for problem in found]
        assert any(one.says in problem.message() for problem in named)
    assert all(problem.at is not None and problem.at.file == one.file for problem in found)
    content = _content(read)
    if one.reads == "none":
        assert content == {}
        return
    kept = PLAIN if one.reads in ("all", "more") else {k: v for k, v in PLAIN.items() if k[0] != LINE.item.key}  # type: ignore[index]
    kept = {k: v for k, v in kept.items() if one.reads == "all" or v != ({}, {}, {})}
    assert {key: content.get(key) for key in kept} == kept
    assert one.reads != "all" or content == PLAIN


@pytest.fixture(scope="module")
def together(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, bytes], dict[str, str]]:
    """A master, and a folder with every so-manyth of the corpus and good files -> (master, files by name, corpus name by
    file).
    """
    folder = tmp_path_factory.mktemp("together")
    master = init.init(folder / "master.xlsx", CASE.plan_file, None)
    files, names = {}, {}
    for number, one in islice(enumerate(CORPUS.values()), 0, None, request.param):
        name = f"{number:03}_{one.file}"
        files[name], names[name] = one.make(), one.name
    others = [one for one in CASE.departments() if one.code != "D01"]
    for department in others:
        files[f"{department.code}.xlsx"] = type_entries(CASE.blank(department), CASE.typed, PEOPLE)
    for number in range(GOOD_COPIES - len(others)):
        department = others[number % len(others)]
        again = type_entries(CASE.blank(department), CASE.typed, {**PEOPLE, "submission_no": str(2 + number)})
        files[f"{department.code}_{number}.xlsx"] = again
    write_all(folder / "回収", files.items())
    return master, files, names


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.parametrize(
    "together", [3, pytest.param(1, marks=pytest.mark.long)], indirect=True, ids=["a third", "all"]
)
def test_consolidate__all_of_them_among_thirty_good__good_rows_in_each_bad_file_told_nothing_changed(
    together: tuple[Path, dict[str, bytes], dict[str, str]],
) -> None:
    master, files, names = together
    returns = master.parent / "回収"
    ran = kosei("consolidate", master, returns, "--point", CASE.point, "--json")
    assert ran.code == 1
    assert "Traceback" not in ran.out + ran.err
    told: dict[str, set[str]] = {}
    for code, file, *_ in ran.found:
        told.setdefault(file or "", set()).add(code)
    for name, corpus_name in names.items():
        one = CORPUS[corpus_name]
        passed_over = one.code == "K193" and not name.endswith(".xlsx")
        codes = {str(one.code), "K104"} if passed_over else {str(one.code)}
        if one.code is not None and one.reads == "none":
            assert told.get(name, set()) & codes, f"{name} {corpus_name}: {told.get(name)}"
    rows = {row["row_key"]: row for row in cells_by_key(read_book(master.read_bytes(), ""), terms.LEDGER_SHEET)}
    checked = 0
    for entry in CASE.typed:
        if PLAN.line_by_key[entry.key.line].answering != "D01":
            row = rows[f"{CASE.point}|{entry.item_key}|{entry.sub_no}"]
            assert row["results"] == entry.fields.get("results")
            checked += 1
    assert checked > 10
    for name, data in files.items():
        assert hashlib.sha256((returns / name).read_bytes()).digest() == hashlib.sha256(data).digest(), name


@pytest.mark.process
@pytest.mark.slow
def test_compare__two_files__who_survives_them() -> None:
    names = ("good_file_called_D01", "pdf_called_xlsx")
    ends = {row.name: row.ends for row in compare(CORPUS[name] for name in names)}
    assert [end["kosei"] for end in ends.values()] == ["", ""]
    assert ends["good_file_called_D01"] == {"kosei": "", "pandas": "", "openpyxl": ""}
    assert ends["pdf_called_xlsx"]["pandas"] == "ValueError"
    assert ends["pdf_called_xlsx"]["openpyxl"] == "BadZipFile"
