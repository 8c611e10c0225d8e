"""Decisions and the list -> PLAN.json, ENTRIES.json and what was not taken. Pure: nothing is decided here."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from kosei_xl.importing.areas import same_area
from kosei_xl.importing.bars import spans_of
from kosei_xl.importing.entries import FieldKeys, RowTexts, indicators_of, texts_of_row
from kosei_xl.importing.fields import entry_fields, keys_of, printed_columns
from kosei_xl.importing.mapping import AreaMap, Decisions, NotTaken, PointMap
from kosei_xl.importing.ratings import by_sign
from kosei_xl.importing.reading import ListRead
from kosei_xl.importing.rows import ListRow
from kosei_xl.later import dataclass
from kosei_xl.values.cells import CellRef
from kosei_xl.values.model import EntriesFile, Entry, PlanFile
from kosei_xl.words.list_heads import CAUSE_NEXT_LABELS, Means
from kosei_xl.words.messages import told

WHOLE = "全体"
"""The area of a list that has none."""


@dataclass(frozen=True)
class PlanFromList:
    """A plan and its entries as made from a list, and every text of the list that is in neither, with why.

    `numbers` are the items whose number had to be made unique or given: (number in the list, in the plan).
    """

    plan: PlanFile
    entries: EntriesFile
    not_taken: tuple[NotTaken, ...]
    numbers: tuple[tuple[str, str], ...] = ()
    unknown_marks: tuple[tuple[CellRef, str], ...] = ()


Completed = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Completes a plan (as in PLAN.json) of which only items and settings are known: its key, its documents."""


def plan_from_list(found: ListRead, decided: Decisions, blank: Completed) -> PlanFromList:
    """Make plan and entries of a list as decided. `blank` completes a plan (as in PLAN.json) by documents."""
    return _Carrier(found, decided).carried(blank)


