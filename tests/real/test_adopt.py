"""Round trip on the three real plans: edits by LibreOffice into the ledger and out again, and marked on paper."""

import random
from pathlib import Path

import pytest

from kosei_xl.verbs import disk, report
from tests.tools.adopting import check_random_edits, desk
from tests.tools.office import LibreOffice, validate
from tests.tools.paper import OneAtATime
from tests.tools.real.adapt import ADAPTERS, DATA, adapt_file

__test__ = DATA.is_dir()

LEAST = {"plan2": 10, "plan3": 40, "program1": 40}
"""How many of the edits must be taken; the second plan's mid-year papers hold few texts of the ledger."""


_ONE_OF_THEM = "plan2"
"""The others take a minute each."""


@pytest.mark.parametrize(
    "name", [name if name == _ONE_OF_THEM else pytest.param(name, marks=pytest.mark.long) for name in ADAPTERS]
)
def test_adopt__real_plan_edited_in_libreoffice__round_trip(
    libreoffice: LibreOffice, tmp_path: Path, name: str
) -> None:
    plan_file, entries = adapt_file(name)
    point = "H26_first_half" if name == "plan2" else plan_file.plan.points[-1].key
    own = desk(tmp_path, plan_file, entries, point)
    former = own.report.with_name("第１案.xlsx")
    disk.write(former, disk.read(own.report))
    assert check_random_edits(libreoffice, own, random.Random(name), 80) > LEAST[name]
    made = report.report(
        own.master,
        point,
        own.report.parent,
        marks_since=former,
        show_deleted=True,
        pdf=True,
        converter=OneAtATime(),
    )
    assert not [one for one in made.checked.diagnostics if one.code in ("K501", "K502", "K506")]
    assert validate([made.files[0], own.master]) == {}
