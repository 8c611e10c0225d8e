"""Microsoft's Open XML SDK finds nothing in any workbook that we write, and nothing is ignored."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from kosei_xl.demo import sample_photos, type_entries
from kosei_xl.verbs import consolidate, disk, distribute, init, report
from tests.tools.office import IGNORED, Case, midori, validate, write_all
from tests.tools.real.adapt import ADAPTERS, DATA, adapt_file

PEOPLE = {"filled_by": "記入 花子", "confirmed_by": "確認 太郎", "confirmed_on": "2026-04-10", "submission_no": "1"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Path]]:
    """Every kind of workbook on the way of the sample, by kind."""
    folder = tmp_path_factory.mktemp("validator")
    case = midori()
    master = folder / "master.xlsx"
    init.init(master, case.plan_file, None)
    new = write_all(folder / "new", [("master.xlsx", master.read_bytes())])
    blank = list(distribute.distribute(master, case.point, folder / "blank"))
    photos = sample_photos("midori", case.typed)
    typed = [(path.name, type_entries(path.read_bytes(), case.typed, PEOPLE, photos)) for path in blank]
    filled = write_all(folder / "filled", typed)
    consolidate.consolidate_into(master, filled, case.point)
    once = write_all(folder / "once", [("master.xlsx", master.read_bytes())])
    consolidate.consolidate_into(master, filled, case.point)
    made = report.report(master, case.point, folder / "report", final=False, pdf=False)
    books = [path for path in made.files if path.suffix == ".xlsx"]
    return {"new": new, "blank": blank, "filled": filled, "once": once, "twice": [master], "report": books}


@pytest.mark.parametrize("kind", ["new", "blank", "filled", "once", "twice", "report"])
def test_validator__sample__no_finding(whole: Mapping[str, list[Path]], kind: str) -> None:
    assert whole[kind]
    assert validate(whole[kind]) == {}


def test_validator__templates__no_finding(tmp_path: Path) -> None:
    names = ("master.xlsx", "department.xlsx", "report.xlsx")
    files = [(name, disk.bundled("workbook_templates", name)) for name in names]
    assert validate(write_all(tmp_path, files)) == {}


def test_validator__real_plans__no_finding_in_master_and_largest_survey(tmp_path: Path) -> None:
    for name in ADAPTERS if DATA.is_dir() else ():
        plan_file, entries = adapt_file(name)
        case = Case(name, plan_file, entries, plan_file.plan.points[-1].key)
        master = tmp_path / f"{name}.xlsx"
        init.init(master, plan_file, entries)
        largest = max(case.departments(), key=lambda d: len(case.plan.lines_answered_by(d.code)))
        survey = type_entries(case.blank(largest), case.typed, PEOPLE)
        assert validate([master, *write_all(tmp_path, [(f"{name}_survey.xlsx", survey)])]) == {}


def test_validator__nothing__is_ignored() -> None:
    assert IGNORED == {}


def test_validator__broken_workbook__is_found(tmp_path: Path) -> None:
    """The near miss: the validator does run, and says where."""
    from tests.tools.hostile import rezip, unzip

    parts = unzip(disk.bundled("workbook_templates", "report.xlsx"))
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"<fonts ", b"<fonts wrong='1' ", 1)
    paths = write_all(tmp_path, [("broken.xlsx", rezip(parts)), ("text.xlsx", b"text")])
    assert sorted(validate(paths)) == ["broken.xlsx", "text.xlsx"]
