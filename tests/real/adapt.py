"""The three real plans of ../shared/data as PLAN.json and ENTRIES.json values: moves texts at run time, holds none.

`python -m tests.real.adapt --data DIR --out OUT` writes NAME.plan.json and NAME.entries.json. Names and numbers are
facts and may stand here; sentences, headings and legends are taken from the data, figures in them become placeholders.
"""

import argparse
import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from kosei_xl.model import (
    Bar,
    Column,
    EntriesFile,
    Entry,
    Indicator,
    Item,
    Part,
    Photo,
    Plan,
    PlanFile,
    PolicyArea,
    Quarter,
    Rating,
    ReportingPoint,
    ScheduleRow,
    Style,
    SubItem,
)

from . import departments as tables

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
"""Where the transcribed documents lie when somebody has them."""

Data = Mapping[str, Any]
Adapted = tuple[PlanFile, EntriesFile]


def adapt(name: str, data: Data) -> Adapted:
    """The plan and its entries from the transcription `data` of "plan2", "plan3" or "program1"."""
    return ADAPTERS[name](data)


def adapt_file(name: str, folder: Path = DATA) -> Adapted:
    """`adapt` on NAME.json of a folder."""
    return adapt(name, json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))


# Small pieces ---------------------------------------------------------------------------------------------------------


def _lines(value: str | Sequence[str] | None) -> str | None:
    """Paragraphs as one text; None where the extraction lost it or the document prints "-"."""
    if value is None:
        return None
    return value if isinstance(value, str) else "\n".join(value)


def _given(**fields: str | Sequence[str] | None) -> dict[str, str]:
    """Only the fields that hold something; blank fields are left out of entries."""
    return {key: text for key, value in fields.items() if (text := _lines(value))}


def _replaced(text: str, *pairs: tuple[str, str]) -> str:
    """`text` with every pattern replaced; raises ValueError where one is not found, so that no figure stays by accident."""
    for pattern, replacement in dict(pairs).items():
        text, found = re.subn(pattern, replacement, text, flags=re.DOTALL)
        if not found:
            raise ValueError(f"{pattern} is not in the text")
    return text


def _key(prefix: str, no: int) -> str:
    return f"{prefix}-{no:03}"


def _ratings(labels: Mapping[str, str], legends: Mapping[str, str]) -> tuple[Rating, ...]:
    """S, A, B in order; B is behind and requires cause and next steps."""
    return tuple(
        Rating(
            code=code,
            label=labels[code],
            order=order,
            legend=legends[code],
            behind=code == "B",
            requires=("cause", "next_steps") if code == "B" else (),
        )
        for order, code in enumerate("SAB", start=1)
    )


def _legends(printed: Iterable[str]) -> dict[str, str]:
    """Legend texts by code from lines such as 「Ｓ」：…."""
    by_letter = {code: line.partition("：")[2] for line in printed for code in re.findall(r"^「(.)」", line)}
    return {code: by_letter.get(code) or by_letter[chr(ord(code) + 0xFEE0)] for code in "SAB"}


def _entry(
    item: str,
    point: str,
    fields: Mapping[str, str],
    sub_no: str = "",
    indicators: tuple[Indicator, ...] = (),
    photos: tuple[Photo, ...] = (),
) -> Entry:
    return Entry(item_key=item, sub_no=sub_no, point=point, fields=fields, indicators=indicators, photos=photos)


_CENTRED = ("no", "rating", "previous", "follow_up", "example")
Source = Literal["plan", "entry", "derived"]
Use = Literal["none", "shown", "input", "required"]


def _column(
    part: str,
    key: str,
    label: str,
    width: float,
    source: Source = "derived",
    *,
    heading: str | None = None,
    point: str | None = None,
    entry: Use = "none",
) -> Column:
    align: Literal["left", "center"] = "center" if key in _CENTRED else "left"
    return Column(
        part=part,
        key=key,
        label=label,
        width=width,
        source=source,
        heading=heading,
        point=point,
        entry=entry,
        align=align,
    )


def _form(title: str) -> Part:
    return Part(key="form", kind="form", sheet="調査票", title=title, paper="A3横", items="all")


