"""One workbook for each 部: the same entries, the same ledger and the same status as with one for each department."""

from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.read.identity import read_identity
from kosei_xl.read.survey import by_department, read_submission
from kosei_xl.values.ledger import text_of_line
from kosei_xl.values.model import Plan
from kosei_xl.verbs import consolidate, distribute, init
from kosei_xl.verbs.opening import Findings, open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.builders import read
from tests.tools.office import cells_by_key, kosei, midori, respondent, saved_as, validate

CASE = midori()
PLAN = CASE.plan
ANSWERING = [d for d in PLAN.departments if PLAN.lines_answered_by(d.code)]
PEOPLE = {"filled_by": "花子", "confirmed_by": "太郎"}


def _run(folder: Path, *, by_bureau: bool) -> tuple[Path, list[Path], Findings]:
    """Master, filled-in workbooks and what consolidating them found."""
    master = folder / "事務局.xlsx"
    init.init(master, CASE.plan_file)
    paths = []
    for path in distribute.distribute(master, CASE.point, folder / "配布", by_bureau=by_bureau):
        paths.append(folder / "回収" / path.name)
        paths[-1].parent.mkdir(exist_ok=True)
        typed = type_entries(path.read_bytes(), CASE.typed, PEOPLE)
        paths[-1].write_bytes(saved_as(typed, "2026-04-10T00:00:00Z", "花子"))
    return master, paths, consolidate.consolidate_into(master, [folder / "回収"], CASE.point)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path], Findings]:
    return _run(tmp_path_factory.mktemp("alone"), by_bureau=False)


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path], Findings]:
    return _run(tmp_path_factory.mktemp("together"), by_bureau=True)


def _current(master: Path) -> dict[object, dict[str, str]]:
    return {key: dict(fields) for key, fields in open_master(master).ledger.value.entries.items() if fields}


def test_distribute__by_bureau__one_workbook_each_and_valid(together: tuple[Path, list[Path], Findings]) -> None:
    _, paths, _ = together
    bureaus = {d.bureau or d.code for d in ANSWERING}
    assert len(paths) == len(bureaus) < len(ANSWERING)
    assert validate(paths) == {}
    codes = {identity.dept_code for p in paths if (identity := read_identity(read_book(p.read_bytes(), p.name)))}
    assert codes == {f"部:{d.bureau}" if d.bureau else d.code for d in ANSWERING}


def test_survey__by_bureau__says_which_department_answers_each_row(together: tuple[Path, list[Path], Findings]) -> None:
    _, paths, _ = together
    answering = {text_of_line(line.key): line.answering for line in PLAN.lines}
    seen = 0
    for path in paths:
        book = read_book(path.read_bytes(), path.name)
        identity = read_identity(book)
        assert identity is not None
        members = respondent(PLAN, identity.dept_code).members
        for sheet in book.sheets:
            if not str(sheet.value(3, 1)).startswith(terms.AREA_KEY_PREFIX):
                continue
            for row in cells_by_key(book, sheet.name):
                code = answering.get(str(row["row_key"]))
                if code is not None and code in members and len(members) > 1:
                    assert str(row["departments"]).startswith(f"【回答】{PLAN.department_by_code[code].name}\n")
                    seen += 1
    assert seen > 10


def test_consolidate__by_bureau__the_ledger_and_the_status_of_single_workbooks(
    alone: tuple[Path, list[Path], Findings], together: tuple[Path, list[Path], Findings]
) -> None:
    assert _current(alone[0]) == _current(together[0])
    one, other = (
        [(s.department.code, s.state, s.blanks, len(s.errors)) for s in checked.status]
        for *_, checked in (alone, together)
    )
    assert one == other
    findings = [
        sorted((p.code, p.item or "") for p in checked.diagnostics if p.item) for *_, checked in (alone, together)
    ]
    assert findings[0] == findings[1]


def test_consolidate__by_bureau_again__nothing_changes(together: tuple[Path, list[Path], Findings]) -> None:
    master, paths, _ = together
    before = master.read_bytes()
    consolidate.consolidate_into(master, paths, CASE.point)
    assert master.read_bytes() == before


def test_consolidate__corrected_workbook_of_a_bureau__only_what_changed(
    together: tuple[Path, list[Path], Findings], tmp_path: Path
) -> None:
    first, paths, _ = together
    master = tmp_path / "事務局.xlsx"
    master.write_bytes(first.read_bytes())
    path = next(p for p in paths if len(_members(p)) > 1)
    code = _members(path)[1]
    line = next(x for x in PLAN.lines_answered_by(code) if x.rated and not x.item.repeats)
    entry = next(e for e in CASE.typed if e.item_key == line.item.key and not e.sub_no)
    changed = entry.model_copy(update={"fields": {**entry.fields, "results": "直した。"}})
    again = tmp_path / path.name
    again.write_bytes(type_entries(path.read_bytes(), [changed], {"submission_no": "2"}))
    consolidate.consolidate_into(master, [again], CASE.point)
    before, after = _current(first), _current(master)
    different = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert [key[0] for key in different] == [line.item.key]  # type: ignore[index]
    rows = list(cells_by_key(read_book(master.read_bytes(), ""), terms.STATUS_SHEET))
    number = {row["department"]: row["submission_no"] for row in rows}
    assert number[PLAN.department_by_code[code].name] == 2


def test_check_and_annotate__by_bureau__work(together: tuple[Path, list[Path], Findings], tmp_path: Path) -> None:
    _, paths, _ = together
    path = next(p for p in paths if len(_members(p)) > 1)
    broken = tmp_path / path.name
    broken.write_bytes(type_entries(path.read_bytes(), (), {"confirmed_by": ""}))
    ran = kosei("check", broken, "--annotate", tmp_path / "返す", "--json", "--today", "2026-04-01")
    assert "K306" in {code for code, *_ in ran.found}
    (letter,) = (tmp_path / "返す").glob("*.txt")
    assert letter.read_text("utf-8-sig").split("\r\n")[0].endswith("部）\n") or "部" in letter.name


def test_by_department__a_departments_own_workbook__as_it_is(alone: tuple[Path, list[Path], Findings]) -> None:
    path = alone[1][0]
    outcome = read(read_submission(read_book(path.read_bytes(), path.name), PLAN))
    assert by_department(outcome, PLAN) == (outcome,)


def test_respondent__unknown_bureau_or_department__nobody_to_answer() -> None:
    assert respondent(PLAN, "D01").members == ("D01",)
    assert PLAN.lines_of("部:ない部") == ()
    assert PLAN.respondent("部:ない部") is None
    assert PLAN.respondent("ない課") is None


def _members(path: Path, plan: Plan = PLAN) -> tuple[str, ...]:
    identity = read_identity(read_book(path.read_bytes(), path.name))
    assert identity is not None
    return respondent(plan, identity.dept_code).members
