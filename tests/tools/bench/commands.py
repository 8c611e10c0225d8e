"""What a folder of returns takes, as whole processes: `check`, `consolidate`, and once more."""

import shutil
from pathlib import Path

from tests.tools.bench import inputs, loops
from tests.tools.bench.starting import kosei
from tests.tools.bench.table import Block
from tests.tools.bench.timing import Way, in_process, interleaved, whole_process


def collecting(scratch: Path, files: int, rounds: int) -> Block:
    """`check` and `consolidate` of a folder against reading its cells; the first run, the second with nothing new, and
    one where one file in a hundred came anew.
    """
    made = inputs.filled_round(scratch, files, 10)
    changed = inputs.retyped(made, scratch / "再提出", 0.01)
    master, done = scratch / "work.xlsx", scratch / "done.xlsx"
    home, home_then = scratch / "profile", scratch / "profile after the first"

    def fresh() -> None:
        shutil.copy(made.master, master)
        shutil.rmtree(home, ignore_errors=True)

    def after_first() -> None:
        if not done.exists():
            fresh()
            first()
            shutil.copy(master, done)
            home.mkdir(exist_ok=True)  # nothing is kept where that is switched off
            shutil.copytree(home, home_then)
        shutil.copy(done, master)
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(home_then, home)

    def consolidate(folder: Path) -> list[str]:
        return kosei("consolidate", master, folder, "--point", inputs.POINT)

    paths = made.surveys
    first = whole_process(consolidate(made.folder), home=home)
    ways = [
        Way("bare calamine, all cells", in_process(lambda: loops.over("calamine", paths)), files),
        Way(
            "pandas with calamine, one workbook",
            whole_process(["-m", loops.__name__, "gathered", made.folder, scratch / "pandas.xlsx"]),
            files,
        ),
        Way("`kosei check DIR`", whole_process(kosei("check", made.folder, "--master", made.master), home=home), files),
        Way("`kosei consolidate`, first", whole_process(consolidate(made.folder), fresh, home), files),
        Way("the same, nothing changed", whole_process(consolidate(made.folder), after_first, home), files),
        Way("the same, 1 % changed", whole_process(consolidate(changed), after_first, home), files),
    ]
    return Block(f"Collecting, {files} files of 10 items, whole processes", "file", interleaved(ways, rounds))
