"""Texts with placeholders -> sentences built from the figures, so that no sentence can disagree with the table.

Placeholders stand in braces ({件数}, {S}, {評価文} …); a clause in [[…]] is left out when every number in it is zero.
What stands between {分野ごと} and {/分野ごと} is repeated for each policy area (see `outline`).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from kosei_xl.collect.summarize import Summary
from kosei_xl.report import prose
from kosei_xl.report.outline import REVISION_NAME, Outline
from kosei_xl.values.model import Plan, PolicyArea, ReportingPoint
from kosei_xl.values.revision import Revision
from kosei_xl.words import terms
from kosei_xl.words.amounts import POINT_WORDS, points_texts
from kosei_xl.words.notation import (
    DIGIT_WORDS,
    DigitStyle,
    counts_text,
    date_text,
    digits,
    digits_in,
    fiscal_year_text,
    wide,
)
from kosei_xl.words.placeholders import FORMER_PLACEHOLDERS
from kosei_xl.words.years import without_era

_PLACEHOLDER = re.compile(r"\{([^{}\n]+)\}")
_CONTENTS = "目次"
_CLAUSE = re.compile(r"\[\[(.*?)\]\]", re.S)
_BULLET = re.compile(r"[ 　・○●◎◇◆□■－-]*")
_NO_LINE = "\0"
"""Marks a line of examples that has none; such a line is not printed."""


@dataclass(slots=True)
class Wording:
    """The words and numbers of one report.

    `unknown` collects placeholders that mean nothing, `without_before` those that need the plan's former version.
    `area` is the policy area that a text is being repeated for.
    """

    plan: Plan
    point: ReportingPoint
    summary: Summary
    unknown: set[str] = field(default_factory=set)
    revision: Revision | None = None
    area: PolicyArea | None = None
    without_before: set[str] = field(default_factory=set)
    _known: Mapping[str, int] | None = field(default=None, init=False, repr=False, compare=False)
    """`_known_numbers` once they were asked for, as each text with a placeholder does."""

    @property
    def outline(self) -> Outline:
        """What can be asked for of the plan itself, the area at hand and the revision."""
        return Outline(self.plan, self.area, self.revision)

    @property
    def numbers(self) -> Mapping[str, int]:
        """Placeholders that stand for a count; a rating that is called like another of them is meant itself."""
        scale = self.summary.scale
        others = {rating.code: 0 for rating in self.plan.ratings}
        return {**self._usual_numbers, **others, **{code: self.summary.total(code).rows for code in scale.codes}}

    @property
    def _usual_numbers(self) -> Mapping[str, int]:
        """Those that every plan knows, whatever its ratings are called."""
        return {
            "件数": self.summary.all_items.rows,
            "実件数": self.summary.all_items.distinct,
            "対象外件数": self.summary.unrated,
            "再掲": self.summary.repeats,
            "遅れ": self.summary.behind.rows,
            "未記入": sum(count.rows for count in self.summary.missing.values()),
            "分野数": len(self.plan.tree.lowest),
            **self.outline.numbers(),
            **dict(self._counts_of_areas()),
        }

    @property
    def _known_numbers(self) -> Mapping[str, int]:
        """The same with the names that were in use before."""
        if self._known is None:
            usual = self._usual_numbers
            self._known = {former: usual[name] for former, name in FORMER_PLACEHOLDERS.items()} | {**self.numbers}
        return self._known

    def _counts_of_areas(self) -> Iterator[tuple[str, int]]:
        """{分野:S} and {基本方針:S}: how often a rating was given in an area, and {分野:未記入}."""
        for name, area in self.outline.named_areas().items():
            inside = self.summary.within(self.plan, area.id)
            yield from ((f"{name}:{code}", count.rows) for code, count in inside.given.items())
            yield f"{name}:未記入", inside.missing.rows

    @property
    def dates(self) -> Mapping[str, Callable[[DigitStyle | None], str]]:
        """Placeholders that stand for a year or a day, in the digit style that was asked for or in the plan's."""
        point, usual, era = self.point, self.plan.style.digits_text, self.plan.style.era_text

        def year(style: DigitStyle | None) -> str:
            own = usual if era == "kanji" else None
            return fiscal_year_text(point.fiscal_year, style or own, era=era, as_of=point.date)

        def bare_year(style: DigitStyle | None) -> str:
            return without_era(fiscal_year_text(point.fiscal_year, style or usual, as_of=point.date))

        return {
            "年度": year,
            "略時点": lambda style: without_era(digits_in(point.label, style or usual)),
            "略年度": bare_year,
            "時点日": lambda style: date_text(point.date, style or usual),
            "時点月末": lambda style: f"{date_text(point.date, style or usual).partition('月')[0]}月末",
        }

    @property
    def words(self) -> Mapping[str, Callable[[], str]]:
        """Placeholders that stand for words, made when they are used."""
        plan, style = self.plan, self.plan.style
        own = style.digits_text if style.era_text == "kanji" else None

        def period() -> str:
            years = (plan.period_start, plan.period_end)
            return "～".join(fiscal_year_text(year, own, era=style.era_text) for year in years)

        return {
            "計画名": lambda: plan.name,
            "計画期間": period,
            "時点": lambda: self.point.label,
            "分野": lambda: style.area_term,
            "項目": lambda: style.item_term,
            "団体名": lambda: style.organization,
            "事務局": lambda: style.office,
            "時点種別": lambda: terms.POINT_KIND_LABELS[self.point.kind],
            "再掲注記": self.repeat_notes,
            _CONTENTS: self.contents,
            "評価文": self.rating_sentence,
            **{
                f"{name}評価文": partial(self.rating_sentence, area.id)
                for name, area in self.outline.named_areas().items()
            },
            **{name: partial(self._points, which) for which, name in enumerate(POINT_WORDS)},
        }

    def _points(self, which: int) -> str:
        """得点, 満点 or 得点率 of all areas; 「―」 for a scale without points."""
        return points_texts(self.summary.points())[which]

    def rating_sentence(self, area_id: str | None = None) -> str:
        """「１項目が「予定以上に進捗」、…」 in the order of the scale; zeros left out where the plan says so.

        Of an area with all below it, or of the whole plan for None.
        """
        style, inside = self.plan.style, self.summary.within(self.plan, area_id)
        counts = [(rating.label, inside.given[rating.code].rows) for rating in self.summary.shown()]
        shown = [(label, count) for label, count in counts if count or style.zero_ratings_in_sentence]
        return counts_text(shown, style.counter, style.digits_text, inside.missing.rows)

    def repeat_notes(self) -> str:
        """A line for each repeated listing: 「※No.29「…」はNo.15の再掲」."""
        plan = self.plan
        lines = []
        for item in plan.items_in_order:
            if item.repeats is not None:
                note = plan.style.repeat_note.replace("{No}", item.no).replace("{名称}", item.name)
                lines.append(note.replace("{元No}", plan.item_by_key[item.repeats].no))
        return "\n".join(lines)

    def contents(self) -> str:
        """A line for each 資料番号 with the title of its first part: 「資料１　進捗状況の概要」."""
        titles: dict[str, str] = {}
        for part in self.plan.parts:
            if part.doc_no and part.kind != "form" and part.role != "cover" and (part.title or part.sheet):
                # a title that holds the contents itself would have no end
                title = "" if f"{{{_CONTENTS}}}" in part.title else self.fill(part.title)
                titles.setdefault(part.doc_no, title or part.sheet)
        return "\n".join(f"{number}　{title}" for number, title in titles.items())

    def legend(self, shape: Sequence[str] = (), style: DigitStyle | None = None) -> str | None:
        """A line for each rating with a legend: 「Ｓ：…」.

        `shape` 「」 puts the letters in brackets, 一行 all on one line; the style "half" writes them in half width.
        """
        if not {"「」", "一行"}.issuperset(shape):
            return None
        lines = []
        for rating in self.summary.scale.ratings:
            letter = rating.code if style == "half" else wide(rating.code)
            head = f"「{letter}」：" if "「」" in shape else f"{letter}{':' if style == 'half' else '：'}"
            lines += [f"{head}{rating.legend}"] * bool(rating.legend)
        return ("　" if "一行" in shape else "\n").join(lines)

    @property
    def legend_heads(self) -> tuple[str, ...]:
        """How a line of the legend may begin, for each rating of the point's scale."""
        letters = dict.fromkeys(letter for code in self.summary.scale.codes for letter in (code, wide(code)))
        heads = [head for letter in letters for head in (letter, f"「{letter}」")]
        return tuple(head + colon for head in heads for colon in ("：", ":"))

    def fill(self, text: str) -> str:
        """A text with its placeholders filled in; an unknown one stays as it is and is remembered in `unknown`."""
        filled = "".join(wording._filled(piece) for wording, piece in self._by_area(text))
        return filled if text.endswith("\n") else filled.removesuffix("\n")

    def _by_area(self, text: str) -> Iterator[tuple["Wording", str]]:
        """The pieces of a text with the wording that fills each: what is said for each area, once for each."""
        for piece, areas in self.outline.blocks(text):
            if areas is None:
                yield self, piece
            for area in areas or ():
                yield from replace(self, area=area)._by_area(piece)

    def _filled(self, text: str) -> str:
        if "{" not in text and "[[" not in text:  # most titles and texts: no figure needs to be counted for them
            return text
        numbers = self._known_numbers

        def count(asked: str) -> tuple[int, DigitStyle] | None:
            name, style = _with_style(asked)
            return (numbers[name], style or self.plan.style.digits_text) if name in numbers else None

        def clause(found: re.Match[str]) -> str:
            asked = _PLACEHOLDER.findall(found[1])
            counts = [counted[0] for one in asked if (counted := count(one))]
            if _CONTENTS in asked:  # asked for only then: it fills titles, which may have such clauses themselves
                counts.append(len(self.contents()))
            return found[1] if not counts or any(counts) else ""

        def placeholder(found: re.Match[str]) -> str:
            counted = count(found[1])
            if counted is not None:
                return digits(*counted)
            words = self.words
            if found[1] in words:
                return words[found[1]]()
            asked, style = _with_style(found[1])
            dates = self.dates
            if asked in dates:
                return dates[asked](style)
            name, *arguments = asked.split(":")
            legend = self.legend(arguments, style) if name == "凡例" else None
            lines = self.outline.text(name, arguments, style) if legend is None else legend
            if lines is not None:
                return _in_line(lines, found)
            named = name.startswith(REVISION_NAME) and self.revision is None
            (self.without_before if named else self.unknown).add(found[1])
            return found[0]

        filled = _PLACEHOLDER.sub(placeholder, _CLAUSE.sub(clause, text))
        return "\n".join(line for line in filled.split("\n") if _NO_LINE not in line)


def _with_style(asked: str) -> tuple[str, DigitStyle | None]:
    """A placeholder without the digit style that it ends with, and that style."""
    name, _, last = asked.rpartition(":")
    return (name, DIGIT_WORDS[last]) if name and last in DIGIT_WORDS else (asked, None)


def _in_line(words: str, found: re.Match[str]) -> str:
    """Words of several lines where they stand: a bullet before them goes before each line; a table's cell holds all."""
    start = found.string.rfind("\n", 0, found.start()) + 1
    before, line = found.string[start : found.start()], found.string[start:].partition("\n")[0]
    cell = prose.last_cell(before)
    if not words and found[1].startswith("項目例") and line == before + found[0] == cell + found[0]:
        return _NO_LINE if _BULLET.fullmatch(cell) else ""
    bullet = cell if _BULLET.fullmatch(cell) else ""
    return words.replace("\n", ("<br>" if prose.has_cells(line) else "\n") + bullet)
