"""status: who has sent what by the master, who is to be reminded, and the letters for it; the master stays as it is."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kosei_xl.collect.acknowledged import answered, open_errors
from kosei_xl.collect.ledger_findings import ledger_findings
from kosei_xl.collect.letters import Letter, reminder
from kosei_xl.collect.office import with_office
from kosei_xl.collect.return_findings import return_findings
from kosei_xl.collect.settlements import answers_of
from kosei_xl.collect.status import BureauStatus, DepartmentStatus, all_departments, by_bureau, make_status
from kosei_xl.later import dataclass
from kosei_xl.read.master import point_here
from kosei_xl.values.diagnostics import Diagnostic, sort_diagnostics
from kosei_xl.values.model import Plan, ReportingPoint
from kosei_xl.verbs import disk
from kosei_xl.verbs.opening import Say, file_name, open_master, silent
from kosei_xl.verbs.telling import day_text
from kosei_xl.words import terms
from kosei_xl.words.messages import Message, told

_JOIN = "、"


@dataclass(frozen=True, slots=True)
class StatusReport:
    """Where every department stands at a point, counted for each 部, `seen_on` a day; and what the master lacks."""

    plan: Plan
    point: ReportingPoint
    seen_on: date
    departments: tuple[DepartmentStatus, ...]
    diagnostics: tuple[Diagnostic, ...]


def status(
    path: Path, point_key: str, today: date, *, reminders: Path | None = None, say: Say = silent
) -> StatusReport:
    """Where every department stands by the master; with `reminders` a letter for each that has something to do.

    What was wrong in a returned workbook is taken from the ledger and, where only reading it could tell, from 受領;
    what is wrong with files that are no department's last return is told as a finding. Raises WrongCall for an
    unknown point.
    """
    book = open_master(path)
    point = point_here(book, point_key)
    standing = book.standing(point).with_ledger(with_office(book).ledger)
    own = ledger_findings(standing, book.ledger.at, book.diagnostics)
    findings = answered(book.plan, own, answers_of(book.ledger.value, book.answers)).diagnostics
    departments = make_status(standing, findings, book.marks)
    told_there = {problem for one in departments for problem in one.errors}
    returned = frozenset(return_findings(standing))
    others = (p for p in open_errors(findings) if p in returned and p not in told_there)
    asked = StatusReport(book.plan, point, today, departments, sort_diagnostics((*book.diagnostics, *others)))
    if reminders is not None:
        for letter in letters(asked):
            target = reminders / letter_name(letter, "提出のお願い")
            disk.write(target, letter_bytes(letter))
            say(told("made_file", path=target))
    return asked


def letters(asked: StatusReport) -> Iterator[Letter]:
    """A letter for each department that has something to do, in the order of `departments`."""
    for one in asked.departments:
        letter = reminder(asked.plan, asked.point, one, asked.seen_on)
        if letter is not None:
            yield letter


def letter_name(letter: Letter, kind: str) -> str:
    """The name of a letter's file."""
    return file_name(f"{letter.respondent.code}_{letter.respondent.name}_{kind}") + ".txt"


def letter_bytes(letter: Letter) -> bytes:
    """A letter as Windows Notepad and mail programs take it: UTF-8 with its mark, lines ending in CR LF."""
    return letter.text.replace("\n", "\r\n").encode("utf-8-sig")


def status_lines(asked: StatusReport, *, items: bool = False) -> Iterator[Message]:
    """What `kosei status` prints: the point, each department, each 部 and all together counted."""
    due = told("status_due", day=day_text(asked.point.due)) if asked.point.due else told("status_no_due")
    today = day_text(asked.seen_on)
    yield told("status_head", plan=asked.plan.name, point=asked.point.label, due=due, today=today)
    for one in asked.departments:
        yield _department_line(asked, one)
        for item in one.items if items else ():
            yield told(
                "status_item",
                no=item.line.no,
                name=item.line.name or "",
                state=_state(item.state),
                blanks=told("status_blanks", names=_JOIN.join(item.blanks)) if item.blanks else "",
            )
    bureaus = by_bureau(asked.plan, asked.departments)
    if any(bureau.name for bureau in bureaus):
        for bureau in bureaus:
            yield _bureau_line(bureau, bureau.name or terms.NO_BUREAU)
    yield _bureau_line(all_departments(asked.departments), told("status_all"))


def _department_line(asked: StatusReport, one: DepartmentStatus) -> Message:
    name = " ".join(text for text in (one.department.bureau, one.department.name) if text)
    more = [told("status_rows", count=one.rows)]
    if one.blanks and one.last is not None:
        more.append(told("status_blank", count=len(one.blanks)))
    if one.errors:
        more.append(told("status_errors", count=len(one.errors)))
    left = one.days_left(asked.seen_on)
    if one.due is not None and one.due != asked.point.due:
        more.append(told("status_due", day=day_text(one.due)))
    if left is not None and left < 0 and one.state not in terms.DONE_STATES:
        more.append(told("status_late", days=-left))
    if one.mark is not None and one.mark.note:
        more.append(Message(one.mark.note, one.mark.note))
    shown = Message(_JOIN.join(more), ", ".join(text.en for text in more))
    return told("status_line", state=_state(one.state), name=name, more=shown)


def _bureau_line(bureau: BureauStatus, name: str) -> Message:
    pairs = [(_state(state), count) for state, count in bureau.states.items()]
    states = Message(
        _JOIN.join(f"{state}{count}" for state, count in pairs),
        ", ".join(f"{state.en}: {count}" for state, count in pairs),
    )
    return told("status_bureau", name=name, done=bureau.done, all=bureau.departments, states=states)


def _state(state: str) -> Message:
    return Message(terms.STATES[state], state.replace("_", " "))


def status_json(asked: StatusReport) -> dict[str, Any]:
    """The form of `kosei status --json`."""
    everyone = all_departments(asked.departments)
    return {
        "point": asked.point.key,
        "label": asked.point.label,
        "due": asked.point.due.isoformat() if asked.point.due else None,
        "today": asked.seen_on.isoformat(),
        "departments": [_department_json(asked, one) for one in asked.departments],
        "bureaus": [_bureau_json(bureau) for bureau in by_bureau(asked.plan, asked.departments)],
        "all": _bureau_json(everyone),
    }


def _department_json(asked: StatusReport, one: DepartmentStatus) -> dict[str, Any]:
    last, mark = one.last, one.mark
    return {
        "department": one.department.code,
        "name": one.department.name,
        "bureau": one.department.bureau,
        "state": one.state,
        "due": one.due.isoformat() if one.due else None,
        "days_left": one.days_left(asked.seen_on),
        "rows": one.rows,
        "blanks": list(one.blanks),
        "errors": len(one.errors),
        "file": last.file if last else None,
        "submission_no": last.submission_no if last else None,
        "saved_at": (last.saved_at or None) if last else None,
        "confirmed_by": (last.confirmed_by or None) if last else None,
        "note": mark.note if mark else None,
        "items": [
            {"item": i.line.no, "item_key": i.line.item.key, "state": i.state, "blanks": list(i.blanks)}
            for i in one.items
        ],
    }


def _bureau_json(bureau: BureauStatus) -> dict[str, Any]:
    return {
        "bureau": bureau.name or None,
        "departments": bureau.departments,
        "done": bureau.done,
        "states": dict(bureau.states),
        "rows": bureau.rows,
        "blanks": bureau.blanks,
        "errors": bureau.errors,
    }
