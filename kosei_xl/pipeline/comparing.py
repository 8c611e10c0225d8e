"""diff: two versions of a plan."""

from dataclasses import dataclass
from pathlib import Path

from kosei_xl.diagnostics import Diagnostic, diagnostic, sort_diagnostics
from kosei_xl.messages import told
from kosei_xl.pipeline.opening import Master, WrongCall, open_master
from kosei_xl.revision import Revision, compare


@dataclass(frozen=True, slots=True)
class Compared:
    """What a plan's new version changed, and what was found on the way."""

    revision: Revision
    diagnostics: tuple[Diagnostic, ...]


def diff(before: Path, after: Path) -> Compared:
    """Compare the plans of two masters, item by item. Raises WrongCall where they are not two versions of one plan.

    Returns K521 for new items that may be old ones whose key was lost, and what was odd in the new master's sheets.
    """
    old, new = open_master(before), open_master(after)
    revision = revision_of(old, new)
    return Compared(revision, sort_diagnostics((*new.diagnostics, *lost_keys(revision, new))))


def revision_of(old: Master, new: Master) -> Revision:
    """What changed between two versions of one plan. Raises WrongCall for other pairs of workbooks."""
    versions = old.plan.plan_version, new.plan.plan_version
    if old.plan.plan_id != new.plan.plan_id:
        raise WrongCall(told("diff_other_plan", name=old.path.name, found=old.plan.plan_id, expected=new.plan.plan_id))
    if versions[0] == versions[1]:
        raise WrongCall(told("diff_same_version", version=versions[0]))
    if versions[0] > versions[1]:
        raise WrongCall(told("diff_swapped", old=versions[0], new=versions[1]))
    return compare(old.plan, new.plan)


def lost_keys(revision: Revision, book: Master) -> tuple[Diagnostic, ...]:
    """K521 at the row of each new item that has the name of one that is gone."""
    found = []
    for old, item in revision.lost_keys:
        at = book.at.get(("items", book.plan.items.index(item)))
        found.append(diagnostic("K521", at, item=item.no, name=item.name, old=old.no, key=f"{old.key}|"))
    return tuple(found)
