"""What summary tables with settings must say: every row counted anew, from the plan and the ledger alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

from kosei_xl.later import dataclass
from kosei_xl.proof.verify.facts import Evidence, Facts
from kosei_xl.proof.verify.filling import PlaceholderFiller
from kosei_xl.proof.verify.says import ONLY, PartSays, RowSays, Says, SaysKind
from kosei_xl.proof.verify.tables import NOTHING, called, cell, holds_ratings, opening, rating_named, ratings_of
from kosei_xl.read.ratings import read_rating
from kosei_xl.values.counting import Condition, SumAsked, TableAsked, subtotal_levels, table_asked
from kosei_xl.values.fields import read_value
from kosei_xl.values.labels import label_of
from kosei_xl.values.model import Column, Line, Part, Rating, Scale
from kosei_xl.words import terms
from kosei_xl.words.amounts import EXACT, amount_text
from kosei_xl.words.messages import told
from kosei_xl.words.notation import digits, folded

_BLANK, _ASIDE, _ALL = "missing", "unrated", "total"
_SAID_BESIDE = {_BLANK: "未記入", _ASIDE: "対象外"}
_OFF = "※割合は小数第２位を四捨五入しているため、合計が100％にならないことがあります。"
_NOT_COMPARED = "※前回と比べられる評価がないため、前回との差は「―」です。"
_LEFT_OUT = "※「{label}」の数として読めない記入（{nos}）は、合計に入っていません。"
_UNKNOWN, _DOWN = "―", "▲"
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class _RowOfTable:
    """A row: its key, its label and the rows of the plan that it counts; `field` is the rating that it counts, None
    for those that the part counts.
    """

    key: str
    label: str
    lines: tuple[Line, ...]
    field: str | None


@dataclass(frozen=True)
class _Table:
    """A table counted anew."""

    facts: Facts
    part: Part
    asked: TableAsked

    # -- which rows of the plan ----------------------------------------------------------------------------------------
    @cached_property
    def lines(self) -> tuple[Line, ...]:
        kinds = {"rated", "unrated"} if self.part.items == "all" else {self.part.items}
        whole = (Line(item, None) for item in self.facts.areas.items() if item.kind in kinds)
        only = self.asked.only
        return tuple(line for line in whole if only is None or self.meets(line, only))

    def meets(self, line: Line, condition: Condition, field: str | None = None) -> bool:
        """Whether a row is one of those that a condition names, by the ratings of a field."""
        facts, item = self._by(field), line.item
        if condition.kind == "text":
            said = self._said(line, condition.field)
            met = (
                folded(said) == folded(condition.value)
                if condition.value is not None
                else said not in ("", *terms.DASHES)
            )
        elif condition.kind == "repeated":
            met = item.repeats is not None
        elif condition.kind == "behind":
            met = line in facts.behind()
        elif condition.kind == "area":
            met = facts.areas.holds(condition.value, item.area_no)
        else:
            codes = self._codes(line)
            department = next((one for one in facts.plan.departments if one.code == codes[0]), None) if codes else None
            words = {
                "state": terms.ITEM_STATES[item.state],
                "department": department.name if department else "",
                "bureau": (department.bureau or "") if department else "",
            }
            met = folded(words[condition.kind]) == folded(condition.value or "")
        return met != condition.opposite

    def _said(self, line: Line, name: str) -> str:
        texts = [line.item.texts]
        if line.item.repeats is not None:
            texts.append(self.facts.plan.item_by_key[line.item.repeats].texts)
        found = next((own[name] for own in texts if own.get(name)), None)
        return (found or self.facts.entry(line, self.facts.point.key).get(name, "")).strip()

    def _codes(self, line: Line) -> tuple[str, ...]:
        return line.item.departments_at.get(self.facts.point.key) or line.item.departments

    # -- rows ----------------------------------------------------------------------------------------------------------
    def rows(self) -> Iterator[_RowOfTable]:
        """Each row, behind it what is of it, and the total."""
        for key, label, lines, name in self._groups():
            yield _RowOfTable(key, label, lines, name)
            for number, condition in enumerate(self.asked.of_which, 1):
                met = tuple(line for line in lines if self.meets(line, condition, name))
                said = condition.label[2:] if condition.label.startswith("うち") else condition.label
                yield _RowOfTable(f"{key}+{number}", f"うち{said}", met, name)

    def _groups(self) -> Iterator[tuple[str, str, tuple[Line, ...], str | None]]:
        record = self.asked.ratings[0] if self.asked.ratings else None
        if self.asked.rows == "rater":
            for name in self.asked.ratings:
                yield f"rater:{name}", label_of(self.facts.plan, name), self.lines, name
            return
        named: Mapping[str, Callable[[], Iterator[tuple[str, str, tuple[Line, ...]]]]] = {
            "area": self._areas,
            "level": self._level,
            "bureau": lambda: self._bureaus(apart=False),
            "bureau_department": lambda: self._bureaus(apart=True),
            "department": lambda: self._departments(self.lines, self._first, "（課なし）"),
            "answering": lambda: self._departments(self.lines, lambda line: line.answering, "事務局"),
        }
        for key, label, lines in named[self.asked.rows]() if self.asked.rows in named else ():
            yield key, label, lines, record
        yield _ALL, "計", self.lines, record

    def _first(self, line: Line) -> str | None:
        return next(iter(self._codes(line)), None)

    def _inside(self, area: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if self.facts.areas.holds(area, line.item.area_no))

    def _areas(self) -> Iterator[tuple[str, str, tuple[Line, ...]]]:
        areas = self.facts.areas
        for area in areas.in_print:
            own = area.key or area.no
            yield f"area:{own}", f"{areas.number(own)} {area.name}", self._inside(own)

    def _level(self) -> Iterator[tuple[str, str, tuple[Line, ...]]]:
        areas, level = self.facts.areas, self.asked.level
        nos = [one.no for own, one in areas.by_id.items() if areas.level(own) == level]
        again = len({*nos}) < len(nos)
        for area in areas.in_print:
            own = area.key or area.no
            above = areas.line_of(own) if again else [area]
            label = f"{'-'.join(areas.number(one.key or one.no) for one in above)} {area.name}"
            if areas.level(own) == level:
                yield f"area:{own}", label, self._inside(own)
            elif areas.level(own) < level:
                lines = tuple(line for line in self.lines if line.item.area_no == own)
                if lines:
                    yield f"area:{own}", f"{label}（{areas.word(level)}なし）", lines

    def _departments(
        self, lines: Sequence[Line], of: Callable[[Line], str | None], none: str
    ) -> Iterator[tuple[str, str, tuple[Line, ...]]]:
        ranked = sorted(self.facts.plan.departments, key=lambda one: (one.order, one.code))
        for code, label in [*((one.code, one.name) for one in ranked), (None, none)]:
            own = tuple(line for line in lines if of(line) == code)
            if own:
                yield f"dept:{code or ''}", label, own

    def _bureaus(self, *, apart: bool) -> Iterator[tuple[str, str, tuple[Line, ...]]]:
        ranked = sorted(self.facts.plan.departments, key=lambda one: (one.order, one.code))
        of_code = {one.code: one.bureau for one in ranked}
        names = [name for name in dict.fromkeys(one.bureau for one in ranked) if name]
        for bureau in (*names, None):
            own = tuple(line for line in self.lines if of_code.get(self._first(line) or "") == bureau)
            if own:
                yield f"bureau:{bureau or ''}", bureau or "（部なし）", own
                if apart:
                    yield from self._departments(own, self._first, "（課なし）")

    # -- counts --------------------------------------------------------------------------------------------------------
    def _by(self, name: str | None) -> Facts:
        """The facts with the ratings of a field that holds ratings."""
        return self.facts.by(name) if name in self.facts.plan.rating_fields else self.facts

    def rating(self, line: Line, name: str | None, point: str) -> Rating | None:
        """The rating that a row has in a field at a point."""
        facts = self._by(name)
        if name is None or facts.rated_by == name:
            return facts.rating(line, point)
        known = facts.ratings_at(point)
        text = facts.entry(line, point).get(name)
        code = read_rating(text, Scale(known)) if text is not None and line.item.kind == "rated" else None
        return next((one for one in known if one.code == code), None)

    def scale(self, row: _RowOfTable) -> tuple[Rating, ...]:
        """The ratings that a row may count."""
        return self._by(row.field).ratings_at(self.facts.point.key)

    def counted(self, row: _RowOfTable) -> dict[str, list[Line]]:
        """Code -> the rows of the plan that are counted under it."""
        found: dict[str, list[Line]] = {}
        for line in row.lines:
            rating = self.rating(line, row.field, self.facts.point.key)
            code = rating.code if rating is not None else _BLANK
            found.setdefault(code if line.item.kind == "rated" else _ASIDE, []).append(line)
        return found

    @cached_property
    def earlier(self) -> str | None:
        """The point before."""
        found = sorted((one.date, one.key) for one in self.facts.plan.points if one.date < self.facts.point.date)
        return found[-1][1] if found and self.asked.change else None

    def former(self, row: _RowOfTable) -> dict[str, int] | None:
        """What a row counted at the point before, in today's scale; None where that cannot be said."""
        if self.earlier is None:
            return None
        days = {one.key: one.date for one in self.facts.plan.points}
        found: dict[str, int] = {}
        for line in row.lines:
            begun = days.get(line.item.first_point or "")
            if begun is not None and begun > days[self.earlier]:
                continue
            if line.item.kind != "rated":
                code = _ASIDE
            else:
                then = self.rating(line, row.field, self.earlier)
                today = self._today(row, then) if then is not None else _BLANK
                if today is None:
                    return None
                code = today
            found[code] = found.get(code, 0) + 1
        return found

    def _today(self, row: _RowOfTable, then: Rating) -> str | None:
        for one in self.scale(row):
            alike = f"{then.scale}:{then.code}" in one.equals or f"{one.scale}:{one.code}" in then.equals
            if alike if one.scale != then.scale else one.code == then.code:
                return one.code
        return None

    # -- amounts -------------------------------------------------------------------------------------------------------
    def amounts(self, row: _RowOfTable, asked: SumAsked) -> tuple[Decimal, list[str], list[Evidence]]:
        """The amounts of a row added up, the rows whose texts are none, and the cells of those that are."""
        total, unread, cells = Decimal(0), [], []
        for line in row.lines:
            if line.item.repeats is not None:
                continue
            parts = [part for part in self.facts.lines if part.item.key == line.item.key and part.sub is not None]
            said = [one for one in ([line], parts) if any(self._own(part, asked.field) for part in one)]
            for part in said[0] if said else ():
                text = self._own(part, asked.field)
                if not text:
                    continue
                number = read_value(asked.entry, text).value
                if not isinstance(number, Decimal):
                    unread.append(part.no)
                    continue
                total = EXACT.add(total, number)
                cells.append(self.facts.of_ledger(part, self.facts.point.key, asked.field))
        return total, unread, cells

    def _own(self, line: Line, name: str) -> str:
        text = self.facts.ledger.fields(line.key.at(self.facts.point.key)).get(name, "").strip()
        return "" if text in terms.DASHES else text


