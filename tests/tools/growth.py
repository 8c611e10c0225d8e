"""Plans as the sample, many times as large: what work costs per item as a plan grows.

`python -m tests.tools.growth` prints CPU milliseconds per item of `report` and `verify` at 4, 10 and 20 times the
sample, one plan after the other in one process; compare the rows of one run only.
"""

import cProfile
import pstats
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from kosei_xl.demo import type_entries
from kosei_xl.values.model import Department, EntriesFile, Item, Plan, PlanFile
from kosei_xl.verbs import distribute, init, report, verify
from tests.tools.house import ROOT as PACKAGE

POINT = "R7_year_end"


def _of(key: str | None, nth: int) -> str | None:
    return f"{key}.{nth}" if key else None


def _copy(item: Item, number: int, nth: int) -> Item:
    """The item with its original, its sub-items and its departments, all of them those of the nth copy of the sample."""
    subs = tuple(
        sub.model_copy(
            update={
                "departments": tuple(f"{code}.{nth}" for code in sub.departments),
                "answering": _of(sub.answering, nth),
            }
        )
        for sub in item.sub_items
    )
    return item.model_copy(
        update={
            "key": f"{item.key}.{nth}",
            "no": str(number),
            "repeats": _of(item.repeats, nth),
            "departments": tuple(f"{code}.{nth}" for code in item.departments),
            "answering": _of(item.answering, nth),
            "departments_at": {},
            "sub_items": subs,
        }
    )


def with_departments(count: int, items: int) -> Plan:
    """The sample's style with so many departments and items, every item taking part in by a second department."""
    sample = init.sample_plan("midori").plan
    codes = [f"E{n:02}" for n in range(1, count + 1)]
    made = tuple(
        Item(
            key=f"b-{n:03}",
            no=str(n + 1),
            name=f"取組{n + 1}",
            area_no=sample.areas[n % len(sample.areas)].no,
            departments=(codes[n % count], codes[(n + 7) % count]),
        )
        for n in range(items)
    )
    departments = tuple(Department(code=code, name=f"{code}課", order=n) for n, code in enumerate(codes))
    return sample.model_copy(update={"items": made, "departments": departments})


def larger(times: int) -> tuple[PlanFile, EntriesFile]:
    """The bundled sample so many times: items, departments and entries; areas and order are kept, photos left out."""
    plan, entries = init.sample_plan("midori").plan, init.sample_entries("midori").entries
    items = [(item, nth) for item in plan.items for nth in range(times)]
    made = tuple(_copy(item, number, nth) for number, (item, nth) in enumerate(items, 1))
    departments = tuple(
        department.model_copy(update={"code": f"{department.code}.{nth}", "name": f"{department.name}{nth}"})
        for nth in range(times)
        for department in plan.departments
    )
    larger_plan = plan.model_copy(update={"items": made, "departments": departments})
    typed = tuple(
        entry.model_copy(update={"item_key": f"{entry.item_key}.{nth}", "photos": ()})
        for entry in entries
        for nth in range(times)
    )
    checked = plan.model_validate(larger_plan.model_dump(exclude_defaults=True))
    return PlanFile(plan=checked), EntriesFile(plan_id=plan.plan_id, entries=typed)


def returned(master: Path, folder: Path, entries: EntriesFile) -> Path:
    """The surveys of a master at the second point, filled in by every department, in a folder."""
    people = {"filled_by": "見本 花子", "confirmed_by": "見本 太郎", "confirmed_on": "2026-04-10"}
    typed = [entry for entry in entries.entries if entry.point == POINT]
    for path in distribute.distribute(master, POINT, folder):
        path.write_bytes(type_entries(path.read_bytes(), typed, people))
    return folder


def master_of_size(folder: Path, times: int) -> tuple[Path, int]:
    """A master of a plan so many times the sample, filled in; how many items it has."""
    plan, entries = larger(times)
    return init.init(folder / f"{times}.xlsx", plan, entries), len(plan.plan.items)


def calls(work: Callable[[], object], *names: str) -> int:
    """How many functions (of these names only, where any are given) and steps of generators the work takes, whatever the
    machine does beside it.
    """
    profile = cProfile.Profile()
    profile.runcall(work)
    found = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    return sum(called for (_, _, name), (_, called, *_) in found.items() if not names or name in names)


def steps(work: Callable[[], object]) -> Counter[str]:
    """How many steps (byte codes) each function of the package takes in the work, those of its comprehensions with them:
    `calls` sees no loop that calls nothing.
    """
    found: Counter[CodeType] = Counter()

    def step(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "opcode":
            found[frame.f_code] += 1
        return step

    def enter(frame: FrameType, event: str, argument: Any) -> Any:
        if Path(frame.f_code.co_filename).is_relative_to(PACKAGE):
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
            return step
        return None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(before)
    of_functions: Counter[str] = Counter()
    for code, count in found.items():
        module = Path(code.co_filename).relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
        of_functions[f"{module}:{code.co_qualname.partition('.<locals>.<')[0]}"] += count
    return of_functions


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of the work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main(sizes: tuple[int, ...] = (4, 10, 20)) -> None:
    """Print the table."""
    print(f"{'items':>6} {'report ms/item':>15} {'verify ms/item':>15}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        seconds(lambda: _report(folder, *master_of_size(folder, 1)))  # what is loaded once
        for times in sizes:
            master, items = master_of_size(folder, times)
            made = seconds(lambda path=master, n=items: _report(folder, path, n))  # type: ignore[misc]
            proven = seconds(lambda n=items, path=master: verify.verify([folder / f"{n}.report.xlsx"], path))  # type: ignore[misc]
            print(f"{items:6} {1000 * made / items:15.2f} {1000 * proven / items:15.2f}", flush=True)


def _report(folder: Path, master: Path, items: int) -> None:
    report.report(master, POINT, folder, name=f"{items}.report")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or (4, 10, 20))
