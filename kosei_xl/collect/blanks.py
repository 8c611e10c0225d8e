"""What became of fields in returned workbooks into which nobody wrote, and of texts deleted on request."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kosei_xl.collect.history import history
from kosei_xl.collect.received import LastWord, is_silent, untouched, workbooks_by_rank
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.labels import department_name, label_of
from kosei_xl.values.ledger import Received
from kosei_xl.values.standing import Standing
from kosei_xl.words.codes import Code
from kosei_xl.words.deletion import DELETION, is_deletion
from kosei_xl.words.shorten import listed


def blank_findings(standing: Standing, words: LastWord) -> Iterator[Diagnostic]:
    """K305 where a department's latest workbook came back as it went out (K423 where it was one department's part of
    the workbook of a 部), K421 with the count of rows without words in it that stay as they were, K422 for each
    text that was deleted because the department wrote so, and K433 with the count of fields in which its latest filled
    workbook holds what was printed although the department had written something else before.
    """
    heads = [row for row in standing.received if row.is_head]
    parts: dict[str, list[Received]] = defaultdict(list)
    for head in heads:
        parts[_workbook(head)].append(head)
    for code, ranks in workbooks_by_rank(standing.received):
        latest: dict[str, list[Received]] = defaultdict(list)
        for row in ranks[-1][1]:
            latest[row.sha256].append(row)
        for rows in latest.values():
            yield from _blank_form(standing, code, rows, parts)
            yield from _blank_rows(standing, rows)
    yield from _deleted(standing, words)
    yield from _printed_again(standing, words)


def _workbook(row: Received) -> str:
    return row.sha256.partition(":")[0]


def _blank_form(
    standing: Standing, code: str, rows: Sequence[Received], parts: Mapping[str, Sequence[Received]]
) -> Iterator[Diagnostic]:
    at, point = CellRef(rows[0].file), standing.point.key
    if not any(row.untouched for row in rows):
        return
    if all(part.untouched for part in parts[_workbook(rows[0])]):
        yield diagnostic(Code.NOTHING_FILLED_IN, at, point=point)
    else:
        name = department_name(standing.plan, code)
        yield diagnostic(Code.NOTHING_FROM_DEPARTMENT, at, point=point, department=name)


def _blank_rows(standing: Standing, rows: Sequence[Received]) -> Iterator[Diagnostic]:
    silent = [row for row in rows if is_silent(row) and row.blanks]
    nos = tuple(dict.fromkeys(standing.plan.no_of(row.key.line) for row in silent))
    if nos:
        items = listed([f"No.{no}" for no in nos])
        at = CellRef(rows[0].file)
        point, count = standing.point.key, len(nos)
        yield diagnostic(Code.ROWS_LEFT_BLANK, at, point=point, count=count, items=items, word=DELETION)


def _printed_again(standing: Standing, words: LastWord) -> Iterator[Diagnostic]:
    """K433 at the first such field of a workbook."""
    plan, blank = standing.plan, untouched(standing.received)
    for _, ranks in workbooks_by_rank(row for row in standing.received if row.sha256 not in blank):
        found: dict[str, list[tuple[CellRef, str]]] = defaultdict(list)
        for row in ranks[-1][1]:
            for name in row.printed if words.counts(row) else ():
                last = words.last(row.key, name)
                if name not in row.held and last is not None and last.said(name) != row.fields[name]:
                    place = f"No.{plan.no_of(row.key.line)} {label_of(plan, name)}"
                    found[row.sha256].append((row.place(name), place))
        for places in found.values():
            items, point = listed([text for _, text in places]), standing.point.key
            yield diagnostic(Code.LEFT_AS_PRINTED, places[0][0], point=point, count=len(places), items=items)


def _deleted(standing: Standing, words: LastWord) -> Iterator[Diagnostic]:
    """K422 at the cell that says so, as long as that is the department's last word and the ledger is blank."""
    found = {}
    rows = standing.ledger.history_at(standing.point.key)
    if not any(is_deletion(text) for row in rows for text in row.fields.values()):
        return
    own = replace(standing.ledger, received=rows)
    for event in history(standing.plan, own):
        if event.kind == "taken" and event.row.deletes(event.field):
            found[event.key, event.field] = event
    for (key, name), event in found.items():
        last = words.last(key, name)
        if last is not None and last.deletes(name) and name not in standing.ledger.fields(key):
            yield diagnostic(
                Code.DELETED_AS_WRITTEN,
                event.place,
                item=standing.plan.no_of(key.line),
                point=key.point,
                label=label_of(standing.plan, name),
                word=event.text or "",
                old=event.old or "",
            )
