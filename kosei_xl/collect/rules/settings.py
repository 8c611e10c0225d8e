"""点検の設定: which findings are used, and which of them departments hear of."""

from collections.abc import Iterable

from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.registers import RuleSetting
from kosei_xl.words.findings import Severity
from kosei_xl.words.meaning import MEANING


def used(problems: Iterable[Diagnostic], rules: Iterable[RuleSetting]) -> tuple[Diagnostic, ...]:
    """The findings without those that are switched off; an error always stays."""
    off = {rule.code for rule in rules if rule.use == "off"}
    return tuple(one for one in problems if one.severity is Severity.ERROR or one.code not in off)


def for_departments(problems: Iterable[Diagnostic], rules: Iterable[RuleSetting]) -> tuple[Diagnostic, ...]:
    """The findings that departments hear of: those whose rule or setting does not keep them in the office."""
    said = {rule.code: rule.use for rule in rules}
    kept: set[str] = {
        code for code, one in MEANING.items() if one.audience == "office" and said.get(code) != "department"
    }
    kept |= {code for code, use in said.items() if use == "office"}
    return tuple(one for one in problems if one.severity is Severity.ERROR or one.code not in kept)