def _form_head(item_head: str) -> tuple[Column, ...]:
    return (
        _column("form", "no", "No.", 6, entry="shown"),
        _column("form", "name", item_head, 28, entry="shown"),
        _column("form", "departments", "推進担当課", 18, entry="shown"),
        _column("form", "previous", "前回の評価", 8, entry="shown"),
    )


def _form_entry(key: str, label: str, width: float, entry: Use = "input") -> Column:
    return _column("form", key, label, width, "entry", entry=entry)


def _form_foot() -> tuple[Column, ...]:
    return (_form_entry("cause", "要因", 36), _form_entry("next_steps", "今後の対応", 36))


# Plan 2 ---------------------------------------------------------------------------------------------------------------

_H26_HALF, _H26_END, _H27_HALF = "H26_first_half", "H26_year_end", "H27_first_half"


def adapt_plan2(data: Data) -> Adapted:
    """Documents 000 (report of September 2014), 001 (list of three ratings) and 002 (outline).

    `follow_up` and `reason` belong to H27_first_half: they stand right of its rating, the last of 001, and speak of
    what is left to do after the plan's five years. ○ counts 42 in the extraction where 41 is printed (No. 25 is suspect);
    the data is moved as it is.

    Items carry the departments of 001 (the later names). The names that only the report of 2014 prints are departments
    that ended, with their successor; the model has no department per item and point that would print them.

    All three print the plan after its mid-term revision, its second version; `outline` makes up the first, and the plan
    texts in which they differ.
    """
    from . import outline  # which takes texts apart with the small pieces above

    report = data["report_H26_first_half"]
    texts = outline.item_texts(data)
    scale: Mapping[str, str] = data["meta"]["rating_scale"]
    codes = {department.name: department.code for department in tables.PLAN2_DEPARTMENTS}
    purposes = {policy["policy_no"]: policy["purpose"] for policy in data["plan"]["policies"]}
    items = tuple(
        Item(
            key=_key("p2", row["no"]),
            no=str(row["no"]),
            name=row["name"],
            area_no=str(row["area_no"]),
            departments=tuple(
                codes[name] for name in (*row["lead_departments"], *tables.PLAN2_FURTHER.get(row["no"], ()))
            ),
            departments_at=(
                {_H26_HALF: tuple(codes[name] for name in row["departments_H26_report"])}
                if row["departments_H26_report"]
                else {}
            ),
            repeats=_key("p2", row["listed_again_of"]) if row["listed_again_of"] else None,
            texts=texts[row["no"]],
        )
        for row in data["items"]
    )
    plan = Plan(
        plan_id="plan2",
        plan_version=2,
        name=data["plan"]["name"],
        period_start=2011,
        period_end=2015,
        style=Style(item_numbering="８・12", department_separator="・", organization="小平市"),
        ratings=_ratings(scale, scale),
        areas=tuple(
            PolicyArea(no=str(area["no"]), name=area["name"], purpose=purposes[area["no"]]) for area in data["areas"]
        ),
        items=items,
        departments=tables.PLAN2_DEPARTMENTS,
        points=(
            ReportingPoint(
                key=_H26_HALF,
                fiscal_year=2014,
                kind="half",
                date=dt.date(2014, 9, 30),
                label="平成26年９月末",
                short_label="26年度上半期",
            ),
            ReportingPoint(
                key=_H26_END,
                fiscal_year=2014,
                kind="year_end",
                date=dt.date(2015, 3, 31),
                label="平成26年度末",
                short_label="26年度年度末",
            ),
            ReportingPoint(
                key=_H27_HALF,
                fiscal_year=2015,
                kind="half",
                date=dt.date(2015, 9, 30),
                label="平成27年９月末",
                short_label="27年度上半期",
            ),
        ),
        parts=(*_plan2_parts(report), *outline.outline_parts(data)),
        columns=(
            *_plan2_columns(
                data["column_heads_001"],
                report["reference_2"]["column_heads"],
                report["reference_1"]["box_row_heads"],
            ),
            *outline.outline_columns(data),
        ),
    )
    return PlanFile(plan=plan), EntriesFile(plan_id="plan2", plan_version=2, entries=_plan2_entries(data))


