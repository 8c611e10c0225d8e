"""Every guard that keeps texts with their items, and how to switch it off: a round must fail without it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import ANY, patch

from kosei_xl.collect import (
    conflicts,
    consolidation,
    ledger_findings,
    office,
    received,
    return_findings,
    rows_of_returns,
)
from kosei_xl.collect.rules import entries
from kosei_xl.make import writable
from kosei_xl.read import elsewhere, former_keys, ledger, master, plan, row_identity, survey
from kosei_xl.read.imprint import NOTHING_KNOWN
from kosei_xl.values import ledger as values_ledger
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Outcome, diagnostic
from kosei_xl.values.labels import field_names
from kosei_xl.verbs import consolidate, disk, undo
from kosei_xl.words.codes import Code

Off = tuple[Any, str, Any]
"""Where a guard lives, what it is called there, and what takes its place."""


def _nothing(*_: object, **__: object) -> None:
    return None


def _false(*_: object, **__: object) -> bool:
    return False


def _empty(*_: object, **__: object) -> tuple[()]:
    return ()


def _no_places(*_: object, **__: object) -> dict[Any, Any]:
    return {}


def _unplaced(*_: object) -> Outcome[dict[int, Any]]:
    return Outcome({}, {}, ())


def _blank_is_a_word(_: object, row: Any, name: str) -> bool:
    return name not in row.held


def _every_blank(row: Any, name: str) -> bool:
    return row.blanks is not None and name not in row.fields and name not in row.held and received._has_cell(row, name)


def _latest_to_come(self: Any, row: Any) -> Iterator[tuple[str, Any]]:
    for name in field_names(self._plan, row.key.slot):
        if received.says(self._plan, row, name):
            yield name, self.last(row.key, name)


def _anybody_counts(self: Any, row: Any) -> bool:
    return row.dept_code is not None and row.key.line in self._plan.line_by_key and row.sha256 not in self._left_out


def _all_readings(self: Any) -> Iterator[Any]:
    for rows in self.readings.values():
        yield from rows


def _department_wins(base: object, theirs: str | None, ours: object, same: object = None) -> tuple[str | None, bool]:
    return theirs, False


def _not_asked(choices: Iterable[Any], origin: object, *, without_workbooks: bool) -> tuple[Any, ...]:
    return tuple(replace(choice, preset=None) for choice in choices)


def _as_it_came(_: object, submission: Any, __: object) -> Any:
    return submission


def _always(*_: object, **__: object) -> bool:
    return True


_moved_answers = row_identity.moved_answers


def _first_rows_alone(filled: Mapping[Any, Any], prefill: Any) -> Iterator[Any]:
    return _moved_answers({key: rows[:1] for key, rows in filled.items()}, prefill)


_as_handed_out = row_identity.as_handed_out
_elsewhere = survey._belongs_elsewhere


def _without_record(carried: Any, of_today: Any, records: object) -> Any:
    return _as_handed_out(carried, of_today, ())


def _as_today(carried: object, of_today: Any, records: object) -> Any:
    return _as_handed_out(None, of_today, ())


def _only_of_now(identity: Any, of_today: Any, point: str | None, *, came_over: bool = False) -> Any:
    if identity.plan_version < of_today.plan_version:
        at: CellRef = identity.at
        return (diagnostic(Code.OTHER_VERSION, at, found=identity.plan_version, expected=of_today.plan_version),)
    return _elsewhere(identity, of_today, point, came_over=came_over)


def _not_judged(self: Any, table: object) -> Callable[[int, int], bool]:
    return elsewhere._nothing


GUARDS: Mapping[str, tuple[Off, ...]] = {
    "rows judged by what is printed in them": ((row_identity.AsHandedOut, "elsewhere", _nothing),),
    "rows typed over as a whole": ((row_identity.AsHandedOut, "overwritten", _false),),
    "rows whose name went to another row": ((survey._SurveyReader, "rows_left_behind", _nothing),),
    "answers sorted alone": ((survey._SurveyReader, "answers_left", _nothing),),
    "answers sorted, a row of them deleted": ((row_identity, "_broken_rings", _empty),),
    "answers sorted, a row of them copied before": ((survey, "moved_answers", _first_rows_alone),),
    "answers of a copied row, the row of its own deleted": ((row_identity, "_of_a_copy", _false),),
    "answers exchanged since the last return": ((consolidation, "without_exchanged", _as_it_came),),
    "rows whose text moved away told": ((survey._SurveyReader, "moved_away", _nothing),),
    "words of which nothing was taken are words": ((entries, "words_not_taken", _false),),
    "judged as handed out, not as the plan is today": ((survey, "as_handed_out", _as_today),),
    "record of what was handed out (cleaned files)": ((survey, "as_handed_out", _without_record),),
    "record of all texts of a form (cleaned files)": ((survey, "recorded_imprint", lambda _: NOTHING_KNOWN),),
    "surveys of earlier versions read by key": ((survey, "_belongs_elsewhere", _only_of_now),),
    "former keys found again": ((plan, "find_keys", _no_places),),
    "former keys found only where nothing speaks against": (
        (former_keys, "_stands_out", _always),
        (former_keys, "_is_of_another", _false),
    ),
    "undecided keys refused": ((writable, "_refuse_undecided", _nothing),),
    "keys written by the first writing verb": ((writable, "_with_keys", lambda book: book.data),),
    "blank rows say nothing (a)": ((consolidation, "is_silent", _false), (received, "left_blank", _every_blank)),
    "blanks beside words are questions (b)": ((received, "says", _blank_is_a_word),),
    "（削除） deletes (c)": ((survey, "is_deletion", _false), (values_ledger, "is_deletion", _false)),
    "proposals are not applied unseen (d)": ((consolidate, "confirmed", _not_asked),),
    "forms into which nothing was written": ((rows_of_returns, "check_anything_filled", _empty),),
    "twins hold up the cells in which they differ": ((consolidation, "_held", _no_places),),
    "twins that differ are told": ((ledger_findings, "rows_of_equal_rank", _empty),),
    "order of returns": ((received.LastWord, "changes", _latest_to_come),),
    "rows count from who answers them": ((received.LastWord, "counts", _anybody_counts),),
    "three-way merge": ((consolidation, "merge_field", _department_wins),),
    "office's typing is recorded": ((office, "office_edits", _empty),),
    "decisions beside texts that changed": ((conflicts, "_is_stale", _false),),
    "findings end with the next return": ((return_findings._Reports, "open", _all_readings),),
    "findings of returns stay": ((consolidation, "rows_for", _empty),),
    "words not taken stay told until others come": ((return_findings._Reports, "_says_what_is_not_taken", _false),),
    "chain of 受領": ((ledger, "check_chain", _empty),),
    "texts without a field are kept": ((survey._SurveyReader, "keep", _nothing),),
    "rows that people added": ((survey._SurveyReader, "stray_row", _nothing),),
    "rows of items that are gone": ((master, "items_gone", _empty),),
    "names of items that are gone": ((ledger._LedgerReader, "labels_of", _nothing),),
    "rows of items that ended": ((survey._SurveyReader, "former_row", _nothing),),
    "words beside the form": ((elsewhere.Rest, "words", _empty),),
    "words below 点検 and 集計 (cleaned files)": ((elsewhere.Rest, "_beside_formulas", _not_judged),),
    "notes": ((survey, "report_beside", _nothing),),
    "sheets that people added": ((survey._SurveyReader, "foreign_sheet", _nothing),),
    "rows typed into 指標 without a key": ((ledger, "rows_typed", _unplaced),),
    "undo asks after typing": ((undo, "_edited_since", _nothing),),
    "undo brings everything back": ((disk, "exchange", _nothing),),
    "findings name the cells of after the run": ((consolidate, "_rows", lambda _: ANY),),
}
"""Guard -> what is put in the place of what."""
BEHIND: Mapping[str, str] = {
    "words below 点検 and 集計 (cleaned files)": "record of all texts of a form (cleaned files)",
}
"""Guard -> the one before it: it is asked only where that one knows nothing, and is shown with both switched off in a
round that holds without the one before it.
"""


@contextmanager
def without(*guards: str) -> Iterator[None]:
    """Switch guards off."""
    with ExitStack() as stack:
        for where, name, instead in (one for guard in guards for one in GUARDS[guard]):
            off: AbstractContextManager[Any] = patch.object(where, name, instead)
            stack.enter_context(off)
        yield


@contextmanager
def watched() -> Iterator[set[str]]:
    """The guards without which something would have gone another way: a round in which a guard says nothing is the same
    without it. All stay switched on.
    """
    acting: set[str] = set()
    with ExitStack() as stack:
        for guard, offs in GUARDS.items():
            for where, name, instead in offs:
                watch = _Watch(guard, acting, getattr(where, name), instead)
                on: AbstractContextManager[Any] = patch.object(where, name, watch.method)
                stack.enter_context(on)
        yield acting


class _Watch:
    """Asks a guard, and what takes its place when it is switched off, and compares what they say or do."""

    def __init__(self, guard: str, acting: set[str], asked: Callable[..., Any], instead: Callable[..., Any]) -> None:
        self._guard, self._acting, self._asked, self._instead = guard, acting, asked, instead
        self.method = lambda *given, **named: self._ask(tuple(map(_kept, given)), named)

    def _ask(self, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if self._guard in self._acting:
            return self._asked(*given, **named)
        before = _lengths(given)
        try:
            answer = _kept(self._asked(*given, **named))
        except Exception:
            self._acting.add(self._guard)
            raise
        other = answer if answer is None else _kept(self._instead(*given, **named))
        same = answer == other and other is not ANY
        if not same or (answer is None and (before is None or _lengths(given) != before)):
            self._acting.add(self._guard)
        return iter(answer) if isinstance(answer, _Kept) else answer


class _Kept(tuple[Any, ...]):
    """What an iterator gave."""


def _kept(value: Any) -> Any:
    return _Kept(value) if isinstance(value, Iterator) else value


def _lengths(given: Sequence[Any]) -> list[int] | None:
    """How much the reader that a guard reports to has noted; None where it reports to none."""
    notes = [getattr(given[0], name, None) for name in ("problems", "others")] if given else []
    return [len(one) for one in notes if one is not None] or None
