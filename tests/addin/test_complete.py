"""Every command and every option has its button or its setting on 操作, or a reason for none; and nothing is listed twice."""

import click
import pytest

from kosei_xl.addin import buttons
from kosei_xl.addin.jobs import WORK
from kosei_xl.cli import app
from kosei_xl.make import operation
from kosei_xl.words.buttons import BUTTONS, OFFICE_VERBS, OPTIONS, WITHOUT_BUTTON, WITHOUT_SETTING

COMMANDS = {
    name: command
    for group, own in app.commands.items()
    for name, command in (
        ((f"{group} {part}", one) for part, one in own.commands.items())
        if isinstance(own, click.Group)
        else [(group, own)]
    )
}
"""Every command by what is typed, those of groups too."""


@pytest.mark.parametrize("command", COMMANDS)
def test_command__has_a_button_or_a_reason_for_none(command: str) -> None:
    behind = [button.verb for button in BUTTONS if button.command == command]
    assert bool(behind) != (command in WITHOUT_BUTTON), command
    assert WITHOUT_BUTTON.get(command, "－")


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in WITHOUT_BUTTON])
def test_option__has_a_setting_or_a_reason_for_none(command: str) -> None:
    options = [p.name or "" for p in COMMANDS[command].params if isinstance(p, click.Option)]
    assert [name for name in options if (name in OPTIONS) == (name in WITHOUT_SETTING)] == []


def test_lists__name_nothing_that_is_not_there() -> None:
    known = {p.name for command in COMMANDS.values() for p in command.params}
    assert {*OPTIONS, *WITHOUT_SETTING} - known == set()
    assert {*WITHOUT_BUTTON} - {*COMMANDS} == set()
    assert {button.command for button in BUTTONS} - {"", *COMMANDS} == set()
    assert {*OPTIONS.values()} - {key for key, _, _ in operation._ROWS} == set()
    assert {*OFFICE_VERBS} - {button.verb for button in BUTTONS} == set()


def test_setting__every_one__has_a_row_on_the_sheet() -> None:
    assert {key for key, _, _ in operation._ROWS} == {*operation.Settings.__dataclass_fields__}


def test_button__every_one__does_something() -> None:
    assert {*WORK, *buttons._HERE} == {button.verb for button in BUTTONS}


def test_master__has_every_button_but_those_of_other_workbooks() -> None:
    assert {button.verb for button in BUTTONS} - {*OFFICE_VERBS} == {
        *("new_master", "import_list", "settings", "check_survey")
    }
