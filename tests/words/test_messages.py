"""Every message that is asked for exists, gets what it needs, and says the same in both languages."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import get_args

import pytest

from kosei_xl.addin.building.build import TEXTS as ADDIN_TEXTS
from kosei_xl.addin.building.manual import TROUBLES
from kosei_xl.collect.history import EventKind
from kosei_xl.importing.columns import WHYS
from kosei_xl.importing.rows import ASKED_ROWS
from kosei_xl.read.missing import STEPS
from kosei_xl.read.plan_file import FAULTS, OTHER_FAULT
from kosei_xl.values.limits import Limit
from kosei_xl.verbs.import_list import FIGURES
from kosei_xl.verbs.pdf_programs import Reason
from kosei_xl.words import messages
from kosei_xl.workbook.kinds import Kind
from tests.tools import house

TEXTS = messages._TEXTS
BUILT: Mapping[str, tuple[str, ...]] = {
    "import_ask_": ASKED_ROWS,
    "import_count_": FIGURES,
    "import_why_": WHYS,
    "json_": (*FAULTS.values(), OTHER_FAULT),
    "missing_": tuple(kind.name for kind in STEPS),
    "addin_": ADDIN_TEXTS,
    "kind_": tuple(kind.value for kind in Kind),
    "limit_": tuple(limit.value for limit in Limit),
    "log_": get_args(EventKind),
    "pdf_": tuple(reason.value for reason in Reason),
}
"""Beginnings of keys that code puts together -> their ends."""


@dataclass(frozen=True)
class Asked:
    """A call that asks for a message: the keys it may mean, and the names it gives (None where they are not written)."""

    place: str
    keys: frozenset[str]
    given: frozenset[str] | None


def _named(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def _keys(key: ast.expr, within: ast.AST) -> frozenset[str]:
    """What a first argument may be: a text, one of two, a built one, or a name for texts of its function.

    A name may be any text of the function that is a key and is not itself asked for there.
    """
    if isinstance(key, ast.Constant):
        return frozenset({str(key.value)})
    if isinstance(key, ast.IfExp):
        return _keys(key.body, within) | _keys(key.orelse, within)
    if isinstance(key, ast.JoinedStr):
        assert isinstance(key.values[0], ast.Constant)
        start = str(key.values[0].value)
        return frozenset(start + end for end in BUILT[start])
    assert isinstance(key, ast.Name), ast.unparse(key)
    direct = {id(node.args[0]) for node in ast.walk(within) if isinstance(node, ast.Call) and node.args}
    texts = {str(node.value) for node in ast.walk(within) if isinstance(node, ast.Constant) and id(node) not in direct}
    return frozenset(texts & TEXTS.keys())


def _passes_on(function: ast.FunctionDef) -> bool:
    """Whether a function asks for the message that its first parameter names."""
    first = [argument.arg for argument in function.args.args[:1]]
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call) and _named(node) == "told")
    return any(isinstance(call.args[0], ast.Name) and [call.args[0].id] == first for call in calls)


def _functions(tree: ast.AST) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


@cache
def _asking(module: str) -> frozenset[str]:
    """The functions of a module that ask for the message that their first parameter names."""
    there = house.modules().get(module)
    return frozenset(one.name for one in _functions(there) if _passes_on(one)) if there is not None else frozenset()


def _imported(tree: ast.AST) -> Iterator[str]:
    """Those of other modules that a module has by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{house.PACKAGE}."):
            asking = _asking((node.module or "").removeprefix(f"{house.PACKAGE}."))
            yield from (alias.name for alias in node.names if alias.name in asking)


@cache
def _asked() -> tuple[Asked, ...]:
    """Every call that asks for a message. Made by the first test that wants it, not by who collects the tests."""
    return tuple(_calls())


def _calls() -> Iterator[Asked]:
    for module, tree in house.modules().items():
        askers = {"told", *_asking(module), *_imported(tree)}
        for function in _functions(tree):
            if function.name in askers:
                continue
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                if _named(call) in askers:
                    keywords = frozenset(str(keyword.arg) for keyword in call.keywords)
                    whole = all(keyword.arg for keyword in call.keywords)
                    place = f"{module}:{call.lineno}"
                    yield Asked(place, _keys(call.args[0], function), keywords if whole else None)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_told__every_call__names_messages_that_exist() -> None:
    assert len(_asked()) > 150
    assert [asked.place for asked in _asked() if not asked.keys or asked.keys - TEXTS.keys()] == []
    assert set(TROUBLES) - TEXTS.keys() == set()


def test_told__every_call__gives_every_placeholder_and_nothing_else() -> None:
    """Where a call may mean several messages, what one of them does not need may be for another."""
    wrong = []
    for asked in _asked():
        needs = [_placeholders(TEXTS[key][0]) for key in asked.keys]
        if asked.given is not None and asked.given != set().union(*needs):
            wrong.append((asked.place, asked.given, needs))
    assert wrong == []


def test_messages__every_one__is_asked_for() -> None:
    assert TEXTS.keys() - {key for asked in _asked() for key in asked.keys} == set()


@pytest.mark.parametrize("key", TEXTS)
def test_messages__both_languages__with_the_same_placeholders(key: str) -> None:
    ja, en = TEXTS[key]
    assert ja.strip()
    assert en.strip()
    assert _placeholders(ja) == _placeholders(en)