def list_totals(facts: Facts, part: Part, columns: Mapping[str, Column], lines: Sequence[Line]) -> Iterator[RowSays]:
    """What a list says behind the last row of each area, and at its end. `columns` by their keys in the report."""
    levels = subtotal_levels(facts.plan, part)[0]
    table = _Table(facts, part, table_asked(facts.plan, part))
    if not levels or not lines:
        return
    ended: list[tuple[str, str, list[Line]]] = []
    for area in facts.areas.in_print:
        own = area.key or area.no
        inside = [line for line in lines if facts.areas.holds(own, line.item.area_no)]
        if inside and facts.areas.level(own) in levels:
            ended.append((own, f"小計　{facts.areas.number(own)} {area.name}", inside))
    for own, label, inside in (*ended, ("", "合計", list(lines))):
        yield _list_total(table, columns, (f"sub:{own}", label), inside)
    every = _RowOfTable("", "", tuple(line for line in lines if line.sub is None), None)
    for number, asked in enumerate(table.asked.sums, 1):
        for note in _left_out(table, [every], asked):
            yield RowSays(part.key, f"subnote:{number}", note, {ONLY: Says(note)})


def _list_total(table: _Table, columns: Mapping[str, Column], named: tuple[str, str], lines: Sequence[Line]) -> RowSays:
    facts, (name, label) = table.facts, named
    sums = {one.field: one for one in table.asked.sums}
    whole = [line for line in lines if line.sub is None]
    rated = [line for line in whole if line.item.kind == "rated"]
    style = facts.plan.style
    aside = f"、対象外{digits(len(whole) - len(rated), style.digits_table)}" if len(whole) > len(rated) else ""
    text = f"{label}（{digits(len(rated), style.digits_table)}{style.counter}{aside}）"
    keys = list(columns)
    cells = {keys[0]: Says(text, SaysKind.FIGURE, _cells_of(table, rated, None))}
    counted = (key for key, column in columns.items() if _adds_up(facts, column, sums))
    first = max(1, keys.index(next(counted, keys[-1]))) if len(keys) > 1 else 1
    for key in keys[first:]:
        column = columns[key]
        if holds_ratings(facts, column):
            said = [cell(facts, table.part, line, column) for line in rated]
            given = [one.text for one in said]
            shown = [one.code for one in ratings_of(facts, column) if one.counted or one.code in given]
            pieces = [f"{code} {given.count(code)}" for code in shown]
            pieces += [f"未記入 {given.count('')}"] * ("" in given)
            origins = tuple(origin for one in said for origin in one.origins)
            cells[key] = Says("\n".join(pieces), SaysKind.FIGURE, origins)
        elif _adds_up(facts, column, sums):
            row = _RowOfTable(name, label, tuple(whole), None)
            total, _, places = table.amounts(row, sums[column.key])
            cells[key] = Says(amount_text(total, sums[column.key].entry.decimals), SaysKind.FIGURE, tuple(places))
    return RowSays(
        table.part.key, name, told("verify_row", part=table.part.title or table.part.sheet, row=label), cells
    )


