"""What the rules of meaning look at: every row that was answered, its texts narrowed once, and the table of them."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property

from kosei_xl.collect.rules.answers import AnsweredRow, answers
from kosei_xl.collect.rules.meaning.pairs import Pair
from kosei_xl.later import dataclass
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.labels import label_of
from kosei_xl.values.model import RATING, ROW, Plan, Rating, ReportingPoint, Slot, Submission
from kosei_xl.words.sense.figures import figures
from kosei_xl.words.sense.text import Sentence, narrow, sentences
from kosei_xl.words.shorten import in_one_line, shortened

PLANNED = ("annual_plan",)
"""Fields that tell what was to be done."""
TOLD = ("results", "cause", "next_steps", "issues", "reason")
"""Fields that tell what was done, and what comes of it."""
_QUOTED = 60
_NUMBER = re.compile(r"\d[\d,.]*[百千万億兆]?")
_APART = re.compile("[,.]")


@dataclass(frozen=True)
class Text:
    """A text of a row: its field and slot, as it was typed (`raw`), and narrowed (`plain`)."""

    field: str
    slot: Slot
    raw: str
    plain: str

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences."""
        return tuple(sentences(self.plain))


@dataclass(frozen=True)
class Row:
    """An answered row: its sentences (`prose`), its indicators, and where each text stands."""

    answer: AnsweredRow
    plan: Plan
    point: ReportingPoint
    prose: tuple[Text, ...]

    @property
    def no(self) -> str:
        """The printed number."""
        return self.answer.line.no

    @cached_property
    def rating(self) -> Rating | None:
        """The rating that was given."""
        return self.plan.scale_at(self.point.key).get(self.answer.fields.get(RATING))

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Its indicators, as targets and actuals."""
        return tuple(Pair(slot, fields) for slot, fields in self.answer.indicators.items())

    @cached_property
    def stated(self) -> tuple[Text, ...]:
        """The targets and actuals of its indicators, as texts."""
        return tuple(
            Text(name, pair.slot, pair.fields[name], narrow(pair.fields[name]))
            for pair in self.pairs
            for name in ("target", "actual")
            if name in pair.fields
        )

    @cached_property
    def in_one(self) -> str:
        """All its sentences, narrowed: what stands nowhere here stands in none of its texts."""
        return "\n".join(text.plain for text in self.prose)

    @cached_property
    def raw_in_one(self) -> str:
        """The same as they were typed."""
        return "\n".join(text.raw for text in self.prose)

    def texts(self, fields: Iterable[str]) -> Iterator[Text]:
        """Its sentences in some fields."""
        wanted = frozenset(fields)
        return (text for text in self.prose if text.field in wanted)

    def figures_in(self, fields: tuple[str, ...]) -> frozenset[tuple[Decimal, str]]:
        """The figures of its sentences in some fields, as value and unit; each of its indicators asks for them."""
        if fields not in self._figures:
            told = (one for text in self.texts(fields) for one in figures(text.plain))
            self._figures[fields] = frozenset((one.value, one.unit) for one in told)
        return self._figures[fields]

    def may_say(self, value: Decimal, fields: tuple[str, ...]) -> bool:
        """Whether its sentences in some fields may have a figure: its digits stand there, or others that count more
        than they look like.
        """
        if fields not in self._numbers:
            found = " ".join(_NUMBER.findall("\n".join(text.plain for text in self.texts(fields))))
            self._numbers[fields] = _APART.sub("", found) if found.isascii() else None
        numbers = self._numbers[fields]
        return numbers is None or f"{abs(value):f}".replace(".", "").strip("0") in numbers

    @cached_property
    def _numbers(self) -> dict[tuple[str, ...], str | None]:
        return {}

    @cached_property
    def _figures(self) -> dict[tuple[str, ...], frozenset[tuple[Decimal, str]]]:
        return {}

    def found(self, code: str, text: Text, /, **said: object) -> Diagnostic:
        """A finding at a text."""
        return self.found_at(code, text.field, text.slot, (text.raw,), **said)

    def found_at(
        self, code: str, field: str, slot: Slot, basis: Iterable[str], related: Iterable[str] = (), /, **said: object
    ) -> Diagnostic:
        """A finding at a field; `related` are other fields of the row, `said` what the message names."""
        places = [place for other in related if (place := self.answer.place(other)) is not None]
        quoted = {key: _in_short(value) for key, value in said.items()}
        label = label_of(self.plan, field)
        place = self.answer.place(field, slot)
        return diagnostic(
            code, place, places, item=self.no, point=self.point.key, basis=(field, *basis), label=label, **quoted
        )


def _in_short(value: object) -> object:
    return shortened(in_one_line(value), _QUOTED) if isinstance(value, str) else value


@dataclass(frozen=True)
class AnsweredTexts:
    """All answered rows of a submission; `before` is the reporting point before.

    `whole` is whether the plan is known whole: a survey on its own carries only what its department answers.
    """

    plan: Plan
    point: ReportingPoint
    before: ReportingPoint | None
    rows: tuple[Row, ...]
    whole: bool


def table_of(submission: Outcome[Submission], plan: Plan) -> AnsweredTexts | None:
    """The rows that a submission answers, repeated listings left out: they print their original's texts.

    A cell that has an error already is not looked at. None where the plan does not have the point.
    """
    point = plan.point(submission.value.point)
    if point is None:
        return None
    texts = frozenset(name for name, one in plan.field_by_key.items() if one.type == "text")
    rows = []
    for answer in answers(submission, plan):
        if answer.line.item.repeats is None:
            prose = tuple(
                Text(name, ROW, raw, narrow(raw))
                for name, raw in answer.fields.items()
                if name in texts and not answer.is_silent(name)
            )
            rows.append(Row(answer, plan, point, prose))
    dept = submission.value.dept_code
    whole = dept is None or any(line.answering not in (None, dept) for line in plan.lines)
    return AnsweredTexts(plan, point, plan.point_before(point), tuple(rows), whole)
