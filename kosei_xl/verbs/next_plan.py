"""next-plan: the master of the plan after: a follow-up of what is not done yet, or the successor plan."""

import re
from pathlib import Path

from kosei_xl.collect.course import points_begun, points_in_use
from kosei_xl.collect.history import office_edits
from kosei_xl.collect.moved_point import moved_point
from kosei_xl.collect.next_plan import NextPlanWishes, PlanEnding, Succession, plan_after
from kosei_xl.collect.next_point import point_after
from kosei_xl.collect.office import with_office
from kosei_xl.later import dataclass
from kosei_xl.make.writable import for_writing
from kosei_xl.read.master import Master
from kosei_xl.values.closing import ending_of
from kosei_xl.values.ledger import Ledger, SavedBy
from kosei_xl.values.model import EntriesFile, Plan, ReportingPoint
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import disk, init
from kosei_xl.verbs.close import close_ended, moved_away, refuse_ended, refuse_without_items
from kosei_xl.verbs.consolidate import with_review
from kosei_xl.verbs.keying import write_master
from kosei_xl.verbs.opening import Say, open_master, silent, template_of
from kosei_xl.words import terms
from kosei_xl.words.messages import told
from kosei_xl.words.notation import digits
from kosei_xl.words.shorten import listed


def begin_next_plan(
    path: Path, out: Path, wishes: NextPlanWishes, say: Say = silent, ending: PlanEnding | None = None
) -> Succession:
    """Make the master of the plan that follows the one of `path`, which stays as it is unless it ends with this.

    With an `ending` the open point is closed first (`close.close_ended`), or it goes along: the plan after begins with
    it, its ledger holds what was entered and received for it, surveys that are out are taken in there, and the master
    of before says where the point went. Says how many items go on, and what does not. Raises WrongCall where `out` is
    taken, for the key of the plan of before, before anything was entered, where no item would go on, without a reason,
    where no point is open to be taken along, and for a plan whose open point went to another already.
    """
    book = open_master(path)
    ended = ending_of(book.registers.closed)
    if ending is not None or (ended is not None and ended.act == "moved"):
        refuse_ended(book)
    _refuse_wishes(book, out, wishes)
    if ending is not None and ending.open_point == "move":
        return _moved(path, out, wishes, ending, say)
    still = open_point(book)
    if ending is not None:
        point = still or points_in_use(book.plan, book.ledger.value)[-1]
        _planned(book, point, wishes)
        close_ended(path, point.key, ending.day, ending.why, publication=ending.publication, say=say)
        book = open_master(path)
    made = _planned(book, points_in_use(book.plan, book.ledger.value)[-1], wishes)
    ledger = Ledger(init.entries_by_key(made.plan, EntriesFile(plan_id=made.plan.plan_id, entries=made.entries)))
    received = office_edits(made.plan, ledger, {}, SavedBy(path.name))
    init.init_with(out, made.plan, init.Beginning(ledger, received, rules=book.registers.rules), say)
    _tell(made, points_in_use(book.plan, book.ledger.value)[-1], say)
    if ending is None and still is not None:
        say(told("next_plan_open", point=still.label))
    return made


@dataclass(frozen=True, slots=True)
class Prospect:
    """What the plan after would follow: the plan of now, its last point in use, and that once more where it is open.
    `may_end` is whether the plan of now could end with this, before its time; `marked` are the items that have the mark
    フォローアップ there.
    """

    plan: Plan
    last: ReportingPoint
    still_open: ReportingPoint | None
    may_end: bool
    marked: int

    def name_after(self, *, follow_up: bool) -> str:
        """What the plan after may be called: 「第５次…」 after 「第４次…」."""
        return told("name_of_follow_up", name=self.plan.name) if follow_up else _one_more(self.plan.name)

    def first_year(self, *, moved: bool) -> int:
        """The fiscal year in which the plan after begins."""
        return (self.last if moved else point_after(self.plan, self.last)).fiscal_year


