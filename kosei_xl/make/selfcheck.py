"""What a survey checks by itself: native formulas for its 点検 cells, and what they show before anything is calculated.

Only functions that Excel 2010 knows. `rules` is the judge: of targets and actuals the formulas say what it says, or
nothing where they cannot read them. Texts they measure a little strictly.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal

from kosei_xl.collect.rules.indicators import target_reached
from kosei_xl.collect.rules.meaning.indicators import COUNTED_UNITS, MAY_FALL
from kosei_xl.collect.rules.proposal import achieved, percent_text, proposed, share_due
from kosei_xl.collect.rules.text_room import rooms
from kosei_xl.make.rating_formulas import is_any, is_outside_list, literal
from kosei_xl.make.text_formulas import RowRemark, stands_in_surveys, text_remarks
from kosei_xl.values.fields import EntryField
from kosei_xl.values.ledger import text_of_line
from kosei_xl.values.model import INDICATOR_FIELDS, Line, Scale
from kosei_xl.values.sheet_values import KeyedFormula
from kosei_xl.values.shown_before import answers_awaited
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.quantities import SAID_BESIDES
from kosei_xl.words.terms import DASHES, FOLLOW_UP_SPELLINGS, LESS_IS_BETTER

_SEPARATOR = "、"
_ASIDE = f"／{terms.LOOK_AGAIN}："
_OUTSIDE = "評価は一覧から"
_APART = "目標と評価"
_BOUNDS = ("以上", "以下")
_HINT = ("目安：", "（達成率", "％）")
_WHOLE = Decimal(100)
_RATES = ",".join(f'"{unit}"' for unit in ("%", "‰", "点", "位"))
_COUNTED = "延べ"
_SCALES = ("千", "万", "億", "兆")
_SHAPES = tuple(f"{whole}{decimals}" for decimals in ("", ".0", ".00", ".000") for whole in ("0", "#,##0"))
"""How a number may be typed, as Excel formats it: a text that Excel writes otherwise is not taken for one."""
_NUMBER = re.compile(r"(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d{1,3})?")
_MOST_DIGITS = 15
_ROOM, _AROUND = 8000, 12
"""Letters of a formula that Excel takes (8,192), and what stands around a remark in it."""
_NOT_REPEATED = (*"0123456789,.:(", *SAID_BESIDES)
"""What makes a unit mean something else behind a number; such a unit is not looked for there."""


def needed_fields(standing: Standing, line: Line) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a row needs before it is complete: (field, ratings that ask for it; () for always), in the form's order.

    What answers a question of the committee is needed in the rows that it asked about.
    """
    plan, ratings = standing.plan, standing.plan.scale_at(standing.point.key).ratings
    needed: list[tuple[str, tuple[str, ...]]] = []
    awaited = answers_awaited(standing, line)
    for column in plan.form_columns:
        if column.source != "entry" or column.key in (*INDICATOR_FIELDS, *plan.closed_fields):
            continue
        askers = tuple(rating.code for rating in ratings if column.key in rating.requires)
        if column.key == "rating":
            if line.rated:
                needed.append(("rating", ()))
        elif column.entry == "required" or column.key in awaited:
            needed.append((column.key, ()))
        elif askers and line.rated:
            needed.append((column.key, askers))
    return tuple(needed)


def _blanks(standing: Standing, line: Line, fields: Mapping[str, str]) -> KeyedFormula:
    """「済」, or 「未記入：…」 with what is still blank. Only functions that Excel 2010 knows."""
    labels = {column.key: column.label for column in standing.plan.form_columns}
    pieces, blank = [], []
    for field, askers in needed_fields(standing, line):
        label = labels.get(field) or terms.FIELD_LABELS.get(field, field)
        label = label.replace('"', '""').replace("\n", "")
        tests = [is_blank(field), *([is_any("[rating]", askers)] if askers else [])]
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