def _plan2_parts(report: Data) -> tuple[Part, ...]:
    at_point = (r"平成26年９月末", "{時点}")
    section, examples = report["section_1"], report["reference_1"]
    return (
        _form("調査票"),
        Part(
            key="cover",
            kind="text",
            role="cover",
            sheet="表紙",
            title=_replaced(report["title"], at_point),
            text="{計画名}\n（{計画期間}）",
        ),
        Part(
            key="overview",
            kind="text",
            role="body",
            sheet="概要",
            text=_replaced("\n".join(report["preamble"]), at_point),
        ),
        Part(
            key="section",
            kind="text",
            sheet="概要",
            title=_replaced(section["heading"], at_point),
            text=_replaced(
                section["text"],
                at_point,
                (r"全\d+項目", "全{件数}項目"),
                (r"（再掲.項目）", "[[（再掲{再掲}項目）]]"),
                (r"のうち、.*?となりました", "のうち、{評価文}となりました"),
            ),
        ),
        Part(key="summary", kind="summary", sheet="概要", title=_replaced(report["table_1"]["caption"], at_point)),
        Part(key="examples", kind="examples", sheet="概要", title=examples["heading"], text=examples["text"]),
        Part(
            key="delayed",
            kind="delayed",
            sheet="遅れている取組",
            title=_replaced(report["reference_2"]["heading"], (r"（.項目）", "（{B}項目）")),
        ),
        Part(
            key="list",
            kind="list",
            sheet="進捗状況一覧",
            title="{計画名}　進捗状況一覧（{時点}）",
            paper="A3横",
            foot=True,
            numbering="1",
        ),
    )


def _plan2_columns(heads: Sequence[str], delayed: Sequence[str], box: Sequence[str]) -> tuple[Column, ...]:
    """The list has a two-level head: the year over its half and its end. The box of an example has year and point."""
    overview_head, plan_head, results_head = box
    item_head, lead_head, *rating_heads, follow_up_head, reason_head = heads
    history = []
    for head, point in zip(rating_heads, (_H26_HALF, _H26_END, _H27_HALF), strict=True):
        year, half = head.split()
        history.append(_column("list", "rating", half, 8, "entry", heading=year, point=point))
    no_head, name_head, progress_head, cause_head = delayed
    progress_head = _replaced(progress_head, (r"平成26年９月末", "{時点}"))
    return (
        *_form_head(item_head),
        _form_entry("rating", "評価", 8, "required"),
        _form_entry("overview", "取組の概要", 30),
        _form_entry("annual_plan", "年度計画", 36),
        _form_entry("results", "進捗状況", 40),
        *_form_foot(),
        _form_entry("example", "主な取組（例示）", 8),
        _form_entry("follow_up", follow_up_head, 10),
        _form_entry("reason", reason_head, 36),
        _column("examples", "overview", overview_head, 20, "entry"),
        _column("examples", "annual_plan", _replaced(plan_head, (r"26年度", "{略年度}")), 20, "entry"),
        _column("examples", "results", _replaced(results_head, (r"26年9月末", "{略時点:半角}")), 20, "entry"),
        _column("delayed", "no", no_head, 5),
        _column("delayed", "name", name_head, 20),
        _column("delayed", "results", progress_head, 26, "entry"),
        _column("delayed", "cause_next", cause_head, 46),
        _column("list", "area", "", 14, heading=item_head),
        _column("list", "no_name", "", 50, heading=item_head),
        _column("list", "lead", lead_head, 26),
        *history,
        _column("list", "follow_up", follow_up_head, 13, "entry"),
        _column("list", "reason", reason_head, 75, "entry"),
    )


