"""Settings of a master that nothing would obey: found when the plan is read, before anything is handed out."""

from collections.abc import Callable, Iterator, Mapping

from kosei_xl.read.fields import PlacedField, read_fields
from kosei_xl.read.names import name_of_part
from kosei_xl.read.ratings import confusable
from kosei_xl.read.references import unknown_references
from kosei_xl.read.tables import KeyedTable, find_table, text_of, unreadable, with_heads
from kosei_xl.read.unread import unread_texts
from kosei_xl.values.areas import level_named
from kosei_xl.values.cells import Book, CellRef, column_letters
from kosei_xl.values.counting import history_asked, ratings_named, subtotal_levels, table_asked
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.labels import label_of
from kosei_xl.values.model import Column, Part, Plan
from kosei_xl.values.shown_before import columns_of_before, committee_fields
from kosei_xl.words import terms
from kosei_xl.words.amounts import MONEY_UNITS, POINT_WORDS
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded
from kosei_xl.words.shorten import in_one_line

LEAST_RATINGS, MOST_RATINGS = 2, len(terms.RATING_COLUMNS)
"""How many ratings the count sheets have columns for."""
_DERIVED = ("no", "name", "departments", "previous")
"""What the form can show beside plan texts and entries."""
_BARRED = "[]:@{}|"
"""Signs that cannot be in a rating: keys, placeholders and the marks of other scales give them another meaning."""
_TAKEN = frozenset(
    (
        "計",
        "未記入",
        "件数",
        "実件数",
        "遅れ件数",
        "対象外件数",
        "再掲",
        "分野数",
        "計画年数",
        *POINT_WORDS,
        "area",
        "missing",
        "total",
    )
)
"""Words that cannot be a rating: they say something else in the same tables and texts."""


def check_settings(book: Book, plan: Outcome[Plan]) -> tuple[Diagnostic, ...]:
    """What was set and has no effect, at its cell.

    Returns K153 for a setting of the form, or a rating, that cannot be used, K154 and K131 for texts where nothing is
    read (`unread`), K155 for a scale that the count sheets have no room for, K156 for fields that a rating asks for and
    the form does not, K157 for columns without a place, K160 to K164 for fields (`_fields`), of scales K170 and K171
    for ratings that cannot be told apart, K172 for a point whose scale has none, K174 for a rating of another scale
    that is none, K175 for settings that name no ratings, K183 for levels that 分野 does not have, and K184 for items
    above the lowest level. Cost: one pass over the settings sheets.
    """
    return (
        *_scale(plan),
        *_required(plan),
        *(problem for n, column in enumerate(plan.value.columns) for problem in _form(book, plan, n, column)),
        *_without_place(book, plan),
        *_levels(book, plan),
        *_tables(plan),
        *_fields(book, plan),
        *_heads(book, plan),
        *unknown_references(plan),
        *unread_texts(book, plan.value),
    )


