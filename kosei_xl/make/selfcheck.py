"""What a survey checks by itself: native formulas for its 点検 cells, and what they show before anything is calculated.

Only functions that Excel 2010 knows. `rules` is the judge; what the formulas cannot read they pass over, and texts
they measure a little strictly, so that a row without a remark here has none from those rules either way round.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from kosei_xl.collect.rules.indicators import leaves_open
from kosei_xl.collect.rules.text_room import rooms
from kosei_xl.values.model import INDICATOR_FIELDS, Line, Plan
from kosei_xl.values.sheet_values import KeyedFormula
from kosei_xl.words import terms

_SEPARATOR = "、"
_ASIDE = f"／{terms.LOOK_AGAIN}："
_OUTSIDE = "評価は一覧から"
_MISSED = "目標と評価"
_LEFT_OUT = (",", "延べ", "以上", "以下", "%")
"""What may stand around the number of a target or an actual, besides its unit."""
_NUMBER = re.compile(r"\d+(\.\d+)?|\.\d+|\d+\.")


def needed_fields(plan: Plan, line: Line) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a row needs before it is complete: (field, ratings that ask for it; () for always), in the form's order."""
    needed: list[tuple[str, tuple[str, ...]]] = []
    for column in plan.form_columns:
        if column.source != "entry" or column.key in INDICATOR_FIELDS:
            continue
        askers = tuple(rating.code for rating in plan.ratings if column.key in rating.requires)
        if column.key == "rating":
            if line.rated:
                needed.append(("rating", ()))
        elif column.entry == "required":
            needed.append((column.key, ()))
        elif askers and line.rated:
            needed.append((column.key, askers))
    return tuple(needed)


def _blanks(plan: Plan, line: Line, fields: Mapping[str, str]) -> KeyedFormula:
    """「済」, or 「未記入：…」 with what is still blank. Only functions that Excel 2010 knows."""
    labels = {column.key: column.label for column in plan.form_columns}
    pieces, blank = [], []
    for field, askers in needed_fields(plan, line):
        label = labels.get(field) or terms.FIELD_LABELS.get(field, field)
        label = label.replace('"', '""').replace("\n", "")
        tests = [is_blank(field), *([_any_of(askers)] if askers else [])]
        condition = f"AND({','.join(tests)})" if askers else tests[0]
        pieces.append(f'IF({condition},"{label}{_SEPARATOR}","")')
        if field not in fields and (not askers or fields.get("rating") in askers):
            blank.append(label)
    text = "&".join(pieces) or '""'
    formula = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE("未記入："&{text}&"#","未記入：#","済"),"{_SEPARATOR}#",""),"#","")'
    return KeyedFormula(formula, f"未記入：{_SEPARATOR.join(blank)}" if blank else "済")


def is_blank(field: str) -> str:
    """Blank as the reader sees it: nothing but spaces (full width too) and line ends."""
    return f'TRIM(CLEAN(SUBSTITUTE([{field}],"　"," ")))=""'


def _any_of(codes: Sequence[str]) -> str:
    return "OR(" + ",".join(f'[rating]="{code}"' for code in codes) + ")"


def row_state(plan: Plan, line: Line, fields: Mapping[str, str], missed: bool | None = None) -> KeyedFormula:
    """The 点検 cell of a row: 「済」 or 「未記入：…」, and 「要確認：…」 for what is there and does not look right.

    That is a rating outside the scale, a text that will not fit its row of the A3 list, and a target that was missed
    (`missed`: whether one is now; None for a row without indicators).
    """
    blanks, labels = _blanks(plan, line, fields), {column.key: column.label for column in plan.form_columns}
    pieces: list[tuple[str, str, bool]] = []
    if line.rated and "rating" in plan.entry_fields:
        rating = fields.get("rating")
        known = rating is None or rating in plan.rating_by_code
        outside = f"AND(NOT({is_blank('rating')}),SUMPRODUCT(--(rating_list=[rating]))=0)"
        pieces.append((outside, _OUTSIDE, not known))
    if missed is not None:
        count = f'COUNTIFS([{terms.SURVEY_INDICATORS_SHEET}!row_key:],"{line.item.key}|{line.sub_no}|*"'
        pieces.append((f'{count},[{terms.SURVEY_INDICATORS_SHEET}!state:],"{terms.TARGET_MISSED}")>0', _MISSED, missed))
    for field, room in rooms(plan).items():
        if field in plan.entry_fields:
            breaks = f'LEN([{field}])-LEN(SUBSTITUTE([{field}],CHAR(10),""))'
            text = fields.get(field, "")
            long = (len(text) - text.count("\n")) / room.letters + text.count("\n") + 1 > room.lines
            taken = f"(LEN([{field}])-({breaks}))/{room.letters}+{breaks}+1>{room.lines}"
            label = (labels.get(field) or terms.FIELD_LABELS.get(field, field)).replace('"', '""').replace("\n", "")
            pieces.append((taken, f"{label}が長い（{room.most}字まで）", long))
    if not pieces:
        return blanks
    aside = "&".join(f'IF({test},"{words}{_SEPARATOR}","")' for test, words, _ in pieces)
    whole = f'SUBSTITUTE({blanks.text}&"{_ASIDE}"&{aside}&"#","{_ASIDE}#","")'
    formula = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({whole},"{_SEPARATOR}#",""),"#",""),"済／","")'
    words_now = [words for _, words, now in pieces if now]
    shown = f"{blanks.value}{_ASIDE if words_now else ''}{_SEPARATOR.join(words_now)}"
    return KeyedFormula(formula, shown.replace("済／", ""))