def _adds_up(facts: Facts, column: Column, sums: Mapping[str, SumAsked]) -> bool:
    return holds_ratings(facts, column) or (column.key in sums and column.point is None)


# -- what the table says -----------------------------------------------------------------------------------------------
def counts_says(facts: Facts, filler: PlaceholderFiller, part: Part) -> PartSays:
    """A summary table with settings of its own: heads, rows, notes."""
    table = _Table(facts, part, table_asked(facts.plan, part))
    about = called(filler, part)
    rows = list(table.rows())
    former = {row.key: table.former(row) for row in rows}
    if None in former.values():
        former = dict.fromkeys(former)
    columns, ratings = _columns(table, rows, former), _ratings(table, rows, former)
    out = [*opening(facts, filler, part), *_heads(table, part, about, columns)]
    for row in rows:
        cells = {"area": _label(table, row)}
        cells |= {key: _says(table, row, key, former[row.key], ratings) for key in columns}
        out.append(RowSays(part.key, row.key, told("verify_row", part=about, row=row.label), cells))
    for number, note in enumerate(_notes(table, rows, former), 1):
        out.append(RowSays(part.key, f"note:{number}", about, {ONLY: Says(note)}))
    labels = {key: "".join(heads) for key, heads in columns.items()}
    return PartSays(part.key, about, tuple(out), {"area": _rows_word(table), **labels})