def _scale(plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    ratings = plan.value.ratings
    place_of = {(rating.scale, rating.code): plan.place("ratings", n, "code") for n, rating in enumerate(ratings)}
    for key, scale in plan.value.scales.items():
        found = len(scale.ratings)
        if not LEAST_RATINGS <= found <= MOST_RATINGS:
            place = place_of[key, scale.codes[MOST_RATINGS if found > MOST_RATINGS else 0]]
            yield diagnostic(Code.SCALE_DOES_NOT_FIT, place, least=LEAST_RATINGS, most=MOST_RATINGS, found=found)
        for rating, spelling, earlier in confusable(scale):
            code = Code.RATINGS_ALIKE if spelling == rating.code else Code.SPELLING_OF_TWO_RATINGS
            place = place_of[key, rating.code]
            yield diagnostic(code, place, rating=rating.code, other=earlier.code, text=spelling)
    yield from _mapped(plan)
    yield from _raters(plan)
    for n, point in enumerate(plan.value.points):
        if point.scale not in plan.value.scales:
            place = plan.place("points", n, "scale")
            yield diagnostic(Code.SCALE_WITHOUT_RATINGS, place, scale=point.scale, called=point.label, point=point.key)
    label = terms.MASTER_SHEETS[terms.RATINGS_SHEET]["code"]
    for n, rating in enumerate(ratings):
        place = plan.place("ratings", n, "code")
        if any(sign in rating.code for sign in _BARRED):
            yield _unused(place, label, rating.code, told("rating_signs", signs=" ".join(_BARRED)))
        elif rating.code in _TAKEN:
            yield _unused(place, label, rating.code, told("rating_word"))


def _mapped(plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    """K174 for ratings of other scales that are not there."""
    scales = plan.value.scales
    for n, rating in enumerate(plan.value.ratings):
        for text in rating.equals:
            scale, sign, code = text.partition(":")
            known = scale in scales and code in scales[scale].by_code
            why = "equals_shape" if not sign else "equals_own" if scale == rating.scale else "equals_unknown"
            if not known or scale == rating.scale:
                place = plan.place("ratings", n, "equals")
                yield diagnostic(Code.RATING_NOT_MAPPED, place, text=text, reason=told(why))


def _raters(plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    """K175 for settings that name ratings which no field holds."""
    value, style = plan.value, plan.value.style
    names = "・".join(label_of(value, key) for key in value.rating_fields)
    unknown = [
        (plan.place("parts", n, "ratings"), word)
        for n, part in enumerate(value.parts)
        for word in part.ratings
        if (ratings_named if part.kind == "summary" else Plan.rating_field)(value, word) is None
    ]
    of_record = [(key, getattr(style, key)) for key in ("rating_of_record", "rating_instead")]
    unknown += [
        (plan.place("style", key), word) for key, word in of_record if word and value.rating_field(word) is None
    ]
    for place, word in unknown:
        yield diagnostic(Code.RATINGS_UNKNOWN, place, text=word, names=names)


def _unused(place: CellRef | None, label: str, value: str, reason: object) -> Diagnostic:
    return diagnostic(Code.SETTING_WITHOUT_EFFECT, place, label=label, value=value, reason=reason)


def _required(plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    """K156; silent for a plan without a form."""
    value = plan.value
    asked = {*value.entry_fields} - {*value.closed_fields}
    labels = {column.key: column.label for column in value.columns if column.source == "entry"}
    for n, rating in enumerate(value.ratings if value.form_columns else ()):
        for key in rating.requires:
            if key not in asked:
                label = labels.get(key) or terms.FIELD_LABELS.get(key, key)
                place = plan.place("ratings", n, "requires")
                yield diagnostic(Code.FIELD_NOT_IN_FORM, place, rating=rating.code, label=in_one_line(label))


def _form(book: Book, plan: Outcome[Plan], n: int, column: Column) -> Iterator[Diagnostic]:
    """K153 for what a row of 帳票列 says about the form and cannot be done."""
    part = plan.value.part_by_key.get(column.part)
    if part is None or part.kind != "form":
        return
    labels = terms.MASTER_SHEETS[terms.COLUMNS_SHEET]

    def unused(name: str, value: str, reason: Message) -> Diagnostic:
        return _unused(plan.place("columns", n, name), labels[name], value, reason)

    if column.point is not None:
        yield from _form_before(plan, column, unused)
        return
    if column.source == "derived" and column.key not in _DERIVED:
        yield unused("key", column.key, told("form_key"))
        return
    place = plan.at.get(("columns", n, "entry"))
    handling = terms.CHOICES["entry"][column.entry]
    if place is not None and _text_at(book, place) is None:
        yield unused("entry", terms.BLANK, told("form_handling"))
    elif column.source != "entry" and column.entry in ("input", "required"):
        yield unused("entry", handling, told("form_not_entry"))
    elif column.key in ("no", "name") and column.entry == "none":
        yield unused("entry", handling, told("form_identity"))


def _form_before(
    plan: Outcome[Plan], column: Column, unused: Callable[[str, str, Message], Diagnostic]
) -> Iterator[Diagnostic]:
    """K153 for a column of the form that is to show a point before and cannot."""
    named = column.point in terms.EARLIER_POINTS or plan.value.point(column.point or "") is not None
    if not named or column.source != "entry" or column.key not in plan.value.field_by_key:
        yield unused("point", column.point or "", told("form_point"))
    elif column.entry in ("input", "required"):
        yield unused("point", column.point or "", told("form_before"))


def _text_at(book: Book, cell: CellRef) -> str | None:
    sheet = book.sheet(cell.sheet or "")
    return text_of(sheet.value(cell.row or 0, cell.column or 0)) if sheet is not None else None


def _without_place(book: Book, plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    """K157 for columns of the form beyond those that a survey has room for."""
    value = plan.value
    form: dict[str, list[Column]] = {}
    for column in value.form_columns:
        form.setdefault(column.key, []).append(column)
    shown = [(n, c) for n, c in enumerate(value.columns) if c in form.get(c.key, ()) and c.key not in value.withheld]
    texts = [(n, c) for n, c in shown if c.source == "plan"]
    most = len(terms.TEXT_COLUMNS)
    places: list[tuple[object, CellRef | None]] = [(c.label, plan.place("columns", n, "key")) for n, c in texts]
    for column in columns_of_before(value):
        position = next((n for n, one in enumerate(value.columns) if one is column), None)
        at = plan.place("columns", position, "key") if position is not None else _field_place(book, column.key)
        places.append((told("before_label", label=column.label, point=column.point or ""), at))
    for label, place in places[most:]:
        reason = told("form_full", most=most)
        yield diagnostic(Code.COLUMN_WITHOUT_PLACE, place, label=in_one_line(str(label)), reason=reason)


def _field_place(book: Book, key: str) -> CellRef | None:
    """The cell in which 欄 names a field."""
    placed = read_fields(book, None).placed if book.sheet(terms.FIELDS_SHEET) is not None else ()
    return next((one.row.ref("label") for one in placed if one.field.field == key), None)


# -- 欄 ---------------------------------------------------------------------------------
def _fields(book: Book, plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    """K160 for fields of the plan's own that stand nowhere, K161 for those that others
    fill in than the form asks, K162 for the second row of a field, K164 for money in a unit that is none, K153 for what
    a type has no use for.
    """
    if book.sheet(terms.FIELDS_SHEET) is None:
        return
    value = plan.value
    columns = {column.key.removeprefix(terms.SHARE_KEY) for column in (*value.columns, *value.form_columns)}
    seen: dict[str, PlacedField] = {}
    for one in read_fields(book, (value.period_start, value.period_end)).placed:
        field, first = one.field, seen.setdefault(one.field.field, one)
        if first is not one:
            other = first.row.ref("label")
            place = one.row.ref("field")
            yield diagnostic(Code.FIELD_TWICE, place, [other], label=field.label, other=other.cell or "")
            continue
        if field.field in value.own_fields and field.field not in columns | {*committee_fields(value)}:
            yield diagnostic(Code.FIELD_NOT_PLACED, one.row.ref("label"), label=field.label)
        if field.type == "money" and field.shown_unit not in MONEY_UNITS:
            units = "・".join(MONEY_UNITS)
            place = one.row.ref("unit")
            yield diagnostic(Code.FIELD_UNIT_UNKNOWN, place, label=field.label, unit=field.unit, units=units)
        yield from _unused_settings(one, value)
        if field.scale is not None and field.scale not in value.scales:
            at, label = one.row.ref("scale"), terms.MASTER_SHEETS[terms.FIELDS_SHEET]["scale"]
            yield diagnostic(Code.SETTING_UNREADABLE, at, label=label, reason=unreadable(field.scale))
    yield from _handled_otherwise(plan)


def _unused_settings(one: PlacedField, plan: Plan) -> Iterator[Diagnostic]:
    field, labels = one.field, terms.MASTER_SHEETS[terms.FIELDS_SHEET]

    def unused(name: str, value: str, reason: Message) -> Diagnostic:
        return _unused(one.row.ref(name), labels[name], value, reason)

    if field.summed and not field.is_amount:
        yield unused("summed", one.row.text("summed") or "", told("sum_of_texts"))
    if field.type == "choice" and not field.choices:
        yield unused("choices", terms.BLANK, told("no_choices"))
    other = plan.field_by_key.get(field.against or "")
    answers = field.against in committee_fields(plan) and not field.is_amount and field.filled_by != "committee"
    amounts = other is not None and other.is_amount and field.is_amount
    if one.row.text("against") is not None and not (amounts or answers):
        yield unused("against", one.row.text("against") or "", told("no_such_field"))


def _handled_otherwise(plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    forms = {part.key for part in plan.value.parts if part.kind == "form"}
    words = terms.REGISTER_WORDS[terms.FIELDS_SHEET]["filled_by"]
    for n, column in enumerate(plan.value.columns):
        field = plan.value.field_by_key.get(column.key)
        asked = column.part in forms and column.source == "entry" and column.entry in ("input", "required")
        if asked and field is not None and field.filled_by in ("office", "committee"):
            place, label = plan.place("columns", n, "entry"), in_one_line(column.label or field.label)
            yield diagnostic(Code.FIELD_HANDLED_OTHERWISE, place, label=label, who=words[field.filled_by])


def _levels(book: Book, plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    """K183 for what 計画 says about levels and 分野 does not bear out, K184 for items beside areas."""
    value, style = plan.value, plan.value.style
    height = value.tree.height
    for name in ("levels", "level_numbering"):
        words: tuple[str, ...] = getattr(style, name)
        few = name == "levels" and len(words) < height > 1
        if len(words) > height or few:
            reason = told("levels_differ", found=len(words), height=height)
            yield _level_setting(book, plan, name, "＞".join(words) or terms.BLANK, reason)
    known = [level.name for level in value.levels[:height]]
    asked = level_named(style.survey_level, known)
    if style.survey_level and (asked is None or asked > height):
        reason = told("no_such_level", known="、".join(known))
        yield _level_setting(book, plan, "survey_level", style.survey_level, reason)
    for n, item in enumerate(value.items):
        if value.tree.below(item.area_no):
            place, area = plan.place("items", n, "area_no"), value.area_by_no[item.area_no].name
            yield diagnostic(Code.ITEM_ABOVE_LOWEST_LEVEL, place, item=item.no, area=area)


def _tables(plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    """K153 for words of 帳票 about summary tables and subtotals that mean nothing, or nothing in a part of its kind."""
    labels = terms.MASTER_SHEETS[terms.PARTS_SHEET]
    for n, part in enumerate(plan.value.parts):
        refused = [*subtotal_levels(plan.value, part)[1]]
        own = ("subtotals", "shows") if part.kind == "history" else ("subtotals",)
        of_table = [key for key in terms.TABLE_SETTINGS if getattr(part, key) and key not in own]
        if part.kind == "summary":
            refused += table_asked(plan.value, part).refused
        if part.kind == "history":
            refused += history_asked(part)[1]
            yield from _columns_of_history(plan, part)
        for one in refused:
            reason = told("table_words", known="、".join(dict.fromkeys(one.known)))
            yield _unused(plan.place("parts", n, one.setting), labels[one.setting], one.word, reason)
        for key in of_table if part.kind != "summary" else ():
            value = getattr(part, key)
            shown = value if isinstance(value, str) else "、".join(value)
            if key != "ratings" and (key != "sums" or not part.subtotals):
                only = told("shows_only") if key == "shows" else told("table_only")
                yield _unused(plan.place("parts", n, key), labels[key], shown, only)
        by_rater = part.kind == "summary" and table_asked(plan.value, part).rows == "rater"
        aside = part.ratings if part.kind in ("form", "pdf") else () if by_rater else part.ratings[1:]
        if aside:
            reason = told("one_rating" if part.kind not in ("form", "pdf") else "no_ratings_counted")
            yield _unused(plan.place("parts", n, "ratings"), labels["ratings"], "、".join(aside), reason)
        if part.subtotals and part.kind not in ("list", "schedule"):
            yield _unused(
                plan.place("parts", n, "subtotals"), labels["subtotals"], "、".join(part.subtotals), told("list_only")
            )


def _columns_of_history(plan: Outcome[Plan], part: Part) -> Iterator[Diagnostic]:
    """K153 for a column of 帳票列 in a 経過, whose columns are the points."""
    label = terms.MASTER_SHEETS[terms.COLUMNS_SHEET]["part"]
    for n, column in enumerate(plan.value.columns):
        if column.part == part.key:
            shown = name_of_part(part.key, plan.value.part_by_key)
            yield _unused(plan.place("columns", n, "part"), label, shown, told("history_columns"))


def _level_setting(book: Book, plan: Outcome[Plan], name: str, shown: str, reason: Message) -> Diagnostic:
    place = plan.at.get(("style", name)) or CellRef(book.name, terms.PLAN_SHEET)
    label = terms.SETTING_LABELS[name][0]
    return diagnostic(Code.LEVELS_NOT_AS_NAMED, place, label=label, value=shown, reason=reason)


# -- 項目 --------------------------------------------------------------------------------
def text_columns(table: KeyedTable, plan_columns: Mapping[str, str]) -> dict[int, str]:
    """Columns of 項目 that have no key of their own and stand for a plan text: those headed with its label.

    `plan_columns` are the labels of the plan columns that 帳票列 declares, by key.
    """
    wanted = {folded(label): key for key, label in plan_columns.items() if label and key not in table.columns}
    found: dict[int, str] = {}
    for column in _open_columns(table):
        key = wanted.get(folded(_head(table, column) or ""))
        if key is not None and key not in found.values():
            found[column] = key
    return found


def _open_columns(table: KeyedTable) -> tuple[int, ...]:
    """Columns without a key, and spare ones of the template."""
    spare = [table.columns[key] for key in terms.TEXT_COLUMNS if key in table.columns]
    return tuple(sorted((*spare, *table.unknown_columns())))


def _head(table: KeyedTable, column: int) -> str | None:
    return text_of(table.sheet.value(table.first - 1, column))


def _heads(book: Book, plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    """K157 for columns of 項目 that hold texts and are not headed as a plan column is called."""
    table = _table(book, terms.ITEMS_SHEET)
    if table is None:
        return
    declared = {c.key: c.label for c in reversed(plan.value.columns) if c.source == "plan"}
    known = text_columns(table, declared)
    for column in _open_columns(table):
        filled = [n for n in range(table.first, len(table.sheet.rows) + 1) if text_of(table.sheet.value(n, column))]
        if column not in known and filled:
            place = CellRef(table.file, table.sheet.name, table.first - 1, column)
            missing = [in_one_line(label) for key, label in declared.items() if key not in table.columns]
            reason = told("items_head_of_none", count=len(filled))
            if missing:
                reason = told("items_head", labels="、".join(missing), count=len(filled))
            head = _head(table, column)
            label = in_one_line(head) if head else told("column_without_head", column=column_letters(column))
            yield diagnostic(Code.COLUMN_WITHOUT_PLACE, place, label=label, reason=reason)


def _table(book: Book, name: str) -> KeyedTable | None:
    sheet = book.sheet(name)
    table = find_table(book.name, sheet, terms.MASTER_SHEETS[name]) if sheet is not None else None
    return with_heads(table, terms.MASTER_SHEETS[name]) if table is not None else None
