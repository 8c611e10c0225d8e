"""A city's five years as large as one may be: what its master weighs, and what a consolidation costs at the end of them.

`python -m tests.tools.five_years FOLDER` makes the years in a folder (minutes; kept there, so that a second run only
measures) and prints size and CPU seconds at the first point and at the last.
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

from kosei_xl.demo import type_entries
from kosei_xl.values import pictures
from kosei_xl.values.model import Entry, Indicator, Item, Photo, Plan, PlanFile, ReportingPoint
from kosei_xl.values.pictures import Picture, make_picture
from kosei_xl.verbs import close, consolidate, distribute, init, report
from kosei_xl.verbs import next as next_verb
from kosei_xl.verbs.opening import open_master
from kosei_xl.verbs.profile_cache import VARIABLE
from tests.tools.growth import with_departments
from tests.tools.photos import large_photo

ITEMS: Final = 62
DEPARTMENTS: Final = 30
POINTS: Final = 10
PHOTOS: Final = 4
RESUBMISSIONS: Final = 2
"""How often each third of the departments sends once more at a point."""
_SENTENCES: Final = (
    "・講座を４回開き、延べ120人が参加した。",
    "・窓口の受付時間を見直し、待ち時間が平均８分短くなった。",
    "・他市の例を調べ、関係課と会議を３回行った。",
    "・手続の様式を５種類から２種類にまとめ、要綱を改めた。",
    "・広報紙とホームページで知らせ、問合せは27件であった。",
)


def large_plan() -> Plan:
    """The sample's style with 62 items of 30 departments, every item taking part in by a second one."""
    first = ReportingPoint(
        key="first",
        fiscal_year=2025,
        kind="half",
        date=date(2025, 9, 30),
        label="令和７年度上半期",
        due=date(2025, 10, 20),
    )
    update = {"points": (first,), "period_start": 2025, "period_end": 2029}
    return with_departments(DEPARTMENTS, ITEMS).model_copy(update=update)


def answers(plan: Plan, point: str, number: int) -> tuple[Entry, ...]:
    """What departments write at a point: texts of two or three lines a field, an indicator each."""
    chance = Random(number)

    def text(item: Item) -> str:
        return "\n".join((f"{item.name}について", *chance.sample(_SENTENCES, chance.choice((2, 3)))))

    codes = [rating.code for rating in plan.scale_at(point).ratings if rating.code in ("S", "A")] or ["A"]
    return tuple(
        Entry(
            item_key=item.key,
            point=point,
            fields={"rating": chance.choice(codes), "annual_plan": text(item), "results": text(item)},
            indicators=(Indicator(indicator="参加者数", target="100人", actual=f"{chance.randrange(50, 150)}人"),),
            photos=tuple(Photo(caption=f"様子{n}") for n in range(1, 3)),
        )
        for item in plan.items
    )


def photos_of(number: int, entries: Sequence[Entry]) -> dict[tuple[str, str, int], Picture]:
    """Four photos of four megabytes, two an item."""
    places = [(entry.item_key, "", n) for entry in entries[: PHOTOS // 2] for n in (1, 2)]
    return {place: make_picture(large_photo(100 * number + n)) for n, place in enumerate(places)}


def live(folder: Path) -> Iterator[str]:
    """The years in a folder, point by point (its key): a numbered folder for each, in which 前.xlsx is the master as it
    was when the surveys had gone out, 回収1 what came first; 事務局.xlsx is the master in the end.
    """
    master = folder / "事務局.xlsx"
    folder.mkdir(parents=True)
    init.init(master, PlanFile.model_validate_json(PlanFile(plan=large_plan()).model_dump_json()))
    point = "first"
    for number in range(1, POINTS + 1):
        plan = open_master(master).plan
        own = folder / f"{number:02}"
        surveys = distribute.distribute(master, point, own / "配布")
        before = own / "前.xlsx"
        shutil.copy(master, before)
        for sending in range(1 + RESUBMISSIONS):
            typed = answers(plan, point, 10 * number + sending)
            photos = photos_of(number, typed)
            people = {"filled_by": "見本 花子", "confirmed_by": "見本 太郎", "submission_no": str(sending + 1)}
            some = surveys if not sending else surveys[sending - 1 :: 3]
            came = own / f"回収{sending + 1}"
            came.mkdir()
            for survey in some:
                (came / survey.name).write_bytes(type_entries(survey.read_bytes(), typed, people, photos))
            consolidate.consolidate_into(master, [came], point)
        report.report(master, point, own / "資料", final=True, day=date(2030, 1, 1))
        close.close(master, point, date(2030, 1, 2))
        yield point
        if number < POINTS:
            point = next_verb.begin_next(master)[0].point.key


def seconds(folder: Path, number: int, point: str) -> float:
    """CPU seconds of consolidating what came first at a point into the master of then; nothing is known of before."""
    own = folder / f"{number:02}"
    master = Path(shutil.copy(own / "前.xlsx", folder / f"測る{number:02}.xlsx"))
    pictures._KNOWN.clear()
    begun = time.process_time()
    consolidate.consolidate_into(master, [own / "回収1"], point)
    return time.process_time() - begun


def main(folder: Path) -> None:
    """Live the years where they were not lived yet, and print what they cost."""
    os.environ[VARIABLE] = "off"
    for point in live(folder) if not folder.exists() else ():
        print(f"{point}: {(folder / '事務局.xlsx').stat().st_size / 1e6:.1f} MB", flush=True)
    points = [point.key for point in open_master(folder / "事務局.xlsx").plan.points]
    best = {number: min(seconds(folder, number, points[number - 1]) for _ in range(5)) for number in (1, POINTS)}
    print(f"事務局.xlsx: {(folder / '事務局.xlsx').stat().st_size / 1e6:.1f} MB")
    print(
        f"consolidate: {best[1]:.2f} s at the first point, {best[POINTS]:.2f} s at the last: {best[POINTS] / best[1]:.2f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
