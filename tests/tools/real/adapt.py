"""The three real plans of ../shared/data as PLAN.json and ENTRIES.json values: moves texts at run time, holds none.

How the documents are written, what parts they have and what columns, comes from the bundled presets; an adapter adds what
only its document says.

`python -m tests.tools.real.adapt --data DIR --out OUT` writes NAME.plan.json and NAME.entries.json. Names and numbers are
facts and may stand here; sentences, headings and legends are taken from the data, figures in them become placeholders.
"""

import argparse
import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from kosei_xl.read.presets import with_presets
from kosei_xl.values.model import (
    Bar,
    EntriesFile,
    Entry,
    Indicator,
    Item,
    Photo,
    PlanFile,
    PolicyArea,
    Quarter,
    Rating,
    ReportingPoint,
    ScheduleRow,
    SubItem,
)
from kosei_xl.verbs import init
from tests.tools.real import departments as tables

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
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


def _plan(presets: Sequence[str], **fields: object) -> PlanFile:
    """The plan completed by presets; `fields` as in PLAN.json, with models where they are values already."""
    return PlanFile.model_validate({"plan": with_presets(fields, [init.preset(name) for name in presets])})


def _parts(presets: Sequence[str], **own: Mapping[str, str]) -> list[dict[str, str]]:
    """Every part of the presets, those named with texts of their own."""
    keys = dict.fromkeys(part["key"] for name in presets for part in init.preset(name)["parts"])
    assert set(own) <= set(keys)
    return [{"key": key, **own.get(key, {})} for key in keys]


# Plan 2 ---------------------------------------------------------------------------------------------------------------

PLAN2_PRESETS = ("half_year", "outline", "revision")
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
    from tests.tools.real import outline  # which takes texts apart with the small pieces above

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
    plan = _plan(
        PLAN2_PRESETS,
        plan_id="plan2",
        plan_version=2,
        name=data["plan"]["name"],
        period_start=2011,
        period_end=2015,
        style={"organization": "小平市"},
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
        parts=_parts(PLAN2_PRESETS, **_plan2_parts(report), **outline.outline_parts(data)),
    )
    return plan, EntriesFile(plan_id="plan2", plan_version=2, entries=_plan2_entries(data))


def _plan2_parts(report: Data) -> dict[str, dict[str, str]]:
    """What the report of 2014 says in other words than the preset."""
    at_point = (r"平成26年９月末", "{時点}")
    section = report["section_1"]
    text = _replaced(
        section["text"],
        at_point,
        (r"全\d+項目", "全{件数}項目"),
        (r"（再掲.項目）", "[[（再掲{再掲}項目）]]"),
        (r"のうち、.*?となりました", "のうち、{評価文}となりました"),
    )
    return {
        "cover": {"title": _replaced(report["title"], at_point)},
        "overview": {"text": _replaced("\n".join(report["preamble"]), at_point)},
        "section": {"title": _replaced(section["heading"], at_point), "text": text},
        "summary": {"title": _replaced(report["table_1"]["caption"], at_point)},
        "examples": {"text": report["reference_1"]["text"]},
    }


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

PLAN3_PRESETS = ("year_end",)
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

    plan = _plan(
        PLAN3_PRESETS,
        plan_id="plan3",
        name="小平市第3次行財政再構築プラン",
        period_start=2017,
        period_end=2020,
        style={"organization": "小平市"},
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
        parts=_parts(PLAN3_PRESETS, list={"title": _replaced(printed["table_title"], (r"令和2年度末", "{時点}"))}),
    )
    entries = tuple(entry for row in data["items"] for entry in _plan3_entries(row))
    return plan, EntriesFile(plan_id="plan3", entries=entries)


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

PROGRAM1_PRESETS = ("program",)
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

    plan = _plan(
        PROGRAM1_PRESETS,
        plan_id="program1",
        name=data["cover"]["plan_name"],
        period_start=start,
        period_end=end,
        style={"organization": "小平市"},
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
        parts=_parts(PROGRAM1_PRESETS, **_program1_parts(data)),
        columns=_program1_columns(data["lists"]["implementation"]["column_heads"]),
    )
    return plan, EntriesFile(plan_id="program1", entries=_program1_entries(data))


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


def _program1_parts(data: Data) -> dict[str, dict[str, str]]:
    """What the report of 2023 says in other words than the preset."""
    overview, lists = data["overview"], data["lists"]
    rated, study = lists["implementation"], lists["study"]
    text = _replaced(
        "\n".join(overview["section"]["text"]),
        (r"全20(?=のプログラム)", "全{件数}"),
        (r"のうち、.*?となりました", "のうち、{評価文}となりました"),
        (r"（全8プログラム）", "（全{対象外件数}プログラム）"),
    )
    return {
        "overview": {"text": _replaced("\n".join(overview["intro"]), (r"令和4年度末", "{時点}"))},
        "section": {"text": text},
        "list": {"title": _replaced(rated["heading"], (r"20項目", "{件数}項目"))},
        "list_note": {"text": "\n".join(rated["rating_legend_on_page"])},
        "study": {"title": _replaced(study["heading"], (r"８項目", "{対象外件数:全角}項目"))},
    }


def _program1_columns(heads: Sequence[str]) -> list[dict[str, str]]:
    """The list's columns as in the preset, but for the day that its schedule was made."""
    (own,) = (head for head in heads if head.startswith("年度スケジュール"))
    columns = [column for column in init.preset("program")["columns"] if column["part"] == "list"]
    return [
        {"part": "list", "key": column["key"], **({"heading": own} if column["key"] == "schedule" else {})}
        for column in columns
    ]


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
    parser = argparse.ArgumentParser(prog="python -m tests.tools.real.adapt", description=__doc__)
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
