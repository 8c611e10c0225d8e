"""distribute: a survey workbook for each department."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from kosei_xl.collect.carried import with_years_before
from kosei_xl.make import fill
from kosei_xl.make.handed_out import handed_out
from kosei_xl.make.master import make_ledger
from kosei_xl.make.registers import make_stored
from kosei_xl.make.survey import Survey, make_survey
from kosei_xl.make.writable import for_writing
from kosei_xl.read.imprint import imprint_of
from kosei_xl.read.master import Master, point_here
from kosei_xl.values.labels import point_in_file_names
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import Plan, ReportingPoint, Respondent
from kosei_xl.values.refusals import WrongCall
from kosei_xl.values.sheet_values import MasterSheets
from kosei_xl.values.shown_before import with_shown_before
from kosei_xl.values.standing import Standing
from kosei_xl.values.stored import HandedOut
from kosei_xl.verbs import disk
from kosei_xl.verbs.keying import write_master
from kosei_xl.verbs.opening import Say, file_name, open_master, silent, template_of
from kosei_xl.verbs.settings import refuse_unfit
from kosei_xl.words import terms
from kosei_xl.words.messages import told
from kosei_xl.workbook.book import read_book


def distribute(
    path: Path,
    point_key: str,
    out: Path,
    say: Say = silent,
    *,
    template: Path | None = None,
    by_bureau: bool = False,
) -> tuple[Path, ...]:
    """Make one survey workbook for each department that has something to answer, into the folder `out`.

    With `by_bureau` one for each 部, with the rows of all its departments; departments without a 部 get their own.
    `template` is the city's own restyled department.xlsx. Raises UnfitSettings, and writes nothing, for
    settings that cannot be obeyed, WrongCall where a workbook of that name with other content is there: somebody may
    have filled it in. What is handed out goes into the master first (配布記録; backup `.bak`), and with it row keys
    that new items were given: surveys are known by them. Without that none is handed out. A master of a former format
    becomes one of now (`keying`), and values of single years stand in the ledger as at the point before. The same
    surveys again change nothing.
    """
    with disk.locked(path):
        ready = for_writing(open_master(path), template_of(None, "master.xlsx"))
        refuse_unfit(ready.book)
        point = point_here(ready.book, point_key)
        if ready.book.standing(point).closed:
            raise WrongCall(told("closed_point", point=point.label, what=told("closed_no_surveys")))
        ledger = with_years_before(ready.book.standing(point))
        standing = with_shown_before(ready.book.standing(point).with_ledger(ledger))
        records = _Records(ready.book)
        made = _surveys(standing, out, say, template, records, by_bureau=by_bureau)
        data = _recorded(ready.book, records.new, ledger)
        if data != ready.stored.data:
            write_master(ready, data, say)
        for target, workbook in made.items():
            disk.write(target, workbook)
    return tuple(made)


class _Records:
    """The records of surveys that a master has not handed out yet just as they are, in `new`."""

    def __init__(self, book: Master) -> None:
        known = book.registers.handed_out
        self._plan = book.plan
        self._there = {(one.point, one.dept_code, one.sha256) for one in known}
        self._last = max((one.number for one in known), default=0)
        self.new: list[HandedOut] = []

    def take(self, survey: Survey, name: str, workbook: bytes) -> None:
        """Record a survey and its workbook, called `name`; what the survey was made from need not be kept."""
        number = self._last + len(self.new) + 1
        sha256 = hashlib.sha256(workbook).hexdigest()
        if (survey.identity["point"], survey.respondent.code, sha256) not in self._there:
            given = imprint_of(read_book(workbook, name))
            self.new.append(handed_out(self._plan, survey, number, file=name, sha256=sha256, given=given))


def _recorded(book: Master, records: Sequence[HandedOut], ledger: Ledger) -> bytes:
    """The master with these records, and with the ledger."""
    carried = ledger is not book.ledger.value
    if not records and not carried:
        return book.data
    sheets = MasterSheets(
        {terms.LEDGER_SHEET: make_ledger(book.plan, ledger)} if carried else {},
        {terms.HANDED_OUT_SHEET: make_stored(records)},
    )
    return fill.update_master(book.data, book.plan, sheets, template=template_of(None, "master.xlsx")).data


def _surveys(
    standing: Standing, out: Path, say: Say, template: Path | None, records: _Records, *, by_bureau: bool
) -> dict[Path, bytes]:
    plan, point = standing.plan, standing.point
    form = template_of(template, "department.xlsx")
    restyled = fill.restyled_columns(form, template_of(None, "department.xlsx")) if template is not None else ()
    respondents = plan.respondents(by_bureau=by_bureau)
    if not respondents:
        raise WrongCall(told("nobody_answers"))
    made: dict[Path, bytes] = {}
    for number, respondent in enumerate(respondents, 1):
        target = out / survey_file_name(plan, respondent, point)
        if target in made:
            raise WrongCall(told("same_file_name", name=target.name))
        survey = make_survey(standing, respondent)
        made[target] = fill.fill_survey(form, plan, survey, restyled)
        if target.exists() and disk.read(target) != made[target]:
            raise WrongCall(told("survey_differs", path=target))
        records.take(survey, target.name, made[target])
        say(told("survey", number=number, count=len(respondents), name=target.name))
    return made


def survey_file_name(plan: Plan, respondent: Respondent, point: ReportingPoint) -> str:
    """The file name of a department's survey by the plan's pattern; characters that Windows refuses become "_"."""
    values = {
        "部署番号": terms.BUREAU if respondent.is_bureau else respondent.code,
        "課名": respondent.name,
        "部名": respondent.bureau or "",
        "時点": point_in_file_names(point),
        "計画名": plan.name,
    }
    name = plan.style.file_name
    for key, value in values.items():
        name = name.replace("{" + key + "}", value)
    return f"{file_name(name.removesuffix('.xlsx'))}.xlsx"
