"""The promise that every branch is run, and the check that holds it."""

from typing import Any

from tests.tools.branches import ROOT, not_run, promised


def measured(files: dict[str, Any], *, branches: bool = True) -> dict[str, Any]:
    """What `coverage json` writes, as far as it is looked at."""
    return {"meta": {"branch_coverage": branches}, "files": files}


WHOLE: dict[str, list[Any]] = {"missing_lines": [], "missing_branches": []}


def test_not_run__everything_run__nothing() -> None:
    files = {"kosei_xl/collect/rules/text.py": WHOLE, "kosei_xl\\values\\ledger.py".replace("\\", "/"): WHOLE}
    assert list(not_run(measured(files), ["kosei_xl/collect/rules/*.py", "kosei_xl/values/ledger.py"])) == []


def test_not_run__line_and_branch__each_named() -> None:
    some = {"missing_lines": [7], "missing_branches": [[4, 7], [9, -1]]}
    files = {"kosei_xl/values/ledger.py": some, "kosei_xl/values/other.py": some}
    assert list(not_run(measured(files), ["kosei_xl/values/ledger.py"])) == [
        "kosei_xl/values/ledger.py:7: never run",
        "kosei_xl/values/ledger.py:4: never goes on to line 7",
        "kosei_xl/values/ledger.py:9: never goes on to its end",
    ]


def test_not_run__no_such_file_or_no_branches__said() -> None:
    assert list(not_run(measured({}), ["kosei_xl/values/ledger.py"])) == [
        "kosei_xl/values/ledger.py: no such file was measured"
    ]
    assert len(list(not_run(measured({"a.py": WHOLE}, branches=False), ["a.py"]))) == 1


def test_promised__every_pattern__has_files() -> None:
    assert [pattern for pattern in promised() if not list(ROOT.glob(pattern))] == []
    assert "kosei_xl/collect/rules/*.py" in promised()
