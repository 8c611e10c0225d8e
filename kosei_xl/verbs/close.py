"""close: a published reporting point is closed, alone or with its plan, or opened again with a reason."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kosei_xl.collect.acknowledged import answered, open_errors
from kosei_xl.collect.course import points_begun, points_in_use
from kosei_xl.collect.settlements import answers_of
from kosei_xl.later import dataclass
from kosei_xl.make import fill
from kosei_xl.make.master import make_indicators, make_ledger, make_photos
from kosei_xl.make.set_aside import move_aside, put_back, settled
from kosei_xl.make.writable import Writable, for_writing
from kosei_xl.read.master import Master, master_of, point_here, point_of
from kosei_xl.read.names import PlanNames, name_to_write
from kosei_xl.report.publication import kept_values
from kosei_xl.values.closing import closed_points, ending_of, seal
from kosei_xl.values.kept import changed_since, entries_of, plan_of, publication_numbered, values_of
from kosei_xl.values.labels import label_of
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.lives import stands_at
from kosei_xl.values.model import Item, ReportingPoint
from kosei_xl.values.refusals import WrongCall
from kosei_xl.values.sheet_values import MasterSheets
from kosei_xl.values.shown_before import comes_after
from kosei_xl.values.stored import ClosedPoint, Publication, StoredValue
from kosei_xl.verbs import disk
from kosei_xl.verbs.keying import write_master
from kosei_xl.verbs.opening import Say, open_master, silent, template_of
from kosei_xl.verbs.publishing import with_records
from kosei_xl.verbs.report_workbook import ReportSources, lay_out_report
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.shorten import listed
from kosei_xl.workbook.book import read_book


@dataclass(frozen=True, slots=True)
class Outlook:
    """What closing a point would come to: the publication that it would confirm (None where there is none that can be),
    what in the ledger says something else since, and the items that would end with the plan (how many). `standing` is
    the record by which the point is closed already.
    """

    point: ReportingPoint
    standing: ClosedPoint | None
    publication: Publication | None
    changed: tuple[str, ...] = ()
    ending: int = 0


def outlook(path: Path, point_key: str | None = None) -> Outlook:
    """What closing a point would come to, or without a key the one with which the plan would end: the last one at which
    anything was entered or handed out. The master is only read. Raises WrongCall for a point that went to another plan,
    where nothing was entered, and without a key for a plan that has ended.
    """
    book = open_master(path)
    if point_key is None:
        refuse_ended(book)
        begun = points_begun(book.plan, book.ledger.value, book.registers.handed_out)
        if not begun:
            raise WrongCall(told("next_plan_nothing_entered"))
        point_key = begun[-1].key
    point = point_here(book, point_key)
    standing = closed_points(book.registers.closed).get(point.key)
    if standing is not None:
        chosen = publication_numbered(book.registers, standing.publication)
        return Outlook(point, standing, chosen, (), len(_would_end(book, point)))
    own = [one for one in book.registers.published if one.point == point.key and one.whole]
    changed = tuple(_changed_since(book, point, own[-1])) if own else ()
    return Outlook(point, None, own[-1] if own else None, changed, len(_would_end(book, point)))


def close(
    path: Path, point_key: str, day: dt.date, *, publication: int | None = None, say: Say = silent
) -> ClosedPoint:
    """Confirm what was published of a point (発行): from then on its papers print again just so, and nothing is merged
    into it. `publication` is the number to confirm; without it the last one, which the ledger must still agree with.

    One writer: the master is locked and written whole. Raises WrongCall where nothing was published that can be
    confirmed, where the ledger says something else or its items are gone by now, and for a point that is closed.
    """
    with disk.locked(path):
        ready = for_writing(open_master(path), template_of(None, "master.xlsx"))
        book, point = ready.book, point_here(ready.book, point_key)
        _refuse_closed(book, point)
        chosen = _chosen(book, point, publication)
        if publication is None:
            _refuse_changed(book, point, chosen)
            refuse_without_items(book)
        made = ClosedPoint(
            number=_next_number(book),
            point=point.key,
            publication=chosen.number,
            date=day,
            sha256=seal(values_of(chosen, book.registers.published)),
        )
        _write(ready, made, say)
    say(told("closed", point=point.label, number=chosen.number))
    return made


def close_ended(
    path: Path, point_key: str, day: dt.date, why: str, *, publication: int | None = None, say: Say = silent
) -> ClosedPoint:
    """Close the last point of a plan that ended on a day, before its time (an election, a decision of the council), and
    end the items that stood then: 計画終了, with that point as their last. Day and reason are kept with the closing.

    What was published of the point is confirmed as in `close`; a point that is closed already stays as it was closed.
    Where nothing was published, the point is closed as the ledger stands, which is said: its papers are kept as the
    draft that they are, and print so from then on. Raises WrongCall as `close` does, for a plan that has ended, without
    a reason, and where a later point has entries, or surveys that went out.
    """
    with disk.locked(path):
        ready = for_writing(open_master(path), template_of(None, "master.xlsx"))
        book, point = ready.book, point_here(ready.book, point_key)
        standing = closed_points(book.registers.closed).get(point.key)
        if standing is not None and standing.act != "closed":
            _refuse_closed(book, point)
        refuse_ended(book)
        if not why.strip():
            raise WrongCall(told("ended_why", point=point.label))
        last = points_in_use(book.plan, book.ledger.value)[-1:]
        if last and last[0].date > point.date:
            raise WrongCall(told("ended_not_last", point=point.label, last=last[0].label))
        last = points_begun(book.plan, book.ledger.value, book.registers.handed_out)[-1:]
        if last and last[0].date > point.date:
            raise WrongCall(told("ended_surveys_out", point=point.label, last=last[0].label))
        if standing is not None:
            publication = standing.publication
        own = [one for one in book.registers.published if one.point == point.key and one.whole]
        chosen = _chosen(book, point, publication) if own or publication is not None else None
        if standing is None and publication is None:
            refuse_without_items(book)
        if chosen is not None and publication is None:
            _refuse_changed(book, point, chosen)
        own_values = _as_it_stands(book, point) if chosen is None else ()
        kept = own_values if chosen is None else values_of(chosen, book.registers.published)
        made = ClosedPoint(
            number=_next_number(book),
            point=point.key,
            act="ended",
            publication=chosen.number if chosen is not None else None,
            date=day,
            sha256=seal(kept) if kept else "",
            why=why.strip(),
            values=own_values,
        )
        items = _would_end(book, point)
        label = name_to_write(PlanNames.of_plan(book.plan).points, point.key)
        texts = _of_items(book, items, {"state": terms.ITEM_STATES["plan_ended"], "last_point": label})
        _write(ready, made, say, texts)
    say(told("ended", point=point.label, count=len(items), date=day))
    if chosen is None:
        say(told("ended_unpublished", point=point.label))
    else:
        say(told("closed", point=point.label, number=chosen.number))
    return made


def reopen(path: Path, point_key: str, day: dt.date, why: str, say: Say = silent) -> ClosedPoint:
    """Open a closed point again; the reason is kept. What came late has to be taken in again by whoever wants it. Where
    the plan had ended with it, its items go on again; so do they where the point went to the plan after this one, whose
    master stays as it is, which is said.

    Raises WrongCall for a point that is not closed, one that was taken over from elsewhere, and without a reason.
    """
    with disk.locked(path):
        ready = for_writing(open_master(path), template_of(None, "master.xlsx"))
        book, point = ready.book, point_of(ready.book.plan, point_key)
        standing = closed_points(book.registers.closed).get(point.key)
        if standing is None:
            raise WrongCall(told("not_closed", point=point.label))
        if not why.strip():
            raise WrongCall(told("reopen_why", point=point.label))
        made = ClosedPoint(
            number=_next_number(book),
            point=point.key,
            act="reopened",
            publication=standing.publication,
            date=day,
            why=why.strip(),
        )
        ended = standing.act in ("ended", "moved")
        before = book.plan.point_before(point) if standing.act == "moved" else None
        last = {point.key, before.key if before is not None else point.key}
        items = [one for one in book.plan.items if one.state == "plan_ended" and one.last_point in last]
        again = {"state": terms.ITEM_STATES["continued"], "last_point": ""}
        _write(ready, made, say, _of_items(book, items, again) if ended else {})
    say(told("reopened", point=point.label))
    if standing.act == "moved":
        say(told("reopened_moved", point=point.label, successor=standing.successor))
    return made


def moved_away(ready: Writable, point: ReportingPoint, day: dt.date, why: str, successor: str) -> bytes:
    """The master of which an open point goes to the plan after it, which is called `successor`: nothing is done with
    the point here any more, and what stood then has ended with the plan, each item with the point before or, where it
    began with this one, with this. The ledger stays as it is.
    """
    book = ready.book
    made = ClosedPoint(
        number=_next_number(book), point=point.key, act="moved", date=day, why=why.strip(), successor=successor
    )
    before, names = book.plan.point_before(point), PlanNames.of_plan(book.plan).points
    texts: dict[str, str] = {}
    for item in _would_end(book, point):
        last = before if before is not None and stands_at(book.plan, item, before) else point
        state = {"state": terms.ITEM_STATES["plan_ended"], "last_point": name_to_write(names, last.key)}
        texts |= _of_items(book, [item], state)
    return _with_record(ready, made, texts)


def refuse_ended(book: Master) -> None:
    """Raise WrongCall for a plan that ended before its time."""
    ended = ending_of(book.registers.closed)
    if ended is None:
        return
    last = point_of(book.plan, ended.point)
    if ended.act == "moved":
        label, successor = last.label, ended.successor
        raise WrongCall(told("point_moved", point=label, successor=successor, date=ended.date))
    raise WrongCall(told("next_plan_over", last=last.label, date=ended.date, why=ended.why))


def _would_end(book: Master, point: ReportingPoint) -> list[Item]:
    """The items that end when the plan ends with a point."""
    return [one for one in book.plan.items if one.state == "continued" and stands_at(book.plan, one, point)]


def _as_it_stands(book: Master, point: ReportingPoint) -> tuple[StoredValue, ...]:
    """What is kept of a point of which nothing was published: the plan, the entries, and the pages of the draft;
    nothing for a plan that prints nothing.
    """
    if all(part.kind in ("form", "pdf") for part in book.plan.parts):
        return ()
    sources = ReportSources(book, None, template_of(None, "report.xlsx"), None)
    draft = lay_out_report(sources, point.key, {})
    return kept_values(book.plan, draft.standing, draft.made.value)


def _next_number(book: Master) -> int:
    return max((one.number for one in book.registers.closed), default=0) + 1


def _write(ready: Writable, made: ClosedPoint, say: Say, items: Mapping[str, str] | None = None) -> None:
    """Write the record, and the texts of 項目 that go with it (address -> text). What the master keeps of points that
    are closed by then goes to sheets of its own, that of one that is open again comes back.
    """
    write_master(ready, _set_aside(ready.book, _with_record(ready, made, items), made, say), say)


def _with_record(ready: Writable, made: ClosedPoint, items: Mapping[str, str] | None) -> bytes:
    """The master with the record, and the texts of 項目 that go with it (address -> text), offered there too."""
    data = with_records(ready, terms.CLOSED_SHEET, [made])
    if items:
        data = fill.put_texts(data, terms.ITEMS_SHEET, items)
        data = fill.offer_words(data, terms.ITEMS_SHEET, "state", terms.ITEM_STATES.values())
    return data


def _set_aside(before: Master, data: bytes, made: ClosedPoint, say: Say) -> bytes:
    """The master with the rows of its closed points where those of closed points lie. The sheets of the ledger are
    written with the names of now, so that it can be said how they stand.
    """
    closed = [*closed_points((*before.registers.closed, made))]
    if made.act == "reopened":
        return put_back(data, made.point, closed)
    moved = move_aside(data, closed, before.registers)
    book = _read_again(before, moved)
    ledger = book.ledger.value
    sheets = {
        terms.LEDGER_SHEET: make_ledger(book.plan, ledger),
        terms.INDICATORS_SHEET: make_indicators(book.plan, ledger),
        **({terms.PHOTOS_SHEET: make_photos(book.plan, ledger, ledger)} if book.plan.has_photos else {}),
    }
    written = fill.update_master(moved, book.plan, MasterSheets(sheets))
    for note in written.notes:
        say(note)
    return settled(written.data, _read_again(before, written.data))


def _read_again(before: Master, data: bytes) -> Master:
    return master_of(before.path, data, read_book(data, before.path.name, OFFICE_LIMITS))


def _of_items(book: Master, items: Iterable[Item], texts: Mapping[str, str]) -> dict[str, str]:
    """Address -> text for the columns of 項目 (key -> text) in the rows of items."""
    number = {one.key: n for n, one in enumerate(book.plan.items)}
    return {book.at["items", number[item.key], name].cell or "": text for item in items for name, text in texts.items()}


def _refuse_closed(book: Master, point: ReportingPoint) -> None:
    standing = closed_points(book.registers.closed).get(point.key)
    if standing is not None:
        raise WrongCall(told("closed_already", point=point.label, date=standing.date))


def _chosen(book: Master, point: ReportingPoint, number: int | None) -> Publication:
    """The publication to confirm. Raises WrongCall where there is none that can be."""
    own = [one for one in book.registers.published if one.point == point.key]
    if number is not None:
        chosen = publication_numbered(book.registers, number)
        if chosen is None or chosen not in own:
            known = listed([str(one.number) for one in own]) or terms.BLANK
            raise WrongCall(told("no_publication", point=point.label, number=number, known=known))
    else:
        chosen = next((one for one in reversed(own) if one.whole), None)
        if chosen is None:
            raise WrongCall(told("nothing_published", point=point.label))
    if not chosen.whole:
        raise WrongCall(told("published_in_part", point=point.label, number=chosen.number))
    values = values_of(chosen, book.registers.published)
    if seal(values) != chosen.seal or plan_of(values) is None:
        raise WrongCall(told("publication_broken", point=point.label, number=chosen.number))
    return chosen


def _refuse_changed(book: Master, point: ReportingPoint, chosen: Publication) -> None:
    changed = list(_changed_since(book, point, chosen))
    if changed:
        shown = listed(changed)
        raise WrongCall(told("changed_since_published", point=point.label, number=chosen.number, fields=shown))


def refuse_without_items(book: Master) -> None:
    """Raise WrongCall where open entries have no item any more, or another one (K462, K463), until that is answered."""
    own = [one for one in book.diagnostics if one.code in (Code.ROW_OF_ITEM_GONE, Code.ITEM_TYPED_OVER)]
    open_ones = open_errors(answered(book.plan, own, answers_of(book.ledger.value, book.answers)).diagnostics)
    if open_ones:
        ja, en = ("\n".join(f"{one.at} {one.message(lang)}" for one in open_ones) for lang in ("ja", "en"))
        raise WrongCall(told("items_not_settled", problems=Message(ja, en)))


def _changed_since(book: Master, point: ReportingPoint, chosen: Publication) -> Iterator[str]:
    """What says something else by now than in what was published: 「No.3 取組実績」."""
    values = values_of(chosen, book.registers.published)
    plan = plan_of(values) or book.plan
    for key, name, before, _ in changed_since(entries_of(values), book.ledger.value, point.key):
        if not comes_after(plan, name, before):
            yield f"No.{plan.no_of(key.line)} {label_of(plan, name)}"
