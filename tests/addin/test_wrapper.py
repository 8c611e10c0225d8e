"""The VBA module of the worksheet functions: what xlwings' own generator makes of `udfs`, and the help texts."""

import re
from pathlib import Path

import pytest

from kosei_xl.addin.building.build import ADDIN_PROJECT
from kosei_xl.addin.building.help import FUNCTIONS
from kosei_xl.addin.building.wrapper import (
    CATEGORY,
    HELP_SHEET,
    MODULE,
    REGISTER,
    _printed_by,
    help_rows,
    wrapper_source,
)
from kosei_xl.words.messages import told as told_text
from tests.tools.addin_office import office

_MAX_LINE, _MAX_CONTINUED, _MAX_HELP = 1023, 24, 255


@pytest.fixture(scope="module")
def source() -> str:
    return wrapper_source()


def test_wrapper_source__text__what_the_vba_editor_takes(source: str) -> None:
    lines = source.splitlines()
    assert source.isascii()
    assert "\r" not in source
    assert lines[0] == f'Attribute VB_Name = "{MODULE}"'
    assert max(map(len, lines)) <= _MAX_LINE
    continued = [len(run) for run in re.findall(r"_+", "".join("_" if x.endswith(" _") else "." for x in lines))]
    assert max(continued) <= _MAX_CONTINUED
    for kind in ("Sub", "Function"):
        begun = [line for line in lines if re.match(rf"((Public|Private) )?{kind} ", line)]
        assert lines.count(f"End {kind}") == len(begun) > 0


def test_wrapper_source__functions__call_ours_and_answer_when_python_is_not_there(source: str) -> None:
    for name, told in FUNCTIONS.items():
        body = re.search(rf"^Function {name}\(([^)]*)\)$(.*?)^End Function$", source, re.M | re.S)
        assert body, name
        assert [word.split()[-1] for word in body[1].split(", ")] == list(told.arguments)
        assert f'XLPy.CallUDF("kosei_xl.addin.udfs", "{name}", Array({", ".join(told.arguments)})' in body[2]
        assert f"{name} = Kosei_NoAnswer(Err.Description)" in body[2]
    assert len(re.findall(r"^Function ", source, re.M)) == len(FUNCTIONS)
    assert "Err.Description" not in source.replace("Kosei_NoAnswer(Err.Description)", "")


def test_wrapper_source__made_again__the_same(source: str) -> None:
    assert wrapper_source() == source


@pytest.mark.process
def test_printed_by__a_python_that_fails_in_japanese__its_words() -> None:
    with pytest.raises(RuntimeError, match="日本語の訳"):
        _printed_by("raise SystemExit('日本語の訳')")
    assert _printed_by("print('〜—')") == "〜—\n"


def test_help_rows__texts__in_japanese_and_short_enough() -> None:
    heads, *rows = help_rows()
    assert heads[:2] == ("name", "summary")
    assert [row[0] for row in rows] == list(FUNCTIONS)
    for row in rows:
        told = FUNCTIONS[row[0]]
        assert row[1:] == (told.summary, *told.arguments.values())
        assert all(0 < len(text) <= _MAX_HELP for text in row)
        assert re.search(r"[ぁ-ん]", told.summary)
        assert "".join((*row, told.example, told.shows)).encode("cp932"), "a Japanese Windows can show it everywhere"


def test_wrapper_source__help__registered_when_excel_has_started(source: str) -> None:
    assert f"""Application.OnTime Now, "'" & ThisWorkbook.Name & "'!{REGISTER}\"""" in source
    assert f"Public Sub {REGISTER}()" in source
    assert f'ThisWorkbook.Worksheets("{HELP_SHEET}")' in source


# -- in LibreOffice --------------------------------------------------------------------------------------------------
_DESCRIBED = """
Public Sub Describe(Macro, Description, Category, ArgumentDescriptions)
    Dim File As Integer
    Dim N As Long
    File = FreeFile
    Open "{file}" For Append As #File
    Print #File, Macro & "|" & Description & "|" & Category;
    For N = 0 To UBound(ArgumentDescriptions)
        Print #File, "|" & ArgumentDescriptions(N);
    Next N
    Print #File, ""
    Close #File
End Sub
"""


def test_vba__help_and_missing_python__run_in_libreoffice(source: str, tmp_path: Path) -> None:
    file = tmp_path / "described.txt"
    told = source.replace("Application.MacroOptions Macro", "Describe Macro") + _DESCRIBED.format(file=file)
    assert told.count("Describe Macro:=") == 1
    with office(tmp_path) as calc:
        calc.runs_python(False)
        addin = calc.load_addin(modules={MODULE: told})
        calc.run(addin, ADDIN_PROJECT, f"{MODULE}.{REGISTER}")
        answer = calc.run(addin, ADDIN_PROJECT, f"{MODULE}.Kosei_NoAnswer", "no DLL")
    lines = [line.split("|") for line in file.read_text(encoding="utf-8").splitlines()]
    expected = [
        [f"'kosei.xlam'!{name}", text.summary, CATEGORY, *text.arguments.values()] for name, text in FUNCTIONS.items()
    ]
    assert lines[-len(expected) :] == expected
    assert lines[: -len(expected)] in ([], expected), "by Auto_Open, if LibreOffice came to it"
    assert answer == f"{told_text('addin_no_function')} no DLL"
