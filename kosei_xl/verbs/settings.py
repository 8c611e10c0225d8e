"""What is wrong with the settings of a master, whoever asks: `check` tells it, `distribute` refuses to go on."""

from kosei_xl.collect.acknowledged import answered
from kosei_xl.read.master import Master
from kosei_xl.report.placeholders import placeholder_findings
from kosei_xl.values.diagnostics import Diagnostic, Outcome, has_errors, sort_diagnostics
from kosei_xl.values.refusals import UnfitSettings
from kosei_xl.words import terms
from kosei_xl.words.findings import Severity


def settings_findings(book: Master) -> tuple[Diagnostic, ...]:
    """The findings about settings that reading the master did not give: placeholders that mean nothing (K504)."""
    return placeholder_findings(Outcome(book.plan, book.at))


def refuse_unfit(book: Master) -> None:
    """Raise UnfitSettings, with the errors of the settings, where the office has not let all of them stand.

    The sheets of records are none: the program writes them itself, and makes them anew where they are gone.
    """
    typed = [one for one in book.of_plan if one.at is None or one.at.sheet not in terms.HIDDEN_SHEETS]
    found = answered(book.plan, (*book.missing, *typed, *settings_findings(book)), book.answers).diagnostics
    if has_errors(found):
        errors = [one for one in found if one.severity is Severity.ERROR and one.acknowledged is None]
        raise UnfitSettings(book.path.name, sort_diagnostics(errors))
