"""Every code and command is documented, and every message can be written in both languages."""

import ast
import re
from pathlib import Path
from string import Formatter

import click
import pytest

import kosei_xl
from kosei_xl.cli import app
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.findings import CODES, Severity

PACKAGE = Path(kosei_xl.__file__).parent
README = PACKAGE.parent / "README.md"
SETTING_SHEETS = (terms.PARTS_SHEET, terms.COLUMNS_SHEET)
_ROW = re.compile(r"^\| *(K\d{3}) *\|(.*)$", re.M)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _calls() -> list[tuple[str, int, str, set[str] | None]]:
    """(file, line, code, names given) of every call that makes a diagnostic with a code written there."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name not in ("diagnostic", "report") or not (
                isinstance(first, ast.Attribute) and getattr(first.value, "id", "") == "Code"
            ):
                continue
            given = {keyword.arg for keyword in node.keywords}
            names = None if None in given else {str(keyword) for keyword in given}
            found.append((path.name, node.lineno, str(Code[first.attr]), names))
    return found


@pytest.mark.parametrize("code", CODES)
def test_codes__message__in_both_languages_with_the_same_placeholders(code: str) -> None:
    entry = CODES[code]
    assert re.fullmatch(r"K[1-57]\d\d", code)
    assert entry.ja.strip()
    assert entry.en.strip()
    assert _placeholders(entry.ja) == _placeholders(entry.en)
    assert re.search(r"[ぁ-ん]", entry.ja)
    assert not re.search(r"[ぁ-んァ-ヶ一-龠]", entry.en.replace("○", ""))


def test_codes__raised__all_of_them_by_name() -> None:
    named, numbers = set(), []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Code":
                if path.name != "findings.py":
                    named.add(Code[node.attr])
            elif (
                isinstance(node, ast.Constant) and re.fullmatch(r"K\d{3}", str(node.value)) and path.name != "codes.py"
            ):
                numbers.append(f"{path.name}:{node.lineno}")
    assert numbers == [], "a finding is named in code; its number is for people"
    assert set(Code) - named == set()
    assert list(CODES) == list(Code)


def test_codes__calls__give_every_placeholder() -> None:
    calls = _calls()
    assert len(calls) > 50
    for file, line, code, names in calls:
        if names is not None:
            needed = _placeholders(CODES[code].ja)
            assert needed <= names, f"{file}:{line} {code} needs {needed - names}"


def test_readme__commands__all_mentioned() -> None:
    text = README.read_text(encoding="utf-8")
    names = [*app.commands]
    for name, command in app.commands.items():
        names += [f"{name} {sub}" for sub in command.commands] if isinstance(command, click.Group) else []
    assert [name for name in names if f"kosei {name}" not in text] == []
    assert "addin doctor" in names


def _first_cells() -> set[str]:
    """What the first columns of the tables of README name, several in a cell apart."""
    cells = re.findall(r"^\| *([^|]+?) *\|", README.read_text(encoding="utf-8"), re.M)
    return {name.strip("`") for cell in cells for name in cell.split("・")}


def test_readme__settings__every_one_has_a_row() -> None:
    settings = {label for label, _ in terms.SETTING_LABELS.values()}
    columns = {terms.MASTER_SHEETS[sheet][key] for sheet in SETTING_SHEETS for key in terms.MASTER_SHEETS[sheet]}
    assert (settings | columns) - _first_cells() == set()


def test_readme__format_2__every_sheet_and_column_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    labels = {label for sheet in terms.FORMAT_2_SHEETS for label in terms.MASTER_SHEETS[sheet].values()}
    labels |= {terms.MASTER_SHEETS[sheet][key] for sheet, keys in terms.FORMAT_2_COLUMNS.items() for key in keys}
    labels -= {"行キー"}
    assert [label for label in sorted(labels) if label not in text] == []
    assert {*terms.FORMAT_2_SHEETS} - _first_cells() == set()


def test_readme__choices__every_word_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    registers = {name: words for choices in terms.REGISTER_WORDS.values() for name, words in choices.items()}
    more = {"states": terms.ITEM_STATES, "received": terms.RECEIVED_KINDS, "stored": terms.STORED_KINDS}
    words = {
        word
        for choices in (terms.CHOICES, terms.SETTING_CHOICES, registers, more)
        for words in choices.values()
        for word in words.values()
    }
    assert [word for word in sorted(words) if word not in text] == []


def test_readme__presets__every_one_in_english_and_japanese() -> None:
    english, _, japanese = README.read_text(encoding="utf-8").partition("## 手引き")
    assert [name for name in terms.PRESETS if f"| `{name}` |" not in english or f"`{name}`＝" not in japanese] == []


def test_readme__runs_shown__are_those_of_the_scenarios() -> None:
    runs = [
        path.read_text(encoding="utf-8")
        for path in (PACKAGE.parent / "tests" / "scenarios").glob("*/expected/stdout.txt")
    ]
    shown = re.findall(r"^```text\n(\$ .*?)^```", README.read_text(encoding="utf-8"), re.M | re.S)
    assert len(shown) >= 2
    for block in shown:
        assert any(block in run for run in runs), block


def test_readme__table_of_findings__every_code_once_with_its_severity() -> None:
    rows = _ROW.findall(README.read_text(encoding="utf-8"))
    assert sorted(code for code, _ in rows) == sorted(CODES)
    letters = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.INFO: "I"}
    for code, rest in rows:
        assert rest.split("|")[0].strip() == letters[CODES[code].severity], code
