"""What a summary table of 帳票 asks for, read from the plain words of its settings: rows, conditions, columns.

Only what is asked stands here. What the answer is, the report and the proof find each in a way of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from kosei_xl.later import dataclass
from kosei_xl.values.areas import level_named
from kosei_xl.values.fields import EntryField
from kosei_xl.values.labels import label_with_unit
from kosei_xl.values.model import STANDARD_FIELDS, Column, Part, Plan
from kosei_xl.words import terms
from kosei_xl.words.notation import folded

RowsBy = Literal["area", "level", "bureau", "department", "bureau_department", "answering", "rater", "whole"]
"""What the rows of a table are. "area" is every level with subtotals, "level" one level alone."""
Shares = Literal["", "rounded", "adjusted"]
"""Shares of a row in percent: none, each rounded by itself, or made to add up to 100."""
HISTORY_ITEMS = ("rated", "unrated", "all")
"""What 対象 may be of a history."""
ConditionKind = Literal["text", "repeated", "behind", "state", "department", "bureau", "area"]

_EQUALS = re.compile(r"\s*(≠|＝|=)\s*")
_OF_WHICH = re.compile(r"^うち")
_WITHOUT = re.compile(r"(?:以外|を除く)$")


@dataclass(frozen=True, slots=True)
class Condition:
    """Which rows of the plan count. `field` is the key of a text of the plan or of an entry, `value` what it must say.

    Without a `value` a text must say anything but a dash. `opposite` turns it round; `label` names it for people.
    """

    kind: ConditionKind
    label: str
    field: str = ""
    value: str | None = None
    opposite: bool = False


class SumAsked(NamedTuple):
    """A column that adds up the amounts of an entry field: as 欄 defines it, else as numbers in the unit that its label
    names.
    """

    entry: EntryField
    label: str

    @property
    def field(self) -> str:
        """The key of the field."""
        return self.entry.field


class WordRefused(NamedTuple):
    """A word of a setting that means nothing there; `known` are those that would."""

    setting: str
    word: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableAsked:
    """A whole table. `level` is that of rows by level; `chart` asks for stacked bars of the areas below it.

    `ratings` are the entry fields of rows by rater, or a field of texts that are counted as ratings; () for the ratings
    that the part counts (`Standing.of_part`).
    """

    rows: RowsBy = "area"
    level: int = 0
    only: Condition | None = None
    counts: bool = True
    shares: Shares = ""
    change: bool = False
    total: bool = False
    of_which: tuple[Condition, ...] = ()
    sums: tuple[SumAsked, ...] = ()
    ratings: tuple[str, ...] = ()
    refused: tuple[WordRefused, ...] = ()
    chart: bool = False

    @property
    def is_usual(self) -> bool:
        """Whether nothing is asked for but the chart: areas by ratings."""
        return replace(self, chart=False) == TableAsked()


def table_asked(plan: Plan, part: Part) -> TableAsked:
    """What a part of kind "summary" asks for."""
    refused: list[WordRefused] = []
    rows, level = _rows(plan, part.rows, refused)
    only = condition_named(plan, part.only) if part.only else None
    if part.only and only is None:
        refused.append(WordRefused("only", part.only, condition_words(plan)))
    shows = {shown_as(word) for word in part.shows}
    refused += (
        WordRefused("shows", word, tuple(terms.TABLE_SHOWS.values())) for word in part.shows if not shown_as(word)
    )
    conditions = [(word, condition_named(plan, _OF_WHICH.sub("", word))) for word in part.of_which]
    refused += (WordRefused("of_which", word, condition_words(plan)) for word, found in conditions if found is None)
    sums = [(word, _sum_named(plan, word)) for word in part.sums]
    refused += (WordRefused("sums", word, _labels(plan, "entry")) for word, found in sums if found is None)
    ratings = tuple(key for word in part.ratings if (key := ratings_named(plan, word)) is not None)
    if rows != "rater":
        ratings = tuple(key for key in ratings[:1] if key not in plan.rating_fields)
    drawn = rows == "area" and not part.only and part.items == "rated" and not ratings
    if "chart" in shows and not drawn:
        known = tuple(label for key, label in terms.TABLE_SHOWS.items() if key != "chart")
        refused.append(WordRefused("shows", terms.TABLE_SHOWS["chart"], known))
    change, shares = "change" in shows, "adjusted" if "adjusted" in shows else "rounded" if "share" in shows else ""
    return TableAsked(
        rows=rows,
        level=level,
        only=only,
        counts="count" in shows or not shows - {"chart"},
        shares=shares,  # type: ignore[arg-type]
        change=change,
        total=bool(shares or change or "total" in shows),
        of_which=tuple(found for _, found in conditions if found is not None),
        sums=tuple(found for _, found in sums if found is not None),
        ratings=ratings if ratings or rows != "rater" else plan.rating_fields,
        refused=tuple(refused),
        chart="chart" in shows and drawn,
    )


def history_asked(part: Part) -> tuple[frozenset[str], tuple[WordRefused, ...]]:
    """The rows that a part of kind "history" has for each item (keys of `terms.HISTORY_SHOWS`; all where it names none)
    and the words of its settings that mean nothing there.
    """
    found, refused = set(), []
    for word in part.shows:
        key = next((key for key, label in terms.HISTORY_SHOWS.items() if folded(label) == folded(word)), None)
        if key is None:
            refused.append(WordRefused("shows", word, tuple(terms.HISTORY_SHOWS.values())))
        else:
            found.add(key)
    items = terms.CHOICES["items"]
    if part.items not in HISTORY_ITEMS:
        refused.append(WordRefused("items", items[part.items], tuple(items[key] for key in HISTORY_ITEMS)))
    return frozenset(found or terms.HISTORY_SHOWS), tuple(refused)


def history_kinds(part: Part) -> tuple[str, ...]:
    """The kinds of items that a history lists: what its setting names, else those that are rated."""
    if part.items == "all":
        return "rated", "unrated"
    return (part.items,) if part.items in HISTORY_ITEMS else ("rated",)


def subtotal_levels(plan: Plan, part: Part) -> tuple[frozenset[int], tuple[WordRefused, ...]]:
    """The levels whose areas end with a subtotal in a list, and the words that name none; ○ stands for all."""
    levels = [level.name for level in plan.levels]
    found: set[int] = set()
    refused = []
    for word in part.subtotals:
        level = level_named(word, levels)
        if word in terms.FOLLOW_UP_SPELLINGS:
            found |= {*range(1, plan.tree.height + 1)}
        elif level is not None and level <= plan.tree.height:
            found.add(level)
        else:
            refused.append(WordRefused("subtotals", word, (terms.YES, *levels)))
    return frozenset(found), tuple(refused)


def row_words(plan: Plan) -> tuple[str, ...]:
    """The words that 行の分け方 may hold."""
    levels = [level.name for level in plan.levels] if plan.tree.height > 1 else []
    return tuple(dict.fromkeys([*terms.TABLE_ROWS.values(), *levels]))


def _rows(plan: Plan, word: str, refused: list[WordRefused]) -> tuple[RowsBy, int]:
    asked = folded(word)
    if not asked or (asked == folded(plan.style.area_term) and plan.tree.height == 1):
        return "area", 0
    level = level_named(word, [level.name for level in plan.levels])
    if level is not None and level <= plan.tree.height:
        return "level", level
    found = next((key for key, label in terms.TABLE_ROWS.items() if asked == folded(label)), None)
    if found is None:
        refused.append(WordRefused("rows", word, row_words(plan)))
    return found or "area", 0  # type: ignore[return-value]


def shown_as(word: str) -> str:
    """The key of a word of 表示; "" for others."""
    return next((key for key, label in terms.TABLE_SHOWS.items() if folded(label) == folded(word)), "")


# -- fields and conditions -----------------------------------------------------------------------------------------
def _columns(plan: Plan, source: str) -> Iterator[Column]:
    return (column for column in plan.columns if column.source == source)


def _labels(plan: Plan, source: str) -> tuple[str, ...]:
    labels = (_one_line(column.label) for column in _columns(plan, source) if column.label)
    return tuple(dict.fromkeys(labels))


def _one_line(label: str) -> str:
    return "".join(label.split("\n"))


def field_named(plan: Plan, word: str, source: str) -> str | None:
    """The key of the entry field or plan text that a word names: by a label of 帳票列, a usual one, or the key."""
    asked = folded(word)
    keys = STANDARD_FIELDS if source == "entry" else tuple(terms.TEXT_LABELS)
    usual = terms.FIELD_LABELS if source == "entry" else terms.TEXT_LABELS
    columns = list(_columns(plan, source))
    for label, key in (
        *((_one_line(column.label), column.key) for column in columns),
        *((usual[key], key) for key in keys if key in usual),
        *((column.key, column.key) for column in columns),
        *((key, key) for key in keys),
    ):
        if folded(label) == asked or folded(_without_unit(label)) == asked:
            return key
    return None


def ratings_named(plan: Plan, word: str) -> str | None:
    """The key of the entry field whose ratings a word names: a field of ratings, else one whose texts may be some."""
    return plan.rating_field(word) or field_named(plan, word, "entry")


def _without_unit(label: str) -> str:
    return re.sub(r"[（(][^（）()]*[）)]\s*$", "", label)


def unit_in(label: str) -> str:
    """The unit in the brackets that end a label: 千円 of 「効果額（千円）」; "" for none."""
    found = re.search(r"[（(]([^（）()]*)[）)]\s*$", label)
    return found[1].strip() if found else ""


def _sum_named(plan: Plan, word: str) -> SumAsked | None:
    key = field_named(plan, word, "entry")
    if key is None:
        return None
    named = (one for one in (*plan.form_columns, *plan.columns) if one.source == "entry" and one.key == key)
    labels = [_one_line(column.label) for column in named]
    label = next((label for label in labels if label), terms.FIELD_LABELS.get(key, key))
    defined = plan.field_by_key.get(key)
    if defined is not None and defined.is_amount:
        return SumAsked(defined, label_with_unit(label, defined))
    unit = next((unit for one in labels if (unit := unit_in(one))), "")
    return SumAsked(EntryField(field=key, label=label, type="number", unit=unit), label)


def condition_words(plan: Plan) -> tuple[str, ...]:
    """Examples of what 絞り込み and うち書き may hold."""
    own = [*_labels(plan, "plan"), *_labels(plan, "entry")]
    return (*terms.TABLE_CONDITIONS.values(), *(f"{word}＝…" for word in (*terms.TABLE_GROUPS.values(),)), *own)


def condition_named(plan: Plan, text: str) -> Condition | None:
    """The condition that a text asks for (「重点」「区分＝歳出」「再掲以外」「課＝税務課」), or None."""
    said = _EQUALS.split(text.strip(), maxsplit=1)
    word, sign, value = (said[0], said[1], said[2].strip()) if len(said) == 3 else (said[0], "", None)
    opposite = sign == "≠"
    if value is None:
        bare = _WITHOUT.sub("", word)
        opposite, word = bare != word, bare
        simple = next((key for key, label in terms.TABLE_CONDITIONS.items() if folded(label) == folded(word)), None)
        if simple is not None:
            return Condition(simple, text, opposite=opposite)  # type: ignore[arg-type]
    else:
        group = next((key for key, label in terms.TABLE_GROUPS.items() if folded(label) == folded(word)), None)
        if group is not None and _knows(plan, group, value):
            return Condition(group, text, value=value, opposite=opposite)  # type: ignore[arg-type]
        if level_named(word, [level.name for level in plan.levels]) or folded(word) == folded(plan.style.area_term):
            found = plan.tree.named(value)
            return Condition("area", text, value=found[0].id, opposite=opposite) if len(found) == 1 else None
    for source in ("plan", "entry"):
        key = field_named(plan, word, source)
        if key is not None:
            return Condition("text", text, field=key, value=value, opposite=opposite)
    return None


def _knows(plan: Plan, group: str, value: str) -> bool:
    known: Sequence[str] = {
        "state": tuple(terms.ITEM_STATES.values()),
        "department": tuple(one.name for one in plan.departments),
        "bureau": tuple(one.bureau for one in plan.departments if one.bureau),
    }[group]
    return folded(value) in map(folded, known)
