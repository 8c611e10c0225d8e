"""A new master by questions in the terminal: what the first sheet asks for, but for the items. Nothing is written here.

Every question has a default or may be left blank; 「やめる」 (quit) at any of them ends it all.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kosei_xl.read.given import point_key
from kosei_xl.values.model import PlanFile, Style
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs.init import BLANK_PRESET, blank_plan, new_plan_id, preset
from kosei_xl.verbs.opening import Say
from kosei_xl.words import terms
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import fiscal_year_text, folded
from kosei_xl.words.years import fiscal_year_of

Ask = Callable[[Message, str], str]
"""Puts a question to somebody, with the answer that blank stands for; gives what was answered."""
_QUIT = ("やめる", "quit")
_SEPARATORS = "、,，　 \t"
_MOST_RATINGS = len(terms.RATING_COLUMNS)


def plan_by_questions(ask: Ask, say: Say) -> PlanFile:
    """The plan that somebody describes, with the documents they choose. Raises WrongCall where they stop."""
    asked = _Asking(ask, say)
    said: dict[str, Any] = {"name": asked.text(told("wizard_name"), needed=True)}
    said["period_start"] = asked.year(told("wizard_start"))
    said["period_end"] = asked.year(told("wizard_end"), least=said["period_start"])
    style = {
        "organization": asked.text(told("wizard_city")),
        "office": asked.text(told("wizard_office"), Style().office),
        "area_term": asked.text(told("wizard_area_term"), Style().area_term),
        "item_term": asked.text(told("wizard_item_term"), Style().item_term),
    }
    said["areas"] = [{"no": str(n), "name": name} for n, name in enumerate(asked.lines(told("wizard_area")), 1)]
    said["departments"] = [
        {"code": f"D{n:02}", "name": name, "bureau": bureau or None, "order": n}
        for n, (name, bureau) in enumerate(map(_two, asked.lines(told("wizard_department"))), 1)
    ]
    said["ratings"] = _ratings(asked)
    said["points"] = list(_points(asked))
    documents = asked.choice(told("wizard_documents"), dict(_documents()), BLANK_PRESET)
    say(told("wizard_so_far", **{name: len(said[name]) for name in ("areas", "departments", "ratings", "points")}))
    if not asked.yes(told("wizard_sure")):
        raise WrongCall(told("wizard_cancelled"))
    return blank_plan(new_plan_id(), (documents,), style=style, **said)


def _ratings(asked: "_Asking") -> list[dict[str, Any]]:
    found = [_two(line) for line in asked.lines(told("wizard_rating"), most=_MOST_RATINGS)]
    codes = [code for code, _ in found]
    late = asked.some_of(told("wizard_late"), codes) if codes else ()
    return [
        {"code": code, "label": label or code, "order": n, "behind": code in late}
        for n, (code, label) in enumerate(found, 1)
    ]


def _points(asked: "_Asking") -> Iterator[dict[str, Any]]:
    """One point a line: 「令和8年度 上半期」."""
    kinds = {word: key for key, label in terms.POINT_KIND_LABELS.items() if key != "other" for word in (label, key)}

    def wrong(line: str) -> bool:
        year, kind = _two(line)
        return fiscal_year_of(year) is None or kind not in kinds

    taken: set[str] = set()
    for line in asked.lines(told("wizard_point"), wrong=wrong):
        text, kind = _two(line)
        year = fiscal_year_of(text) or 0
        kind = terms.POINT_KIND_LABELS[kinds[kind]]
        key = point_key(year, kind)
        if key in taken:
            continue
        taken.add(key)
        date = dt.date(year, 9, 30) if kinds[kind] == "half" else dt.date(year + 1, 3, 31)
        year_text = fiscal_year_text(year, "mixed")
        label = f"{year_text}{kind}" if kinds[kind] == "half" else f"{year_text.removesuffix('年度')}{kind}"
        yield {
            "key": key,
            "fiscal_year": year,
            "kind": kinds[kind],
            "date": date.isoformat(),
            "label": label,
            "short_label": key,
        }


def _two(line: str) -> tuple[str, str]:
    """The first word of a line and the rest: 「企画課　総務部」, 「◎、予定以上」."""
    for n, letter in enumerate(line):
        if letter in _SEPARATORS:
            return line[:n], line[n:].strip(_SEPARATORS)
    return line, ""


def _name(line: str) -> str:
    """What a line is about."""
    return _two(line)[0]


def _documents() -> Iterator[tuple[str, str]]:
    """The presets that have a survey: what is asked for can be answered."""
    for name, what in terms.PRESETS.items():
        if any(part["kind"] == "form" for part in preset(name)["parts"]):
            yield name, what


class _Asking:
    """Questions of each kind, asked until the answer can be used."""

    def __init__(self, ask: Ask, say: Say) -> None:
        self._ask, self._say = ask, say

    def text(self, question: Message, usual: str = "", *, needed: bool = False) -> str:
        while True:
            answer = self._answer(question, usual)
            if answer or not needed:
                return answer
            self._say(told("wizard_needed"))

    def year(self, question: Message, *, least: int = 0) -> int:
        while True:
            year = fiscal_year_of(self._answer(question, ""))
            if year is not None and year >= least:
                return year
            self._say(told("wizard_no_year"))

    def lines(self, question: Message, *, most: int = 0, wrong: Callable[[str], bool] | None = None) -> list[str]:
        """Answers until a blank one, each another than those before (by its first word)."""
        found: list[str] = []
        while not most or len(found) < most:
            answer = self._answer(told("wizard_nth", question=question, number=len(found) + 1), "")
            if not answer:
                break
            if wrong is not None and wrong(answer):
                self._say(told("wizard_no_point"))
            elif any(folded(_name(answer)) == folded(_name(one)) for one in found if wrong is None):
                self._say(told("wizard_twice"))
            else:
                found.append(answer)
        return found

    def some_of(self, question: Message, known: list[str]) -> tuple[str, ...]:
        while True:
            words = self._answer(question, "").translate(dict.fromkeys(map(ord, _SEPARATORS), "、")).split("、")
            found = [word for word in words if word]
            if set(found) <= {*known}:
                return tuple(found)
            self._say(told("wizard_none_of", known="、".join(known)))

    def choice(self, question: Message, known: Mapping[str, str], usual: str) -> str:
        names = list(known)
        for number, what in enumerate(known.values(), 1):
            self._say(f"  {number}　{what}")
        while True:
            answer = self._answer(question, str(names.index(usual) + 1))
            if answer.isdecimal() and 1 <= int(answer) <= len(names):
                return names[int(answer) - 1]
            self._say(told("wizard_none_of", known="、".join(str(n) for n in range(1, len(names) + 1))))

    def yes(self, question: Message) -> bool:
        return self._answer(question, told("wizard_yes")).lower() in ("はい", "y", "yes", "○")

    def _answer(self, question: Message, usual: str) -> str:
        answer = self._ask(question, usual).strip()
        if answer.lower() in _QUIT:
            raise WrongCall(told("wizard_cancelled"))
        return answer
