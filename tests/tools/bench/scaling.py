"""What one more costs as there are more: `python -m tests.tools.bench.scaling WORK SIZE …`, the first size first.

WORK is `gather` (masters of 62 items, or `--items N`), `consolidate` (returns of 10 items), `data` (masters whose ratings
become Parquet, CSV and JSON), `report` (items; with `verify`, `adopt` and `log`) or `distribute` (departments). Every size runs once, in a process of its own that has done
the same in small before; its ratio is to the first size. From what `gather` and `consolidate` take, `--for 50000` says
what so many workbooks need.
"""

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kosei_xl.publish.data import csv_pieces, json_pieces
from kosei_xl.publish.parquet import parquet_pieces
from kosei_xl.publish.rows import DataRow, data_rows, tables_of_edition
from kosei_xl.read.master import point_of
from kosei_xl.values.model import PlanFile
from kosei_xl.verbs import adopt, consolidate, distribute, gather, init, log, report, verify
from kosei_xl.verbs.folders import new_folder
from kosei_xl.verbs.opening import open_master
from kosei_xl.verbs.public_data import edition_of
from tests.tools.bench import inputs
from tests.tools.bench.table import machine
from tests.tools.bench.timing import ROOT, cpu_seconds, environment

_CITY = "団体{:06}"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of work of a size: CPU seconds of it, of wall, the most MB that its process had, MB that lay there before,
    and that it wrote.
    """

    work: str
    size: int
    cpu: float
    wall: float
    peak: float
    given: float
    written: float


# -- what is worked on: made in a process of its own, each in a folder -------------------------------------------------
def _cities(folder: Path, size: int, items: int) -> None:
    """So many masters in folder/masters: the same plan, each of a city of its own."""
    plan, entries = inputs.plan_of(max(1, items // 10), min(10, items))
    style = plan.plan.style.model_copy(update={"organization": _CITY.format(0)})
    first = init.init(folder / "first.xlsx", PlanFile(plan=plan.plan.model_copy(update={"style": style})), entries)
    (folder / "masters").mkdir()
    with zipfile.ZipFile(first) as package:
        parts = [(info, package.read(info)) for info in package.infolist()]
    for number in range(size):
        with zipfile.ZipFile(
            folder / "masters" / f"{number:06}.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1
        ) as made:
            for info, data in parts:
                made.writestr(info.filename, data.replace(_CITY.format(0).encode(), _CITY.format(number).encode()))


def _returns(folder: Path, size: int, items: int) -> None:
    inputs.filled_round(folder, size, items)


def _master(folder: Path, size: int, items: int) -> None:
    inputs.full_master(folder / "master.xlsx", size)


def _departments(folder: Path, size: int, items: int) -> None:
    plan, _ = inputs.plan_of(size, items)
    init.init(folder / "master.xlsx", plan)


def _ledger(folder: Path, size: int, items: int) -> None:
    """A master, and how many of its kind there are."""
    inputs.full_master(folder / "master.xlsx", items)
    (folder / "times").write_text(str(size), encoding="utf-8")


# -- the work, on such a folder ----------------------------------------------------------------------------------------
def _gather(folder: Path) -> object:
    return gather.gather([folder / "masters"], folder / "out")


def _consolidate(folder: Path) -> object:
    return consolidate.consolidate_into(folder / "master.xlsx", [folder / "回収"], inputs.POINT)


def _report(folder: Path) -> object:
    return report.report(folder / "master.xlsx", inputs.POINT, folder, name="report")


def _verify(folder: Path) -> object:
    return verify.verify([folder / "report.xlsx"], folder / "master.xlsx")


def _adopt(folder: Path) -> object:
    return adopt.adopt_from(folder / "report.xlsx", folder / "master.xlsx")


def _log(folder: Path) -> object:
    return list(log.trace_lines(log.trace(folder / "master.xlsx")))


def _distribute(folder: Path) -> object:
    return distribute.distribute(folder / "master.xlsx", inputs.POINT, folder / "out")


def _data(folder: Path) -> object:
    """The table of ratings of one master, as many times as there are masters, as each form of the open data."""
    book, times = open_master(folder / "master.xlsx"), int((folder / "times").read_text(encoding="utf-8"))
    edition, _ = edition_of(book, point_of(book.plan, inputs.POINT), dt.date(2026, 6, 1))
    ratings = next(one for one in tables_of_edition(edition) if one.name == "ratings")

    def rows() -> Iterator[DataRow]:
        for _ in range(times):
            yield from data_rows(edition, "ratings")

    with new_folder(folder / "out") as made:
        made.write("data.parquet", parquet_pieces(ratings.columns, rows()))
        made.write("data.csv", csv_pieces(ratings.columns, rows()))
        made.write("data.json", json_pieces([(ratings, rows())]))
    return None


@dataclass(frozen=True, slots=True)
class Work:
    """What is made (folder, size, items), what is measured on it one after the other, the small size to warm up by,
    the items of one, and what one is called.
    """

    make: Callable[[Path, int, int], None]
    steps: Mapping[str, Callable[[Path], object]]
    small: int
    items: int
    one: str


WORKS: Mapping[str, Work] = {
    "gather": Work(_cities, {"gather": _gather}, 2, 62, "master"),
    "consolidate": Work(_returns, {"consolidate": _consolidate}, 2, 10, "return"),
    "report": Work(_master, {"report": _report, "verify": _verify, "adopt": _adopt, "log": _log}, 20, 0, "item"),
    "data": Work(_ledger, {"data": _data}, 2, 62, "master"),
    "distribute": Work(_departments, {"distribute": _distribute}, 2, 10, "department"),
}


def _child(arguments: Sequence[str], scratch: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", __spec__.name, *arguments],
        capture_output=True,
        text=True,
        env=environment(scratch / "profile"),
        cwd=ROOT,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def runs(name: str, size: int, items: int) -> Iterator[Run]:
    """Every step of a work at a size, each in a process of its own."""
    work = WORKS[name]
    with tempfile.TemporaryDirectory() as scratch:
        small, large = Path(scratch) / "small", Path(scratch) / "large"
        for folder, count in ((small, work.small), (large, size)):
            folder.mkdir()
            _child(["--make", name, str(folder), str(count), str(items)], Path(scratch))
        for step in work.steps:
            before = _megabytes(large)
            took = json.loads(_child(["--run", name, step, str(small), str(large)], Path(scratch)).splitlines()[-1])
            yield Run(step, size, **took, given=before, written=max(0.0, _megabytes(large) - before))


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _measure(step: Callable[[Path], object], small: Path, large: Path) -> None:
    """In a child: the step in small, then in large, which counts; a line of JSON."""
    import resource  # which Windows has not

    step(small)
    begun, wall = cpu_seconds(), time.perf_counter()
    step(large)
    took = {"cpu": cpu_seconds() - begun, "wall": time.perf_counter() - wall}
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print("\n" + json.dumps({**took, "peak": max(peaks) / 1024}))


def table(found: Sequence[Run], one: str) -> Iterator[str]:
    """Lines of Markdown: what one took, and how much more than at the first size."""
    yield f"| work | size | CPU ms a {one} | x first | wall ms a {one} | peak MB | x first | written KB a {one} |"
    yield f"|---|{'---:|' * 7}"
    first: dict[str, Run] = {}
    for run in found:
        base = first.setdefault(run.work, run)
        ratio = (run.cpu / run.size) / (base.cpu / base.size)
        yield (
            f"| `{run.work}` | {run.size:,} | {1000 * run.cpu / run.size:.1f} | {ratio:.2f} | "
            f"{1000 * run.wall / run.size:.1f} | {run.peak:.0f} | {run.peak / base.peak:.2f} | "
            f"{1000 * run.written / run.size:.1f} |"
        )


def main(arguments: Sequence[str]) -> None:
    """Measure each size, print as it comes, then the table."""
    if arguments[:1] == ["--make"]:
        _, name, folder, size, items = arguments
        WORKS[name].make(Path(folder), int(size), int(items))
        return
    if arguments[:1] == ["--run"]:
        _, name, step, small, large = arguments
        _measure(WORKS[name].steps[step], Path(small), Path(large))
        return
    asked = argparse.ArgumentParser(prog=f"python -m {__spec__.name}")
    asked.add_argument("work", choices=WORKS)
    asked.add_argument("sizes", type=int, nargs="+")
    asked.add_argument("--items", type=int)
    given = asked.parse_args(arguments)
    work, found = WORKS[given.work], list[Run]()
    for size in given.sizes:
        for run in runs(given.work, size, work.items if given.items is None else given.items):
            found.append(run)
            print(run, file=sys.stderr, flush=True)
    print(machine(), "", *table(found, work.one), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
