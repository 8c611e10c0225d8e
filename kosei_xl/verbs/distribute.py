"""distribute: a survey workbook for each department."""

from pathlib import Path

from kosei_xl.make import fill
from kosei_xl.make.survey import make_survey
from kosei_xl.values.model import Plan, ReportingPoint, Respondent
from kosei_xl.verbs import disk
from kosei_xl.verbs.keying import with_row_keys, write_master
from kosei_xl.verbs.opening import Master, Say, WrongCall, file_name, open_master, point_of, silent, template_of
from kosei_xl.words import terms
from kosei_xl.words.messages import told


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
    `template` is the city's own restyled department.xlsx. Raises WrongCall, and writes nothing, where a workbook of
    that name with other content is there: somebody may have filled it in. Row keys that new items were given go into
    the master first (backup `.bak`): surveys are known by them, so that without them none is handed out.
    """
    with disk.locked(path):
        stored = open_master(path)
        book = with_row_keys(stored)
        made = _surveys(book, point_key, out, say, template=template, by_bureau=by_bureau)
        if stored.keyless:
            write_master(stored, book.data, say)
        for target, data in made.items():
            disk.write(target, data)
    return tuple(made)


def _surveys(
    book: Master, point_key: str, out: Path, say: Say, *, template: Path | None, by_bureau: bool
) -> dict[Path, bytes]:
    plan, point = book.plan, point_of(book.plan, point_key)
    form = template_of(template, "department.xlsx")
    respondents = plan.respondents(by_bureau=by_bureau)
    if not respondents:
        raise WrongCall(told("nobody_answers"))
    made: dict[Path, bytes] = {}
    for number, respondent in enumerate(respondents, 1):
        target = out / survey_file_name(plan, respondent, point)
        if target in made:
            raise WrongCall(told("same_file_name", name=target.name))
        survey = make_survey(book.standing(point), respondent)
        made[target] = fill.fill_survey(form, plan, survey)
        if target.exists() and disk.read(target) != made[target]:
            raise WrongCall(told("survey_differs", path=target))
        say(told("survey", number=number, count=len(respondents), name=target.name))
    return made


def survey_file_name(plan: Plan, respondent: Respondent, point: ReportingPoint) -> str:
    """The file name of a department's survey by the plan's pattern; characters that Windows refuses become "_"."""
    values = {
        "部署番号": terms.BUREAU if respondent.is_bureau else respondent.code,
        "課名": respondent.name,
        "部名": respondent.bureau or "",
        "時点": point.short_label or point.label,
        "計画名": plan.name,
    }
    name = plan.style.file_name
    for key, value in values.items():
        name = name.replace("{" + key + "}", value)
    return f"{file_name(name.removesuffix('.xlsx'))}.xlsx"
