"""Texts of 帳票 with their placeholders filled in from the facts: what the printed sentences must say.

Read in one pass from left to right. A text is cut into what is said once and what is said for each area; in each piece
clauses in [[…]] fall away when all that they count is nothing, and every placeholder becomes a number, a date or words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from decimal import ROUND_HALF_UP, Decimal

from kosei_xl.later import dataclass
from kosei_xl.proof.verify.facts import Evidence, Facts, Tally, items_of
from kosei_xl.values.model import Item, Line, Part, PolicyArea
from kosei_xl.values.revision import PlanChange
from kosei_xl.words import terms
from kosei_xl.words.notation import DigitStyle, date_text, digits, fiscal_year_text, fiscal_years_text, numbered, wide
from kosei_xl.words.years import ERAS

_ANY = "分野"
"""Stands for areas of whatever level in the names of placeholders."""
_ASKED = re.compile(r"\{([^{}\n]+)\}")
_STYLES: dict[str, DigitStyle] = {"全角": "full", "半角": "half", "混在": "mixed"}
_PERIOD = re.compile(r"(\d{4})[-～~](\d{4})")
_BULLETS = frozenset(" 　・○●◎◇◆□■－-")
_SEPARATORS = ("\t", "｜")
_REVISION = "見直し"
_CONTENTS = "{目次}"
_MARK = re.compile(r"\0(\d+)\0")
"""Stands in a text being filled before what has origins; taken out at the end."""
_FULL_BRACKETS, _HALF_BRACKETS = ("（", "）"), ("(", ")")


@dataclass(frozen=True, slots=True)
class Filled:
    """A text as it must be printed. `origins` are those of what was filled into each line, by its number from 1."""

    text: str
    origins: Mapping[int, tuple[Evidence, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class PlaceholderFiller:
    """Fills placeholders. `lacks_before` turns true when one asks for a revision that is not given.

    `printed` are the parts of a report that does not have all of the plan's: its contents name these.
    """

    facts: Facts
    lacks_before: bool = False
    printed: Sequence[Part] = ()
    _used: list[tuple[Evidence, ...]] = field(default_factory=list)

    def fill(self, text: str) -> Filled:
        """The text filled in, and what each placeholder was made from."""
        self._used = []
        out = "".join(self._piece(piece, area) for piece, area in self._pieces(text))
        if not text.endswith("\n") and out.endswith("\n"):
            out = out[:-1]
        origins: dict[int, tuple[Evidence, ...]] = {}
        for number, line in enumerate(out.split("\n"), 1):
            for mark in _MARK.findall(line):
                origins[number] = (*origins.get(number, ()), *self._used[int(mark)])
        return Filled(_MARK.sub("", out), origins)

    # -- pieces --------------------------------------------------------------------------------------------------------
    def _pieces(self, text: str, within: PolicyArea | None = None) -> Iterator[tuple[str, PolicyArea | None]]:
        """The text in order; what stands between the marks once for each of its areas, blocks inside blocks too."""
        words = [_ANY, *(self.facts.areas.word(level) for level in range(1, self._most_levels() + 1))]
        while True:
            starts = [(at, word) for word in words if (at := text.find(f"{{{word}ごと}}")) >= 0]
            ends = {word: text.find(f"{{/{word}ごと}}", at) for at, word in starts}
            whole = [(at, word) for at, word in starts if ends[word] >= 0]
            if not whole:
                yield text, within
                return
            start, word = min(whole)
            yield text[:start], within
            inner = _after_mark(text[start + len(f"{{{word}ごと}}") : ends[word]])
            for area in self._areas_of(word, within):
                yield from self._pieces(inner, area)
            text = _after_mark(text[ends[word] + len(f"{{/{word}ごと}}") :])

    def _most_levels(self) -> int:
        return max(self.facts.areas.levels, len(self.facts.plan.style.levels))

    def _areas_of(self, word: str, within: PolicyArea | None) -> Iterator[PolicyArea]:
        """The areas that a block is printed for: those of a level, or the lowest, inside the one at hand."""
        areas = self.facts.areas
        for area in areas.in_print:
            own = area.key or area.no
            wanted = areas.is_lowest(area) if word == _ANY else areas.word(areas.level(own)) == word
            if wanted and areas.holds((within.key or within.no) if within else None, own):
                yield area

    def _called(self, name: str, area: PolicyArea | None) -> tuple[str, PolicyArea] | None:
        """What is asked of which area: of the one at hand (分野), or of the one of a level among those above it."""
        areas = self.facts.areas
        line = areas.line_of(area.key or area.no) if area is not None else []
        words = {areas.word(level): one for level, one in enumerate(line, 1)}
        if line:
            words[_ANY] = line[-1]
        for word, one in words.items():
            if name.startswith(word) and name != word:
                return name[len(word) :], one
        return None

    def _piece(self, text: str, area: PolicyArea | None) -> str:
        text = self._clauses(text, area)
        lines = (self._line(line, area) for line in text.split("\n"))
        return "\n".join(line for line in lines if line is not None)

    def _clauses(self, text: str, area: PolicyArea | None) -> str:
        """Without the clauses that count nothing, and without the brackets of the others."""
        out, rest = "", text
        while "[[" in rest:
            before, _, after = rest.partition("[[")
            inner, closed, tail = after.partition("]]")
            if not closed:
                break
            tallies = [tally for asked in _ASKED.findall(inner) if (tally := self._tally(_styled(asked)[0], area))]
            said = [tally.number for tally in tallies]
            if _CONTENTS in inner:
                said.append(len(self.contents()))
            kept = not said or any(said)
            out, rest = out + before + (inner if kept else ""), tail
        return out + rest

    def _line(self, line: str, area: PolicyArea | None) -> str | None:
        """One line filled in; None for a line that is there for examples alone where an area has none."""
        out, at = "", 0
        for found in _ASKED.finditer(line):
            out += line[at : found.start()]
            at = found.end()
            once = self._once(found[1], area)
            words = self._of_plan(*_styled(found[1]), area) if once is None else None
            lead = _last_cell(line[: found.start()])
            bullet = lead if all(ch in _BULLETS for ch in lead) else None
            alone = lead + found[0] == line
            if words == "" and found[1].startswith("項目例") and alone and bullet is not None:
                return None
            if words is not None:
                ends = "<br>" if any(mark in line for mark in _SEPARATORS) else "\n"
                out += words.replace("\n", ends + (bullet or ""))
            else:
                out += found[0] if once is None else once
        return out + line[at:]

    # -- one placeholder -----------------------------------------------------------------------------------------------
    def _once(self, asked: str, area: PolicyArea | None) -> str | None:
        """The number, date or words that a placeholder stands for wherever it is; None for others."""
        facts = self.facts
        name, style = _styled(asked)
        tally = self._tally(name, area)
        if tally is not None:
            number = digits(tally.number, style or facts.plan.style.digits_text)
            return self._noted(f"{{{asked}}}＝{number}", self._origins(name, tally)) + number
        words = self._plain(asked, area)
        if words is None:
            words = self._date(name, style)
        if words is None and name.startswith(_REVISION) and facts.revision is None:
            self.lacks_before = True
        return words

    def _noted(self, what: str, origins: tuple[Evidence, ...]) -> str:
        """A mark that nobody sees, to put before what these are the origins of; `what` heads them."""
        self._used.append((Evidence(what, None), *origins))
        return f"\0{len(self._used) - 1}\0"

    def _origins(self, name: str, tally: Tally) -> tuple[Evidence, ...]:
        changes = [c for kind in self._kinds_named(name) for c in self.facts.changed[kind]]
        if changes:
            return tuple(self.facts.of_change(change) for change in changes)
        return self.facts.origins(tally)

    def _tally(self, name: str, area: PolicyArea | None) -> Tally | None:
        """What a placeholder counts, or None."""
        facts = self.facts
        if name in {rating.code for rating in facts.plan.ratings}:
            return facts.given(name)
        if name in ("遅れ", "遅れ件数"):
            return facts.tally(lambda _, rating: rating is not None and rating.behind)
        if name == "件数":
            return facts.listed()
        if name == "実件数":
            return facts.tally(lambda item, _: item.repeats is None)
        if name == "再掲":
            return facts.tally(lambda item, _: item.repeats is not None)
        if name == "対象外件数":
            return facts.unrated()
        if name == "未記入":
            return facts.blank()
        if name == "分野数":
            return Tally(sum(facts.areas.is_lowest(one) for one in facts.plan.areas))
        for level in range(self._most_levels(), 0, -1):
            if name == f"{facts.areas.word(level)}数":
                return Tally(sum(facts.areas.level(one) == level for one in facts.areas.by_id))
        if name == "計画年数":
            return Tally(len(range(facts.plan.period_start, facts.plan.period_end + 1)))
        asked = self._called(name, area)
        if asked is not None:
            what, one = asked
            no = one.key or one.no
            if what == "件数":
                return facts.listed(no)
            if what == "対象外件数":
                return facts.unrated(no)
            if what == ":未記入":
                return facts.blank(no)
            if what.removeprefix(":") in {rating.code for rating in facts.plan.ratings} and what.startswith(":"):
                return facts.given(what.removeprefix(":"), no)
        return self._revision_tally(name)

    def _plain(self, name: str, area: PolicyArea | None) -> str | None:
        plan, point = self.facts.plan, self.facts.point
        if name == "計画期間":
            era = plan.style.era_text
            style = plan.style.digits_text if era == "kanji" else None
            first, last = (fiscal_year_text(year, style, era=era) for year in (plan.period_start, plan.period_end))
            return f"{first}～{last}"
        if name == _CONTENTS[1:-1]:
            return self.contents()
        if name == "評価文":
            return self._sentence(None)
        if (asked := self._called(name, area)) is not None and asked[0] == "評価文":
            return self._sentence(asked[1].key or asked[1].no)
        if name in ("得点", "満点", "得点率"):
            return dict(zip(("得点", "満点", "得点率"), points_said(self.facts.points()), strict=True))[name]
        if name == "再掲注記":
            return "\n".join(self._repeat_note(item) for item in self.facts.areas.items() if item.repeats is not None)
        simple = {
            "計画名": plan.name,
            "時点": point.label,
            "分野": plan.style.area_term,
            "項目": plan.style.item_term,
            "団体名": plan.style.organization,
            "事務局": plan.style.office,
            "時点種別": terms.POINT_KIND_LABELS[point.kind],
        }
        return simple.get(name)

    def _sentence(self, area: str | None) -> str:
        """「１項目が「予定以上」、…」 of an area or of all, in the order of the scale, blank ratings last."""
        facts, style = self.facts, self.facts.plan.style
        said = []
        for rating in facts.named:
            tally = facts.given(rating.code, area)
            if tally.number or style.zero_ratings_in_sentence:
                number = digits(tally.number, style.digits_text)
                mark = self._noted(f"{rating.code}＝{number}", facts.origins(tally))
                said.append(f"{mark}{number}{style.counter}が「{rating.label}」")
        blank = facts.blank(area)
        if blank.number:
            number = digits(blank.number, style.digits_text)
            mark = self._noted(f"未記入＝{number}", facts.origins(blank))
            said.append(f"{mark}{number}{style.counter}が未記入")
        return "、".join(said)

    def _repeat_note(self, item: Item) -> str:
        facts = self.facts
        original = facts.plan.item_by_key[item.repeats or ""]
        mark = self._noted("{再掲注記}", (facts.of_plan(Line(item, None), "repeats", f"No.{original.no}"),))
        words = {"{No}": item.no, "{名称}": item.name, "{元No}": original.no}
        return mark + re.sub(r"\{No\}|\{名称\}|\{元No\}", lambda found: words[found[0]], facts.plan.style.repeat_note)

    def contents(self) -> str:
        """The 資料番号 in order, each with what its first part is called."""
        said: dict[str, str] = {}
        for part in self.printed or self.facts.plan.parts:
            if not part.doc_no or part.kind == "form" or part.role == "cover" or part.doc_no in said:
                continue
            title = "" if _CONTENTS in part.title else PlaceholderFiller(self.facts).fill(part.title).text
            said[part.doc_no] = f"{part.doc_no}　{title or part.sheet}"
        return "\n".join(said.values())

    def _date(self, name: str, asked: DigitStyle | None) -> str | None:
        point, own = self.facts.point, self.facts.plan.style
        style = asked or own.digits_text
        if name == "年度":
            # behind the letter of an era the digits are as the style of eras has them
            year_style = style if own.era_text == "kanji" else asked
            return fiscal_year_text(point.fiscal_year, year_style, era=own.era_text, as_of=point.date)
        if name == "略年度":
            return _era_off(fiscal_year_text(point.fiscal_year, style, as_of=point.date))
        if name == "略時点":
            return _era_off(re.sub(r"\d+", lambda found: digits(int(found[0]), style), point.label))
        day = date_text(point.date, style)
        if name == "時点日":
            return day
        return f"{day[: day.index('月')]}月末" if name == "時点月末" else None

    # -- the plan itself -----------------------------------------------------------------------------------------------
    def _of_plan(self, asked: str, style: DigitStyle | None, area: PolicyArea | None) -> str | None:
        name, *rest = asked.split(":")
        plan = self.facts.plan
        if name == "計画期間":
            return self._years(plan.period_start, plan.period_end, rest, style)
        if name == "凡例":
            return self._legend(rest, half=style == "half")
        if name == "期間" and rest and (found := _PERIOD.fullmatch(rest[0])):
            return self._years(int(found[1]), int(found[2]), rest[1:] or ["略"], style)
        if area is not None:
            called = self._called(name, area)
            words = self._of_area(*called, rest) if called is not None else None
            if name == "項目例":
                words = self._examples_of(area, rest)
            if words is not None:
                return words
        if self.facts.revision is not None and name == "見直し文":
            return self._revision_sentence(style)
        if self.facts.revision is not None and name == "見直し重複":
            twice = sum(len(items_of(changes)) for changes in self._counted_changes().values())
            overlaps = twice > len(self.facts.revised)
            return _bracketed(f"各{plan.style.item_term}に重複あり", style) if overlaps else ""
        return None

    def _legend(self, shape: Sequence[str], *, half: bool) -> str | None:
        """A line for each rating with a legend; 「」 around the letters and 一行 where they are asked for."""
        if any(word not in ("「」", "一行") for word in shape):
            return None
        ratings = self.facts.ratings_at(self.facts.point.key)
        letters = {one.code: one.code if half else wide(one.code) for one in ratings}
        colon = ":" if half and "「」" not in shape else "："
        heads = {code: f"「{letter}」" if "「」" in shape else letter for code, letter in letters.items()}
        said = [f"{heads[one.code]}{colon}{one.legend}" for one in ratings if one.legend]
        return "　".join(said) if "一行" in shape else "\n".join(said)

    def _years(self, first: int, last: int, rest: Sequence[str], style: DigitStyle | None) -> str | None:
        if last < first or rest not in (["略"], ["年数"]):
            return None
        own = self.facts.plan.style
        usual = style or (own.digits_text if own.era_text == "kanji" else None)
        years = fiscal_years_text(first, last, usual, era=own.era_text)
        if rest == ["年数"]:
            count = digits(len(range(first, last + 1)), style or self.facts.plan.style.digits_text)
            years += _bracketed(f"{count}年間", style)
        return years

    def _of_area(self, what: str, area: PolicyArea, rest: Sequence[str]) -> str | None:
        if what == "名":
            return area.name
        if what == "趣旨":
            return area.purpose or ""
        if what == "番号":
            return numbered(area.no, rest[0]) if rest else self.facts.areas.headed(area.key or area.no)
        return None

    def _examples_of(self, area: PolicyArea, rest: Sequence[str]) -> str | None:
        areas = self.facts.areas
        limit = rest[0] if rest else "99"
        if not re.fullmatch(r"[0-9]+", limit):
            return None
        inside = [item for item in areas.items() if areas.holds(area.key or area.no, item.area_no)]
        own = [item for item in inside if item.kind == "rated"]
        names = {item.key: item.texts.get("short_name") or item.name for item in own}
        every = list(dict.fromkeys(names.values()))
        marked = list(dict.fromkeys(names[item.key] for item in own if item.texts.get("outline")))
        shown = (marked or every)[: int(limit)]
        more = " など" if len(shown) < len(every) else ""
        return (rest[1] if len(rest) > 1 else "\n").join(shown) + more if shown else ""

    # -- revision ------------------------------------------------------------------------------------------------------
    def _counted_changes(self) -> dict[str, tuple[PlanChange, ...]]:
        revision = self.facts.revision
        assert revision is not None
        return {kind: found for kind, found in self.facts.changed.items() if revision.kinds[kind].counted}

    def _kinds_named(self, name: str) -> list[str]:
        """The kind of change that {見直し:NAME} or {見直し:NAME:新規} names; all counted ones for {見直し件数}."""
        revision = self.facts.revision
        if revision is None or not name.startswith(_REVISION):
            return []
        if name == f"{_REVISION}件数":
            return list(self._counted_changes())
        wanted = name.removeprefix(f"{_REVISION}:").removesuffix(":新規")
        for key, kind in revision.kinds.items():
            usual = terms.REVISED_TEXTS.get(key, kind).label
            if wanted in (kind.label, kind.phrase, usual):
                return [key]
        return []

    def _revision_tally(self, name: str) -> Tally | None:
        kinds = self._kinds_named(name)
        revision = self.facts.revision
        if not kinds or revision is None:
            return None
        if name == f"{_REVISION}件数":
            return Tally(len(self.facts.revised))
        changes = self.facts.changed[kinds[0]]
        if not name.endswith(":新規"):
            return Tally(len(items_of(changes)))
        return Tally(self._new(kinds[0])) if revision.kinds[kinds[0]].new else None

    def _new(self, kind: str) -> int:
        """Items where there was nothing before."""
        return len(items_of(change for change in self.facts.changed[kind] if change.old is None))

    def _revision_sentence(self, style: DigitStyle | None) -> str:
        """「推進担当課の追加が９項目、…」, kinds without an item left out."""
        revision, own = self.facts.revision, self.facts.plan.style
        assert revision is not None

        def number(count: int) -> str:
            return f"{digits(count, style or own.digits_text)}{revision.after.style.counter}"

        said = []
        for key in self._counted_changes():
            changes, kind = self.facts.changed[key], revision.kinds[key]
            if not changes:
                continue
            mark = self._noted(kind.phrase, tuple(self.facts.of_change(change) for change in changes))
            text = f"{mark}{kind.phrase}が{number(len(items_of(changes)))}"
            if kind.new and self._new(key):
                text += _bracketed(f"うち{kind.new}は、{number(self._new(key))}", style)
            said.append(text)
        return "、".join(said) or f"{_REVISION}が{number(0)}"


def _after_mark(text: str) -> str:
    """The text behind a mark, without blanks and one line end that follow it."""
    return re.sub(r"\A[ \t　]*\n?", "", text)


def _styled(asked: str) -> tuple[str, DigitStyle | None]:
    """What is asked for, and the digit style at its end."""
    for word, style in _STYLES.items():
        if asked.endswith(f":{word}") and asked != f":{word}":
            return asked.removesuffix(f":{word}"), style
    return asked, None


def _last_cell(text: str) -> str:
    """What stands behind the last separator of table cells."""
    return text[max(text.rfind(mark) for mark in _SEPARATORS) + 1 :]


def _era_off(text: str) -> str:
    """Without the name of the era at its beginning. Which eras there are is a fact; cutting them off is done anew."""
    return next((text[len(era.name) :] for era in ERAS if text.startswith(era.name)), text)


def _bracketed(text: str, style: DigitStyle | None) -> str:
    """In brackets that are as wide as the digits asked for, those inside too."""
    if style != "half":
        return f"（{text}）"
    for full, half in zip(_FULL_BRACKETS, _HALF_BRACKETS, strict=True):
        text = text.replace(full, half)
    return f"({text})"


def points_said(points: tuple[Decimal, Decimal] | None) -> tuple[str, str, str]:
    """Points, the most of them, and percent of it to one decimal; bars where there are none."""
    if points is None:
        return "―", "―", "―"
    reached, most = points
    percent = (reached * 1000 / most).to_integral_value(ROUND_HALF_UP) / 10 if most > 0 else None
    return _plain_number(reached), _plain_number(most), "―" if percent is None else f"{_signed(percent, '.1f')}%"


def _plain_number(value: Decimal) -> str:
    text = _signed(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _signed(value: Decimal, shape: str) -> str:
    return ("△" if value < 0 else "") + format(abs(value), f",{shape}")
