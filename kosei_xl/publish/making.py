"""Edition -> everything that the page says: the report's counts, and the rows of the data that stand behind them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kosei_xl.collect.summarize import AreaCounts, Summary, summarize
from kosei_xl.collect.sums import NO_AMOUNT, AmountSum, area_of, sum_by, summed_fields
from kosei_xl.publish.charts import achievement_bar, bar, bar_looks, sign_of
from kosei_xl.publish.columns import TableName
from kosei_xl.publish.content import Badge, CountRow, IndicatorShown, MoneyTable, PageContent, PageItem, PageText, Stage
from kosei_xl.publish.data import DATA
from kosei_xl.publish.edition import Edition, PublicFields, public_fields
from kosei_xl.publish.figures import Figures, PageFigure, written
from kosei_xl.publish.photos import photos_of_line
from kosei_xl.publish.rows import (
    BETTER,
    TRENDS,
    WORSE,
    DataRow,
    Datum,
    data_rows,
    identifier,
    rating_before,
    tables_of_edition,
    trend,
)
from kosei_xl.publish.texts import PageLine, anchor_of, lines_of_text, spoken
from kosei_xl.values.fields import EntryField
from kosei_xl.values.labels import area_label, areas_called, label_of
from kosei_xl.values.model import Line, Plan, Rating, Scale
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.amounts import left_out_text
from kosei_xl.words.notation import date_text, fiscal_years_text, numbered, sub_numbered

MISSING, MISSING_LOOK = "未記入", "missing-1"
_WHOLE = "計"
_ON_A_SHEET, _ROOM = 3, 90
"""Items of a kind on a single sheet, and letters of each of their texts beyond the first line."""
_TWO_SHEETS, _A_ROW, _A_CARD = 2900, 60, 120
"""Letters that two sheets have room for, what a row of their table takes of it, and a card beside its texts."""


def page_content(edition: Edition) -> PageContent:
    """Everything that the page of an edition says."""
    return _Maker(edition).content()


class _Maker:
    """Makes the parts of one page; the rows of the data are made once for all of them."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.public: PublicFields = public_fields(edition.plan)
        self.tables = {table.name: table for table in tables_of_edition(edition)}
        self.rows: dict[TableName, list[DataRow]] = {name: list(data_rows(edition, name)) for name in self.tables}
        self.figures = Figures(self.tables, self.rows)
        self.summaries = {standing.point.key: summarize(standing) for standing in edition.points}
        self.indicator_rows: dict[tuple[Datum, Datum], list[DataRow]] = {}
        for row in self.rows.get("indicators", ()):
            self.indicator_rows.setdefault((row["id"], row["point"]), []).append(row)
        self.current, self.plan = edition.current, edition.plan

    def content(self) -> PageContent:
        plan, now, before = self.plan, self.current, self.edition.before
        style, summary = plan.style, self.summaries[now.point.key]
        rows = self._areas(summary)
        items = tuple(self._item(line) for line in plan.lines)
        repeats = {**self._at(now), self._head("kind"): terms.KIND_LABELS["rated"], self._head("repeats"): ""}
        distinct = summary.all_items.distinct
        marked = self._follow_up()
        examples = tuple(
            item
            for line, item in zip(plan.lines, items, strict=True)
            if "example" in self.public.entries and self._is_example(line)
        )
        asked = tuple(item for item in items if item.asked)
        best = {rating.code for rating in now.scale.ratings if now.scale.look(rating) == "ahead"}
        ahead = (one for one in items if one.rating is not None and one.rating.code in best and not one.repeats)
        return PageContent(
            plan_name=plan.name,
            period=fiscal_years_text(plan.period_start, plan.period_end),
            organization=style.organization,
            office=style.office,
            point=now.point.label,
            point_date=date_text(now.point.date),
            draft=self.edition.draft,
            item_term=style.item_term,
            counter=style.counter,
            area_term=areas_called(plan),
            heads=tuple(self._badge(now.scale, rating) for rating in summary.shown()),
            all_heads=tuple(dict.fromkeys(r.code for s in self.edition.points for r in self._shown(s))),
            whole=rows[-1],
            areas=rows[:-1],
            any_missing=bool(summary.within(plan, None).missing.rows),
            behind=self.figures.count(
                summary.behind.rows,
                "ratings",
                {**self._at(now), self._head("kind"): terms.KIND_LABELS["rated"], self._head("behind"): "true"},
                "遅れている" + style.item_term,
            ),
            repeats=self.figures.count(distinct, "ratings", repeats, f"再掲を除いた{style.item_term}")
            if summary.repeats
            else None,
            unrated=self.figures.count(
                summary.unrated,
                "ratings",
                {**self._at(now), self._head("kind"): terms.KIND_LABELS["unrated"]},
                "評価の対象でない" + style.item_term,
            )
            if summary.unrated
            else None,
            course=self._course(),
            before=before.point.label if before is not None else "",
            changes=tuple(self._changes()),
            items=items,
            items_by_id={item.id: item for item in items},
            delayed=tuple(item for item in items if item.behind),
            examples=examples,
            digest_done=_first([*(one for one in examples if not one.behind), *ahead]),
            digest_late=_first([one for one in items if one.behind and not one.repeats]),
            moved=tuple(
                (word, tuple(one for one in items if one.rated and one.trend == word)) for word in (BETTER, WORSE)
            ),
            committee_late=_on_two_sheets(items, asked, len(rows)),
            asked=asked,
            follow_ups=tuple(item for item in items if item.follow_up),
            follow_up_count=marked,
            money=tuple(self._money(field) for field in summed_fields(plan) if field.field in self.public.entries),
            legend=tuple((self._badge(now.scale, rating), rating.legend) for rating in now.scale.ratings),
            figures=self.figures,
            tables=tuple(self.tables.values()),
            departments=tuple(dict.fromkeys(name for item in items for name in item.departments)),
        )

    # -- what figures count ------------------------------------------------------------------------------------------
    def _head(self, key: str, table: TableName = "ratings") -> str:
        return self.tables[table].head(key)

    def _heads_of(self, *keys: str) -> tuple[str, ...]:
        return tuple(self._head(key) for key in keys if key in self.public.entries)

    def _at(self, standing: Standing, table: TableName = "ratings") -> dict[str, str]:
        return {self._head("point", table): standing.point.key}

    def _in_area(self, plan: Plan, area_id: str, table: TableName = "ratings") -> dict[str, str]:
        path = plan.tree.path(area_id)
        return {self._head(f"area_{n}_no", table): area.no for n, area in enumerate(path, 1)}

    def _shown(self, standing: Standing) -> tuple[Rating, ...]:
        """The ratings that tables name at a point."""
        return self.summaries[standing.point.key].shown()

    def _badge(self, scale: Scale, rating: Rating) -> Badge:
        return Badge(rating.code, rating.label, bar_looks(scale)[rating.code], sign_of(scale, rating))

    # -- counts ------------------------------------------------------------------------------------------------------
    def _areas(self, summary: Summary) -> tuple[CountRow, ...]:
        """A row for each area, and one for all of them."""
        plan = self.plan
        counts = {area.id: summary.within(plan, area.id) for area in plan.tree.in_order}
        top = plan.tree.at(1)
        most = max((counts[area.id].items.rows for area in top), default=0)
        rows = [
            self._count_row(
                self.current,
                (area_label(plan, area.id), plan.tree.depth(area.id)),
                counts[area.id],
                self._in_area(plan, area.id),
                max(most, 1),
            )
            for area in plan.tree.in_order
        ]
        whole = summary.within(plan, None)
        return (*rows, self._count_row(self.current, (_WHOLE, 0), whole, {}, max(whole.items.rows, 1)))

    def _count_row(
        self, standing: Standing, label: tuple[str, int], counts: AreaCounts, area: Mapping[str, str], whole: int
    ) -> CountRow:
        scale, shown = standing.scale, self._shown(standing)
        rated = {**self._at(standing), self._head("kind"): terms.KIND_LABELS["rated"], **area}
        at = standing.point.label
        name = at if label[0] in (at, _WHOLE) else f"{at}　{label[0]}"
        figures = {
            rating.code: self.figures.count(
                counts.given[rating.code].rows,
                "ratings",
                {**rated, self._head("rating"): rating.code},
                f"{name}　{rating.code}（{rating.label}）",
            )
            for rating in shown
        }
        missing = self.figures.count(
            counts.missing.rows, "ratings", {**rated, self._head("rating"): ""}, f"{name}　{MISSING}"
        )
        looks = bar_looks(scale)
        pieces = [(code, looks[code], figure) for code, figure in figures.items()]
        return CountRow(
            spoken(label[0]),
            label[1],
            tuple(figures.get(code) for code in self._codes(standing)),
            missing if counts.missing.rows else None,
            self.figures.count(counts.items.rows, "ratings", rated, f"{name}　{_WHOLE}"),
            bar([*pieces, (MISSING, MISSING_LOOK, missing)], whole),
        )

    def _codes(self, standing: Standing) -> tuple[str, ...]:
        points = (standing,) if standing is self.current else self.edition.points
        return tuple(dict.fromkeys(rating.code for one in points for rating in self._shown(one)))

    def _course(self) -> tuple[CountRow, ...]:
        """A row for each point, the first one first; none where there is only one."""
        if self.edition.before is None:
            return ()
        codes = tuple(dict.fromkeys(r.code for s in self.edition.points for r in self._shown(s)))
        rows = []
        for standing in self.edition.points:
            counts = self.summaries[standing.point.key].within(standing.plan, None)
            row = self._count_row(standing, (standing.point.label, 0), counts, {}, max(counts.items.rows, 1))
            own = dict(zip(self._codes(standing), row.figures, strict=True))
            figures = tuple(own.get(code) for code in codes)
            rows.append(CountRow(row.label, 0, figures, row.missing, row.total, row.bar))
        return tuple(rows)

    def _changes(self) -> Iterator[tuple[str, PageFigure]]:
        before = self.edition.before
        if before is None:
            return
        lines = [line for line in self.plan.lines if line.rated]
        found = [trend(self.current, self.current.rating(line), rating_before(before, line)) for line in lines]
        for word in TRENDS:
            number = found.count(word)
            where = {
                **self._at(self.current),
                self._head("kind"): terms.KIND_LABELS["rated"],
                self._head("trend"): word,
            }
            if number or word != TRENDS[-1]:
                yield word, self.figures.count(number, "ratings", where, f"前回から{word}{self.plan.style.item_term}")

    def _follow_up(self) -> PageFigure | None:
        """How many items are marked for follow-up, counted as the report counts them."""
        if "follow_up" not in self.public.entries:
            return None
        plan = self.plan
        where = {**self._at(self.current), self._head("follow_up"): "true", self._head("sub_no"): ""}
        if not plan.style.follow_up_counts_repeats:
            where[self._head("repeats")] = ""
        number = sum(
            "follow_up" in self.current.fields(line)
            for line in plan.lines
            if line.sub is None and (line.item.repeats is None or plan.style.follow_up_counts_repeats)
        )
        return self.figures.count(number, "ratings", where, f"フォローアップの対象の{plan.style.item_term}")

    def _money(self, field: EntryField) -> MoneyTable:
        plan = self.plan
        label = "".join(label_of(plan, field.field).split())
        own = sum_by(self.current, field, area_of)
        where = {**self._at(self.current, "amounts"), self._head("field", "amounts"): label}

        def figure(amount: AmountSum, more: Mapping[str, str], says: str) -> PageFigure:
            return self.figures.amount(amount.total, field.decimals, {**where, **more}, f"{label}　{says}")

        rows = []
        for area in plan.tree.in_order:
            amount = sum((own[key] for key in plan.tree.under(area.id) if key in own), NO_AMOUNT)
            name = area_label(plan, area.id)
            shown = figure(amount, self._in_area(plan, area.id, "amounts"), name)
            rows.append((spoken(name), plan.tree.depth(area.id), shown))
        whole = sum(own.values(), NO_AMOUNT)
        note = left_out_text(label, whole.missing, whole.unreadable) if whole.incomplete else ""
        return MoneyTable(label, field.shown_unit, tuple(rows), figure(whole, {}, "計"), note)

    # -- items -------------------------------------------------------------------------------------------------------
    def _item(self, line: Line) -> PageItem:
        plan, now, before = self.plan, self.current, self.edition.before
        rating, fields = now.rating(line), now.fields(line)
        then = rating_before(before, line)
        names = [plan.department_by_code[code].name for code in line.departments_on(now.point.key)]
        style = plan.style
        number = (
            sub_numbered(line.item.no, line.sub.sub_no, style.item_numbering, style.sub_numbering)
            if line.sub is not None
            else numbered(line.item.no, style.item_numbering)
        )
        repeats = plan.item_by_key.get(line.item.repeats or "")
        key = identifier(line.key)
        texts = tuple(self._texts(now, line))

        def of(*keys: str) -> tuple[PageText, ...]:
            heads = self._heads_of(*keys)
            return tuple(one for one in texts if one.column in heads)

        return PageItem(
            id=key,
            anchor=anchor_of(key),
            number=spoken(f"No.{number}" if number.replace("-", "").isdecimal() else number),
            name=spoken(line.name),
            plain_name=line.name,
            area=spoken(area_label(plan, line.item.area_no)),
            plain_area=area_label(plan, line.item.area_no),
            area_place=plan.tree.place[line.item.area_no],
            departments=tuple(names),
            rated=line.rated,
            is_sub=line.sub is not None,
            rating=self._badge(now.scale, rating) if rating is not None else None,
            rating_said=self._said(now, line, "rating", rating.code if rating else None),
            trend=trend(now, rating, then) or "",
            repeats=identifier(Line(repeats, None).key) if repeats is not None else "",
            plan_texts=tuple(self._plan_texts(line)),
            texts=texts,
            indicators=tuple(self._indicators(now, line)),
            course=tuple(self._stages(line)),
            photos=tuple(photos_of_line(now, line)) if self.public.photos and self._is_example(line) else (),
            behind=rating is not None and rating.behind,
            why=of("cause", "next_steps"),
            reasons=of("reason"),
            brief=tuple(map(_beginning, of("results", "overview")[:1])),
            brief_why=tuple(map(_beginning, of("cause", "next_steps"))),
            asked=tuple(map(_beginning, self._asked(line))),
            follow_up="follow_up" in self.public.entries and "follow_up" in fields and line.item.repeats is None,
        )

    def _is_example(self, line: Line) -> bool:
        return line.item.repeats is None and self.current.fields(line).get("example") in terms.FOLLOW_UP_SPELLINGS

    def _asked(self, line: Line) -> Iterator[PageText]:
        """What the committee wrote of an item at the point before."""
        before = self.edition.before
        same = before.plan.line_by_key.get(line.key) if before is not None and line.item.repeats is None else None
        if before is None or same is None:
            return
        committee = [key for key, field in self.plan.field_by_key.items() if field.filled_by == "committee"]
        heads = self._heads_of(*committee)
        yield from (one for one in self._texts(before, same) if one.column in heads)

    def _plan_texts(self, line: Line) -> Iterator[PageText]:
        where = written({self._head("id", "items"): identifier(line.key)})
        for key in self.public.texts:
            head = self._head(key, "items")
            if text := line.texts.get(key):
                yield PageText(head, lines_of_text(text), self._file("items"), where, head)

    def _texts(self, standing: Standing, line: Line) -> Iterator[PageText]:
        fields = standing.fields(line)
        for key in self.public.entries:
            if self.plan.field_by_key[key].type != "mark" and fields.get(key):
                yield self._said(standing, line, key, fields.get(key))

    def _said(self, standing: Standing, line: Line, key: str, text: str | None) -> PageText:
        head = self._head(key)
        where = {self._head("id"): identifier(line.key), **self._at(standing)}
        unit = next((column.unit for column in self.tables["ratings"].columns if column.key == key), "")
        label = f"{head}（{unit}）" if unit and unit not in head else head
        return PageText(label, lines_of_text(text), self._file("ratings"), written(where), head)

    def _file(self, table: TableName) -> str:
        return f"{DATA}/{self.tables[table].file}"

    def _indicators(self, standing: Standing, line: Line) -> Iterator[IndicatorShown]:
        if not self.public.indicators or line.item.repeats is not None:
            return
        table = self.tables["indicators"]
        at = (identifier(line.key), standing.point.key)
        for row in self.indicator_rows.get(at, ()):
            where = written({table.head("id"): at[0], table.head("point"): at[1], table.head("seq"): str(row["seq"])})

            def said(key: str, row: DataRow = row, where: str = where) -> PageText:
                head = table.head(key)
                return PageText(head, lines_of_text(str(row[key] or "")), self._file("indicators"), where, head)

            values = (row["target_value"], row["actual_value"])
            target, actual = (value if isinstance(value, Decimal) else None for value in values)
            reached = row["reached"]
            yield IndicatorShown(
                said("indicator"),
                said("target"),
                said("actual"),
                str(row["unit"] or ""),
                reached if isinstance(reached, bool) else None,
                achievement_bar(target, actual) if reached is not None else None,
            )

    def _stages(self, line: Line) -> Iterator[Stage]:
        for standing in reversed(self.edition.points[:-1]):
            same = standing.plan.line_by_key.get(line.key)
            if same is not None:
                rating = standing.rating(same)
                texts = (one for one in self._texts(standing, same) if one.column in self._heads_of("results"))
                badge = self._badge(standing.scale, rating) if rating is not None else None
                said = self._said(standing, same, "rating", rating.code if rating else None)
                yield Stage(standing.point.label, badge, said, tuple(texts))


