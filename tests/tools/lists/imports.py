"""The score of the twenty lists: `python -m tests.tools.lists.imports` prints a line for each."""

import argparse
import datetime as dt
import json
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kosei_xl.importing.carrying import PlanFromList, plan_from_list
from kosei_xl.importing.columns import forms_of
from kosei_xl.importing.proposal import Proposal, of_numbers, propose
from kosei_xl.values.cells import column_letters
from kosei_xl.verbs.import_list import completed
from kosei_xl.verbs.list_files import read_source
from kosei_xl.words.list_heads import Means
from tests.tools.lists.cases import CITIES
from tests.tools.lists.old_style import PLANS
from tests.tools.lists.paper import ListCase
from tests.tools.lists.score import Imported, Score, score
from tests.tools.real.adapt import DATA

TODAY = dt.date(2025, 6, 1)


def write(case: ListCase, folder: Path) -> list[Path]:
    """The files of a list in a folder."""
    for name, data in case.files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in case.files]


def imported(case: ListCase, folder: Path) -> tuple[Proposal, PlanFromList]:
    """What is proposed for a list, and the plan that comes of it."""
    proposal = propose(read_source(write(case, folder)), TODAY)
    return proposal, plan_from_list(proposal.found, proposal.decided, completed("plan-x", ("year_end",)))


def as_imported(proposal: Proposal, carried: PlanFromList) -> Imported:
    """The same in the words of the score: every page of every table has its columns."""
    columns = {}
    by_form = {form: proposal.decided.columns_of(form) for form in forms_of(proposal.tables)}
    unknown = any("どこにも書かれていません" in question.text for question in proposal.questions)
    for table in proposal.tables:
        places = sorted(table.heads)
        for segment in table.segments:
            for column in by_form[table.form]:
                point = "?" if unknown and column.point else column.point
                key = (table.grid.sheet, segment.head, column_letters(places[column.place]))
                columns[key] = (_means(column.means), point)
    questions = len(proposal.questions) + len([*of_numbers(carried.numbers)])
    return Imported(columns, carried.plan.plan, carried.entries.entries, questions)


def _means(means: Means) -> str:
    return means.value


def _transcribed(name: str) -> ListCase:
    return PLANS[name](json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")))


def scored(case: ListCase) -> Score:
    """Import a list as it is proposed, and compare."""
    with tempfile.TemporaryDirectory() as folder:
        return score(case, as_imported(*imported(case, Path(folder))))


def main() -> None:
    """Print the table, and with -v what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("-v", action="store_true")
    given = parser.parse_args()
    cases: dict[str, Callable[[], ListCase]] = dict(CITIES)
    if DATA.is_dir():
        cases |= {name: partial(_transcribed, name) for name in PLANS}
    for name, make in cases.items():
        if given.names and name not in given.names:
            continue
        case = make()
        one = scored(case)
        figures = f"{one.columns_right:4.0%} {one.rows:3} {len(one.lost):3} {len(one.moved):3} {len(one.other):3}"
        print(f"{name:12} {figures} {one.questions:3}  {case.habits}")
        if given.v:
            for what in ("wrong", "lost", "moved", "other"):
                for line in getattr(one, what)[:12]:
                    print(f"    {what}: {line}")


if __name__ == "__main__":
    main()
