"""Letters that will not be on paper: how a text is told of, and the texts of a plan."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, ValuePath, diagnostic
from kosei_xl.values.model import Frozen, Plan
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.words.shorten import in_one_line
from kosei_xl.workbook.glyphs import PAPER_FONTS, code_points, lacking

_GETA = "〓"
"""What printers put where they have no type."""
_AROUND = 10
"""Letters shown before and after the first one that is lacking."""


def check_plan_glyphs(plan: Outcome[Plan]) -> tuple[Diagnostic, ...]:
    """The same for every text of the plan, at its cell in the master: names, headings, sentences, settings.

    Cost: one look at the texts where the fonts have every letter of them, as they do of most plans.
    """
    problems: list[Diagnostic] = []
    texts: list[str] = []
    _add_texts(plan.value, texts)
    if not lacking("\n".join(texts)):
        return ()
    found: list[tuple[ValuePath, str]] = []
    _collect_texts(plan.value, (), found)
    for path, text in found:
        if lacking(text):
            problems += glyph_findings(
                text, _label(plan.value, path), plan.place(*path), item=_item_no(plan.value, path)
            )
    return tuple(problems)


def glyph_findings(
    text: str, label: str, place: CellRef | None, *, item: str | None = None, point: str | None = None
) -> Iterator[Diagnostic]:
    """K148 and K149 for one text under a label."""
    found = lacking(text)
    label = in_one_line(label)
    where = told("letters_of_text", label=label, text=_shown(text, found.undrawable))
    if found.undrawable:
        letters = code_points(found.undrawable)
        yield diagnostic(
            Code.LETTER_WITHOUT_GLYPH, place, item=item, point=point, basis=(text,), where=where, letters=letters
        )
    if found.foreign:
        letters = "、".join(map(_named, found.foreign))
        yield diagnostic(
            Code.LETTER_OF_ANOTHER_FONT,
            place,
            item=item,
            point=point,
            basis=(text,),
            label=label,
            letters=letters,
            fonts=PAPER_FONTS,
        )


def _shown(text: str, letters: Iterable[str]) -> str:
    """The words around the first of the letters, each of them shown as 〓."""
    shown = "".join(_GETA if letter in letters else letter for letter in text)
    at = next((n for n, letter in enumerate(text) if letter in letters), 0)
    start, end = max(0, at - _AROUND), at + _AROUND + 1
    return in_one_line("…" * (start > 0) + shown[start:end] + "…" * (end < len(text)))


def _named(letter: str) -> str:
    """A letter as it looks, as far as anything is to be seen, and its number."""
    return f"{letter}（{code_points((letter,))}）" if letter.isprintable() else code_points((letter,))


@cache
def _names(form: type[Frozen]) -> tuple[str, ...]:
    """The fields of a part of the plan; pydantic looks for them anew each time, and plans have hundreds of parts."""
    return tuple(form.model_fields)


def _parts(value: object) -> Iterable[tuple[object, object]]:
    """What a part of the plan is made of, by name, key or number; nothing of a single value."""
    if isinstance(value, Frozen):
        return [(name, getattr(value, name)) for name in _names(type(value))]
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, tuple) else ()


def _add_texts(value: object, texts: list[str]) -> None:
    """Every text of a part of the plan, whatever its path: `_collect_texts` makes these where one is asked for."""
    for _, part in _parts(value):
        if isinstance(part, str):
            texts.append(part)
        elif part:
            _add_texts(part, texts)


def _collect_texts(value: object, path: ValuePath, found: list[tuple[ValuePath, str]]) -> None:
    """Every text of a part of the plan and its path, as `read_plan` keys places: texts of items by their column."""
    for name, part in _parts(value):
        if isinstance(part, str):
            found.append(((*path, name) if name != "texts" else path, part))
        elif part:
            _collect_texts(part, path if name == "texts" else (*path, name), found)


def _item_no(plan: Plan, path: ValuePath) -> str | None:
    """The printed number of the item, or sub-item, that a path of the plan is in."""
    if path[0] != "items" or not isinstance(path[1], int):
        return None
    item = plan.items[path[1]]
    sub = path[3] if path[2] == "sub_items" else None
    return f"{item.no}-{item.sub_items[sub].sub_no}" if isinstance(sub, int) else item.no


def _label(plan: Plan, path: ValuePath) -> str:
    """What the master calls a value of the plan."""
    key = next(str(name) for name in reversed(path) if not isinstance(name, int))
    own = {column.key: column.label for column in reversed(plan.columns) if column.source == "plan"}
    settings = {name: label for name, (label, _) in terms.SETTING_LABELS.items()}
    sheet = terms.SHEETS_OF_LISTS.get(str(path[0]))
    if "schedule" in path:
        sheet = terms.SCHEDULE_SHEET
    labels = terms.MASTER_SHEETS[sheet] if sheet is not None else settings
    return labels.get(key) or own.get(key) or key
