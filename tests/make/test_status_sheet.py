"""提出状況: the counts of each 部 stand below the departments in a block of their own, which the filter leaves alone."""

from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.verbs import consolidate, distribute, init
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.parts import Package
from tests.tools.office import midori, validate

CASE = midori()
OLD = Path(__file__).parents[1] / "fixtures" / "v0_1_0" / "template_master.xlsx"
FILTER = "_xlnm._FilterDatabase"


@pytest.fixture
def masters(tmp_path: Path) -> list[Path]:
    """A master of today's template and one of the first release's, into each of which one department has answered."""
    found = []
    for name, template in (("今.xlsx", None), ("前.xlsx", OLD)):
        master = tmp_path / name
        init.init(master, CASE.plan_file, template=template)
        survey = distribute.distribute(master, CASE.point, tmp_path / f"配布_{name}")[0]
        survey.write_bytes(type_entries(survey.read_bytes(), CASE.typed, {}))
        consolidate.consolidate_into(master, [survey], CASE.point)
        found.append(master)
    return found


def test_status_sheet__counts_of_bureaus__below_the_filter_under_their_own_heads(masters: list[Path]) -> None:
    for master in masters:
        package = Package(master.read_bytes())
        sheet = package.sheet(terms.STATUS_SHEET)
        column = {str(key): letters for letters, key in sheet.cells(1).items()}
        shown = [
            {key: sheet.value(f"{letters}{row}") for key, letters in column.items()}
            for row in range(3, sheet.last_row() + 1)
        ]
        departments = sum(bool(row["row_key"]) for row in shown)
        assert departments == len({line.answering for line in CASE.plan.lines if line.answering})
        assert all(row["row_key"] for row in shown[:departments])
        assert not any(shown[departments].values())
        heads = {key: text for key, text in shown[departments + 1].items() if text is not None}
        assert heads == terms.COUNTS_BELOW
        assert [row["bureau"] for row in shown[departments + 2 :]][-1] == terms.ALL_BUREAUS
        assert package.defined_names(terms.STATUS_SHEET)[FILTER].endswith(f"${2 + departments}")
        assert [one for one in open_master(master).diagnostics if one.code == "K154"] == []
    assert validate(masters) == {}


def test_status_sheet__filled_again__filter_and_block_as_they_were(masters: list[Path], tmp_path: Path) -> None:
    for master in masters:
        before = Package(master.read_bytes())
        survey = distribute.distribute(master, CASE.point, tmp_path / f"二_{master.name}")[1]
        survey.write_bytes(type_entries(survey.read_bytes(), CASE.typed, {}))
        consolidate.consolidate_into(master, [survey], CASE.point)
        after = Package(master.read_bytes())
        sheets = [package.sheet(terms.STATUS_SHEET) for package in (before, after)]
        assert sheets[0].last_row() == sheets[1].last_row()
        names = [package.defined_names(terms.STATUS_SHEET)[FILTER] for package in (before, after)]
        assert names[0] == names[1]
    assert validate(masters) == {}