@dataclass
class _Carrier:
    found: ListRead
    decided: Decisions
    numbers: list[tuple[str, str]] = field(default_factory=list)
    lost: list[NotTaken] = field(default_factory=list)

    def carried(self, blank: Completed) -> PlanFromList:
        rows = self.found.rows
        columns = [column for column in self.decided.columns if column.means is not Means.NOTHING]
        years = [one.point.fiscal_year for one in self.decided.points]
        forms = dict.fromkeys(column.form for column in columns)
        spans = {form: spans_of(self.decided.columns_of(form), years, self.found.as_of) for form in forms}
        fields = FieldKeys(keys_of(columns), by_sign(self.decided.ratings), spans)
        said = [(row, texts_of_row(row, fields)) for row in rows]
        areas, area_ids = self._areas()
        codes = self._departments(rows)
        numbers = self._numbers(rows, areas)
        points = {one.name: one for one in self.decided.points}
        keys = {id(row): f"item-{n:03}" for n, row in enumerate((r for r in rows if r.parent is None), 1)}
        items = [self._item(row, said, area_ids, codes, numbers, keys) for row in rows if row.parent is None]
        plan = dict(
            blank(
                {
                    **self._settings(),
                    "ratings": self._ratings(fields),
                    "areas": areas,
                    "items": items,
                    "departments": self._department_rows(codes),
                    "points": [_point(one) for one in self.decided.points],
                }
            )
        )
        plan["columns"] = self._columns(plan, columns, fields)
        plan["fields"] = [*plan.get("fields", ()), *entry_fields(columns, fields.keys)]
        entries = tuple(self._entries(said, keys, points))
        lost = [lost for _, own in said for lost in own.not_taken]
        unknown = [(row.grid.ref(cell.row, cell.column), mark) for row, own in said for cell, mark in own.unknown_marks]
        return PlanFromList(
            PlanFile.model_validate({"plan": plan}),
            EntriesFile(plan_id=plan["plan_id"], entries=entries),
            (*self.found.not_taken, *lost, *self.lost),
            tuple(self.numbers),
            tuple(unknown),
        )

    def _settings(self) -> dict[str, Any]:
        said = self.decided.settings
        style: dict[str, Any] = {
            key: said[key] for key in ("organization", "area_term", "item_term", "area_numbering") if said.get(key)
        }
        levels = [one for one in re.split("[、,，]", said.get("levels", "")) if one.strip()]
        if levels:
            style["levels"] = levels
        years = [one.point.fiscal_year for one in self.decided.points] or [self.found.as_of.year]
        start, end = (re.sub(r"\D", "", said.get(key, "")) for key in ("period_start", "period_end"))
        return {
            "name": said.get("name", ""),
            "period_start": int(start) if start else min(years),
            "period_end": int(end) if end else max(years),
            "style": style,
        }

    def _columns(self, plan: Mapping[str, Any], columns: Sequence[Any], fields: FieldKeys) -> list[dict[str, Any]]:
        own = printed_columns(plan["parts"], columns, fields)
        replaced = {column["part"] for column in own}
        return [*(column for column in plan["columns"] if column["part"] not in replaced), *own]

    def _ratings(self, fields: FieldKeys) -> list[dict[str, Any]]:
        known = {*fields.keys.values()}
        if any(column.means is Means.CAUSE_NEXT for column in self.decided.columns):
            known |= {*CAUSE_NEXT_LABELS}
        requires = [key for key in ("cause", "next_steps") if key in known]
        found: dict[str, dict[str, Any]] = {}
        for one in self.decided.ratings:
            if one.code in found:
                found[one.code]["synonyms"] += (one.mark,) if one.mark != one.code else ()
                continue
            found[one.code] = {
                "code": one.code,
                "label": one.label,
                "legend": one.label,
                "order": one.order,
                "behind": one.behind,
                "requires": requires if one.behind else [],
                "synonyms": (one.mark,) if one.mark != one.code else (),
            }
        return list(found.values())

    # -- areas, departments, numbers ---------------------------------------------------------------------------------
    def _areas(self) -> tuple[list[dict[str, Any]], dict[tuple[str, ...], str]]:
        made: list[dict[str, Any]] = []
        ids: dict[tuple[str, ...], str] = {}
        top = Counter(one.no for one in self.decided.areas if len(one.written) == 1)
        for n, one in enumerate(self.decided.areas, 1):
            key = one.no if len(one.written) == 1 and top[one.no] == 1 else f"a{n}"
            own: dict[str, Any] = {"no": one.no, "name": one.name}
            if key != one.no:
                own["key"] = key
            if len(one.written) > 1:
                own["parent"] = ids[one.written[:-1]]
            ids[one.written] = key
            made.append(own)
        if not made or any(not row.areas for row in self.found.rows):
            taken = {one.no for one in self.decided.areas if len(one.written) == 1}
            no = next(str(n) for n in range(1, len(taken) + 2) if str(n) not in taken)
            ids[()] = no
            made.append({"no": no, "name": self.decided.settings.get("whole_area") or WHOLE})
        return made, ids

    def _area_of(self, row: ListRow, ids: Mapping[tuple[str, ...], str]) -> str:
        return ids[known_path(row.areas, self.decided.areas)]

    def _departments(self, rows: Iterable[ListRow]) -> dict[str, str]:
        names: dict[str, None] = {}
        for row in rows:
            names |= dict.fromkeys(self._names(row))
        listed = [*(name for name in self.decided.bureaus if name in names)]
        order = dict.fromkeys((*listed, *names))
        return {name: f"D{n:02}" for n, name in enumerate(order, 1)}

    def _names(self, row: ListRow) -> tuple[str, ...]:
        cells = row.cells(Means.DEPARTMENT, Means.BUREAU_DEPARTMENT)
        found = [name for _, cell in cells for name in self.decided.departments.get(cell.text, ())]
        return tuple(dict.fromkeys(found))

    def _department_rows(self, codes: Mapping[str, str]) -> list[dict[str, Any]]:
        return [
            {"code": code, "name": name, "bureau": self.decided.bureaus.get(name) or None, "order": n}
            for n, (name, code) in enumerate(codes.items(), 1)
        ]

    def _numbers(self, rows: Sequence[ListRow], areas: Sequence[Mapping[str, Any]]) -> dict[int, str]:
        """The number of each item, unique in the plan: with that of its area where numbers begin anew in each."""
        items = [row for row in rows if row.parent is None]
        again = any(count > 1 for no, count in Counter(row.no for row in items).items() if no)
        by_written = {one.written: one.no for one in self.decided.areas}
        found: dict[int, str] = {}
        used: set[str] = set()
        for n, row in enumerate(items, 1):
            path = known_path(row.areas, self.decided.areas)
            no = row.no
            if not no:
                no = next(str(k) for k in range(n, n + len(items) + 1) if str(k) not in used)
            elif again:
                numbers = [by_written[path[: k + 1]] for k in range(len(path))]
                no = "-".join([*numbers, no]) if numbers else no
            unique, k = no, 1
            while unique in used:
                k += 1
                unique = f"{no}_{k}"
            used.add(unique)
            found[id(row)] = unique
            if unique != row.no:
                self.numbers.append((row.no, unique))
        return found

    # -- items and entries -------------------------------------------------------------------------------------------
    def _item(
        self,
        row: ListRow,
        said: Sequence[tuple[ListRow, RowTexts]],
        area_ids: Mapping[tuple[str, ...], str],
        codes: Mapping[str, str],
        numbers: Mapping[int, str],
        keys: Mapping[int, str],
    ) -> dict[str, Any]:
        own = next(texts for one, texts in said if one is row)
        subs = [(one, texts) for one, texts in said if one.parent is row]
        departments = [codes[name] for name in self._names(row)]
        original = self._original(row, numbers, keys)
        made: dict[str, Any] = {
            "key": keys[id(row)],
            "no": numbers[id(row)],
            "name": row.name or row.no,
            "area_no": self._area_of(row, area_ids),
            "kind": "unrated" if row.unrated or not self._is_rated(row) else "rated",
            "departments": departments,
            "office_rated": not departments,
            "texts": own.texts,
            "schedule": own.schedule,
            "sub_items": [
                {
                    "sub_no": sub.sub_no,
                    "name": sub.name or None,
                    "departments": [codes[name] for name in self._names(sub)] or departments,
                    "texts": texts.texts,
                    "schedule": texts.schedule,
                }
                for sub, texts in subs
            ],
        }
        if original is not None:
            made["repeats"] = original
        elif row.original is not None:
            mark = told("import_mark", no=row.original)
            self.lost.append(NotTaken(row.grid.ref(row.row), mark, told("import_no_original")))
        for _, cell in row.cells(Means.ANSWERING):
            if cell.text in codes:
                made["answering"] = codes[cell.text]
        return made

    def _is_rated(self, row: ListRow) -> bool:
        """Whether items of the row's table are rated: it has a column of ratings, or none of the list has one."""
        rated = {column.form for column in self.decided.columns if column.means in (Means.RATING, Means.RATING_ENTRY)}
        forms = {column.form for line in row.lines for column, _ in line.cells}
        return not rated or not forms or not rated.isdisjoint(forms)

    def _original(self, row: ListRow, numbers: Mapping[int, str], keys: Mapping[int, str]) -> str | None:
        if row.original is None:
            return None
        items = [one for one in self.found.rows if one.parent is None and one is not row and one.original is None]
        same = [one for one in items if row.original in (one.no, numbers[id(one)])]
        if not row.original:
            same = [one for one in items if one.name == row.name]
        near = [one for one in same if one.name == row.name] or same
        return keys[id(near[0])] if near else None

    def _entries(
        self,
        said: Sequence[tuple[ListRow, RowTexts]],
        keys: Mapping[int, str],
        points: Mapping[str, PointMap],
    ) -> Iterator[Entry]:
        for row, own in said:
            for name, texts in own.points.items():
                fields = {key: text for key, text in texts.fields.items() if text}
                indicators = indicators_of(texts)
                if name in points and (fields or indicators):
                    yield Entry(
                        item_key=keys[id(row.parent or row)],
                        sub_no=row.sub_no or "",
                        point=points[name].label_key,
                        fields=fields,
                        indicators=indicators,
                    )


def known_path(written: Sequence[str], areas: Iterable[AreaMap]) -> tuple[str, ...]:
    """The path among the areas that a row's texts name: spaces, widths and 「（続き）」 do not count."""
    for one in areas:
        if len(one.written) == len(written) and all(
            same_area(mine, own) for mine, own in zip(one.written, written, strict=True)
        ):
            return one.written
    return ()


def _point(one: PointMap) -> dict[str, Any]:
    return {
        "key": one.label_key,
        "fiscal_year": one.point.fiscal_year,
        "kind": one.point.kind,
        "date": one.point.day.isoformat(),
        "label": one.label,
        "short_label": one.label_key,
    }
