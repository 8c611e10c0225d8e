"""explain: why a finding exists and what to do about it, as the manual says it. Reads nothing but `words`."""

import difflib
from collections.abc import Iterable
from typing import Any

from kosei_xl.values.refusals import WrongCall
from kosei_xl.words.codes import Code
from kosei_xl.words.explanations import EXPLANATIONS, STAGES
from kosei_xl.words.findings import CODES, SEVERITY_LABELS
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded
from kosei_xl.words.shorten import with_dots

_NEAR = 5


def codes_asked(asked: Iterable[str]) -> tuple[Code, ...]:
    """The codes as people type them (K405, k405, 405, Ｋ４０５); all of them for none.

    Raises WrongCall, with the codes that begin with it or look most like it, for one that there is not.
    """
    found = []
    for text in asked:
        wanted = folded(text).upper()
        wanted = wanted if wanted.startswith("K") else f"K{wanted}"
        if wanted not in CODES:
            stage = [code for code in CODES if code.startswith(wanted[:2])]
            alike = difflib.get_close_matches(wanted, stage or list(CODES), len(CODES), cutoff=0.0 if stage else 0.5)
            near = sorted(alike, key=lambda code: not code.startswith(wanted))[:_NEAR]
            raise WrongCall(told("no_such_code", text=text, near="、".join(near) or "－"))
        found.append(Code(wanted))
    return tuple(found) or tuple(sorted(Code))


def explanation_lines(codes: Iterable[Code]) -> tuple[Message, ...]:
    """Each finding with why it exists, what to do and where the manual has it."""
    lines: list[Message] = []
    for code in codes:
        why = EXPLANATIONS[code]
        lines += [
            _head(code),
            told("explain_why", why=Message(why.why, why.why_en)),
            told("explain_do", do=Message(why.do, why.do_en)),
            told("explain_place", code=code),
        ]
    return tuple(lines)


def list_of_codes() -> tuple[Message, ...]:
    """All findings, a line each, below the stage they belong to."""
    lines: list[Message] = []
    for ja, en, codes in STAGES.values():
        lines += [Message(f"〔{ja}〕", f"[{en}]"), *map(_head, map(Code, sorted(codes)))]
    return (*lines, told("explain_how"))


def explanations_json(codes: Iterable[Code], lang: str) -> dict[str, Any]:
    """The same for programs: code, severity, message with … for what it names, why and do."""
    said = {code: (CODES[code], EXPLANATIONS[code]) for code in codes}
    english = lang == "en"
    return {
        "findings": [
            {
                "code": str(code),
                "severity": kind.severity.value,
                "message": with_dots(kind.en if english else kind.ja),
                "why": why.why_en if english else why.why,
                "do": why.do_en if english else why.do,
            }
            for code, (kind, why) in said.items()
        ]
    }


def _head(code: Code) -> Message:
    kind = CODES[code]
    return Message(
        f"{code} {SEVERITY_LABELS[kind.severity]}：{with_dots(kind.ja)}",
        f"{code} {kind.severity.value}: {with_dots(kind.en)}",
    )