def _plan2_entries(data: Data) -> tuple[Entry, ...]:
    report = data["report_H26_first_half"]
    examples = {row["no"]: row for row in report["reference_1"]["examples"]}
    delayed = {row["no"]: row for row in report["reference_2"]["items"]}
    entries = []
    for point in (_H26_HALF, _H26_END, _H27_HALF):
        for row in data["items"]:
            fields = _given(rating=row["ratings"][point])
            photos: tuple[Photo, ...] = ()
            if point == _H27_HALF:
                fields |= _given(follow_up="○" if row["follow_up"] else None, reason=row["reason"])
            if point == _H26_HALF and (shown := examples.get(row["no"])):
                fields |= _given(
                    example="○",
                    overview=shown["overview"],
                    annual_plan=shown["year_plan"],
                    results=shown["progress"],
                )
                photos = tuple(Photo(caption=caption) for caption in shown["photo_captions"])
            if point == _H26_HALF and (late := delayed.get(row["no"])):
                fields |= _given(results=late["progress"], cause=late["cause"], next_steps=late["next_steps"])
            entries.append(_entry(_key("p2", row["no"]), point, fields, photos=photos))
    return tuple(entries)


# Plan 3 ---------------------------------------------------------------------------------------------------------------

_R2_END = "R2_year_end"


def adapt_plan3(data: Data) -> Adapted:
    """Document 003 (list of March 2021). Parents of sub-items print "-" for a department: the office rates them.

    No. 7 stays in the area where the extraction has it (2), though the city's earlier page counts it in area 1. The
    first year of the plan is not printed in the document; 2017 is its known beginning.
    """
    printed = data["meta"]["printed"]
    legends = _legends(printed["legend_page"])
    codes = {department.name: department.code for department in tables.PLAN3_DEPARTMENTS}

    def codes_of(row: Data) -> tuple[str, ...]:
        assigned = () if row.get("sub_items") else tables.PLAN3_ASSIGNED.get(row["no"], ())
        return tuple(codes[name] for name in row["departments"] or assigned)

    def subs_of(row: Data) -> tuple[SubItem, ...]:
        return tuple(
            SubItem(
                sub_no=str(sub["sub_no"]),
                departments=codes_of(sub),
                texts=_given(implementation=sub["implementation"]),
            )
            for sub in row["sub_items"]
        )

    plan = Plan(
        plan_id="plan3",
        name="小平市第3次行財政再構築プラン",
        period_start=2017,
        period_end=2020,
        style=Style(
            organization="小平市",
            digits_text="half",
            sub_numbering="- {枝番}",
            repeat_note="※No. {No}「{名称}」はNo. {元No}の再掲",
        ),
        ratings=_ratings({code: legend.removeprefix("年度当初の") for code, legend in legends.items()}, legends),
        areas=tuple(PolicyArea(no=str(area["no"]), name=area["name"]) for area in data["areas"]),
        items=tuple(
            Item(
                key=_key("p3", row["no"]),
                no=str(row["no"]),
                name=row["name"],
                area_no=str(row["area_no"]),
                departments=codes_of(row),
                office_rated=bool(row["sub_items"]),
                repeats=_key("p3", row["listed_again_of"]) if row["listed_again_of"] else None,
                texts=_given(implementation=row["implementation"]),
                sub_items=subs_of(row),
            )
            for row in data["items"]
        ),
        departments=tables.PLAN3_DEPARTMENTS,
        points=(
            ReportingPoint(
                key=_R2_END,
                fiscal_year=2020,
                kind="year_end",
                date=dt.date(2021, 3, 31),
                label="令和2年度末",
                short_label="2年度末",
            ),
        ),
        parts=_plan3_parts(printed),
        columns=_plan3_columns(printed["column_heads"]),
    )
    entries = tuple(entry for row in data["items"] for entry in _plan3_entries(row))
    return PlanFile(plan=plan), EntriesFile(plan_id="plan3", entries=entries)


def _plan3_parts(printed: Data) -> tuple[Part, ...]:
    """The document is a page of legend and notes, and the list. Overview, summary and delayed list are ours."""
    at_point = (r"令和2年度末", "{時点}")
    table_legend = printed["table_legend"]
    return (
        _form("調査票"),
        Part(
            key="cover",
            kind="text",
            role="cover",
            sheet="表紙",
            title=_replaced(printed["page_title"].replace("プラン の", "プランの"), at_point),
            text="\n".join([*printed["legend_page"], "{再掲注記}"]),
        ),
        Part(
            key="overview",
            kind="text",
            sheet="概要",
            title="{時点}の進捗状況",
            text="全{件数}項目[[（再掲{再掲}項目）]]の取組のうち、{評価文}となりました。",
        ),
        Part(key="summary", kind="summary", sheet="概要", title="分野ごとの評価（{時点}）"),
        Part(key="delayed", kind="delayed", sheet="遅れている取組", title="予定よりも遅れている取組（{B}項目）"),
        Part(
            key="list",
            kind="list",
            sheet="進捗状況一覧",
            title=_replaced(printed["table_title"], at_point),
            text="\n".join(table_legend),
            paper="A3横",
        ),
    )


