"""What each button does to a closed master: its verb as the command runs it, and how it is told."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from kosei_xl.later import dataclass
from kosei_xl.make.operation import Settings
from kosei_xl.read.master import point_of
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs.opening import Say, file_name, open_master
from kosei_xl.verbs.telling import language
from kosei_xl.words import terms
from kosei_xl.words.findings import Severity
from kosei_xl.words.messages import Message, in_language, told

if TYPE_CHECKING:
    from kosei_xl.collect.next_plan import NextPlanWishes, PlanEnding


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person answered before the work began; what was not asked is as usual. `point` is the one with which the
    plan ends, `wishes` are those for the plan after, `ending` what becomes of the plan of now with it.
    """

    reopen: bool = False
    publication: int | None = None
    point: str = ""
    why: str = ""
    day: dt.date | None = None
    wishes: "NextPlanWishes | None" = None
    ending: "PlanEnding | None" = None


@dataclass(frozen=True, slots=True)
class Job:
    """What a button works on: the closed master, the settings of its sheet 操作, where progress goes, and what a person
    answered.
    """

    master: Path
    settings: Settings
    say: Say
    answers: Answers = field(default_factory=Answers)

    @property
    def point(self) -> str:
        """The reporting point: as set, or the only one. Raises WrongCall where it is open which, or there is none."""
        if self.settings.point:
            return self.settings.point
        points = open_master(self.master).plan.points
        if len(points) != 1:
            raise WrongCall(told("button_which_point" if points else "button_no_points"))
        return points[0].key

    @property
    def marks_since(self) -> Path | None:
        """The report whose changes are to be marked, where the settings name one; a name alone is in its folder."""
        named = self.settings.marks_since
        if not named:
            return None
        path = self.folder(named)
        return path if path.exists() else self.folder(self.settings.reports) / named

    @property
    def before(self) -> Path | None:
        """The master of the plan's former version, where the settings name one."""
        return self.folder(self.settings.before) if self.settings.before else None

    def folder(self, name: str) -> Path:
        """A folder or file of the settings, from the master's own folder unless it is absolute."""
        return self.master.parent / name


@dataclass(frozen=True, slots=True)
class Done:
    """How it went: the message, the master's sheet to show, findings or lines to list anew, files to open, and what
    else was said that has to be read.
    """

    message: Message
    sheet: str | None = None
    findings: tuple[Diagnostic, ...] = ()
    workbook: Path | None = None
    document: Path | None = None
    lines: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()


def counts_of(findings: Sequence[Diagnostic]) -> Message:
    """How many of each severity, in words."""
    of = {severity: sum(problem.severity is severity for problem in findings) for severity in Severity}
    return told("button_counts", errors=of[Severity.ERROR], warnings=of[Severity.WARNING], infos=of[Severity.INFO])


# -- the verbs of a master ---------------------------------------------------------------------------------------------
def _distribute(job: Job) -> Done:
    from kosei_xl.verbs import distribute

    folder = job.folder(job.settings.surveys)
    made = distribute.distribute(job.master, job.point, folder, job.say, by_bureau=job.settings.by == terms.BUREAU)
    return Done(told("button_distributed", count=len(made), folder=folder))


def _check(job: Job) -> Done:
    from kosei_xl.verbs import check

    found = check.check([job.folder(job.settings.returned)], job.master, job.say)
    message = told("button_checked", read=found.read, counts=counts_of(found.diagnostics))
    return Done(message, findings=found.diagnostics)


def _consolidate(job: Job) -> Done:
    from kosei_xl.verbs import consolidate

    found = consolidate.consolidate_into(job.master, [job.folder(job.settings.returned)], job.point, job.say)
    message = told("button_consolidated", read=found.read, counts=counts_of(found.diagnostics))
    return Done(message, sheet=terms.STATUS_SHEET)


