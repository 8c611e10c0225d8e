"""next-plan: the master of the plan after: a follow-up of what is not done yet, or the successor plan."""

from pathlib import Path

from kosei_xl.collect.course import points_in_use
from kosei_xl.collect.next_plan import NextPlanWishes, Succession, plan_after
from kosei_xl.values.model import EntriesFile, PlanFile
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import init
from kosei_xl.verbs.opening import Say, open_master, silent
from kosei_xl.words.messages import told
from kosei_xl.words.shorten import listed


def begin_next_plan(path: Path, out: Path, wishes: NextPlanWishes, say: Say = silent) -> Succession:
    """Make the master of the plan that follows the one of `path`, which stays as it is.

    Says how many items go on and which do not. Raises WrongCall where `out` is taken, for the key of the plan of
    before, before anything was entered, and where no item would go on.
    """
    book = open_master(path)
    plan, ledger = book.plan, book.ledger.value
    points = points_in_use(plan, ledger)
    if not points:
        raise WrongCall(told("next_plan_nothing_entered"))
    if wishes.plan_id == plan.plan_id:
        raise WrongCall(told("next_plan_same", id=plan.plan_id))
    made = plan_after(plan, ledger, points[-1], wishes)
    if made is None:
        raise WrongCall(told("next_plan_no_items", point=points[-1].label))
    if wishes.period_end < made.plan.period_start:
        raise WrongCall(told("next_plan_end", end=wishes.period_end, start=made.plan.period_start))
    entries = EntriesFile(plan_id=made.plan.plan_id, entries=made.entries)
    init.init(out, PlanFile(plan=made.plan), entries if made.entries else None, say)
    say(told("next_plan_made", count=len(made.plan.items), point=points[-1].label, first=made.plan.points[0].label))
    if made.left:
        say(told("next_plan_left", nos=listed([f"No.{no}" for no in made.left])))
    return made
