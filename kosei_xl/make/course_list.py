"""The course of a plan -> plain tables: 経過 (item × points), 時点, and 引き継ぎ for whoever comes next."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kosei_xl.collect.course import PointState, Stop
from kosei_xl.collect.sums import summed_fields
from kosei_xl.make.plain import PlainColumn, PlainSheet
from kosei_xl.values.cells import CellValue
from kosei_xl.values.fields import EntryField
from kosei_xl.values.labels import department_name
from kosei_xl.values.lives import state_said
from kosei_xl.values.model import Line, LineKey, Plan, ReportingPoint
from kosei_xl.values.stored import ClosedPoint
from kosei_xl.words import terms
from kosei_xl.words.messages import told
from kosei_xl.words.notation import date_text, fiscal_years_text

_NARROW, _WIDE = 8.0, 30.0
_FROZEN = 3


def course_list(
    plan: Plan,
    points: Sequence[ReportingPoint],
    stops: Mapping[str, Mapping[LineKey, Stop]],
    ended: ClosedPoint | None,
) -> PlainSheet:
    """経過: a row for each item and sub-item, and for each point its rating, its amounts and its indicators."""
    fields = tuple(summed_fields(plan))
    columns = [
        PlainColumn("No.", "name", 6.0),
        PlainColumn("名称", "text", _WIDE),
        PlainColumn("状態", "text", 14.0),
    ]
    for point in points:
        name = point.short_label or point.label
        columns.append(PlainColumn(f"{name}\n評価", "text", _NARROW, begins=True))
        columns += [PlainColumn(f"{name}\n{field.label}", "text", 14.0) for field in fields]
        columns.append(PlainColumn(f"{name}\n指標", "text", 26.0))
    rows = [
        (line.no, line.name, state_of(plan, line, ended), *_cells(line, points, stops, fields)) for line in plan.lines
    ]
    title = f"{plan.name}　{terms.COURSE_SHEET}"
    return PlainSheet(terms.COURSE_SHEET, columns, rows, frozen=_FROZEN, paper="A3横", title=title)


def _cells(
    line: Line,
    points: Sequence[ReportingPoint],
    stops: Mapping[str, Mapping[LineKey, Stop]],
    fields: Sequence[EntryField],
) -> Iterator[CellValue]:
    for point in points:
        stop = stops[point.key].get(line.key)
        if stop is None:
            yield terms.NOT_AT_POINT
            yield from [None] * (len(fields) + 1)
            continue
        yield stop.rating
        yield from (stop.amounts.get(field.field) for field in fields)
        yield "\n".join(stop.indicators) or None


def state_of(plan: Plan, line: Line, ended: ClosedPoint | None) -> str:
    """「終了（令和7年度末）」「統合（令和7年度末、No.8へ）」; 継続 for what goes on.

    `ended` is the record with which the plan itself ended (`values.closing.ending_of`), whose day and reason are said:
    「計画終了（令和7年度末、令和8年5月1日 議決）」.
    """
    closing = ended if line.item.state == "plan_ended" else None
    reason = f"{_day(plan, closing.date)} {closing.why}" if closing is not None else ""
    return state_said(plan, line.item, reason)


def _day(plan: Plan, day: date) -> str:
    """A day as the papers of the plan write it."""
    return date_text(day, plan.style.digits_text)


def point_list(plan: Plan, states: Sequence[PointState]) -> PlainSheet:
    """時点: a row for each reporting point."""
    heads = (("時点", 20.0), ("基準日", 20.0), ("提出期限", 20.0), ("発行の番号", 12.0), ("確定した日", 20.0))
    columns = [PlainColumn(head, "text", width) for head, width in (*heads, ("訂正", _NARROW), ("次にすること", 30.0))]
    rows = [
        (
            one.point.label,
            _day(plan, one.point.date),
            _day(plan, one.point.due) if one.point.due is not None else None,
            "、".join(map(str, one.published)) or None,
            _day(plan, one.closed) if one.closed is not None and not one.moved else None,
            str(one.corrections) if one.corrections else None,
            str(next_step(one)),
        )
        for one in states
    ]
    title = f"{plan.name}　{terms.POINTS_SHEET}"
    return PlainSheet(terms.POINTS_SHEET, columns, rows, paper="A4横", title=title)


def next_step(state: PointState) -> str:
    """What is to be done about a point next, in words."""
    if state.moved:
        return told("step_moved", successor=state.moved)
    if state.closed is not None:
        return told("step_none")
    if state.published:
        return told("step_close")
    if not state.begun:
        return told("step_distribute")
    if state.waiting:
        return told("step_collect", count=len(state.waiting))
    return told("step_decide", count=state.conflicts) if state.conflicts else told("step_publish")


def handover_list(plan: Plan, name: str, states: Sequence[PointState], errors: int) -> PlainSheet:
    """引き継ぎ: what this master is, where the year stands, what is due when, and which decisions are open."""
    rows: list[tuple[str, str]] = [
        ("このブック", name),
        ("計画", f"{plan.name}（第{plan.plan_version}版）"),
        ("計画の期間", fiscal_years_text(plan.period_start, plan.period_end)),
        ("項目", str(len(plan.items))),
    ]
    for one in states:
        if one.closed is None:
            due = f"、提出期限 {_day(plan, one.point.due)}" if one.point.due is not None else ""
            rows.append(
                (f"開いている時点：{one.point.label}", f"基準日 {_day(plan, one.point.date)}{due}。{next_step(one)}")
            )
            names = "、".join(department_name(plan, code) for code in one.waiting if one.begun)
            rows += [("まだ届いていない課", names)] if names else []
            rows += [("決めていない競合", str(one.conflicts))] if one.conflicts else []
    rows.append(("残っているエラー", str(errors)))
    gone = [f"{one.point.label}（{one.moved}）" for one in states if one.moved]
    rows += [("次の計画に移した時点", "、".join(gone))] if gone else []
    closed = [one.point.label for one in states if one.closed is not None and not one.moved]
    rows.append(("確定した時点", "、".join(closed) or terms.BLANK))
    columns = [PlainColumn("こと", "text", 26.0), PlainColumn("内容", "text", 62.0)]
    title = f"{plan.name}　{terms.HANDOVER_SHEET}"
    return PlainSheet(terms.HANDOVER_SHEET, columns, rows, paper="A4縦", title=title)
