"""The `kosei` command: whole runs as text (tests/scenarios), and what each flag and exit code means.

A scenario is cmd.txt (one command a line, run in a copy of input/), expected/stdout.txt and expected_exit.txt (one code
a line). Beside `kosei` a line may say what people do: `type BLANK FILLED ENTRIES.json [NO TIME WHO]`, a clerk filling in
one workbook or a folder of them (提出回, saved when and by whom); `copy FILE FILE`; `edit MASTER ROW_KEY FIELD TEXT TIME
WHO`, the office typing into 台帳; `choose MASTER NO CHOICE [TEXT TIME WHO]`, the office deciding on 競合; and `show WORKBOOK SHEET`,
what a person sees on a sheet. `pytest --update-golden` rewrites what is expected.
"""

import contextlib
import gc
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest

from kosei_xl import __version__
from kosei_xl.cli import app, main
from kosei_xl.demo import sample_photos, type_entries
from kosei_xl.read.tables import text_of
from kosei_xl.values.model import EntriesFile, Entry, PlanFile
from kosei_xl.verbs import collector, distribute, init
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.office import Ran, address_of, cells_by_key, kosei, midori, put, saved_as, write_all
from tests.tools.patience import run_to_end

SCENARIOS = Path(__file__).parents[1] / "scenarios"
CASE = midori()
PEOPLE = {"filled_by": "記入 花子", "confirmed_by": "確認 太郎", "confirmed_on": "2026-10-10"}


# Scenarios ------------------------------------------------------------------------------------------------------------


def _scrub(text: str, folder: Path) -> str:
    """The one place where the paths of a run are made the same everywhere; its times are those of the scenario."""
    return text.replace(str(folder), "<folder>")


def _type(blank: Path, filled: Path, entries: tuple[Entry, ...], number: str = "1", *saved: str) -> None:
    photos = sample_photos("midori", entries)
    people = PEOPLE | {"submission_no": number}
    pairs = [(path, filled / path.name) for path in sorted(blank.iterdir())] if blank.is_dir() else [(blank, filled)]
    for source, target in pairs:
        data = type_entries(source.read_bytes(), entries, people, photos)
        write_all(target.parent, [(target.name, saved_as(data, *saved) if saved else data)])


def _edit(master: Path, row_key: str, field: str, text: str, *saved: str) -> None:
    data = master.read_bytes()
    at = address_of(read_book(data, ""), terms.LEDGER_SHEET, row_key, field)
    master.write_bytes(saved_as(put(data, {(terms.LEDGER_SHEET, at): text}), *saved))


def _choose(master: Path, no: str, choice: str, own_text: str = "", *saved: str) -> None:
    data = master.read_bytes()
    sheet = terms.CONFLICTS_SHEET
    rows = [str(row["no"]) for row in cells_by_key(read_book(data, ""), sheet)]
    typed = {"choice": choice, "own_text": own_text or None}
    letters = dict(zip(terms.MASTER_SHEETS[sheet], "ABCDEFGHIJKLMNO", strict=True))
    data = put(data, {(sheet, f"{letters[key]}{rows.index(no) + 3}"): text for key, text in typed.items()})
    master.write_bytes(saved_as(data, *saved) if saved else data)


def _write_on(master: Path, sheet: str, known: str, text: str, **typed: str) -> None:
    """Type into the first row of a derived sheet whose column `known` holds `text`."""
    data = master.read_bytes()
    rows = list(cells_by_key(read_book(data, ""), sheet))
    number = next(n for n, row in enumerate(rows, 3) if row[known] == text)
    letters = {str(key): letters for letters, key in Package(data).sheet(sheet).cells(1).items()}
    master.write_bytes(put(data, {(sheet, f"{letters[key]}{number}"): word for key, word in typed.items()}))


def _answer(master: Path, code: str, reason: str) -> None:
    _write_on(master, terms.FINDINGS_SHEET, "code", code, acknowledged="○", why=reason)


