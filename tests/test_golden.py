"""No output changes unless somebody means it: the golden run against its manifests (see tests/tools/golden.py).

Where one differs: compare with the outputs of the version before (`--keep`, `--against`), and write the manifests anew only
when every difference is wanted.
"""

import datetime as dt
import hashlib
import zipfile
from pathlib import Path

import pytest

from tests.tools.golden import Manifest, check, compared, differences, main, of_today, outputs
from tests.tools.golden_runs import RUNS

CORE = """<c:coreProperties xmlns:c="urn:c" xmlns:dcterms="urn:d"><dcterms:modified>{day}</dcterms:modified>{more}</c:coreProperties>"""


@pytest.mark.process
def test_golden__round_of_the_office__no_output_differs() -> None:
    assert check(RUNS["round"]) == []


@pytest.mark.benchmark  # it measures nothing, but what LibreOffice prints depends on its version and on the fonts
@pytest.mark.parametrize("name", [run.name for run in RUNS.values() if run.paper and run.possible()])
def test_golden__on_paper__no_output_differs(name: str) -> None:
    assert check(RUNS[name]) == []


def _folder(
    folder: Path, version: str = "0.1.0", day: str = "2026-04-01", sheet: str = '<s b="1" a="2"/>', stored: bool = False
) -> Path:
    """Outputs of a run: a workbook, one that names its digest, a transcript."""
    folder.mkdir()
    with zipfile.ZipFile(folder / "a.xlsx", "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as package:
        package.writestr("docProps/core.xml", CORE.format(day=day, more=f"<c:by>kosei_xl {version}</c:by>"))
        package.writestr("xl/sheet1.xml", sheet)
    digest = hashlib.sha256((folder / "a.xlsx").read_bytes()).hexdigest()
    (folder / "b.txt").write_text(f"kosei, version {version}\n{digest}|{digest[:12]}|\n", encoding="utf-8")
    return folder


def test_outputs__only_named_ignores_differ__the_same(tmp_path: Path) -> None:
    one = outputs(_folder(tmp_path / "1"))
    other = _folder(tmp_path / "2", "1.10.0rc1", "2031-01-01", "<s a='2' b='1'></s>", stored=True)
    assert outputs(other) == one


def test_of_today__a_part_names_the_day__named(tmp_path: Path) -> None:
    made = outputs(_folder(tmp_path / "1", sheet="<s>2026-11-29</s>"))
    assert [*of_today(made, dt.date(2026, 11, 29))] == [("a.xlsx", "xl/sheet1.xml")]
    assert [*of_today(made, dt.date(2026, 11, 28))] == []
    assert [*of_today(outputs(_folder(tmp_path / "2", sheet="<s>令和８年11月29日</s>")), dt.date(2026, 11, 29))] != []


def test_compared__a_part_differs__diff_printed_and_both_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = outputs(_folder(tmp_path / "1")), outputs(_folder(tmp_path / "2", sheet='<s b="1" a="3"/>'))
    assert compared(one, two, tmp_path / "out") == 1
    assert capsys.readouterr().out.splitlines() == [
        "differs: a.xlsx xl/sheet1.xml",
        "--- old/a.xlsx xl/sheet1.xml",
        "+++ new/a.xlsx xl/sheet1.xml",
        "@@ -1 +1 @@",
        '-<s a="2" b="1"/>',
        '+<s a="3" b="1"/>',
    ]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "a.xlsx_xl_sheet1.xml.new",
        "a.xlsx_xl_sheet1.xml.old",
    ]


def test_differences__changed_gone_and_new__each_named() -> None:
    old: Manifest = {"a.xlsx": {"x": "1", "y": "1"}, "b.txt": "1", "c.txt": "1"}
    new: Manifest = {"a.xlsx": {"x": "1", "y": "2", "z": "1"}, "b.txt": "1", "d.txt": "1"}
    assert [*differences(old, new)] == [("a.xlsx", "y"), ("a.xlsx", "z"), ("c.txt", ""), ("d.txt", "")]


def test_main__folder_holds_a_run_already__refused(tmp_path: Path) -> None:
    (tmp_path / "round").mkdir()
    with pytest.raises(SystemExit):
        main(["--keep", str(tmp_path), "--part", "round"])
