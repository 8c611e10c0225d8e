"""Facts -> what every keyed cell of a report must say, part by part."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kosei_xl.proof.verify.charts import with_chart_says
from kosei_xl.proof.verify.counts import counts_says, list_totals
from kosei_xl.proof.verify.facts import Facts
from kosei_xl.proof.verify.filling import PlaceholderFiller
from kosei_xl.proof.verify.history import history_says
from kosei_xl.proof.verify.says import PartSays, ReportSays, RowSays, Says
from kosei_xl.proof.verify.sections import examples_says, summary_says, text_says
from kosei_xl.proof.verify.tables import list_columns, list_says, listed_lines
from kosei_xl.values.counting import table_asked
from kosei_xl.values.model import Part
from kosei_xl.words.messages import told

STAMP = "stamp"
"""The part of the first row of a sheet: meeting, 案 and 資料番号."""


def expected(facts: Facts, parts: Sequence[Part], *, draft: bool) -> ReportSays:
    """What a report of these parts must say. Cost: one pass over the rows for each list."""
    keys = {part.key for part in parts}
    left_out = any(part.key not in keys for part in facts.plan.parts if part.kind not in ("form", "pdf"))
    printed = tuple(parts) if left_out else ()
    filler = PlaceholderFiller(facts, printed=printed)
    counted = {part.key: facts.as_counted(part) for part in parts if part.ratings}
    fillers = {
        part.key: PlaceholderFiller(counted[part.key], printed=printed) if part.key in counted else filler
        for part in parts
    }
    made = [_with_chart(fillers[part.key], part) for part in parts]
    lacks = any(one.lacks_before for one in (filler, *fillers.values()))
    lacks |= facts.revision is None and any(part.items == "revised" for part in parts)
    covers = frozenset({STAMP, *(part.key for part in parts if part.role == "cover")})
    header = f"{facts.plan.name}　{facts.point.label}"
    stamps = PartSays(STAMP, STAMP, tuple(_stamps(facts, parts, draft)))
    return ReportSays((stamps, *made), header, draft, lacks, covers)


def _with_chart(filler: PlaceholderFiller, part: Part) -> PartSays:
    return with_chart_says(_part(filler.facts, filler, part), filler.facts, part)


def _part(facts: Facts, filler: PlaceholderFiller, part: Part) -> PartSays:
    if part.kind == "text":
        return text_says(facts, filler, part)
    if part.kind == "summary" and (part.items in ("all", "unrated") or not table_asked(facts.plan, part).is_usual):
        return counts_says(facts, filler, part)
    if part.kind == "summary":
        return summary_says(facts, filler, part)
    if part.kind == "examples":
        return examples_says(facts, filler, part)
    if part.kind == "history":
        return history_says(facts, filler, part)
    says = list_says(facts, filler, part)
    if not part.subtotals or part.kind == "delayed":
        return says
    shown, lines = listed_lines(facts, part)
    return replace(says, rows=(*says.rows, *list_totals(shown, part, list_columns(facts, part), lines)))


def _stamps(facts: Facts, parts: Sequence[Part], draft: bool) -> Iterator[RowSays]:
    """The first row of each sheet, and one above each further part that has a 資料番号 of its own."""
    order = list(dict.fromkeys(part.sheet for part in parts))
    for sheet, own in groupby(sorted(parts, key=lambda part: order.index(part.sheet)), lambda part: part.sheet):
        group = list(own)
        first = next((part for part in group if part.meeting or part.doc_no), None)
        about = told("verify_stamp", sheet=sheet)
        if first is not None or draft:
            yield RowSays(STAMP, group[0].key, about, _stamp(facts, first) | ({"draft": Says("案")} if draft else {}))
        numbers = [first.doc_no if first else ""]
        for part in group:
            if part.doc_no and part.doc_no not in numbers:
                numbers.append(part.doc_no)
                yield RowSays(STAMP, part.key, about, _stamp(facts, part))


def _stamp(facts: Facts, part: Part | None) -> dict[str, Says]:
    """Meeting with its date, and 資料番号."""
    if part is None:
        return {"meeting": Says("")}
    meeting = " ".join((part.meeting, part.meeting_date))
    cells = {"meeting": Says(meeting, origins=(facts.of_part(part.key, "meeting", meeting),))}
    if part.doc_no:
        cells["docno"] = Says(part.doc_no, origins=(facts.of_part(part.key, "doc_no", part.doc_no),))
    return cells