def row_state(standing: Standing, line: Line, fields: Mapping[str, str], apart: bool | None = None) -> KeyedFormula:
    """The 点検 cell of a row: 「済」 or 「未記入：…」, and 「要確認：…」 for what is there and does not look right.

    That is a rating outside the scale, a text that will not fit its row of the A3 list, what sentences prove of
    themselves (`text_remarks`), and targets that do not go with the rating (`apart`: whether they do not now; None for
    a row without indicators). Remarks for which a cell has no room are left out, the last first.
    """
    plan, scale = standing.plan, standing.plan.scale_at(standing.point.key)
    blanks, labels = _blanks(standing, line, fields), {column.key: column.label for column in plan.form_columns}
    pieces: list[RowRemark] = []
    asked = [field for field in plan.entry_fields if field not in plan.closed_fields]
    if line.rated and "rating" in asked:
        rating = fields.get("rating")
        known = rating is None or rating in scale.by_code
        outside = f"AND(NOT({is_blank('rating')}),{is_outside_list('[rating]', scale.codes)})"
        pieces.append(RowRemark(outside, _OUTSIDE, not known))
    if apart is not None:
        pieces.append(RowRemark(_apart_test(line), _APART, apart))
    for field in asked:
        if line.rated and field != "rating" and field in plan.rating_fields:
            codes = plan.scale_at(standing.point.key, field).codes
            given = fields.get(field)
            test = f"AND(NOT({is_blank(field)}),NOT({is_any(f'[{field}]', codes)}))"
            words = f"{_quoted(labels.get(field) or plan.field_by_key[field].label)}は一覧から"
            pieces.append(RowRemark(test, words, given is not None and given not in codes))
    pieces += [
        _of_value(plan.field_by_key[field], labels.get(field) or plan.field_by_key[field].label, fields.get(field))
        for field in asked
        if plan.field_by_key[field].is_typed and field not in terms.FIELD_LABELS
    ]
    for field, room in rooms(plan).items():
        if field in asked:
            breaks = f'LEN([{field}])-LEN(SUBSTITUTE([{field}],CHAR(10),""))'
            text = fields.get(field, "")
            long = (len(text) - text.count("\n")) / room.letters + text.count("\n") + 1 > room.lines
            taken = f"(LEN([{field}])-({breaks}))/{room.letters}+{breaks}+1>{room.lines}"
            label = (labels.get(field) or terms.FIELD_LABELS.get(field, field)).replace('"', '""').replace("\n", "")
            pieces.append(RowRemark(taken, f"{label}が長い（{room.most}字まで）", long))
    pieces += text_remarks(standing, fields, asked)
    while pieces and len(blanks.text) + sum(len(test) + len(words) + _AROUND for test, words, _ in pieces) > _ROOM:
        pieces.pop()
    if not pieces:
        return blanks
    aside = "&".join(f'IF({test},"{words}{_SEPARATOR}","")' for test, words, _ in pieces)
    whole = f'SUBSTITUTE({blanks.text}&"{_ASIDE}"&{aside}&"#","{_ASIDE}#","")'
    formula = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({whole},"{_SEPARATOR}#",""),"#",""),"済／","")'
    words_now = [words for _, words, now in pieces if now]
    shown = f"{blanks.value}{_ASIDE if words_now else ''}{_SEPARATOR.join(words_now)}"
    return KeyedFormula(formula, shown.replace("済／", ""))


_KINDS = {"number": "数", "money": "金額", "date": "日付", "choice": "一覧から", "mark": "○か空欄"}


def _of_value(field: EntryField, label: str, text: str | None) -> RowRemark:
    """What is told of an entry that cannot be a value of its field: an amount or a day without a digit, a word that is
    not among the choices. What else does not read is found when it is collected.
    """
    words = f"{_quoted(label)}は{_KINDS[field.type]}"
    key, plain = field.field, (text or "").strip()
    dash = f"SUMPRODUCT(--(TRIM([{key}])={_array(DASHES)}))>0"
    if field.type in ("choice", "mark"):
        known = field.choices if field.type == "choice" else FOLLOW_UP_SPELLINGS
        test = f"AND(NOT({is_blank(key)}),NOT({dash}),SUMPRODUCT(--(TRIM([{key}])={_array(known)}))=0)"
        return RowRemark(test, words, bool(plain) and plain not in (*DASHES, *known))
    digit = f"SUMPRODUCT(--ISNUMBER(SEARCH({_array('0123456789')},ASC([{key}]))))=0"
    now = bool(plain) and plain not in DASHES and not any(map(str.isdigit, _asc(plain)))
    return RowRemark(f"AND(NOT({is_blank(key)}),NOT({dash}),{digit})", words, now)


