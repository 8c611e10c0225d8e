"""What the command line and the buttons have in common: the reader's language, and a finding as one line."""

import os

from kosei_xl.diagnostics import SEVERITY_LABELS, Diagnostic


def language() -> str:
    """ "ja", or "en" where KOSEI_LANG asks for it."""
    return "en" if os.environ.get("KOSEI_LANG", "").lower().startswith("en") else "ja"


def finding_line(problem: Diagnostic, lang: str) -> str:
    """A finding with its place and code."""
    place = f"{problem.at} " if problem.at else ""
    message = problem.message(lang)
    if problem.reason:
        message += f" [answered: {problem.reason}]" if lang == "en" else f"【確認済：{problem.reason}】"
    if lang == "en":
        return f"{problem.severity.value}: {place}{message} ({problem.code})"
    return f"{SEVERITY_LABELS[problem.severity]}：{place}{message}（{problem.code}）"
