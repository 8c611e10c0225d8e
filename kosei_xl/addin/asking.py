"""What some buttons ask before they begin, while the workbook is still open: once, in words, with what is usual.

What is to be asked is what the verbs say about the master; no rule lives here. None is the answer of a person who
cancelled: then nothing is done at all.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Literal

from kosei_xl.addin.desk import Desk
from kosei_xl.addin.jobs import Answers, Job
from kosei_xl.collect.next_plan import NextPlanWishes, PlanEnding
from kosei_xl.verbs import close, init, next_plan
from kosei_xl.verbs.telling import language
from kosei_xl.words.dates import read_day
from kosei_xl.words.messages import Message, in_language, told
from kosei_xl.words.notation import date_text, fiscal_year_text, fiscal_years_text
from kosei_xl.words.shorten import listed
from kosei_xl.words.years import fiscal_year_of


def ask_close(desk: Desk, job: Job) -> Answers | None:
    """Whether to close the point as it was published or, where it is closed, whether and why to open it again.

    Nothing is asked where the verb refuses it anyway.
    """
    found = close.outlook(job.master, job.point)
    label, standing, published = found.point.label, found.standing, found.publication
    if standing is not None:
        day = date_text(standing.date)
        if standing.act == "ended":
            question = told("ask_reopen_ended", point=label, date=day, why=standing.why)
        else:
            question = told("ask_reopen", point=label, date=day)
        why = _text(desk, told("ask_reopen_why", point=label)) if _agreed(desk, question) else None
        return None if why is None else Answers(reopen=True, why=why)
    if published is None:
        return Answers()
    if found.changed:
        fields = listed(list(found.changed))
        question = told("ask_close_changed", point=label, number=published.number, fields=fields)
    else:
        question = told("ask_close", point=label, number=published.number, file=published.file)
    number = published.number if found.changed else None
    return Answers(publication=number) if _agreed(desk, question) else None


def ask_end_plan(desk: Desk, job: Job) -> Answers | None:
    """Whether the plan ends, with the last point at which anything was entered or handed out; when and why."""
    found = close.outlook(job.master)
    question = told("ask_end_plan", point=found.point.label, count=found.ending, how=_how(found))
    if not _agreed(desk, question):
        return None
    given = _when_and_why(desk)
    if given is None:
        return None
    return Answers(point=found.point.key, day=given[0], why=given[1], publication=_as_published(found))


def ask_next_plan(desk: Desk, job: Job) -> Answers | None:
    """What the plan after is, whether the plan of now ends with it and what becomes of its open point then."""
    found = next_plan.prospect(job.master)
    how = _open_point(desk, found)
    if how is None:
        return None
    follow_up = desk.choose(_said(told("ask_follow_up", count=found.marked))) if found.marked else False
    if follow_up is None:
        return None
    wishes = _wishes(desk, found, follow_up=follow_up, moved=how == "move")
    if wishes is None:
        return None
    name, until = wishes.name, fiscal_year_text(wishes.period_end)
    if how == "goes_on":
        then = told("ask_goes_on", name=found.plan.name)
        return Answers(wishes=wishes) if _agreed(desk, _whole(name, until, then)) else None
    given = _when_and_why(desk)
    if given is None:
        return None
    if how == "move":
        then, publication = told("ask_ends_moved", point=found.last.label), None
    else:
        outlook = close.outlook(job.master, found.last.key)
        then, publication = told("ask_ends_closed", how=_how(outlook), count=outlook.ending), _as_published(outlook)
    ending = PlanEnding(how, given[0], given[1], publication)
    return Answers(wishes=wishes, ending=ending) if _agreed(desk, _whole(name, until, then)) else None


def _open_point(desk: Desk, found: next_plan.Prospect) -> Literal["goes_on", "close", "move"] | None:
    """What becomes of the plan of now: it goes on to its own end, or ends and its open point is closed or moved."""
    if not found.may_end:
        return "goes_on"
    period = fiscal_years_text(found.plan.period_start, found.plan.period_end)
    ends = desk.choose(_said(told("ask_plan_ends", name=found.plan.name, period=period, point=found.last.label)))
    if not ends:
        return "goes_on" if ends is False else None
    if found.still_open is None:
        return "close"
    closed = desk.choose(_said(told("ask_open_point", point=found.still_open.label)))
    return None if closed is None else "close" if closed else "move"


def _wishes(desk: Desk, found: next_plan.Prospect, *, follow_up: bool, moved: bool) -> NextPlanWishes | None:
    """The name and the last year of the plan after; its key is one that nobody has to think of."""
    name = _text(desk, told("ask_plan_name"), found.name_after(follow_up=follow_up))
    first = found.first_year(moved=moved)
    usual = fiscal_year_text(first if follow_up else first + found.plan.period_end - found.plan.period_start)
    question = told("ask_plan_until", first=fiscal_year_text(first))
    until: int | None = None
    while name is not None and until is None:
        text = _text(desk, question, usual)
        if text is None:
            return None
        until = fiscal_year_of(text)
        question = told("ask_plan_until_again", text=text)
    if name is None or until is None:
        return None
    return NextPlanWishes(init.new_plan_id(), name, until, follow_up)


def _whole(name: str, until: str, then: Message) -> Message:
    """All that was answered, before anything is done."""
    return told("ask_next_plan", title=name, until=until, then=then)


def _when_and_why(desk: Desk) -> tuple[dt.date, str] | None:
    """The day on which the plan ends, and the reason."""
    question = told("ask_day")
    while True:
        text = _text(desk, question, date_text(dt.date.today()))
        if text is None:
            return None
        day = read_day(text)
        if day is not None:
            why = _text(desk, told("ask_end_why"))
            return None if why is None else (day, why)
        question = told("ask_day_again", text=text)


def _how(found: close.Outlook) -> Message:
    """What closing the last point comes to."""
    if found.standing is not None:
        return told("ask_how_closed", point=found.point.label)
    if found.publication is None:
        return told("ask_how_unpublished", point=found.point.label)
    number = found.publication.number
    if found.changed:
        fields = listed(list(found.changed))
        return told("ask_how_changed", point=found.point.label, number=number, fields=fields)
    return told("ask_how_published", point=found.point.label, number=number)


def _as_published(found: close.Outlook) -> int | None:
    """The publication that is confirmed although the ledger says something else by now; None for the usual one."""
    return found.publication.number if found.publication is not None and found.changed else None


def _agreed(desk: Desk, question: Message) -> bool:
    return desk.ask(_said(question))


def _text(desk: Desk, question: Message, usual: str = "") -> str | None:
    return desk.ask_text(_said(question), usual)


def _said(question: Message) -> str:
    return in_language(question, language())


ASKS: Mapping[str, Callable[[Desk, Job], Answers | None]] = {
    "close": ask_close,
    "end_plan": ask_end_plan,
    "next_plan": ask_next_plan,
}
"""By verb, those of `jobs.ASKING`. They read a copy of the open workbook."""