def _array(words: Sequence[str]) -> str:
    """The words as a constant of a formula."""
    return "{" + ",".join(f'"{_quoted(word)}"' for word in words) + "}"


def _quoted(text: str) -> str:
    return text.replace('"', '""').replace("\n", "")


def _apart_test(line: Line) -> str:
    """Whether an indicator of a row is said to have missed its target, or all that have one to have reached it."""
    sheet = terms.SURVEY_INDICATORS_SHEET
    count = f'COUNTIFS([{sheet}!row_key:],"{text_of_line(line.key)}|*",[{sheet}!'
    missed, reached = (f'{count}state:],"{said}")' for said in (terms.TARGET_MISSED, terms.TARGET_REACHED))
    return f'OR({missed}>0,AND({reached}>0,{reached}={count}target:],"<>")))'


def targets_apart(states: Sequence[tuple[str, bool]]) -> bool:
    """What `_apart_test` gives for the 点検 cells of a row's indicators, each with whether it has a target."""
    of_targets = [state for state, has_target in states if has_target]
    reached = [state == terms.TARGET_REACHED for state in of_targets]
    return terms.TARGET_MISSED in of_targets or (bool(reached) and all(reached))


def indicator_state(
    standing: Standing, fields: Mapping[str, str], rating: str | None, cell: str | None
) -> KeyedFormula:
    """The 点検 cell of an indicator: a blank actual or target, a count below zero, a target that was missed or reached
    where the rating of its row says otherwise.

    `cell` is where that rating stands, None where the row has none. A target reached is no fault by itself: others of
    the row may be missed.
    """
    plan, scale = standing.plan, standing.plan.scale_at(standing.point.key)
    asked = {column.key for column in plan.form_columns} - plan.withheld - {*plan.closed_fields}
    tests: list[tuple[str, str, bool]] = []
    for name, other, code in (("actual", "target", Code.ACTUAL_MISSING), ("target", "actual", Code.TARGET_MISSING)):
        if name in asked and stands_in_surveys(code, standing.rules):
            blank = f"AND(NOT({is_blank(other)}),{is_blank(name)})"
            tests.append((blank, f"{terms.FIELD_LABELS[name]}が未記入", other in fields and name not in fields))
    if stands_in_surveys(Code.COUNT_BELOW_ZERO, standing.rules):
        tests.append((f"IFERROR(AND({_below_zero_test()}),FALSE)", terms.BELOW_ZERO, _below_zero_now(fields)))
    rest, shown = '""', ""
    share = share_due(standing.point)
    if cell is not None and scale.bands and share:
        rest, shown = _hint_formula(scale, share), _hint_now(scale, fields, share)
    elif cell is not None and not scale.bands:
        rest, shown = _against_rating(standing, fields, rating, cell)
    for test, words, now in reversed(tests):
        rest, shown = f'IF({test},"{words}",{rest})', words if now else shown
    return KeyedFormula(rest, shown)


def _against_rating(standing: Standing, fields: Mapping[str, str], rating: str | None, cell: str) -> tuple[str, str]:
    """A formula for a target missed beside a rating on schedule or ahead (not at half-years, whose targets are the
    year's) and one reached beside one behind, and what it shows now.
    """
    ratings = [one for one in standing.plan.scale_at(standing.point.key).ratings if one.order is not None]
    says: list[str] = []
    shown = ""
    reached = _reached_now(fields)
    for code, behind, words in (
        (Code.TARGET_MISSED, False, terms.TARGET_MISSED),
        (Code.TARGET_REACHED, True, terms.TARGET_REACHED),
    ):
        codes = [one.code for one in ratings if one.behind == behind]
        asked = codes and (behind or standing.point.kind != "half") and stands_in_surveys(code, standing.rules)
        says.append(f'IF({is_any(cell, codes)},"{words}","")' if asked else '""')
        if asked and rating in codes and reached is behind:
            shown = words
    if says == ['""', '""']:
        return '""', ""
    readable, beyond = _compared()
    return f'IFERROR(IF({readable},IF({beyond}>0,{says[0]},{says[1]}),""),"")', shown


