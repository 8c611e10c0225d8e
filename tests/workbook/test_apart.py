"""The second wall: one process a run, anew after a death, the file at fault read no more; and what holds without it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kosei_xl.read.returned import returned
from kosei_xl.values.limits import LIMITS, Limits
from kosei_xl.words import terms
from kosei_xl.workbook import apart, reader
from kosei_xl.workbook.apart import NoReader, Readers, is_large
from kosei_xl.workbook.unreadable import UnreadableWorkbook
from tests.tools.bad_files.corpus import PLAN, good, more_rows
from tests.tools.bad_files.ods import ods_of
from tests.tools.hostile import rezip, unzip
from tests.tools.office import ROOT
from tests.tools.patience import STUCK

pytestmark = [pytest.mark.process, pytest.mark.slow]

_STAND_IN = """
import json, os, sys, time
while line := sys.stdin.buffer.readline():
    order = json.loads(line)
    data = sys.stdin.buffer.read(order["size"])
    if b"die" in data:
        os.abort()
    if b"hang" in data:
        time.sleep(3600)
    if b"cut" in data:
        os.write(1, b'{"said": 0, "held": true, "size": 99}\\nshort')
        os._exit(0)
    made = str(os.getpid()).encode()
    head = {"said": int(order["task"] == "memory") * 4, "held": b"free" not in data, "size": len(made)}
    os.write(1, json.dumps(head).encode() + b"\\n" + made)