def _mark(master: Path, department: str, mark: str, remark: str) -> None:
    _write_on(master, terms.STATUS_SHEET, "department", department, mark=mark, remark=remark)


def _entries(named: list[str]) -> tuple[Entry, ...]:
    if named[0] == "--sample":
        return CASE.typed
    return EntriesFile.model_validate_json(Path(named[0]).read_bytes()).entries


def _show(workbook: Path, sheet: str) -> str:
    """The visible cells of a sheet, a line a row."""
    data = workbook.read_bytes()
    part, found = Package(data).sheet(sheet), read_book(data, "").sheet(sheet)
    assert found is not None
    lines = []
    for number, row in enumerate(found.rows, 1):
        if number not in found.hidden_rows:
            cells = [text_of(v) or "" for c, v in enumerate(row, 1) if not part.column_hidden(c)]
            lines.append(" | ".join(cells).replace("\n", " / ").rstrip(" |"))
    return "\n".join(lines) + "\n"


def _run(line: str) -> Ran:
    program, *arguments = shlex.split(line)
    people: Mapping[str, Callable[..., object]] = {
        "type": lambda blank, filled, *more: _type(
            Path(blank), Path(filled), _entries([*more]), *(more[1:] if more[0] != "--sample" else ())
        ),
        "copy": lambda old, new: shutil.copy(old, new),
        "edit": lambda master, *more: _edit(Path(master), *more),
        "answer": lambda master, *more: _answer(Path(master), *more),
        "mark": lambda master, *more: _mark(Path(master), *more),
        "choose": lambda master, *more: _choose(Path(master), *more),
    }
    if program in people:
        people[program](*arguments)
        return Ran(0, "", "")
    if program == "read":
        data = Path(arguments[0]).read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert b"\n" not in data.replace(b"\r\n", b"")
        return Ran(0, data.decode("utf-8-sig").replace("\r\n", "\n"), "")
    if program == "show":
        return Ran(0, _show(Path(arguments[0]), arguments[1]), "")
    assert program == "kosei"
    return kosei(*arguments)


