"""What one file takes in one process: floors, what others take to read it, and each of our stages."""

from collections.abc import Callable, Sequence
from pathlib import Path

from kosei_xl.collect import rules
from kosei_xl.read.master import read_master
from kosei_xl.read.returned import with_pictures
from kosei_xl.read.survey import embedded_plan, read_submission
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.model import Plan
from kosei_xl.workbook.book import read_book
from tests.tools.bench import inputs, loops
from tests.tools.bench.table import Block
from tests.tools.bench.timing import Way, forget, in_process, interleaved


def per_file(scratch: Path, files: int, rounds: int) -> Block:
    """A file of a folder by each way; every way reads its bytes from the disk."""
    made = inputs.filled_round(scratch, files, 10)
    paths, plan = made.surveys, read_master(made.master.read_bytes(), made.master).plan

    def each(work: Callable[[Path], object]) -> Callable[[], object]:
        return lambda: [work(path) for path in paths]

    def looping(name: str) -> Callable[[], object]:
        return lambda: loops.over(name, paths)

    works: Sequence[tuple[str, Callable[[], object]]] = [
        ("bare calamine, all cells", looping("calamine")),
        ("inflate", looping("inflate")),
        ("inflate and expat", looping("scan")),
        ("pandas with calamine", looping("pandas_calamine")),
        ("openpyxl, read-only", looping("openpyxl")),
        ("pandas, default", looping("pandas_default")),
        ("kosei `read_book`", each(lambda path: read_book(path.read_bytes(), path.name))),
        ("kosei + survey", each(lambda path: _survey(path, plan))),
        ("kosei + survey + rules", each(lambda path: _rules(path, plan))),
        ("the same, plan in the file", each(lambda path: _rules(path, None))),
        ("kosei `with_pictures` (what consolidate reads)", each(lambda path: _returned(path, plan))),
    ]
    ways = [Way(name, in_process(work, forget), files) for name, work in works]
    return Block(f"Reading, {files} files of 10 items, one process", "file", interleaved(ways, rounds))


def _survey(path: Path, plan: Plan) -> object:
    return read_submission(read_book(path.read_bytes(), path.name), plan)


def _rules(path: Path, plan: Plan | None) -> object:
    book = read_book(path.read_bytes(), path.name)
    own = plan or embedded_plan(book)
    assert own is not None
    outcome = read_submission(book, own)
    assert outcome.value is not None
    return rules.check_rules(Outcome(outcome.value, outcome.at, outcome.diagnostics), own)


def _returned(path: Path, plan: Plan) -> object:
    return with_pictures(path.read_bytes(), path.name, plan, inputs.POINT)
