"""explain: the same words as the manual, in the terminal, in both languages, and without anything else being loaded."""

import json
import sys

import pytest
from click.testing import CliRunner

from kosei_xl.cli import app
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs.explain import codes_asked
from kosei_xl.words.codes import Code
from kosei_xl.words.explanations import EXPLANATIONS
from kosei_xl.words.findings import CODES
from kosei_xl.words.shorten import with_dots
from tests.tools.patience import run_to_end


def _explain(*arguments: str, lang: str = "ja") -> str:
    done = CliRunner(env={"KOSEI_LANG": lang}).invoke(app, ["explain", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_explain__one_code__message_reason_what_to_do_and_place() -> None:
    lines = _explain("K405").splitlines()
    told = EXPLANATIONS[Code.CONFLICT]
    assert lines == [
        f"K405 エラー：{with_dots(CODES[Code.CONFLICT].ja)}",
        f"  なぜ：{told.why}",
        f"  どうすればよいか：{told.do}",
        "  手引き：manual.html#K405",
    ]


def test_explain__in_english__nothing_japanese_but_names() -> None:
    lines = _explain("K405", "K103", lang="en").splitlines()
    assert [line.split()[0] for line in lines] == ["K405", "Why:", "What", "Manual", "K103", "Why:", "What", "Manual"]
    assert lines[4].startswith("K103 info: ")


@pytest.mark.parametrize("typed", ["K405", "k405", "405", "Ｋ４０５", " k405 "])
def test_codes_asked__as_people_type__the_code(typed: str) -> None:
    assert codes_asked([typed]) == (Code.CONFLICT,)


@pytest.mark.parametrize(("typed", "near"), [("K406b", "K406"), ("K499", "K429"), ("K42", "K429"), ("なに", "－")])
def test_codes_asked__one_there_is_not__refused_with_those_near(typed: str, near: str) -> None:
    with pytest.raises(WrongCall) as refused:
        codes_asked(["K405", typed])
    assert typed in str(refused.value)
    assert near in str(refused.value)
    assert "kosei explain" in str(refused.value)


def test_explain__without_a_code__every_one_in_a_line_by_number() -> None:
    lines = _explain().splitlines()
    codes = [line.split()[0] for line in lines if line[0] == "K"]
    assert codes == sorted(CODES)
    assert next(line for line in lines if line[0] == "〔") == "〔読み取り〕"


def test_explain__json__for_programs() -> None:
    found = json.loads(_explain("K305", "--json", lang="en"))["findings"]
    told = EXPLANATIONS[Code.NOTHING_FILLED_IN]
    message = CODES[Code.NOTHING_FILLED_IN].en
    assert found == [
        {"code": "K305", "severity": "error", "message": message, "why": told.why_en, "do": told.do_en},
    ]
    assert len(json.loads(_explain("--json"))["findings"]) == len(CODES)


def test_explain__in_a_process_of_its_own__loads_words_and_no_workbook_code() -> None:
    code = """
import sys
from kosei_xl.cli import main
main()
rooms = ("workbook", "read", "collect", "make", "report", "proof", "addin")
print([name for name in sys.modules if name.startswith(tuple(f"kosei_xl.{room}" for room in rooms))])
print([name for name in ("pydantic", "lxml", "openpyxl", "pandas", "python_calamine") if name in sys.modules])
"""
    command = [sys.executable, "-c", code, "explain", "K150"]
    done = run_to_end(command)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == ["[]", "[]"]


def test_explain__wrong_code_on_the_command_line__exit_2() -> None:
    command = [sys.executable, "-c", "from kosei_xl.cli import main; main()", "explain", "K499"]
    done = run_to_end(command)
    assert done.returncode == 2
    assert "K499" in done.stderr
    assert "Traceback" not in done.stderr