_SIGNS_BELOW = ("△", "▲", "-")


def _below_zero_test() -> str:
    """Whether an actual is a plain number below zero, in a unit of what is counted; a change may be."""
    typed = "ASC(TRIM([actual]))"
    signs = ",".join(f'LEFT({typed})="{sign}"' for sign in _SIGNS_BELOW)
    number = f"MID({typed},2,{_MOST_DIGITS})"
    value = f'VALUE(SUBSTITUTE({number},",",""))'
    plain = f"SUMPRODUCT(--(TEXT({value},{_array(_SHAPES)})={number}))>0"
    unit = f"ISNUMBER(MATCH(TRIM([unit]),{_array(COUNTED_UNITS)},0))"
    change = f"SUMPRODUCT(--ISNUMBER(FIND({_array(MAY_FALL)},[indicator])))=0"
    return f"OR({signs}),{unit},{change},{plain},{value}>0"


def _below_zero_now(fields: Mapping[str, str]) -> bool:
    """What `_below_zero_test` gives for these fields."""
    typed = _asc(fields.get("actual", ""))
    counted = fields.get("unit", "").strip() in COUNTED_UNITS
    change = any(word in fields.get("indicator", "") for word in MAY_FALL)
    number = typed[1 : 1 + _MOST_DIGITS]
    plain = typed.startswith(_SIGNS_BELOW) and bool(_NUMBER.fullmatch(number))
    return plain and counted and not change and any(digit in "123456789" for digit in number)


def _hint_formula(scale: Scale, share: Decimal) -> str:
    """「目安：S（達成率115％）」 from the figures; nothing where they are not plain numbers.

    Targets that say 以下 are better missed; what grows with the year is held against the share that is due.
    """
    unsure, at_least, at_most = _asked_tests()
    actual, target = _value("actual"), _value("target")
    rate = f'OR(RIGHT(ASC(TRIM([target])))="%",ISNUMBER(MATCH(ASC(TRIM([unit])),{{{_RATES}}},0)))'
    part = "100" if share == _WHOLE else f"IF({rate},100,{share.normalize():f})"
    percent = f"IF({at_most},{target}*100/{actual},{actual}*10000/({target}*{part}))"
    readable = f"AND({','.join(_is_number(field) for field in ('target', 'actual'))},{target}>0)"
    asked = f"OR({at_most},{at_least},NOT({unsure}))"
    bands = sorted(scale.bands, key=lambda band: band[0])
    bounds = ",".join(f"{bound.normalize():f}" for bound, _ in bands)
    codes = ",".join(literal(rating.code) for _, rating in bands)
    proposal = f"LOOKUP(ROUND({percent},9),{{{bounds}}},{{{codes}}})"
    shown = f'"{_HINT[0]}"&{proposal}&"{_HINT[1]}"&INT(ROUND({percent},9))&"{_HINT[2]}"'
    return f'IFERROR(IF(AND({readable},{asked}),{shown},""),"")'


def _hint_now(scale: Scale, fields: Mapping[str, str], share: Decimal) -> str:
    """What `_hint_formula` gives for these fields: what the rules propose, of texts that it reads."""
    unit = fields.get("unit", "")
    if not all(_reads(fields.get(name, ""), unit) for name in ("target", "actual")):
        return ""
    found = achieved(fields, share)
    rating = proposed(scale, found.percent) if found is not None else None
    if found is None or rating is None:
        return ""
    return f"{_HINT[0]}{rating.code}{_HINT[1]}{percent_text(found.percent).removesuffix('％')}{_HINT[2]}"


