"""A public name means one thing in the whole package."""

import ast
from collections import defaultdict
from collections.abc import Iterator

from kosei_xl.cli import app
from tests.tools import house

ENTRY_POINTS = {"main"}
"""What a program begins with, by custom."""


def _public(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(kind, name) of the classes, functions and other names that a module defines for others."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield "class", node.name
        elif isinstance(node, ast.FunctionDef):
            yield "function", node.name
        elif isinstance(node, ast.Assign):
            yield from (("name", target.id) for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield "name", node.target.id


def _places(*kinds: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for module, tree in house.modules().items():
        for kind, name in _public(tree):
            if kind in kinds and not name.startswith("_"):
                found[name].append(module)
    return {name: modules for name, modules in found.items() if len(modules) > 1}


def test_names__classes_types_and_constants__once() -> None:
    assert _places("class", "name") == {}


def test_names__functions__once_but_for_what_a_command_is_called() -> None:
    shared = _places("class", "name", "function")
    assert {name: modules for name, modules in shared.items() if name not in {*app.commands, *ENTRY_POINTS}} == {}
