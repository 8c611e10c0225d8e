"""The imports of the package as text: `python -m tests.tools.house`.

A room is a folder of `kosei_xl` (or a module beside them); an arrow A -> B means that some module of A imports one of
B. Rooms may import only towards the ground; modules inside a room may import each other, but never in a circle.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import kosei_xl

ROOT = Path(kosei_xl.__file__).parent
PACKAGE = "kosei_xl"
ROOMS = {
    "later": "what is made when it is first used",
    "words": "how things are called, written and said",
    "values": "what flows; frozen",
    "workbook": "bytes and cells",
    "read": "Book -> values, with the cell of each",
    "collect": "returned values + ledger -> ledger",
    "make": "values -> workbooks",
    "importing": "a city's own list -> a plan proposed, and the 対応表 that says so",
    "tables": "values -> tidy tables for analysts (pandas)",
    "report": "ledger -> printed pages",
    "publish": "ledger -> the page for citizens and the open data",
    "proof": "what is done with a finished report",
    "verbs": "the whole story, one module a command; the only room that touches the disk",
    "addin": "the Excel shell",
    "demo": "the bundled sample's cycle",
    "udfs": "the door that add-ins of 0.1 name",
    "cli": "flags, one call, exit code",
}
"""From the ground up: a room imports only from those before it."""


@cache
def sources() -> Mapping[str, Path]:
    """Dotted name below kosei_xl -> file, of every module; the package itself is "kosei_xl"."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix("__init__").rstrip(".")
        found[name or PACKAGE] = path
    return found


@cache
def modules() -> Mapping[str, ast.Module]:
    """The syntax tree of every module: seconds of work, so not while tests are collected (`sources` has the names)."""
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in sources().items()}


def imported(tree: ast.AST) -> Iterator[str]:
    """Every imported module, wherever the import stands; names below kosei_xl without the prefix."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}".removeprefix("kosei_xl.")
                base = str(node.module).removeprefix("kosei_xl.")
                yield whole if whole in sources() else base


@cache
def arrows() -> Mapping[str, frozenset[str]]:
    """Module -> the modules of the package that it imports. The package itself imports none: what it shows of its rooms
    is fetched when it is first used.
    """
    return {
        name: frozenset(found for found in imported(tree) if found in sources() and name not in (found, PACKAGE))
        for name, tree in modules().items()
    }


def room_of(name: str) -> str:
    """The room that a module stands in."""
    return name.split(".")[0]


def room_arrows() -> Mapping[str, frozenset[str]]:
    """Room -> the rooms that it imports from."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, targets in arrows().items():
        found[room_of(name)].update(room_of(target) for target in targets if target != PACKAGE)
    return {room: frozenset(targets - {room}) for room, targets in found.items() if room != PACKAGE}


def upward() -> tuple[tuple[str, str], ...]:
    """The imports (module, module) that run from a room to itself's upper floors."""
    order = list(ROOMS)
    return tuple(
        (name, target)
        for name, targets in arrows().items()
        for target in sorted(targets)
        if PACKAGE not in (name, target) and order.index(room_of(target)) > order.index(room_of(name))
    )


def reached(start: str) -> frozenset[str]:
    """Every module that one imports, also by way of others."""
    found, still_open = {start}, [start]
    while still_open:
        fresh = arrows()[still_open.pop()] - found
        found |= fresh
        still_open.extend(fresh)
    return frozenset(found)


def circles() -> tuple[frozenset[str], ...]:
    """Sets of modules that import each other in a circle."""
    after = {name: reached(name) for name in sources()}
    found = (frozenset(two for two in after[one] if one in after[two]) for one in sources())
    return tuple(sorted({circle for circle in found if len(circle) > 1}, key=sorted))


def floors(graph: Mapping[str, Iterable[str]]) -> Mapping[str, int]:
    """Floor of each room: one above the highest that it imports from."""
    found: dict[str, int] = {}

    def floor(room: str) -> int:
        if room not in found:
            found[room] = 0  # a circle ends here
            found[room] = 1 + max((floor(target) for target in graph.get(room, ())), default=0)
        return found[room]

    for room in graph:
        floor(room)
    return found


def _lines(room: str) -> int:
    paths = [ROOT / f"{room}.py"] if (ROOT / f"{room}.py").exists() else (ROOT / room).rglob("*.py")
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


def main() -> None:
    """Print rooms, arrows, floors, arrows that run up, and circles."""
    graph = room_arrows()
    level = floors(graph)
    for room in reversed(ROOMS):
        print(f"{level.get(room, 1):2} {room:9} {_lines(room):6}  {ROOMS[room]}")
        print(f"   {'':9} {'':6}  -> {', '.join(sorted(graph[room], key=list(ROOMS).index)) or '-'}")
    count = sum(map(len, graph.values()))
    print(f"rooms {len(graph)}, arrows {count}, floors {max(level.values())}")
    print(f"arrows up {len(upward())}: {'; '.join(' -> '.join(pair) for pair in upward()) or '-'}")
    print(f"circles {len(circles())}: {'; '.join(', '.join(sorted(circle)) for circle in circles()) or '-'}")


if __name__ == "__main__":
    main()
