"""Every branch is run where that is promised: `python -m tests.tools.branches COVERAGE.json`.

The promise is `include` under `[tool.coverage.run]` in pyproject.toml: files, by pattern. `coverage json` (of a run with
branches) tells what no test has run; each such line or branch is printed, and the exit code is 1.
"""

import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

ROOT = Path(__file__).parents[2]


def promised() -> tuple[str, ...]:
    """The patterns of files whose branches are all run, from pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return tuple(project["tool"]["coverage"]["run"]["include"])


def not_run(measured: Mapping[str, Any], patterns: Iterable[str]) -> Iterator[str]:
    """What of the files of these patterns no test has run, a line each; also a pattern that no measured file has."""
    if not measured.get("meta", {}).get("branch_coverage"):
        yield "branches were not measured (run coverage with branch = true)"
    files = {PurePath(name).as_posix(): found for name, found in measured["files"].items()}
    for pattern in patterns:
        own = {name: found for name, found in files.items() if PurePath(name).match(pattern)}
        if not own:
            yield f"{pattern}: no such file was measured"
        for name, found in sorted(own.items()):
            yield from (f"{name}:{line}: never run" for line in found["missing_lines"])
            for start, end in found.get("missing_branches", ()):
                yield f"{name}:{start}: never goes on {'to its end' if end < 0 else f'to line {end}'}"


def main() -> int:
    """Print what is missing; 1 where anything is."""
    problems = list(not_run(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), promised()))
    for problem in problems:
        print(problem)
    print(f"branches: {len(problems)} not run" if problems else "branches: every one is run where that is promised")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
