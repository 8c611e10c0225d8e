"""What the command line and the buttons have in common: the reader's language, and a finding as one line."""

import os
from datetime import date

from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.words.findings import SEVERITY_LABELS
from kosei_xl.words.meaning import EXTRA, MEANING
from kosei_xl.words.messages import Message, in_language, told
from kosei_xl.words.notation import date_text


def language() -> str:
    """ "ja", or "en" where KOSEI_LANG asks for it."""
    return "en" if os.environ.get("KOSEI_LANG", "").lower().startswith("en") else "ja"


def finding_line(problem: Diagnostic, lang: str) -> str:
    """A finding with its place and code, and why it may stand where the office has said so."""
    place = f"{problem.at} " if problem.at else ""
    message = problem.message(lang)
    if problem.acknowledged is not None:
        about = Message(f"{place}{problem.message()}", f"{place}{problem.message('en')}")
        return in_language(told("answered", message=about, code=problem.code, reason=problem.acknowledged), lang)
    if lang == "en":
        return f"{problem.severity.value}: {place}{message} ({problem.code})"
    return f"{SEVERITY_LABELS[problem.severity]}：{place}{message}（{problem.code}）"


def missing_package(error: ImportError) -> Message | None:
    """What to say where another package could not be imported; None where the fault is in our own."""
    package = (error.name or "").partition(".")[0]
    return told("no_package", package=package) if package and package != "kosei_xl" else None


def day_text(day: date) -> Message:
    """「令和8年4月17日」."""
    return Message(date_text(day), day.isoformat())


def not_run_lines() -> tuple[Message, ...]:
    """One line about the rules that are not run because the extra is not installed; none where it is."""
    from kosei_xl.words.sense.morphemes import available  # here, because its patterns are only for who checks

    if available():
        return ()
    codes = "、".join(code for code, rule in MEANING.items() if rule.extra)
    return (told("rules_not_run", codes=codes, extra=EXTRA),)
