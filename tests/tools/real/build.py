"""The five documents, printed from entries alone: `python -m tests.tools.real.build --data DIR --out OUT`.

Each plan goes the whole way: master, surveys, cells typed into them, consolidation, report. OUT/000.xlsx … 004.xlsx and
their PDFs are the documents; the masters stay as OUT/work/NAME.xlsx with the surveys of each point beside them.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from kosei_xl.demo import rate_by_office, type_entries
from kosei_xl.values.model import Entry, PlanFile
from kosei_xl.values.pictures import Picture, make_picture
from kosei_xl.verbs import consolidate, disk, distribute, init, opening, report
from tests.tools.real.adapt import ADAPTERS, adapt
from tests.tools.real.outline import before_revision

PEOPLE = {"filled_by": "記入者", "confirmed_by": "課長"}


class Document(NamedTuple):
    """One of the documents: its number, the plan and point it is printed from, and the parts it has."""

    number: str
    plan: str
    point: str
    parts: tuple[str, ...]


OUTLINE = "002"
"""The outline, which needs the plan before its revision."""
DOCUMENTS = (
    Document("000", "plan2", "H26_first_half", ("cover", "overview", "section", "summary", "examples", "delayed")),
    Document("001", "plan2", "H27_first_half", ("list",)),
    Document(OUTLINE, "plan2", "H27_first_half", ("outline", "policies", "items", "revision", "revised")),
    Document("003", "plan3", "R2_year_end", ("cover", "list")),
    Document(
        "004",
        "program1",
        "R4_year_end",
        ("cover", "overview", "section", "summary", "delayed", "list_title", "list", "list_note", "study"),
    ),
)


def walk(name: str, data: Path, work: Path, say: opening.Say = opening.silent) -> Path:
    """Take one plan from its JSON file through every reporting point; the master that comes out."""
    plan_file, entries = adapt(name, json.loads((data / f"{name}.json").read_text(encoding="utf-8")))
    master = work / f"{name}.xlsx"
    init.init(master, plan_file, say=say)
    for point in plan_file.plan.points:
        typed = [entry for entry in entries.entries if entry.point == point.key]
        surveys = distribute.distribute(master, point.key, work / name / point.key / "配布", say)
        returned = work / name / point.key / "回収"
        for survey in surveys:
            photos = made_up_photos(typed)
            disk.write(returned / survey.name, type_entries(disk.read(survey), typed, PEOPLE, photos))
        rate_by_office(master, typed, point.key)
        consolidate.consolidate_into(master, [returned], point.key, say)
    return master


def made_up_photos(entries: Sequence[Entry]) -> dict[tuple[str, str, int], Picture]:
    """A plain picture for each caption; the documents' own photos are not in the transcription."""
    colours = ("#9DB4C0", "#C2D3CD", "#E0C9A6", "#B8B8D1")
    made: dict[tuple[str, str, int], Picture] = {}
    for entry in entries:
        for number, _ in enumerate(entry.photos, 1):
            out = BytesIO()
            Image.new("RGB", (640, 420), colours[(len(made)) % len(colours)]).save(out, "PNG")
            made[entry.item_key, entry.sub_no, number] = make_picture(out.getvalue())
    return made


def build(data: Path, out: Path, *, pdf: bool = True, say: opening.Say = opening.silent) -> tuple[Path, ...]:
    """Print every document whose data is in `data` into `out`; the files written."""
    masters = {name: walk(name, data, out / "work", say) for name in ADAPTERS if (data / f"{name}.json").is_file()}
    made: list[Path] = []
    for document in DOCUMENTS:
        if document.plan in masters:
            before = None
            if document.number == OUTLINE:
                source = json.loads((data / f"{document.plan}.json").read_text(encoding="utf-8"))
                before = out / "work" / f"{document.plan}_見直し前.xlsx"
                init.init(before, PlanFile(plan=before_revision(adapt(document.plan, source)[0].plan)), say=say)
            result = report.report(
                masters[document.plan],
                document.point,
                out,
                pdf=pdf,
                only=document.parts,
                before=before,
                name=document.number,
                say=say,
            )
            made += result.files
    return tuple(made)


def main(argv: Sequence[str] | None = None) -> None:
    """Build from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.real.build", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args(argv)
    for path in build(arguments.data, arguments.out, say=lambda line: print(line, file=sys.stderr)):
        print(path)


if __name__ == "__main__":
    main()