def _report(job: Job, *, as_pdf: bool = False) -> Done:
    from kosei_xl.verbs import report

    made = report.report(
        job.master,
        job.point,
        job.folder(job.settings.reports),
        final=job.settings.final,
        pdf=as_pdf,
        before=job.before,
        marks_since=job.marks_since,
        show_deleted=job.settings.show_deleted and job.marks_since is not None,
        notes=job.settings.notes,
        duplex=job.settings.duplex,
        say=job.say,
    )
    found = made.checked.diagnostics
    message = told("button_reported", counts=counts_of(found), files="\n".join(map(str, made.files)))
    workbook, printed = made.files[0], made.files[1] if len(made.files) > 1 else None
    return Done(message, findings=found, workbook=None if printed else workbook, document=printed)


def _pdf(job: Job) -> Done:
    return _report(job, as_pdf=True)


def _verify(job: Job) -> Done:
    from kosei_xl.verbs import verify

    found = verify.verify([job.folder(job.settings.reports)], job.master, job.before, job.say)
    message = told("button_verified", read=found.read, counts=counts_of(found.diagnostics))
    return Done(message, findings=found.diagnostics)


def _adopt(job: Job) -> Done:
    """From the report that the button 委員会資料 makes with the same settings."""
    from kosei_xl.verbs import adopt
    from kosei_xl.verbs.report_workbook import report_file_name

    plan = open_master(job.master).plan
    name = report_file_name(plan, point_of(plan, job.point), draft=not job.settings.final)
    edited = job.folder(job.settings.reports) / f"{name}.xlsx"
    found = adopt.adopt_from(edited, job.master, job.before, job.say)
    message = told("button_adopted", name=edited.name, counts=counts_of(found.diagnostics))
    return Done(message, sheet=terms.LEDGER_SHEET, findings=found.diagnostics)


def _send_back(job: Job) -> Done:
    from kosei_xl.verbs import annotate

    folder = job.folder(job.settings.annotated)
    made = annotate.annotate([job.folder(job.settings.returned)], folder, dt.date.today(), job.master, job.say)
    found = made.checked.diagnostics
    return Done(told("button_annotated", count=len(made.files), folder=folder), findings=found)


def _reminders(job: Job) -> Done:
    from kosei_xl.verbs import status

    folder = job.folder(job.settings.reminders)
    asked = status.status(job.master, job.point, dt.date.today(), reminders=folder, say=job.say)
    count = sum(1 for _ in status.letters(asked))
    return Done(told("button_reminded", count=count, folder=folder), sheet=terms.STATUS_SHEET)


def _log(job: Job) -> Done:
    from kosei_xl.verbs import log

    lines = log.trace_lines(log.trace(job.master, job.settings.item or None, None, job.settings.point or None))
    return Done(told("button_traced"), lines=tuple(in_language(line, language()) for line in lines))


def _undo(job: Job) -> Done:
    from kosei_xl.verbs import undo

    said: list[str] = []
    undo.undo(job.master, say=said.append)
    return Done(told("button_undone", what=said[-1]))


def _pack(job: Job) -> Done:
    from kosei_xl.verbs import pack

    folder = job.folder(job.settings.papers)
    made = pack.pack(
        job.master, job.point, folder, before=job.before, marks_since=job.marks_since, day=dt.date.today(), say=job.say
    )
    found = made.checked.diagnostics
    whole = next((path for path in made.files if path.suffix == ".pdf"), None)
    return Done(told("button_packed", count=len(made.files), folder=folder), findings=found, document=whole)


def _close(job: Job) -> Done:
    from kosei_xl.verbs import close

    said: list[str] = []
    answers, today = job.answers, dt.date.today()
    if answers.reopen:
        close.reopen(job.master, job.point, today, answers.why, said.append)
    else:
        close.close(job.master, job.point, today, publication=answers.publication, say=said.append)
    return Done(told("button_next", lines="\n".join(said)))