"""
"""Answers with its number, and does what the file says."""


@pytest.fixture
def readers() -> Iterator[Readers]:
    made = Readers()
    yield made
    made.close()


@pytest.fixture
def stand_in(readers: Readers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Readers:
    script = tmp_path / "stand_in.py"
    script.write_text(_STAND_IN, encoding="utf-8")
    monkeypatch.setattr(apart, "command", lambda: [sys.executable, "-P", str(script)])
    monkeypatch.setattr("kosei_xl.workbook.other_formats.READERS", readers)
    return readers


def _large() -> bytes:
    """The good file with blank cells that are more than the tenth part of the XML that it may hold."""
    rows = (
        (b'<c r="%s%d" s="0"/>' % (letter.encode(), n) for letter in "BCDEFGHIJKLMNOPQ") for n in range(500, 21_000)
    )
    return more_rows(b"".join(b'<row r="%d">%s</row>' % (n, b"".join(cells)) for n, cells in enumerate(rows, 500)))


def _wait_for_the_end_of(number: int) -> None:
    until = time.monotonic() + STUCK
    with suppress(ProcessLookupError):
        while time.monotonic() < until:
            os.kill(number, 0)
            time.sleep(0.05)
        pytest.fail("it still runs")


def test_ask__files_of_a_run__one_process(stand_in: Readers) -> None:
    first = stand_in.ask("cells", b"one").made
    assert first == stand_in.ask("cells", b"two").made == stand_in.ask("trial", b"two").made
    stand_in.close()
    assert stand_in.ask("cells", b"one").made != first


@pytest.mark.parametrize("fault", [b"die", b"cut"])
def test_ask__process_ends_at_a_file__that_file_is_told_and_not_read_again(stand_in: Readers, fault: bytes) -> None:
    before = stand_in.ask("cells", b"one").made
    with pytest.raises(UnreadableWorkbook) as first:
        stand_in.ask("cells", fault)
    after = stand_in.ask("cells", b"two").made
    assert after != before
    with pytest.raises(UnreadableWorkbook) as again:
        stand_in.ask("cells", fault)
    assert stand_in.ask("cells", b"three").made == after, "it was not even asked"
    assert first.value.code == again.value.code == "K101"
    assert "読み取り用のプログラムが止まりました" in str(first.value.reason)


def test_ask__process_died_between_two_files__the_next_is_read(stand_in: Readers) -> None:
    os.kill(int(stand_in.ask("cells", b"one").made), 9)
    assert stand_in.ask("cells", b"two").made


def test_ask__takes_too_long__the_message_names_the_setting(stand_in: Readers) -> None:
    with pytest.raises(UnreadableWorkbook) as refusal:
        stand_in.ask("trial", b"hang", Limits(seconds=1))
    assert "読み取りにかける秒数は1まで" in str(refusal.value.reason)
    assert "読み取りの上限" in str(refusal.value.reason)
    assert stand_in.ask("trial", b"other", Limits(seconds=20)).made


def test_ask__nobody_asks_for_a_while__process_gone_and_started_again(
    stand_in: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_IDLE_SECONDS", 0.2)
    first = stand_in.ask("cells", b"one").made
    _wait_for_the_end_of(int(first))
    assert stand_in.ask("cells", b"one").made != first


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a Job object instead")
def test_ask__more_memory_than_it_may__told_with_the_setting_and_the_others_go_on(readers: Readers) -> None:
    readers.ask("trial", good())
    with pytest.raises(UnreadableWorkbook) as refusal:
        readers.ask("trial", _large(), Limits(memory=30 << 20))
    assert "31,457,280" in str(refusal.value.reason)
    assert "読み取りの上限" in str(refusal.value.reason)
    assert readers.ask("trial", _large()).held
    assert readers.ask("cells", good()).made.startswith(b"[[")


def test_is_large__more_than_its_share__and_nothing_else() -> None:
    assert is_large(_large(), LIMITS)
    assert not is_large(_large(), LIMITS.times(2))
    assert not is_large(good(), LIMITS)
    assert not is_large(b"PK no zip", LIMITS)
    pictures = rezip({"xl/media/image1.png": b"\x00" * (31 << 20)})
    assert is_large(pictures, LIMITS)
    assert not is_large(rezip({"xl/media/image1.png": b"\x00" * (29 << 20)}), LIMITS)


def _codes(data: bytes) -> list[str]:
    read = returned(data, "D01.xlsx", PLAN)
    return [one.code for one in (*read.diagnostics, *(p for each in read.submissions for p in each.diagnostics))]


def test_returned__large__the_same_as_without_the_process(stand_in: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    data = _large()
    tried = returned(data, "D01.xlsx", PLAN)
    monkeypatch.setattr("kosei_xl.workbook.other_formats.is_large", lambda data, limits: False)
    assert returned(data, "D01.xlsx", PLAN) == tried
    assert tried.submissions
    assert stand_in._served == 1


def test_returned__no_process_can_be_started__limits_in_the_reader_hold_and_k196(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "command", lambda: ["/nowhere/python"])
    monkeypatch.setattr("kosei_xl.workbook.other_formats.READERS", readers)
    with pytest.raises(NoReader):
        readers.ask("cells", b"")
    assert _codes(good()) == []
    assert _codes(_large()) == ["K196"]
    read = returned(ods_of(good()), "D01.ods", PLAN)
    assert [(one.code, str(one.at)) for one in read.diagnostics] == [("K101", "[D01.ods]")]
    assert "始められません" in read.diagnostics[0].message()


def test_returned__memory_cannot_be_limited__k196_at_the_file(stand_in: Readers) -> None:
    read = returned(_large(), "D01.xlsx", PLAN)
    assert [one for each in read.submissions for one in each.diagnostics] == []
    free = rezip({**unzip(_large()), "free": b""})
    read = returned(free, "D01.xlsx", PLAN)
    found = [one for each in read.submissions for one in each.diagnostics]
    assert [(one.code, str(one.at)) for one in found] == [("K196", "[D01.xlsx]")]
    assert "メモリーの上限を決められません" in found[0].message()


def test_command__program_with_python_inside__the_program_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert apart.command()[0] == sys.executable
    assert Path(apart.command()[-1]) == Path(reader.__file__)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert apart.command() == [sys.executable, terms.READER_ARGUMENT]


def test_cli__the_readers_word__serves(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    call = "from kosei_xl.cli import main; main()"
    monkeypatch.setattr(apart, "command", lambda: [sys.executable, "-P", "-c", call, terms.READER_ARGUMENT])
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    assert readers.ask("trial", good()).held
    assert readers.ask("cells", ods_of(good())).made.startswith(b"[[")


@pytest.mark.parametrize("ending", ["pass", "os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_readers__the_program_ends_however__so_does_the_process(ending: str, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('a file beside the workbooks was run')", encoding="utf-8")
    script = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from kosei_xl.workbook.apart import READERS
READERS.ask("cells", sys.stdin.buffer.read())
print(READERS._process.pid, flush=True)
{ending}
"""
    ran = subprocess.run([sys.executable, "-P", "-c", script], input=good(), capture_output=True, cwd=tmp_path)
    _wait_for_the_end_of(int(ran.stdout))