def _plan3_columns(heads: Sequence[str]) -> tuple[Column, ...]:
    item_head, department_head, rating_head, implementation_head, plan_head, result_head = heads
    plan_head = _replaced(plan_head, (r"令和2年度", "{年度}"))
    result_head = _replaced(result_head, (r"令和3年3月末", "{時点月末}"))
    return (
        *_form_head(item_head),
        _column("form", "implementation", implementation_head, 30, "plan", entry="shown"),
        _form_entry("rating", rating_head, 8, "required"),
        _form_entry("annual_plan", "当初予定", 40),
        _form_entry("results", "取組実績", 40, "required"),
        *_form_foot(),
        _form_entry("target", "目標値", 24),
        _form_entry("actual", "実績値", 24),
        _column("delayed", "no", "No", 5),
        _column("delayed", "name", item_head, 20),
        _column("delayed", "results", "取組実績", 36, "entry"),
        _column("delayed", "cause_next", "要因と今後の対応", 36),
        _column("list", "area", "分野", 10),
        _column("list", "no_name", item_head, 24),
        _column("list", "departments", department_head, 20),
        _column("list", "rating", rating_head, 6, "entry"),
        _column("list", "implementation", implementation_head, 34, "plan"),
        _column("list", "plan_target", plan_head, 54),
        _column("list", "result_actual", result_head, 54),
    )


def _plan3_entries(row: Data) -> Iterable[Entry]:
    """The item's entry, then those of its sub-items."""
    for line in (row, *row["sub_items"]):
        target, actual = _lines(line["target_values"]), _lines(line["actual_values"])
        yield _entry(
            _key("p3", line["no"]),
            _R2_END,
            _given(rating=line["rating"], annual_plan=line["initial_plan"], results=line["results"]),
            str(line.get("sub_no", "")),
            (Indicator(target=target, actual=actual),) if target or actual else (),
        )


# Program 1 ------------------------------------------------------------------------------------------------------------

_R4_END = "R4_year_end"


def adapt_program1(data: Data) -> Adapted:
    """Document 004 (cover, overview and list of March 2023): 20 rated programs, 8 study programs that are not rated.

    Year schedules have the printed action items and labels. Where the bars begin and end is lost in the extraction:
    `_made_up_bars` spreads them over the years in their order, so the positions are made up.
    """
    overview, cover = data["overview"], data["cover"]
    rating_heads = overview["table"]["column_heads"][1:]
    labels = {code: head.partition("（")[0] for code, head in zip("SAB", rating_heads, strict=True)}
    codes = {department.name: department.code for department in tables.PROGRAM1_DEPARTMENTS}
    start, end = (2018 + int(year) for year in re.findall(r"令和(\d+)年度", cover["period"]))

    def item_of(row: Data, kind: Literal["rated", "unrated"]) -> Item:
        return Item(
            key=_key("g1", row["no"]),
            no=str(row["no"]),
            name=row["name"],
            area_no=str(row["direction_no"]),
            kind=kind,
            departments=tuple(codes[name] for name in tables.PROGRAM1_ASSIGNED[row["no"]]),
            texts=_given(
                directions=row.get("directions_of_work") or row.get("directions_of_study"),
            ),
            schedule=_schedule(row, start, end),
        )

    plan = Plan(
        plan_id="program1",
        name=data["cover"]["plan_name"],
        period_start=start,
        period_end=end,
        style=Style(
            area_numbering="１",
            item_numbering="①",
            area_term="方向性",
            item_term="プログラム",
            counter="プログラム",
            unrated_counter="プログラム",
            digits_text="half",
            zero_ratings_in_sentence=False,
            organization="小平市",
        ),
        ratings=_ratings(labels, _legends(cover["legend"])),
        areas=tuple(PolicyArea(no=str(area["no"]), name=area["name"]) for area in data["directions"]),
        items=(
            *(item_of(row, "rated") for row in data["implementation_programs"]),
            *(item_of(row, "unrated") for row in data["study_programs"]),
        ),
        departments=tables.PROGRAM1_DEPARTMENTS,
        points=(
            ReportingPoint(
                key=_R4_END,
                fiscal_year=2022,
                kind="year_end",
                date=dt.date(2023, 3, 31),
                label="令和4年度末",
                short_label="R4末",
            ),
        ),
        parts=_program1_parts(data),
        columns=_program1_columns(data),
    )
    return PlanFile(plan=plan), EntriesFile(plan_id="program1", entries=_program1_entries(data))