def _columns(
    table: _Table, rows: Sequence[_RowOfTable], former: Mapping[str, Mapping[str, int] | None]
) -> dict[str, tuple[str, str]]:
    """The keys of the columns, each with what stands above it."""
    asked, used = table.asked, set[str]()
    for row in rows:
        used |= _used(table, row, former)
    heads = {key: rating_named(one) for key, one in _ratings(table, rows, former).items()}
    heads |= {code: word for code, word in _SAID_BESIDE.items() if code in used}
    kinds = [("", "件数")] * asked.counts + [("share:", "割合")] * bool(asked.shares)
    kinds += [("change:", "前回との差")] * asked.change
    found = {}
    for code, head in [*(heads.items() if kinds else ()), *([(_ALL, "計")] if asked.total else [])]:
        for start, word in kinds or [("", "")]:
            found[f"{start}{code}"] = head, word if kinds != [("", "件数")] else ""
    return found | {f"sum:{one.field}": (one.label, "") for one in asked.sums}


def _used(table: _Table, row: _RowOfTable, former: Mapping[str, Mapping[str, int] | None]) -> set[str]:
    now = {code for code, lines in table.counted(row).items() if lines}
    return now | {code for code, number in (former[row.key] or {}).items() if number}


def _ratings(
    table: _Table, rows: Sequence[_RowOfTable], former: Mapping[str, Mapping[str, int] | None]
) -> dict[str, Rating]:
    """The ratings that have columns, by the keys of these: a sign that means another thing to another rater has two."""
    found: dict[str, Rating] = {}
    wanted = [one for row in rows for one in table.scale(row) if one.counted or one.code in _used(table, row, former)]
    for one in table.facts.plan.ratings:
        if one in wanted and not any((one.code, one.label) == (old.code, old.label) for old in found.values()):
            found[f"{one.code}@{one.scale}" if one.code in found else one.code] = one
    return found


def _heads(table: _Table, part: Part, about: str, columns: Mapping[str, tuple[str, str]]) -> Iterator[RowSays]:
    upper, lower = {"area": Says(_rows_word(table), each=True)}, {}
    above = ""
    for key, (head, word) in columns.items():
        code = key.partition(":")[2] or key
        if code != above or not word:
            upper[key] = Says(head, each=True)
        above = code
        if word:
            lower[key] = Says(word, each=True)
    named = told("verify_heads", part=about)
    yield RowSays(part.key, "head:1", named, upper)
    if lower:
        yield RowSays(part.key, "head:2", named, lower)