def _end_plan(job: Job) -> Done:
    from kosei_xl.verbs import close

    said: list[str] = []
    answers, day = job.answers, job.answers.day or dt.date.today()
    close.close_ended(job.master, answers.point, day, answers.why, publication=answers.publication, say=said.append)
    return Done(told("button_next", lines="\n".join(said)), sheet=terms.ITEMS_SHEET)


def _next_plan(job: Job) -> Done:
    """Beside the master, under the name of the plan after; never over a file."""
    from kosei_xl.verbs import next_plan

    wishes, said = job.answers.wishes, list[str]()
    assert wishes is not None, "asked before"
    stem, suffix = file_name(f"{wishes.name}_{Path(terms.OFFICE_BOOK).stem}"), job.master.suffix
    names = (f"{stem}{'' if n == 1 else n}{suffix}" for n in count(1))
    out = next(path for name in names if not (path := job.folder(name)).exists())
    next_plan.begin_next_plan(job.master, out, wishes, said.append, job.answers.ending)
    return Done(told("button_next", lines="\n".join(said)), workbook=out)


def _history(job: Job) -> Done:
    """Beside the master, made anew each time."""
    from kosei_xl.verbs import history

    out = job.folder(f"{job.master.stem}_{terms.COURSE_SHEET}と{terms.HANDOVER_SHEET}.xlsx")
    history.write_history(job.master, out, job.say)
    return Done(told("button_history", path=out), workbook=out)


def _errata(job: Job) -> Done:
    from kosei_xl.verbs import errata

    said: list[str] = []
    made = errata.make_errata(job.master, job.point, job.folder(job.settings.papers), say=said.append)
    lines = told("button_errata", count=len(made.lines), files="\n".join(map(str, made.files)))
    message = lines if made.files else told("button_next", lines="\n".join(said))
    return Done(message, findings=made.checked.diagnostics, workbook=made.files[0] if made.files else None)


def _next_point(job: Job) -> Done:
    from kosei_xl.verbs import next as next_verb

    said: list[str] = []
    _, found = next_verb.begin_next(job.master, say=said.append)
    return Done(told("button_next", lines="\n".join(said)), sheet=terms.POINTS_SHEET, findings=found.diagnostics)


def _diff(job: Job) -> Done:
    """With the plan before its revision where the settings name it, else with the reporting point before."""
    from kosei_xl.collect.differences import comparison_lines
    from kosei_xl.report.revised import revision_lines
    from kosei_xl.verbs import diff

    if job.before is not None:
        found = diff.diff(job.before, job.master, say=job.say)
    else:
        plan = open_master(job.master).plan
        point = point_of(plan, job.point)
        earlier = plan.point_before(point)
        if earlier is None:
            raise WrongCall(told("button_nothing_before", point=point.label))
        found = diff.diff(job.master, since=earlier.key, until=point.key, say=job.say)
    revision = found.revision
    lines = comparison_lines(found.comparisons) if revision is None else revision_lines(revision)
    return Done(told("button_compared"), lines=tuple(in_language(line, language()) for line in lines))


WORK: Mapping[str, Callable[[Job], Done]] = {
    "distribute": _distribute,
    "check": _check,
    "consolidate": _consolidate,
    "report": _report,
    "pdf": _pdf,
    "verify": _verify,
    "adopt": _adopt,
    "send_back": _send_back,
    "reminders": _reminders,
    "log": _log,
    "undo": _undo,
    "pack": _pack,
    "close": _close,
    "end_plan": _end_plan,
    "next_plan": _next_plan,
    "history": _history,
    "errata": _errata,
    "next_point": _next_point,
    "diff": _diff,
}
"""The verbs that work on the closed master."""
WRITING = frozenset(
    ("distribute", "consolidate", "adopt", "undo", "pack", "close", "end_plan", "next_plan", "next_point")
)
"""The verbs that write the master itself."""
ASKING = frozenset(("close", "end_plan", "next_plan"))
"""The verbs before which a person is asked (`addin.asking`): what they do is final, or wants to be told more."""