def _schedule(row: Data, start: int, end: int) -> tuple[ScheduleRow, ...]:
    """Action items with the printed labels; some programs have none in the data, then the items stand alone."""
    found = (row.get("schedule") or {}).get("per_action_item", ())
    labels = {entry["action_item"]: entry["labels"] for entry in found}
    return tuple(
        ScheduleRow(action=action, bars=_made_up_bars(labels.get(action, ()), start, end))
        for action in row.get("action_items") or ()
    )


def _made_up_bars(labels: Sequence[str], start: int, end: int) -> tuple[Bar, ...]:
    """MADE UP positions: the labels share the plan's quarters in order, the last to its end; （…） is conditional."""
    quarters = [Quarter(year=year, quarter=n) for year in range(start, end + 1) for n in range(1, 5)]
    cuts = [n * len(quarters) // len(labels) for n in range(len(labels) + 1)] if labels else []
    return tuple(
        Bar(
            start=quarters[first],
            end=quarters[last - 1],
            label=label.strip("（）()"),
            conditional=label.startswith(("（", "(")),
        )
        for label, first, last in zip(labels, cuts[:-1], cuts[1:], strict=True)
    )


def _program1_parts(data: Data) -> tuple[Part, ...]:
    at_point = (r"令和4年度末", "{時点}")
    cover, overview, lists = data["cover"], data["overview"], data["lists"]
    title_head, period_line, point_line = cover["title_lines"]
    section = overview["section"]
    # 「◆◇…◇◆ sentence」: the mark is the title, the sentence the text above the list.
    rated_title, rated_text = lists["implementation"]["heading"].split(maxsplit=1)
    study_title, study_text = lists["study"]["heading"].split(maxsplit=1)
    return (
        _form("調査票"),
        Part(
            key="cover",
            kind="text",
            role="cover",
            sheet="表紙",
            title=_replaced(title_head, (re.escape(cover["plan_name"]), "{計画名}")),
            text="\n".join(
                [
                    _replaced(period_line, (re.escape(cover["period"]), "{計画期間}")),
                    _replaced(point_line, at_point),
                    cover["legend_heading"],
                    *cover["legend"],
                ]
            ),
        ),
        Part(
            key="overview",
            kind="text",
            sheet="概要",
            title=overview["heading"],
            text=_replaced("\n".join(overview["intro"]), at_point),
        ),
        Part(
            key="section",
            kind="text",
            sheet="概要",
            title=_replaced(section["heading"], at_point),
            text=_replaced(
                "\n".join(section["text"]),
                (r"全20(?=のプログラム)", "全{件数}"),
                (r"のうち、.*?となりました", "のうち、{評価文}となりました"),
                (r"（全8プログラム）", "（全{対象外件数}プログラム）"),
            ),
        ),
        Part(key="summary", kind="summary", sheet="概要", title=_replaced(overview["table"]["caption"], at_point)),
        Part(
            key="delayed",
            kind="delayed",
            sheet="概要",
            title=_replaced(overview["delayed"]["heading"], (r"（.プログラム）", "（{B:全角}プログラム）")),
            numbering="８・12",
        ),
        Part(
            key="list",
            kind="schedule",
            sheet="進捗状況一覧",
            title=rated_title,
            text=_replaced(rated_text, (r"20項目", "{件数}項目")),
            paper="A3横",
        ),
        Part(
            key="list_note",
            kind="text",
            role="note",
            sheet="進捗状況一覧",
            text="\n".join(lists["implementation"]["rating_legend_on_page"]),
            paper="A3横",
        ),
        Part(
            key="study",
            kind="list",
            sheet="進捗状況一覧",
            title=study_title,
            text=_replaced(study_text, (r"８項目", "{対象外件数:全角}項目")),
            paper="A3横",
            items="unrated",
        ),
    )


def _program1_columns(data: Data) -> tuple[Column, ...]:
    """Directions head groups of rows in this list, so it has no column for them."""
    rated = data["lists"]["implementation"]["column_heads"]
    no_head, name_head, directions_head, schedule_head, action_head = rated[:5]
    plan_head, target_head, results_head, issues_head, rating_head = rated[-5:]
    study = data["lists"]["study"]["column_heads"]
    study_no, study_name, study_directions, study_plan, study_results, study_issues = study
    late_no, late_name, late_cause, late_next = data["overview"]["delayed"]["column_heads"]
    plan_heads = f"{plan_head}\n{target_head}"
    at_point = (r"令和４年度", "{年度:全角}")
    list_heads, study_plan = _replaced(plan_heads, at_point, at_point), _replaced(study_plan, at_point)
    return (
        *_form_head("プログラム"),
        _column("form", "directions", directions_head, 30, "plan", entry="shown"),
        _column("form", "schedule", action_head, 24, "plan", entry="shown"),
        _form_entry("rating", rating_head, 8, "required"),
        _form_entry("annual_plan", plan_heads, 40),
        _form_entry("results", results_head, 40, "required"),
        _form_entry("issues", issues_head, 36),
        _form_entry("cause", late_cause, 36),
        _form_entry("next_steps", late_next, 36),
        _column("delayed", "no", late_no, 5),
        _column("delayed", "name", late_name, 18),
        _column("delayed", "cause", late_cause, 44, "entry"),
        _column("delayed", "next_steps", late_next, 30, "entry"),
        _column("list", "no", no_head, 5),
        _column("list", "name", name_head, 14),
        _column("list", "directions", directions_head, 27, "plan"),
        _column("list", "schedule", action_head, 50, heading=schedule_head),
        _column("list", "annual_plan", list_heads, 36, "entry"),
        _column("list", "results", results_head, 35, "entry"),
        _column("list", "issues", issues_head, 29, "entry"),
        _column("list", "rating", rating_head, 5, "entry"),
        _column("study", "no", study_no, 5),
        _column("study", "name", study_name, 20),
        _column("study", "directions", study_directions, 38, "plan"),
        _column("study", "annual_plan", study_plan, 48, "entry"),
        _column("study", "results", study_results, 48, "entry"),
        _column("study", "issues", study_issues, 42, "entry"),
    )


def _program1_entries(data: Data) -> tuple[Entry, ...]:
    delayed = {row["no"]: row for row in data["overview"]["delayed"]["items"]}
    entries = []
    for row in (*data["implementation_programs"], *data["study_programs"]):
        late = delayed.get(row["no"], {})
        fields = _given(
            rating=row["rating"],
            annual_plan=row.get("initial_plan_and_targets") or row.get("initial_plan"),
            results=row["results_so_far"],
            issues=row["issues_and_improvements"],
            cause=late.get("work_and_cause"),
            next_steps=late.get("next_steps"),
        )
        entries.append(_entry(_key("g1", row["no"]), _R4_END, fields))
    return tuple(entries)


ADAPTERS: Mapping[str, Callable[[Data], Adapted]] = {
    "plan2": adapt_plan2,
    "plan3": adapt_plan3,
    "program1": adapt_program1,
}


def main(argv: Sequence[str] | None = None) -> None:
    """Write the JSON files of every plan found in `--data`."""
    parser = argparse.ArgumentParser(prog="python -m tests.real.adapt", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="folder with plan2.json …")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT", help="folder for the JSON files")
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    for name in ADAPTERS:
        plan, entries = adapt_file(name, args.data)
        for kind, value in (("plan", plan), ("entries", entries)):
            text = json.dumps(value.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, indent=2)
            (args.out / f"{name}.{kind}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