def _rows_word(table: _Table) -> str:
    areas, asked = table.facts.areas, table.asked
    if asked.rows == "area":
        return "・".join(dict.fromkeys(areas.word(level) for level in range(1, areas.levels + 1)))
    return areas.word(asked.level) if asked.rows == "level" else terms.TABLE_ROWS[asked.rows]


def _label(table: _Table, row: _RowOfTable) -> Says:
    style = table.facts.plan.style
    count = "" if table.asked.total else f"\n（{digits(len(row.lines), style.digits_table)}{style.counter}）"
    return Says(f"{row.label}{count}", SaysKind.FIGURE, _cells_of(table, row.lines, row.field))


def _cells_of(table: _Table, lines: Sequence[Line], name: str | None) -> tuple[Evidence, ...]:
    facts, here = table.facts, table.facts.point.key
    return tuple(facts.of_ledger(line, here, name or facts.rating_name(line, here)) for line in lines)


def _says(
    table: _Table, row: _RowOfTable, key: str, former: Mapping[str, int] | None, ratings: Mapping[str, Rating]
) -> Says:
    """A cell. `ratings` are those that have columns, by their keys."""
    style = table.facts.plan.style.digits_table
    how, sign, code = key.partition(":")
    if not sign:
        how, code = "", key
    if how == "sum":
        asked = next(one for one in table.asked.sums if one.field == code)
        total, _, cells = table.amounts(row, asked)
        return Says(amount_text(total, asked.entry.decimals), SaysKind.FIGURE, tuple(cells))
    if code in ratings:
        rating = ratings[code]
        if not any((one.code, one.label) == (rating.code, rating.label) for one in table.scale(row)):
            return Says(_UNKNOWN, SaysKind.FIGURE)
        code = rating.code
    counted = table.counted(row)
    lines = list(row.lines) if code == _ALL else counted.get(code, [])
    if how == "share":
        text = _percent(table, row, code)
    elif how == "change":
        text = _UNKNOWN
        if former is not None:
            change = len(lines) - (sum(former.values()) if code == _ALL else former.get(code, 0))
            text = (_DOWN if change < 0 else "") + digits(abs(change), style)
    else:
        text = digits(len(lines), style)
    return Says(text, SaysKind.FIGURE, _cells_of(table, lines, row.field))


def _tenths(table: _Table, row: _RowOfTable) -> dict[str, Decimal]:
    """Code -> its share of a row in percent with one decimal, as the table asks for shares."""
    counts = {code: len(lines) for code, lines in table.counted(row).items()}
    whole = sum(counts.values())
    order = (*(one.code for one in table.scale(row)), _BLANK, _ASIDE)
    exact = {code: Fraction(100 * counts[code], whole) for code in order if counts.get(code)}
    if table.asked.shares != "adjusted":
        return {
            code: (Decimal(share.numerator) / share.denominator).quantize(_TENTH, ROUND_HALF_UP)
            for code, share in exact.items()
        }
    down = {code: share * 10 // 1 for code, share in exact.items()}
    ranked = sorted(exact, key=lambda code: down[code] - exact[code] * 10)
    lifted = ranked[: 1000 - sum(down.values())]
    return {code: Decimal(int(down[code]) + (code in lifted)) / 10 for code in exact}


def _percent(table: _Table, row: _RowOfTable, code: str) -> str:
    if not row.lines:
        return NOTHING
    share = Decimal(100) if code == _ALL else _tenths(table, row).get(code, Decimal(0))
    return f"{share.quantize(_TENTH)}%"


def _notes(table: _Table, rows: Sequence[_RowOfTable], former: Mapping[str, Mapping[str, int] | None]) -> Iterator[str]:
    off = (row for row in rows if row.lines and sum(_tenths(table, row).values()) != 100)
    if table.asked.shares == "rounded" and any(off):
        yield _OFF
    if table.asked.change and None in former.values():
        yield _NOT_COMPARED
    for asked in table.asked.sums:
        yield from _left_out(table, rows, asked)


def _left_out(table: _Table, rows: Sequence[_RowOfTable], asked: SumAsked) -> Iterator[str]:
    nos = dict.fromkeys(f"No.{no}" for row in rows for no in table.amounts(row, asked)[1])
    if nos:
        yield _LEFT_OUT.format(label=asked.label, nos="、".join(nos))
