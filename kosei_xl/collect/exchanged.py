"""Answers that stand in other rows than in the department's workbook before: nobody can tell whose they are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kosei_xl.collect.received import not_merged, says
from kosei_xl.later import dataclass
from kosei_xl.read.row_identity import Moved, basis_of_moved, is_sentence, moved_answers, moved_of_basis
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.labels import field_names
from kosei_xl.values.ledger import Received
from kosei_xl.values.model import LineKey, Plan, SetKey, SlotKind, Submission, ValueSet
from kosei_xl.values.reports import finding_of
from kosei_xl.values.standing import Standing
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded
from kosei_xl.words.shorten import in_one_line, shortened

_SHOWN = 60
_MOVED = frozenset({Code.ANSWERS_SORTED, Code.ANSWERS_EXCHANGED, Code.ANSWERS_STILL_MOVED})


def without_exchanged(
    standing: Standing, submission: Outcome[Submission], rows: Sequence[Received]
) -> Outcome[Submission]:
    """A workbook without the rows that exchanged answers since those of its department that have a lower rank and stand
    before it in `rows`.

    Their texts are kept as those without a field are; K435 stands at the first cell that moved. Only sentences count,
    also those in a row that was copied whole (`copies`).
    (Where all of them are texts that the form was handed out with, that is found as the workbook is read: K427.) What a
    workbook says that was not taken in yet and the ledger says already, the office has put right. Where the older
    workbook comes later there is nothing to compare with. Cost: the department's rows.
    """
    value = submission.value
    said = _said(standing.plan, value, rows)
    if not said:
        return submission
    filled = {one.key: (one.fields, *value.copies.get(one.key, ())) for one in value.value_sets}
    moved = tuple(moved_answers(filled, said, value.base))
    if moved and all(row.sha256 != value.sha256 for row in standing.received):
        moved = tuple(moved_answers(filled, said, _settled(standing, value)))
    if not moved:
        return submission
    problems = []
    for here, there, field in moved:
        other = LineKey(*there[:2])
        line = standing.plan.line_by_key.get(LineKey(*here[:2]))
        no, name = (line.no, line.name) if line is not None else ("", "")
        copy, text = _copy_with(filled[here], field, said[there][field])
        place = ("copies", *here, copy, field) if copy else ("value_sets", *here, field)
        problems.append(
            diagnostic(
                Code.ANSWERS_EXCHANGED,
                submission.place(*place),
                item=no,
                point=value.point,
                basis=basis_of_moved(no, standing.plan.no_of(other), Moved(other, field, text)),
                name=name,
                other=_called(standing.plan, other),
                text=shortened(in_one_line(text), _SHOWN),
            )
        )
    told_of = {_row_of(here) for here, _, _ in moved}
    away = {_row_of(there): LineKey(*here[:2]) for here, there, _ in moved if _row_of(there) not in told_of}
    held = [one for one in value.value_sets if _row_of(one.key) in told_of | away.keys()]
    rest = [one for one in held if _row_of(one.key) in away and _texts_of(one)]
    problems += [_moved_away(standing.plan, submission, one, away[_row_of(one.key)]) for one in rest]
    return _without(submission, held, problems)


def _moved_away(plan: Plan, submission: Outcome[Submission], row: ValueSet, other: LineKey) -> Diagnostic:
    """K425 at a row whose text has moved into another one: nothing of it is taken either."""
    line = plan.line_by_key.get(row.line)
    no, name = (line.no, line.name) if line is not None else ("", "")
    return diagnostic(
        Code.ANSWERS_MOVED_AWAY,
        submission.place("value_sets", *row.key),
        item=no,
        point=submission.value.point,
        basis=(no, plan.no_of(other)),
        name=name,
        other=_called(plan, other),
        text=shortened(in_one_line(" / ".join(_texts_of(row))), _SHOWN),
    )


def _row_of(key: SetKey) -> tuple[str, str | None, SlotKind]:
    """The row of a sheet: an item's own, or all of its indicators or photos."""
    return key[0], key[1], key[2].kind


def _texts_of(row: ValueSet) -> list[str]:
    return [*row.fields.values(), *row.unread.values(), *row.deleted.values()]


def _without(
    submission: Outcome[Submission], held: Sequence[ValueSet], problems: Iterable[Diagnostic]
) -> Outcome[Submission]:
    """A workbook without some of its rows, whose texts are kept as those without a field are."""
    value = submission.value
    left = tuple(one for one in value.value_sets if one not in held)
    changed = replace(value, value_sets=left, others=(*value.others, *_kept(submission, held)))
    return Outcome(changed, submission.at, (*submission.diagnostics, *problems))


@dataclass(frozen=True, slots=True)
class StillMoved:
    """A text that stood in another row than its own in a workbook: of that row nothing was taken."""

    sha256: str
    line: LineKey
    moved: Moved
    other: str


def moved_texts(plan: Plan, sha256: str, found: Iterable[Diagnostic]) -> Iterator[StillMoved]:
    """The texts about which K427, K435 and K449 were found in a workbook that is taken in."""
    for one in found:
        line = plan.line_by_no.get(one.item or "")
        if line is not None:
            yield from _moved_text(sha256, line.key, one)