def _first(items: Sequence[PageItem]) -> tuple[PageItem, ...]:
    """The first few items for a single sheet, each once."""
    return tuple({item.id: item for item in items}.values())[:_ON_A_SHEET]


def _on_two_sheets(items: Sequence[PageItem], asked: Sequence[PageItem], rows: int) -> tuple[PageItem, ...]:
    """The first items behind for which two sheets have room beside the table and what was asked; one at least."""
    room = _TWO_SHEETS - _A_ROW * rows
    room -= sum(len(one.plain_name) for one in items if one.rated and one.trend in (BETTER, WORSE))
    room -= sum(_room_of(one.asked + one.brief) for one in asked)
    found: list[PageItem] = []
    for one in items:
        if one.behind and not one.repeats:
            room -= _room_of(one.brief_why)
            if found and room < 0:
                break
            found.append(one)
    return tuple(found)


def _room_of(texts: Sequence[PageText]) -> int:
    """Letters that a card takes whose texts stand side by side."""
    return _A_CARD + 2 * max((sum(len(line.html.striptags()) for line in one.lines) for one in texts), default=0)


def _beginning(text: PageText) -> PageText:
    """A text up to the line with which it would take too much of a sheet, its first line at least."""
    room = _ROOM
    kept: list[PageLine] = []
    for line in text.lines:
        room -= len(line.html.striptags())
        if kept and room < 0:
            break
        kept.append(line)
    return replace(text, lines=tuple(kept))