def prospect(path: Path) -> Prospect:
    """What the plan after would follow; the master is only read. Raises WrongCall before anything was entered, and
    where the open point went to another plan already.
    """
    book = open_master(path)
    ended = ending_of(book.registers.closed)
    if ended is not None and ended.act == "moved":
        refuse_ended(book)
    used, still = points_in_use(book.plan, book.ledger.value), open_point(book)
    if not used:
        raise WrongCall(told("next_plan_nothing_entered"))
    last = still or used[-1]
    over = last.fiscal_year >= book.plan.period_end and last.kind != "half"
    marks = {
        key.item_key
        for key in book.ledger.value.keys_at(last.key)
        if book.ledger.value.fields(key).get("follow_up") in terms.FOLLOW_UP_SPELLINGS
    }
    return Prospect(book.plan, last, still, ended is None and (still is not None or not over), len(marks))


def _one_more(name: str) -> str:
    """A name with its number of the plan raised by one, in its own digits; the same name where it has none."""

    def raised(found: re.Match[str]) -> str:
        number = found["no"]
        return f"第{digits(int(number) + 1, 'full' if number > '9' else 'half')}次"

    return _NUMBER.sub(raised, name, count=1)


_NUMBER = re.compile(r"第(?P<no>[0-9]+|[０-９]+)次")


def open_point(book: Master) -> ReportingPoint | None:
    """The last point at which anything was entered or handed out, where it is open; None where it is not."""
    begun = points_begun(book.plan, book.ledger.value, book.registers.handed_out)
    return begun[-1] if begun and begun[-1].key not in book.ledger.value.closed else None


def _moved(path: Path, out: Path, wishes: NextPlanWishes, ending: PlanEnding, say: Say) -> Succession:
    """The plan after, with the open point: its master first, then what the one of before says about it."""
    with disk.locked(path):
        ready = for_writing(open_master(path), template_of(None, "master.xlsx"))
        book = ready.book
        point = open_point(book)
        if point is None:
            raise WrongCall(told("next_plan_nothing_open"))
        if not ending.why.strip():
            raise WrongCall(told("moved_why", point=point.label))
        refuse_without_items(book)
        made = _planned(book, point, wishes, moved=True)
        ledger = with_office(book).ledger
        given = (book.registers.handed_out, book.origin)
        goes = moved_point(book.plan, ledger, point, made.plan, given)
        old = moved_away(ready, point, ending.day, ending.why, f"{wishes.name}（{out.name}）")
        received = (*goes.ledger.received, *goes.ledger.reports)
        begins = init.Beginning(goes.ledger, received, goes.handed_out, book.registers.rules)
        data = with_review(init.master_with(made.plan, begins), out.name, point.key, book)
        init.write_new(out, data, say, before=ready.stored.data)
        try:
            write_master(ready, old, say)
        except BaseException:
            disk.remove(out)  # or the point would be open in both
            raise
    _tell(made, point, say)
    say(told("moved", point=point.label, out=out.name, date=ending.day))
    for line in (*goes.merged, *goes.kept):
        say(line)
    return made


def _planned(book: Master, last: ReportingPoint, wishes: NextPlanWishes, *, moved: bool = False) -> Succession:
    """The plan after. Raises WrongCall where no item would go on, and for a last year before its first."""
    made = plan_after(book.plan, book.ledger.value, last, wishes, moved=last if moved else None)
    if made is None:
        raise WrongCall(told("next_plan_no_items", point=last.label))
    if wishes.period_end < made.plan.period_start:
        raise WrongCall(told("next_plan_end", end=wishes.period_end, start=made.plan.period_start))
    return made


def _refuse_wishes(book: Master, out: Path, wishes: NextPlanWishes) -> None:
    init.refuse_taken(out)
    if not points_in_use(book.plan, book.ledger.value):
        raise WrongCall(told("next_plan_nothing_entered"))
    if wishes.plan_id == book.plan.plan_id:
        raise WrongCall(told("next_plan_same", id=book.plan.plan_id))


def _tell(made: Succession, last: ReportingPoint, say: Say) -> None:
    say(told("next_plan_made", count=len(made.plan.items), point=last.label, first=made.plan.points[0].label))
    if made.left:
        say(told("next_plan_left", nos=listed([f"No.{no}" for no in made.left])))
