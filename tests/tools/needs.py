"""What a test needs besides Python, read from its byte code: which names it, its fixtures and their helpers use.

A test is marked by what it needs (`MARKERS`), and by `slow` with that, without anybody writing it down; what names do
not show (a command's flag put together at run time) is marked by hand. `Watch` sees what is started all the same.
"""

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from inspect import isclass, isfunction, ismodule, unwrap
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

MARKERS = {
    "libreoffice": "needs LibreOffice: it calculates, saves or prints",
    "validator": "needs the Open XML validator",
    "browser": "needs a browser",
    "process": "starts other programs, or Python anew",
}
"""What a test may need; each of them makes it slow."""
_NAMED = {
    "libreoffice": ("start_libreoffice", "find_converter", "find_libreoffice", "missing_fonts", "pack"),
    "validator": ("validate",),
    "process": (
        "Popen",
        "ProcessPoolExecutor",
        "LibreOffice",
        "wrapper_source",
        "build_addin",
        "addin_bytes",
        "make_kit",
    ),
}
"""Need -> functions and classes, of ours or of the standard library, that bring it along."""
_PRINTS = ("pdf", "previews")
"""A call with one of these keywords makes a PDF; `_FLAGS` are the same on the command line."""
_FLAGS = ("--pdf", "--preview", "pack")
_BUILDS = {"addin", "build"}
"""Words of a command that starts Python anew."""


def needs_of(item: pytest.Function) -> frozenset[str]:
    """The needs of a test: those of its function and of every fixture that it asks for."""
    info = item._fixtureinfo
    fixtures = (one.func for name in info.names_closure for one in info.name2fixturedefs.get(name, ())[-1:])
    return needs_of_functions(unwrap(function) for function in (item.function, *fixtures))


def needs_of_functions(functions: Iterable[Any]) -> frozenset[str]:
    """The needs of functions and of everything of the tests that they use."""
    return frozenset(_needs(functions))


def _needs(functions: Iterable[Any]) -> Iterator[str]:
    still_open, seen = list(functions), set[int]()
    while still_open:
        one = still_open.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isclass(one):
            still_open += [unwrap(found) for found in vars(one).values() if isfunction(found)]
        if isfunction(one):
            needs, used = _at_first_hand(one)
            yield from needs
            still_open += used


@cache
def _at_first_hand(function: FunctionType) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """The needs that a function names itself, and what it uses of the tests: thousands of tests share their helpers."""
    needs, used = list[str](), list[Any]()
    for code in _codes(function.__code__):
        needs += _of_constants(code)
        for found in _reached(code, function):
            needs += (need for need, names in _NAMED.items() if getattr(found, "__name__", "") in names)
            if found is sys.modules.get("subprocess"):
                needs.append("process")
            if getattr(found, "__module__", "").startswith("tests."):
                used.append(unwrap(found) if isfunction(found) else found)
    return tuple(needs), tuple(used)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _of_constants(code: CodeType) -> Iterator[str]:
    for constant in code.co_consts:
        if constant in _FLAGS or (isinstance(constant, tuple) and not {*_PRINTS}.isdisjoint(constant)):
            yield "libreoffice"
    if {one for one in code.co_consts if isinstance(one, str)} >= _BUILDS:
        yield "process"


def _reached(code: CodeType, function: FunctionType) -> Iterator[Any]:
    """What the names in a code mean: globals of its module, and members of the modules among them."""
    known = [function.__globals__[name] for name in code.co_names if name in function.__globals__]
    yield from known
    for module in filter(ismodule, known):
        yield from _members(module, code.co_names)


def _members(module: ModuleType, names: Iterable[str]) -> Iterator[Any]:
    for name in names:
        found = vars(module).get(name)
        if found is not None and module.__name__.partition(".")[0] in ("tests", "kosei_xl"):
            yield found


class Watch:
    """Sees every program that is started, and refuses those of a test that is not marked by what it needs."""

    def __init__(self) -> None:
        self.unmarked: str | None = None
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.unmarked is not None and event in ("subprocess.Popen", "os.fork", "os.posix_spawn"):
            needs = ", ".join(MARKERS)
            raise AssertionError(f"{self.unmarked} starts {arguments[:2]}: mark it by what it needs ({needs})")
