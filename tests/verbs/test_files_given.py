"""What files are called and where they lie: folders inside, hidden files, equal names, names of Windows, wrong clocks;
a file that cannot be written into the master, a master that somebody has open, and results that nobody can be told.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import kosei_xl
from kosei_xl.collect import consolidation
from kosei_xl.demo import type_entries
from kosei_xl.values.model import Respondent
from kosei_xl.verbs import consolidate, disk, init
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.bad_files.corpus import CASE, PEOPLE, PLAN
from tests.tools.office import Ran, cells_by_key, kosei, saved_as, write_all
from tests.tools.patience import run_to_end

_DEPARTMENTS = CASE.departments()[:4]


def _return_of(department: Respondent, *, number: int = 1) -> bytes:
    return type_entries(CASE.blank(department), CASE.typed, {**PEOPLE, "submission_no": str(number)})


@pytest.fixture(scope="module")
def returns() -> dict[str, bytes]:
    """A filled survey of four departments, by code."""
    return {one.code: _return_of(one) for one in _DEPARTMENTS}


@pytest.fixture(scope="module")
def master_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return init.init(tmp_path_factory.mktemp("master") / "master.xlsx", CASE.plan_file, None).read_bytes()


@pytest.fixture
def master(master_bytes: bytes, tmp_path: Path) -> Path:
    (path,) = write_all(tmp_path, [("master.xlsx", master_bytes)])
    return path


def _results(master: Path) -> dict[str, object]:
    rows = cells_by_key(read_book(master.read_bytes(), ""), terms.LEDGER_SHEET)
    return {str(row["row_key"]): row["results"] for row in rows}


def _taken(master: Path, code: str) -> bool:
    """Whether the ledger holds what a department has written."""
    held = _results(master)
    own = [
        entry
        for entry in CASE.typed
        if entry.fields.get("results") and PLAN.line_by_key[entry.key.line].answering == code
    ]
    found = {
        held[f"{CASE.point}|{one.item_key}|{one.sub_no or ''}"] == one.fields["results"]
        for one in own
        if one.point == CASE.point
    }
    assert len(found) == 1, "all or nothing"
    return found.pop()


# Where files lie ------------------------------------------------------------------------------------------------------


def test_check__folders_inside__k194_where_they_hold_workbooks(returns: dict[str, bytes], tmp_path: Path) -> None:
    write_all(tmp_path / "回収", [("D01.xlsx", returns["D01"])])
    write_all(tmp_path / "回収" / "前回", [(f"{n}.xlsx", b"PK") for n in range(4)])
    write_all(tmp_path / "回収" / "写真", [("1.png", b"\x89PNG"), ("~$x.xlsx", b"x"), (".x.xlsx", b"x")])
    write_all(tmp_path / "回収" / ".git", [("x.xlsx", b"PK")])
    ran = kosei("check", tmp_path / "回収", "--json")
    assert ran.found == [("K194", "前回", None, None)]
    assert "4件" in ran.json["diagnostics"][0]["message"]
    assert "0.xlsx、1.xlsx、2.xlsx…" in ran.json["diagnostics"][0]["message"]


def test_check__hidden_files__k195_where_they_are_named_like_workbooks(
    returns: dict[str, bytes], tmp_path: Path
) -> None:
    files = [
        (".D02.xlsx", returns["D02"]),
        ("._D01.xlsx", b"\x00\x05\x16\x07"),
        (".DS_Store", b"x"),
        (".~lock.D01.xlsx#", b","),
    ]
    write_all(tmp_path / "回収", [("D01.xlsx", returns["D01"]), *files])
    assert kosei("check", tmp_path / "回収", "--json").found == [("K195", ".D02.xlsx", None, None)]


def test_check__equal_names_in_two_folders__findings_say_which(returns: dict[str, bytes], tmp_path: Path) -> None:
    for folder in ("東", "西"):
        write_all(tmp_path / folder, [("福祉課.xlsx", b"no workbook"), (f"{folder}.xlsx", b"no workbook")])
    write_all(tmp_path / "東", [("良.xlsx", returns["D01"])])
    ran = kosei("check", tmp_path / "東", tmp_path / "西", "--json")
    names = {"東/福祉課.xlsx", "西/福祉課.xlsx", "東.xlsx", "西.xlsx"}
    assert {found[1] for found in ran.found} == names
    (same,) = write_all(tmp_path / "別" / "東", [("福祉課.xlsx", b"no workbook")])
    ran = kosei("check", tmp_path / "東", tmp_path / "西", same, "--json")
    assert {str(same), (tmp_path / "東" / "福祉課.xlsx").as_posix(), "西/福祉課.xlsx"} <= {f[1] for f in ran.found}


def test_consolidate__equal_names_in_two_folders__both_taken(
    returns: dict[str, bytes], master: Path, tmp_path: Path
) -> None:
    write_all(tmp_path / "東", [("調査票.xlsx", returns["D01"])])
    write_all(tmp_path / "西", [("調査票.xlsx", returns["D02"])])
    ran = kosei("consolidate", master, tmp_path / "東", tmp_path / "西", "--point", CASE.point, "--json")
    assert (_taken(master, "D01"), _taken(master, "D02")) == (True, True), ran.err
    rows = cells_by_key(read_book(master.read_bytes(), ""), terms.RECEIVED_SHEET)
    assert {row["file"] for row in rows} >= {"東/調査票.xlsx", "西/調査票.xlsx"}


def test_consolidate__name_in_the_letters_of_windows__taken_and_named(
    returns: dict[str, bytes], master: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "回収"
    folder.mkdir()
    for name, data in (("福祉課ソ.xlsx", returns["D01"]), ("環境課.xlsx", b"no workbook")):
        (folder / os.fsdecode(name.encode("cp932"))).write_bytes(data)
    ran = kosei("consolidate", master, folder, "--point", CASE.point, "--json")
    assert ("K101", "環境課.xlsx", None, None) in ran.found
    assert _taken(master, "D01")
    rows = cells_by_key(read_book(master.read_bytes(), ""), terms.RECEIVED_SHEET)
    assert "福祉課ソ.xlsx" in {row["file"] for row in rows}
    assert ran.out.encode(), "it can be written as UTF-8"


# Clocks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ahead", "codes"), [(timedelta(hours=23), []), (timedelta(hours=25), ["K261"])])
def test_consolidate__saved_after_now__k261_and_without_that_time(
    returns: dict[str, bytes], master_bytes: bytes, ahead: timedelta, codes: list[str]
) -> None:
    now = datetime(2026, 4, 20, 12, tzinfo=UTC)
    late = saved_as(returns["D01"], f"{now + ahead:%Y-%m-%dT%H:%M:%SZ}", "職員")
    plan = kosei_xl.read_master(master_bytes).plan
    result = kosei_xl.read_return(late, "D01.xlsx", plan, CASE.point)
    made = kosei_xl.consolidate(master_bytes, [result], CASE.point, at=now)
    found = [one for one in made.findings.diagnostics if one.code == "K261"]
    assert [one.code for one in found] == codes
    assert [str(one.at) for one in found] == ["[D01.xlsx]"] * len(codes)
    rows = cells_by_key(read_book(made.master, ""), terms.RECEIVED_SHEET)
    times = {row["saved_at"] for row in rows if row["file"] == "D01.xlsx"}
    assert (times == {None}) == bool(codes)


def test_consolidate__saved_in_9999__a_later_return_is_not_beaten_by_it(master: Path, tmp_path: Path) -> None:
    department = _DEPARTMENTS[0]
    wrong = saved_as(_return_of(department), "9999-12-31T00:00:00Z", "職員")
    write_all(tmp_path / "回収", [("D01.xlsx", wrong)])
    ran = kosei("consolidate", master, tmp_path / "回収", "--point", CASE.point, "--json")
    assert ("K261", "D01.xlsx", None, None) in ran.found
    again = saved_as(_return_of(department, number=2), "2026-04-12T00:00:00Z", "職員")
    write_all(tmp_path / "再提出", [("D01_2.xlsx", again)])
    ran = kosei("consolidate", master, tmp_path / "再提出", "--point", CASE.point, "--json")
    assert not [found for found in ran.found if found[1] == "D01_2.xlsx"]


# What cannot be written -----------------------------------------------------------------------------------------------


def _failing(monkeypatch: pytest.MonkeyPatch, fails: Callable[[Sequence[Any]], bool]) -> list[int]:
    """Let the merging raise for some returns; the number of attempts grows in what is given back."""
    real, attempts = consolidation.merge, [0]

    def merge(standing: Any, submissions: Sequence[Any], others: Any) -> Any:
        attempts[0] += 1
        if fails(submissions):
            raise ArithmeticError("not foreseen")
        return real(standing, submissions, others)

    monkeypatch.setattr(consolidate, "merge", merge)
    return attempts


def _consolidated(master: Path, returns: dict[str, bytes]) -> Ran:
    write_all(master.parent / "回収", [(f"{code}.xlsx", data) for code, data in returns.items()])
    return kosei("consolidate", master, master.parent / "回収", "--point", CASE.point, "--json")


@pytest.mark.parametrize("bad", [{"D02"}, {"D01", "D04"}, {"D01", "D02", "D03", "D04"}], ids=len)
def test_consolidate__fault_while_writing_some__k191_each_and_the_others_taken(
    returns: dict[str, bytes], master: Path, monkeypatch: pytest.MonkeyPatch, bad: set[str]
) -> None:
    attempts = _failing(monkeypatch, lambda given: any(one.value.dept_code in bad for one in given))
    ran = _consolidated(master, returns)
    told = {(code, file) for code, file, *_ in ran.found if code == "K191"}
    assert told == {("K191", f"{code}.xlsx") for code in bad}
    assert ran.code == 1
    assert "ArithmeticError" in next(d["message"] for d in ran.json["diagnostics"] if d["code"] == "K191")
    assert {code: _taken(master, code) for code in returns} == {code: code not in bad for code in returns}
    assert attempts[0] <= 2 + 5 * len(bad)


def test_consolidate__fault_of_two_together__one_is_left_out(
    returns: dict[str, bytes], master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _failing(monkeypatch, lambda given: {"D01", "D03"} <= {one.value.dept_code for one in given})
    ran = _consolidated(master, returns)
    assert [file for code, file, *_ in ran.found if code == "K191"] == ["D03.xlsx"]
    assert [_taken(master, code) for code in returns] == [True, True, False, True]


def test_consolidate__fault_without_any_return__raised_and_the_master_as_it_was(
    returns: dict[str, bytes], master: Path, master_bytes: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    _failing(monkeypatch, lambda given: True)
    with pytest.raises(ArithmeticError):
        _consolidated(master, returns)
    assert master.read_bytes() == master_bytes


# Another PC, and nobody to tell ---------------------------------------------------------------------------------------


def test_open_on_another_pc__what_writes_the_master_is_refused_and_a_report_is_made(
    returns: dict[str, bytes], master: Path, tmp_path: Path
) -> None:
    _consolidated(master, returns)
    before = master.read_bytes()
    mark = master.with_name(f"~${master.name}")
    mark.write_bytes(b"\x06sato".ljust(165, b" "))
    for call in (
        ("consolidate", master, master.parent / "回収", "--point", CASE.point),
        ("distribute", master, "--point", CASE.point, "--out", tmp_path / "配布"),
        ("undo", master),
        ("report", master, "--point", CASE.point, "--out", tmp_path / "確定", "--final"),  # it adds to 発行記録
    ):
        ran = kosei(*call)
        assert ran.code == 2, call
        assert mark.name in ran.err
    assert not (tmp_path / "配布").exists()
    assert not (tmp_path / "確定").exists()
    draft = kosei("report", master, "--point", CASE.point, "--out", tmp_path / "資料")
    assert draft.code in (0, 1), draft.err
    mark.unlink()
    alone = kosei("report", master, "--point", CASE.point, "--out", tmp_path / "資料2")
    assert (draft.code, draft.out) == (alone.code, alone.out), "a draft reads the master, whoever has it open"
    assert master.read_bytes() == before


def _into_a_full_disk(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = " ".join(["exec", '"$@"', ">", "/dev/full"])
    call = [sys.executable, "-c", "from kosei_xl.cli import main; main()", *map(str, arguments)]
    return run_to_end(["sh", "-c", command, "sh", *call])


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
@pytest.mark.parametrize("how", [(), ("--json",)], ids=["lines", "json"])
def test_output_on_a_full_disk__a_message_exit_2_and_a_whole_master(
    returns: dict[str, bytes], master: Path, master_bytes: bytes, how: tuple[str, ...]
) -> None:
    write_all(master.parent / "回収", [("D01.xlsx", returns["D01"])])
    ran = _into_a_full_disk("consolidate", master, master.parent / "回収", "--point", CASE.point, *how)
    assert ran.returncode == 2
    assert "結果を書き出せませんでした" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "Exception ignored" not in ran.stderr
    assert _taken(master, "D01")
    assert disk.backup_of(master).read_bytes() == master_bytes
    calls: list[tuple[str | Path, ...]] = [
        ("--help",),
        ("schema", "plan"),
        ("check", master, *how),
        ("check", "no", *how),
    ]
    for call in calls:
        ran = _into_a_full_disk(*call)
        assert (ran.returncode, "Traceback" in ran.stderr) == (2, False), call
        assert "結果を書き出せませんでした" in ran.stderr


@pytest.mark.process
def test_output_to_nobody__quiet_exit_1() -> None:
    call = f"{sys.executable} -c 'from kosei_xl.cli import main; main()' schema plan"
    ran = run_to_end(["bash", "-c", f"{call} | true; echo ${{PIPESTATUS[0]}}"])
    assert ran.stdout in ("1\n", "0\n"), "0 where it was faster than the end of its listener"
    assert "Traceback" not in ran.stderr
