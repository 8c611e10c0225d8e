"""Answers that stand in other rows than in the department's workbook before: nobody can tell whose they are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kosei_xl.collect.received import not_merged, says
from kosei_xl.read.row_identity import is_sentence, moved_answers
from kosei_xl.values.diagnostics import Outcome, diagnostic
from kosei_xl.values.labels import field_names
from kosei_xl.values.ledger import Received
from kosei_xl.values.model import LineKey, Plan, SetKey, Submission
from kosei_xl.values.standing import Standing
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded
from kosei_xl.words.shorten import in_one_line, shortened

_SHOWN = 60


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
                basis=(no, standing.plan.no_of(other)),
                name=name,
                other=_called(standing.plan, other),
                text=shortened(in_one_line(text), _SHOWN),
            )
        )
    rowed = {(*key[:2], key[2].kind) for pair in moved for key in pair[:2]}
    held = [one for one in value.value_sets if (*one.key[:2], one.slot.kind) in rowed]
    left = tuple(one for one in value.value_sets if one not in held)
    changed = replace(value, value_sets=left, others=(*value.others, *_kept(submission, held)))
    return Outcome(changed, submission.at, (*submission.diagnostics, *problems))


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
        texts = [*one.fields.values(), *one.unread.values(), *one.deleted.values()]
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