def _asked_tests() -> tuple[str, str, str]:
    """Whether the indicator's name leaves open if more is better, and whether the target says 以上, 以下."""
    words = ",".join(f'"{word}"' for word in sorted({*LESS_IS_BETTER, *map(_half_width, LESS_IS_BETTER)}))
    name = 'SUBSTITUTE(SUBSTITUTE(ASC(CLEAN([indicator]))," ",""),"　","")'
    at_least, at_most = (f'ISNUMBER(SEARCH("{word}",[target]))' for word in _BOUNDS)
    return f"SUMPRODUCT(--ISNUMBER(SEARCH({{{words}}},{name})))>0", at_least, at_most


def _compared() -> tuple[str, str]:
    """Whether target and actual are plain numbers of which it is known if more is better, and how far the actual misses
    the target: more than 0 where it does.

    Read are digits with proper commas and three decimals at most, 延べ before them, their own unit (% where the field
    is blank) and 以上 or 以下 behind. All else that `quantities` reads (約, 超, 2千円, △5, other units) is passed over.
    """
    unsure, at_least, at_most = _asked_tests()
    numbers = ",".join(_is_number(field) for field in ("target", "actual"))
    side = f"IF({at_most},1,-1)"
    readable = f"AND({numbers},OR({at_most},{at_least},NOT({unsure})))"
    return readable, f"({_value('actual')}-{_value('target')})*{side}"


def _own_unit() -> str:
    """What may stand behind a number besides 以上: the unit, % for none; nothing for a unit that would mislead."""
    unit = "ASC(TRIM([unit]))"
    barred = ",".join(f'"{word}"' for word in (*_NOT_REPEATED, *(f"{scale}#" for scale in _SCALES)))
    return f'IF({unit}="","%",IF(SUMPRODUCT(--ISNUMBER(SEARCH({{{barred}}},{unit}&"#")))=0,{unit},""))'


def _bare(field: str) -> str:
    """A text between ^ and #, in half width, without what may stand at its ends."""
    text = f'"^"&ASC(TRIM([{field}]))&"#"'
    for word in _BOUNDS:
        text = f'SUBSTITUTE({text},"{word}#","#")'
    return f'SUBSTITUTE(SUBSTITUTE({text},{_own_unit()}&"#","#"),"^{_COUNTED}","^")'


def _value(field: str) -> str:
    """The number in a text; with a 0 before it, so that what has a sign is none."""
    return f'VALUE(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({_bare(field)},"^","0"),"#",""),",",""))'


def _is_number(field: str) -> str:
    """Whether Excel would write the number as it was typed: VALUE takes dates and much else for numbers."""
    shapes = ",".join(f'"{shape}"' for shape in _SHAPES)
    return f'SUMPRODUCT(--("^"&TEXT({_value(field)},{{{shapes}}})&"#"={_bare(field)}))>0'


def _reached_now(fields: Mapping[str, str]) -> bool | None:
    """Whether the target was reached as `_compared` tells it: what the rules say, of texts that it reads."""
    unit = fields.get("unit", "")
    return target_reached(fields) if all(_reads(fields.get(name, ""), unit) for name in ("target", "actual")) else None


def _reads(text: str, unit: str) -> bool:
    own, plain = _asc(unit) or "%", _asc(text)
    for word in _BOUNDS:
        plain = plain.removesuffix(word)
    if own not in _SCALES and not any(word in own for word in _NOT_REPEATED):
        plain = plain.removesuffix(own)
    plain = plain.removeprefix(_COUNTED)
    return bool(_NUMBER.fullmatch(plain)) and sum(map(str.isdigit, plain)) <= _MOST_DIGITS


def _asc(text: str) -> str:
    """A text with letters, digits and signs in half width, as ASC makes them; katakana in full width, for comparing."""
    half = (unicodedata.normalize("NFKC", ch) if ch == "　" or "！" <= ch <= "ﾟ" else ch for ch in text)
    return unicodedata.normalize("NFC", "".join(half)).strip()


def _half_width(text: str) -> str:
    """Katakana as ASC makes it."""
    known = {unicodedata.normalize("NFKC", half): half for half in map(chr, range(0xFF66, 0xFF9E))}
    return "".join(known.get(ch, ch) for ch in text)
