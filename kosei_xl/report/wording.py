"""Texts with placeholders -> sentences built from the figures, so that no sentence can disagree with the table.

Placeholders stand in braces ({件数}, {S}, {評価文} …); a clause in [[…]] is left out when every number in it is zero.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kosei_xl.model import Plan, ReportingPoint
from kosei_xl.notation import DigitStyle, date_text, digits, fiscal_year_text, wide
from kosei_xl.summarize import Summary

_PLACEHOLDER = re.compile(r"\{([^{}\n]+)\}")
DIGIT_WORDS: Mapping[str, DigitStyle] = {"全角": "full", "半角": "half", "混在": "mixed"}
"""Digit styles that a placeholder may ask for: {件数:全角}."""
_ERA = re.compile(r"^(?:昭和|平成|令和)")
_CLAUSE = re.compile(r"\[\[(.*?)\]\]", re.S)


@dataclass(slots=True)
class Wording:
    """The words and numbers of one report; `unknown` collects placeholders that mean nothing."""

    plan: Plan
    point: ReportingPoint
    summary: Summary
    unknown: set[str] = field(default_factory=set)

    @property
    def numbers(self) -> Mapping[str, int]:
        """Placeholders that stand for a count."""
        counts = {code: self.summary.total(code).rows for code in self.plan.rating_by_code if code in self._counted}
        return {
            "件数": self.summary.all_items.rows,
            "実件数": self.summary.all_items.distinct,
            "対象外件数": self.summary.unrated,
            "再掲": self.summary.repeats,
            "未記入": sum(count.rows for count in self.summary.missing.values()),
            "分野数": len(self.plan.areas),
            **counts,
        }

    @property
    def _counted(self) -> frozenset[str]:
        return frozenset(rating.code for rating in self.plan.ratings if rating.counted)

    @property
    def dates(self) -> Mapping[str, Callable[[DigitStyle], str]]:
        """Placeholders that stand for a year or a day, in a digit style."""
        point = self.point
        return {
            "年度": lambda style: fiscal_year_text(point.fiscal_year, style, as_of=point.date),
            "時点日": lambda style: date_text(point.date, style),
            "時点月末": lambda style: f"{date_text(point.date, style).partition('月')[0]}月末",
        }

    @property
    def words(self) -> Mapping[str, Callable[[], str]]:
        """Placeholders that stand for words, made when they are used."""
        plan, style = self.plan, self.plan.style
        start, end = (fiscal_year_text(year, "half") for year in (plan.period_start, plan.period_end))
        return {
            "計画名": lambda: plan.name,
            "略時点": lambda: _without_era(self.point.label),
            "略年度": lambda: _without_era(self.dates["年度"](style.digits_text)),
            "計画期間": lambda: f"{start}～{end}",
            "時点": lambda: self.point.label,
            "分野": lambda: style.area_term,
            "項目": lambda: style.item_term,
            "団体名": lambda: style.organization,
            "事務局": lambda: style.office,
            "再掲注記": self.repeat_notes,
            "凡例": self.legend,
            "評価文": self.rating_sentence,
        }

    def rating_sentence(self) -> str:
        """「１項目が「予定以上に進捗」、…」 in the order of the scale; zeros left out where the plan says so."""
        style = self.plan.style
        parts = []
        for rating in self.plan.ratings:
            count = self.summary.total(rating.code).rows if rating.counted else 0
            if rating.counted and (count or style.zero_ratings_in_sentence):
                parts.append(f"{digits(count, style.digits_text)}{style.counter}が「{rating.label}」")
        missing = self.numbers["未記入"]
        if missing:
            parts.append(f"{digits(missing, style.digits_text)}{style.counter}が未記入")
        return "、".join(parts)

    def repeat_notes(self) -> str:
        """A line for each repeated listing: 「※No.29「…」はNo.15の再掲」."""
        plan = self.plan
        lines = []
        for item in plan.items:
            if item.repeats is not None:
                note = plan.style.repeat_note.replace("{No}", item.no).replace("{名称}", item.name)
                lines.append(note.replace("{元No}", plan.item_by_key[item.repeats].no))
        return "\n".join(lines)

    def legend(self) -> str:
        """A line for each rating with a legend: 「Ｓ：…」."""
        return "\n".join(f"{wide(rating.code)}：{rating.legend}" for rating in self.plan.ratings if rating.legend)

    def fill(self, text: str) -> str:
        """A text with its placeholders filled in; an unknown one stays as it is and is remembered in `unknown`."""

        def clause(found: re.Match[str]) -> str:
            asked = (name.partition(":")[0] for name in _PLACEHOLDER.findall(found[1]))
            names = [name for name in asked if name in self.numbers]
            return found[1] if not names or any(self.numbers[name] for name in names) else ""

        def placeholder(found: re.Match[str]) -> str:
            name, _, asked = found[1].partition(":")
            style = DIGIT_WORDS.get(asked, self.plan.style.digits_text)
            if name in self.numbers:
                return digits(self.numbers[name], style)
            if name in self.dates:
                return self.dates[name](style)
            name = found[1]
            if name in self.words:
                return self.words[name]()
            self.unknown.add(name)
            return found[0]

        return _PLACEHOLDER.sub(placeholder, _CLAUSE.sub(clause, text))


def _without_era(text: str) -> str:
    """「26年度」 for 「平成26年度」."""
    return _ERA.sub("", text)
