"""rules: the rules of meaning with what they find and what they leave alone. Reads nothing but `words`."""

from collections.abc import Iterable
from typing import Any

from kosei_xl.verbs.explain import codes_asked
from kosei_xl.verbs.telling import not_run_lines
from kosei_xl.words.codes import Code
from kosei_xl.words.explanations import EXPLANATIONS
from kosei_xl.words.findings import CODES, SEVERITY_LABELS
from kosei_xl.words.meaning import AUDIENCES, GROUPS, MEANING, Meaning, example_text
from kosei_xl.words.messages import Message, told
from kosei_xl.words.sense.morphemes import available
from kosei_xl.words.shorten import with_dots


def rules_asked(asked: Iterable[str]) -> tuple[Code, ...]:
    """The rules of the codes that people type, all of them for none; codes of other findings are left out.

    Raises WrongCall for a code that there is not.
    """
    wanted = tuple(asked)
    found = codes_asked(wanted) if wanted else tuple(MEANING)
    return tuple(code for code in found if code in MEANING)


def rule_lines(codes: Iterable[Code]) -> tuple[Message, ...]:
    """Each rule below its group: severity, who hears of it, message, reason, what it finds and what it leaves alone.

    At the end those that are not run, with the reason.
    """
    asked = tuple(codes)
    lines: list[Message] = []
    for group, (ja, en) in GROUPS.items():
        own = [code for code in asked if MEANING[code].group == group]
        if own:
            lines.append(Message(f"〔{ja}〕", f"[{en}]"))
        for code in own:
            lines += _rule(code, MEANING[code])
    return (*lines, told("rules_how"), *not_run_lines())


def _rule(code: Code, rule: Meaning) -> Iterable[Message]:
    kind, why = CODES[code], EXPLANATIONS[code]
    audience, hears = AUDIENCES[rule.audience]
    yield Message(
        f"{code} {SEVERITY_LABELS[kind.severity]}（{audience}）：{with_dots(kind.ja)}",
        f"{code} {kind.severity.value} ({hears}): {with_dots(kind.en)}",
    )
    yield told("explain_why", why=Message(why.why, why.why_en))
    yield told("rule_fires", text=example_text(rule.fires))
    yield told("rule_near", text=example_text(rule.near))
    if rule.survey:
        yield told("rule_in_survey")


def rules_json(codes: Iterable[Code], lang: str) -> dict[str, Any]:
    """The same for programs: code, group, severity, audience, since, whether surveys say it and it is run, why …"""
    english = lang == "en"
    return {
        "rules": [
            {
                "code": str(code),
                "group": rule.group,
                "severity": CODES[code].severity.value,
                "audience": rule.audience,
                "since": rule.since,
                "in_survey": rule.survey,
                "runs": not rule.extra or available(),
                "message": with_dots(CODES[code].en if english else CODES[code].ja),
                "why": EXPLANATIONS[code].why_en if english else EXPLANATIONS[code].why,
                "finds": rule.fires,
                "leaves": rule.near,
            }
            for code, rule in ((code, MEANING[code]) for code in codes)
        ]
    }