@pytest.mark.parametrize("case", sorted(path.name for path in SCENARIOS.iterdir()))
def test_scenario(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    folder = SCENARIOS / case
    here = tmp_path / "here"
    if (folder / "input").is_dir():
        shutil.copytree(folder / "input", here)
    here.mkdir(exist_ok=True)
    monkeypatch.chdir(here)
    printed, codes = [], []
    for line in (folder / "cmd.txt").read_text(encoding="utf-8").splitlines():
        ran = _run(line)
        said = [f"{text}\n" for text in ran.err.splitlines() if ran.code == 2 and not text.startswith("読み込み")]
        printed.append(_scrub("".join([f"$ {line}\n", ran.out, *said]), here))
        codes.append(str(ran.code))
    found = {"expected/stdout.txt": "\n".join(printed), "expected_exit.txt": "\n".join(codes) + "\n"}
    for name, text in found.items():
        if request.config.getoption("--update-golden"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        assert text == (folder / name).read_text(encoding="utf-8"), f"{case}/{name}"


# Flags and exit codes -------------------------------------------------------------------------------------------------


def test_installed_command__runs(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("kosei")
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, f"kosei, version {__version__}")


@pytest.mark.parametrize("name", sorted(app.commands))
def test_help__every_command__japanese_for_it_and_every_option(name: str) -> None:
    ran = kosei(name, "--help")
    assert ran.code == 0
    command = app.commands[name]
    assert re.search("[ぁ-ん]", command.help or "")
    for option in command.params:
        if isinstance(option, click.Option) and option.name != "help":
            assert re.search("[ぁ-ん]", option.help or ""), option.name
            assert option.opts[0] in ran.out


@pytest.mark.parametrize(("which", "title"), [("plan", "PlanFile"), ("entries", "EntriesFile")])
def test_schema__json_schema(which: str, title: str) -> None:
    ran = kosei("schema", which)
    assert ran.code == 0
    assert ran.json["title"] == title


def test_schema__unknown__exit_2() -> None:
    assert kosei("schema", "report").code == 2


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 事務局.xlsx, 配布 and 回収 of the sample."""
    folder = tmp_path_factory.mktemp("office")
    init.init(folder / "事務局.xlsx", CASE.plan_file)
    distribute.distribute(folder / "事務局.xlsx", CASE.point, folder / "配布")
    _type(folder / "配布", folder / "回収", CASE.typed)
    return folder


def test_init__file_that_is_there__exit_2_and_untouched(office: Path, tmp_path: Path) -> None:
    (path,) = write_all(tmp_path, [("a.xlsx", b"mine")])
    ran = kosei("init", path, "--sample", "midori")
    assert (ran.code, path.read_bytes()) == (2, b"mine")
    assert "もうあります" in ran.err


def test_init__plan_and_entries__as_the_sample(office: Path, tmp_path: Path) -> None:
    plan = write_all(tmp_path, [("plan.json", CASE.plan_file.model_dump_json().encode())])[0]
    entries = write_all(tmp_path, [("entries.json", CASE.entries.model_dump_json().encode())])[0]
    assert kosei("init", tmp_path / "a.xlsx", "--from", plan).code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (office / "事務局.xlsx.bak").read_bytes()
    assert kosei("init", tmp_path / "b.xlsx", "--from", plan, "--entries", entries).code == 0
    assert kosei("check", tmp_path / "b.xlsx", "--json").json["counts"]["1"]["A"]["rows"] > 0
    other = PlanFile(plan=CASE.plan.model_copy(update={"plan_id": "other"})).model_dump_json().encode()
    wrong = kosei(
        "init", tmp_path / "c.xlsx", "--from", write_all(tmp_path, [("o.json", other)])[0], "--entries", entries
    )
    assert (wrong.code, (tmp_path / "c.xlsx").exists()) == (2, False)


def test_distribute__again_over_filled_workbooks__refused_and_nothing_written(office: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(office / "回収", tmp_path / "共有")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ran = kosei("distribute", office / "事務局.xlsx", "--point", CASE.point, "--out", folder)
    assert ran.code == 2
    assert "内容が違います" in ran.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    again = kosei("distribute", office / "事務局.xlsx", "--point", CASE.point, "--out", office / "配布", lang="en")
    assert (again.code, again.out) == (0, f"Made 10 surveys: {office / '配布'}\n")


def test_distribute__two_departments_one_file_name__exit_2(tmp_path: Path) -> None:
    style = CASE.plan.style.model_copy(update={"file_name": "調査票"})
    init.init(tmp_path / "m.xlsx", PlanFile(plan=CASE.plan.model_copy(update={"style": style})))
    ran = kosei("distribute", tmp_path / "m.xlsx", "--point", CASE.point, "--out", tmp_path / "out")
    assert (ran.code, (tmp_path / "out").exists()) == (2, False)
    assert "{部署番号}" in ran.err


def test_consolidate__json__counts_of_contracts_and_exit_code_by_errors(office: Path, tmp_path: Path) -> None:
    master = Path(shutil.copy(office / "事務局.xlsx", tmp_path / "m.xlsx"))
    ran = kosei("consolidate", master, office / "回収", "--point", CASE.point, "--json")
    assert {d["code"] for d in ran.json["diagnostics"]} == {"K408"}
    assert ran.code == 1
    rows = sum(count["rows"] for counts in ran.json["counts"].values() for count in counts.values())
    assert rows == 25
    assert ran.err.splitlines()[-1] == f"事務局ブックに取り込みました：{master}"
    assert master.with_name("m.xlsx.bak").read_bytes() == (office / "事務局.xlsx").read_bytes()


def test_check__findings_to_stdout_and_progress_to_stderr(office: Path) -> None:
    ran = kosei("check", office / "配布")
    assert ran.code == 1
    assert len(re.findall("^エラー：", ran.out, re.MULTILINE)) == 10
    assert ran.out.splitlines()[-1] == "エラー 10件、注意 0件、お知らせ 0件"
    assert ran.err.count("読み込み") == 10
    assert kosei("check", office / "回収").code == 0


def test_template__missing_or_not_a_template__exit_2_and_nothing_made(office: Path, tmp_path: Path) -> None:
    (text,) = write_all(tmp_path, [("t.xlsx", b"text")])
    for template in (tmp_path / "none.xlsx", text, office / "事務局.xlsx"):
        made = kosei("init", tmp_path / "m.xlsx", "--sample", "midori", "--template", template)
        assert (made.code, (tmp_path / "m.xlsx").exists()) == (
            (0, True) if template.name == "事務局.xlsx" else (2, False)
        )
    ran = kosei(
        *("distribute", office / "事務局.xlsx", "--point", CASE.point),
        *("--out", tmp_path / "out", "--template", office / "事務局.xlsx"),
    )
    assert (ran.code, (tmp_path / "out").exists()) == (2, False)
    assert "様式" in ran.err


def test_english__labels_and_counts() -> None:
    ran = kosei("check", "nothing.xlsx", lang="en")
    assert ran.code == 2
    assert ran.out == "error: [nothing.xlsx] The file or folder does not exist. Check its name and place. (K122)\n"
    assert json.loads(kosei("check", "nothing.xlsx", "--json", lang="en").out)["counts"] == {}


@pytest.mark.parametrize("arguments", [("check", "𠮷田—①.xlsx", "--json"), ("schema", "plan")])
def test_json__on_a_japanese_windows__is_utf_8_all_the_same(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Output into a file or a pipe has the code page there, which lacks 𠮷 and —."""
    written = io.BytesIO()
    out = io.TextIOWrapper(written, encoding="cp932")
    monkeypatch.setattr(sys, "argv", ["kosei", *arguments])
    monkeypatch.setattr(sys, "stdout", out)
    with contextlib.suppress(SystemExit):
        main()
    out.flush()
    found = json.loads(written.getvalue().decode("utf-8"))
    if "--json" in arguments:
        assert [problem["file"] for problem in found["diagnostics"]] == [arguments[1]]
    else:
        assert "title" in found


@pytest.mark.parametrize(
    ("run", "code", "out", "err"),
    [
        ("print('a' * 100_000)", 0, "a" * 100_000 + "\n", ""),
        ("sys.exit()", 0, "", ""),
        ("sys.exit(1)", 1, "", ""),
        ("sys.exit('left')", 1, "", "left\n"),
        ("atexit.register(print, 'at the end') and sys.exit(2)", 2, "at the end\n", ""),
        ("threading.Timer(0.1, print, ['later']).start()", 0, "later\n", ""),
        ("1 / 0", 1, "", "ZeroDivisionError: division by zero\n"),
        ("os.close(2) or sys.stderr.write('lost')", 120, "", ""),
        ("setattr(sys, 'stdout', None)", 0, "", ""),
    ],
)
def test_main_alone__however_it_ends__as_main_ends(
    run: str, code: int, out: str, err: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is still to be done is done, all is told, and the exit code is the same."""
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)  # what is written is to wait until the end
    loaded = "import atexit, os, sys, threading, kosei_xl.cli as cli"
    for way in ("main", "main_alone"):
        program = f"{loaded}; cli._carry_out = lambda: {run}; cli.{way}()"
        done = run_to_end([sys.executable, "-c", program])
        assert (way, done.returncode, done.stdout) == (way, code, out)
        assert done.stderr.endswith(err), done.stderr


def test_main__memory__is_looked_through_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Millions of frozen values make no rings: to look for any as often as Python does is a fifth of a consolidation."""
    before = gc.get_threshold()
    monkeypatch.setattr(sys, "argv", ["kosei", "--version"])
    try:
        gc.set_threshold(700, 10, 10)
        main()
        assert gc.get_threshold() == collector.AFTER
        assert gc.isenabled()
    finally:
        gc.set_threshold(*before)
