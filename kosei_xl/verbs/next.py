"""next: the next reporting point of a plan, with what would be typed again."""

import datetime as dt
from pathlib import Path

from kosei_xl.collect.next_point import Begun, begin, point_after, results_of_before
from kosei_xl.make import fill
from kosei_xl.make.master import column_cells, make_indicators, make_ledger, point_cells
from kosei_xl.make.writable import for_writing
from kosei_xl.read.names import names_of_parts
from kosei_xl.read.years import headings_of_other_years
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.labels import label_of
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.refusals import WrongCall
from kosei_xl.values.sheet_values import MasterSheets, RowValues, SheetValues
from kosei_xl.values.shown_before import was_asked
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import disk
from kosei_xl.verbs.close import refuse_ended
from kosei_xl.verbs.keying import write_master
from kosei_xl.verbs.opening import Findings, Say, open_master, silent, template_of
from kosei_xl.words import terms
from kosei_xl.words.messages import told
from kosei_xl.workbook.book import read_book

_NOT_PARTS = (*terms.MASTER_SHEETS.keys() - {terms.PARTS_SHEET}, *terms.HIDDEN_SHEETS)


def begin_next(
    path: Path,
    *,
    label: str | None = None,
    date: dt.date | None = None,
    due: dt.date | None = None,
    say: Say = silent,
) -> tuple[Begun, Findings]:
    """Add the reporting point after the last one to a master, and carry over what departments would type again.

    What is given stands in place of what the point of its kind before suggests. Says what was carried; the findings are
    K446 for headings of another year. One writer: the master is locked, written whole, and the one before is kept.
    Raises WrongCall for a plan without a point, whose period has ended, that ended before, and for a date that is not
    later.
    """
    with disk.locked(path):
        ready = for_writing(open_master(path), template_of(None, "master.xlsx"))
        book, plan = ready.book, ready.book.plan
        if not plan.points:
            raise WrongCall(told("next_no_point", sheet=terms.POINTS_SHEET))
        last = max(plan.points, key=lambda one: one.date)
        refuse_ended(book)
        given = {name: value for name, value in (("label", label), ("date", date), ("due", due)) if value is not None}
        point = point_after(plan, last).model_copy(update=given)
        if point.date <= last.date:
            raise WrongCall(told("next_not_later", date=point.date, last=last.label, last_date=last.date))
        if point.fiscal_year > plan.period_end:
            raise WrongCall(told("next_period_over", end=plan.period_end, label=point.label))
        longer = plan.with_points((*plan.points, point))
        begun = begin(longer, book.ledger.value, point, last)
        sheets = {
            terms.LEDGER_SHEET: make_ledger(longer, begun.ledger),
            terms.INDICATORS_SHEET: make_indicators(longer, begun.ledger),
        }
        row = SheetValues(rows=(RowValues(None, point_cells(point)),), fit=False)
        added, shown = {terms.POINTS_SHEET: row}, results_of_before(plan)
        if shown is not None:
            part = names_of_parts(read_book(book.data, path.name, OFFICE_LIMITS, without=_NOT_PARTS)).get(shown.part)
            added[terms.COLUMNS_SHEET] = SheetValues(rows=(RowValues(None, column_cells(shown, part)),), fit=False)
        made = fill.update_master(book.data, longer, MasterSheets(sheets, added))
        data = fill.offer_words(made.data, terms.ITEMS_SHEET, "state", terms.ITEM_STATES.values())
        for key in ("items", "kind"):
            data = fill.offer_words(data, terms.PARTS_SHEET, key, terms.CHOICES[key].values())
        write_master(ready, data, say)
    say(told("next_made", point=point.label, date=point.date, due=point.due or terms.BLANK))
    for name, count in begun.carried.items():
        what = terms.INDICATORS_SHEET if name == "indicator" else label_of(plan, name)
        say(told("next_carried", what=what, count=count, last=last.label))
    if not begun.carried:
        say(told("next_carried_nothing", last=last.label))
    if shown is not None:
        say(told("next_shows_before", what=label_of(plan, shown.key), sheet=terms.COLUMNS_SHEET))
    asked = sum(was_asked(Standing(longer, point, begun.ledger), line) for line in longer.lines)
    if asked:
        say(told("next_asked", count=asked, last=last.label))
    stale = tuple(headings_of_other_years(Outcome(longer, book.at), point))
    return begun, Findings(stale, read=1)