def moved_before(standing: Standing) -> Mapping[str | None, Sequence[StillMoved]]:
    """Department -> those that 受領 has of it. Cost: one pass over its findings, of which few are looked into."""
    before: dict[str | None, list[StillMoved]] = defaultdict(list)
    for row in standing.ledger.reports:
        if row.key.point != standing.point.key or not any(code in row.finding for code in _MOVED):
            continue
        found = finding_of(row.finding, row.file)
        if found is not None:
            before[row.dept_code] += _moved_text(row.sha256, row.key.line, found)
    return before


def _moved_text(sha256: str, line: LineKey, found: Diagnostic) -> Iterator[StillMoved]:
    moved = moved_of_basis(found.basis) if found.code in _MOVED else None
    if moved is not None:
        yield StillMoved(sha256, line, moved, dict(found.params)["other"])


def without_still_moved(
    standing: Standing, submission: Outcome[Submission], before: Iterable[StillMoved]
) -> Outcome[Submission]:
    """A workbook without the rows in which a text still stands that was not taken there from another workbook (K449).

    Where the department put right the other row alone, nothing in the workbook tells any more that the text came from
    there. A workbook that was taken in before loses only what it lost then. What the ledger says, the office has put
    right.
    """
    value = submission.value
    known = any(row.sha256 == value.sha256 for row in standing.received)
    told_of: dict[SetKey, tuple[ValueSet, StillMoved]] = {}
    for one in before:
        if (one.sha256 == value.sha256) == known:
            for row in value.value_sets:
                text = row.fields.get(one.moved.field, "")
                ours = standing.ledger.fields(row.line.at(value.point, row.slot)).get(one.moved.field)
                if row.line == one.line and text != ours and text and folded(text) == folded(one.moved.text):
                    told_of.setdefault(row.key, (row, one))
    if not told_of:
        return submission
    problems = [_still_moved(standing.plan, submission, row, one) for row, one in told_of.values()]
    rows = {_row_of(key) for key in told_of}
    return _without(submission, [one for one in value.value_sets if _row_of(one.key) in rows], problems)


def _still_moved(plan: Plan, submission: Outcome[Submission], row: ValueSet, one: StillMoved) -> Diagnostic:
    line = plan.line_by_key.get(row.line)
    no, name = (line.no, line.name) if line is not None else ("", "")
    return diagnostic(
        Code.ANSWERS_STILL_MOVED,
        submission.place("value_sets", *row.key, one.moved.field),
        item=no,
        point=submission.value.point,
        basis=basis_of_moved(no, plan.no_of(one.moved.line), one.moved),
        name=name,
        other=one.other,
        text=shortened(in_one_line(row.fields[one.moved.field]), _SHOWN),
    )


def _copy_with(rows: Sequence[Mapping[str, str]], field: str, moved: str) -> tuple[int, str]:
    """Which of the rows of one key, itself (0) or its copies, holds a text in a field, and how it is written there."""
    found = ((n, text) for n, texts in enumerate(rows) if (text := texts.get(field)) is not None)
    return next((n, text) for n, text in found if folded(text) == folded(moved))


def _settled(standing: Standing, value: Submission) -> Mapping[SetKey, Mapping[str, str]]:
    """The texts that stand where they did when the form went out, or where the ledger has them."""
    found = {}
    for one in value.value_sets:
        base, ours = value.base.get(one.key, {}), standing.ledger.fields(one.line.at(value.point, one.slot))
        found[one.key] = {name: text for name, text in one.fields.items() if text in (base.get(name), ours.get(name))}
    return found


def _kept(submission: Outcome[Submission], held: Iterable[object]) -> Iterator[str]:
    for one in submission.value.value_sets:
        texts = _texts_of(one)
        if one in held and texts:
            place = submission.place("value_sets", *one.key)
            yield f"{place.sheet}!{place.cell}: {' / '.join(texts)}" if place is not None else " / ".join(texts)


def _called(plan: Plan, key: LineKey) -> Message:
    line = plan.line_by_key.get(key)
    return told("row_called", no=plan.no_of(key), name=line.name if line is not None else "")


def _said(plan: Plan, value: Submission, rows: Sequence[Received]) -> Mapping[SetKey, Mapping[str, str]]:
    """The sentences that the department said last in workbooks of lower rank that came before this one, and those that
    its form was handed out with where it said nothing; nothing where it never said anything.
    """
    rank, left_out = (value.submission_no, value.saved_at or ""), not_merged(rows)
    said: dict[SetKey, dict[str, Received]] = {}
    for row in rows:
        if row.sha256 == value.sha256:
            break
        if row.dept_code != value.dept_code or row.is_head or row.sha256 in left_out or row.rank >= rank:
            continue
        known = said.setdefault((*row.key.line, row.key.slot), {})
        for name in field_names(plan, row.key.slot):
            if says(plan, row, name) and (name not in known or row.rank >= known[name].rank):
                known[name] = row
    if not said:
        return {}
    found = {key: dict(texts) for key, texts in value.base.items()}
    for key, fields in said.items():
        found.setdefault(key, {}).update({name: row.said(name) or "" for name, row in fields.items()})
    return {key: {name: text for name, text in texts.items() if is_sentence(text)} for key, texts in found.items()}