def indicator_state(plan: Plan, fields: Mapping[str, str], rating: str | None, cell: str | None) -> KeyedFormula:
    """The 点検 cell of an indicator: a blank actual, or a target missed in a row rated on schedule or ahead.

    `cell` is where the rating of its row stands, None where targets are not compared with it.
    """
    blank = f"AND(NOT({is_blank('target')}),{is_blank('actual')})"
    on_schedule = [r.code for r in plan.ratings if r.order is not None and not r.behind]
    now = "実績値が未記入" if "target" in fields and "actual" not in fields else ""
    rest = '""'
    if cell is not None and on_schedule:
        rated = "OR(" + ",".join(f'{cell}="{code}"' for code in on_schedule) + ")"
        rest = f'IF(IFERROR(AND({rated},{_missed_test()}),FALSE),"{terms.TARGET_MISSED}","")'
        if not now and rating in on_schedule and _missed_now(fields):
            now = terms.TARGET_MISSED
    return KeyedFormula(f'IF({blank},"実績値が未記入",{rest})', now)


def _missed_test() -> str:
    """Whether the actual beside a target misses it; an error or FALSE where they are not plain numbers."""
    target, actual = (_bare(name) for name in ("target", "actual"))
    words = ",".join(f'"{word}"' for word in terms.LESS_IS_BETTER)
    unsure = f"SUMPRODUCT(--ISNUMBER(SEARCH({{{words}}},[indicator])))>0"
    at_most, at_least = (f'ISNUMBER(SEARCH("{word}",[target]))' for word in ("以下", "以上"))
    less, more = f"VALUE({actual})<VALUE({target})", f"VALUE({actual})>VALUE({target})"
    missed = f"IF({at_most},{more},IF(OR({at_least},NOT({unsure})),{less},FALSE))"
    return f"{_is_number(target)},{_is_number(actual)},{missed}"


def _bare(name: str) -> str:
    """A text without what may stand around its number, in half width."""
    text = f"ASC(TRIM([{name}]))"
    for word in _LEFT_OUT:
        text = f'SUBSTITUTE({text},"{word}","")'
    return f'SUBSTITUTE({text},ASC([unit]),"")'


def _is_number(text: str) -> str:
    """Digits with one point at most: VALUE takes much else for a number or a date."""
    rest = text
    for digit in "0123456789":
        rest = f'SUBSTITUTE({rest},"{digit}","")'
    return f'OR({rest}="",{rest}="."),{text}<>"",{text}<>"."'


def _missed_now(fields: Mapping[str, str]) -> bool:
    """What `_missed_test` gives for these fields."""
    unit = unicodedata.normalize("NFKC", fields.get("unit", ""))
    target, actual = (fields.get(name, "") for name in ("target", "actual"))
    bare = []
    for text in (target, actual):
        plain = unicodedata.normalize("NFKC", text).strip()
        for word in (*_LEFT_OUT, unit):
            plain = plain.replace(word, "") if word else plain
        if not _NUMBER.fullmatch(plain):
            return False
        bare.append(float(plain))
    if "以下" in target:
        return bare[1] > bare[0]
    return bare[1] < bare[0] and ("以上" in target or not leaves_open(fields.get("indicator", "")))
