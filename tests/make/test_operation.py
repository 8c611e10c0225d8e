"""操作 of masters made before: sheet and modules are replaced, what somebody typed there stays."""

import re
from pathlib import Path

import pytest

from kosei_xl.make.operation import MASTER_PROJECT, read_settings, renewed
from kosei_xl.verbs import distribute, init
from kosei_xl.verbs.macro_sources import master_sources
from kosei_xl.words import terms
from kosei_xl.words.buttons import BUTTON_STEPS, BUTTONS, OFFICE_VERBS
from kosei_xl.workbook.parts import Package
from kosei_xl.workbook.parts.container import Container
from kosei_xl.workbook.vba.pack import drop_project, module_names, with_project
from kosei_xl.workbook.vba.project import module
from tests.tools.office import midori, validate

CASE = midori()
OLD = "Option Explicit\n\nPublic Sub Button_Distribute()\nEnd Sub\n"
VML = "xl/drawings/vmlDrawing1.vml"


def _old(data: bytes, *, others: str = "") -> bytes:
    """A master with buttons as 0.1 made them: a macro for each, no list of them; with somebody's settings and notes."""
    package = Package(data)
    package.drop_defined_name("op_buttons")
    sheet = package.sheet(terms.OPERATION_SHEET)
    for name, text in (("op_returned", "戻り"), ("op_final", "○"), ("op_before", "R7.xlsx")):
        place = package.locate(name)
        assert place is not None
        sheet.put(place[1], text)
    sheet.put("F7", "担当：花子")
    sheet.put(f"B{sheet.last_row() + 3}", "毎年4月に見直す")
    container = Container(package.to_bytes())
    drop_project(container)
    old = container.part(VML).decode().replace("Button_Press", "Button_Distribute").replace("alt=", "data-alt=")
    container.put(VML, re.sub(r'data-alt="\w+" ', "", old).encode())
    modules = {
        "MasterButtons": OLD,
        "MasterDialog": "Option Explicit\n",
        **({others: "Option Explicit\n"} if others else {}),
    }
    with_project(container, MASTER_PROJECT, [module(name, text) for name, text in modules.items()])
    return container.to_bytes()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("made") / "事務局.xlsm"
    init.init(path, CASE.plan_file)
    return path.read_bytes()


def _texts(data: bytes) -> set[str]:
    sheet = Package(data).sheet(terms.OPERATION_SHEET)
    return {str(v) for row in range(1, sheet.last_row() + 1) for v in sheet.cells(row).values() if v is not None}


def test_renewed__master_of_before__buttons_of_now_and_everything_typed(made: bytes) -> None:
    old = _old(made)
    new = renewed(old, master_sources())
    drawing = Package(new).container.part(VML).decode()
    assert re.findall(r'alt="(\w+)"', drawing) == list(OFFICE_VERBS)
    assert {*re.findall(r"<x:FmlaMacro>(.*?)</x:FmlaMacro>", drawing)} == {"[0]!Button_Press"}
    assert sorted(module_names(Package(new).container)) == ["MasterButtons", "MasterDialog"]
    settings = read_settings(new)
    assert (settings.returned, settings.final, settings.before) == ("戻り", True, "R7.xlsx")
    assert {"担当：花子", "毎年4月に見直す"} <= _texts(new)
    assert Package(new).sheet_names == Package(old).sheet_names
    assert renewed(new, master_sources()) == new


def test_operation__buttons__say_to_which_step_of_the_round_they_belong(made: bytes) -> None:
    texts = _texts(made)
    hints = {button.verb: button.hint for button in BUTTONS}
    assert {f"手順{step}：{hints[verb]}" for verb, step in BUTTON_STEPS.items()} <= texts
    assert {hints[verb] for verb in OFFICE_VERBS if verb not in BUTTON_STEPS} <= texts
    assert "いまの状況と次の手順は、「はじめに」シートにあります。" in texts
    asked = [BUTTON_STEPS[verb] for verb in OFFICE_VERBS if verb in BUTTON_STEPS]
    assert {2, 4, 5, 6, 7, 8} == {*asked}


@pytest.mark.parametrize("others", ["OwnMacros"])
def test_renewed__modules_of_others__left_alone(made: bytes, others: str) -> None:
    old = _old(made, others=others)
    assert renewed(old, master_sources()) == old


def test_renewed__buttons_of_now_or_no_buttons__left_alone(made: bytes, tmp_path: Path) -> None:
    assert renewed(made, master_sources()) == made
    init.init(tmp_path / "x.xlsx", CASE.plan_file)
    plain = (tmp_path / "x.xlsx").read_bytes()
    assert renewed(plain, master_sources()) == plain


def test_distribute__master_of_before__its_buttons_are_those_of_now_and_it_is_said(made: bytes, tmp_path: Path) -> None:
    path = tmp_path / "事務局.xlsm"
    path.write_bytes(_old(made))
    said: list[str] = []
    distribute.distribute(path, CASE.point, tmp_path / "配布", said.append)
    assert any("「操作」シートのボタンとマクロを、今の版のものにしました" in line for line in said)
    assert read_settings(path.read_bytes()).returned == "戻り"
    assert validate([path]) == {}
    again: list[str] = []
    distribute.distribute(path, CASE.point, tmp_path / "配布", again.append)
    assert not any("ボタン" in line for line in again)
