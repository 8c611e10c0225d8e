"""What the five documents print, as strings in printed order, read from their transcriptions at run time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Data = Mapping[str, Any]


def _texts(value: str | Sequence[Any] | None) -> Iterator[str]:
    """The strings in a value, lists in order; nothing for what the extraction lost."""
    if isinstance(value, str):
        yield value
    elif value is not None:
        for one in value:
            yield from _texts(one)


def document_000(data: Data) -> Iterator[str]:
    """The half-year report of September 2014."""
    report = data["report_H26_first_half"]
    yield report["title"]
    yield from _texts(report["preamble"])
    yield report["section_1"]["heading"]
    yield from _texts(report["section_1"]["text"])
    table = report["table_1"]
    yield table["caption"]
    yield from table["column_heads"]
    names = {area["no"]: area["name"] for area in data["areas"]}
    for row in table["rows"]:
        yield f"{row['roman']} {names[row['area_no']]}"  # the document writes one name in another width than its list
        yield row["item_count_label"]
    yield table["total"]["label"]
    examples = report["reference_1"]
    yield examples["heading"]
    yield from _texts(examples["text"])
    for one in examples["examples"]:
        yield one["heading"]
        yield one["department_label"]
        yield from examples["box_row_heads"]
        for key in ("overview", "year_plan", "progress", "photo_captions"):
            yield from _texts(one.get(key))
    delayed = report["reference_2"]
    yield delayed["heading"]
    yield from delayed["column_heads"]
    for item in delayed["items"]:
        yield item["name"]
        for key in ("progress", "cause", "next_steps"):
            yield from _texts(item[key])
        yield from delayed["labels_in_cell"]


def document_001(data: Data) -> Iterator[str]:
    """The list of 62 items with three ratings."""
    for head in data["column_heads_001"]:
        yield from head.split()
    for area in data["areas"]:
        yield area["name"]
    for item in data["items"]:
        yield f"{item['no']} {item['name']}"
        yield from item["lead_departments"][:1]
        yield from _texts(item["reason"])


def document_003(data: Data) -> Iterator[str]:
    """The year-end list of March 2021."""
    printed = data["meta"]["printed"]
    yield printed["page_title"]
    yield from printed["legend_page"]
    yield from printed["relisting_notes"]
    yield printed["table_title"]
    yield from printed["table_legend"]
    yield from printed["column_heads"]
    for item in data["items"]:
        yield f"{item['no']} {item['name']}"
        for line in (item, *item["sub_items"]):
            if "sub_no" in line:
                yield f"- {line['sub_no']}"
            yield from _texts(line["departments"])
            for key in ("implementation", "initial_plan", "target_values", "results", "actual_values"):
                yield from _texts(line[key])


def document_004(data: Data) -> Iterator[str]:
    """Cover, overview and A3 list of March 2023."""
    cover, overview, lists = data["cover"], data["overview"], data["lists"]
    yield from cover["title_lines"]
    yield cover["legend_heading"]
    yield from cover["legend"]
    yield overview["heading"]
    yield from overview["intro"]
    yield overview["section"]["heading"]
    yield from overview["section"]["text"]
    yield overview["table"]["caption"]
    yield from overview["table"]["column_heads"]
    for row in overview["table"]["rows"]:
        yield row["label"]
        yield row["count_label"]
    yield overview["delayed"]["heading"]
    yield from overview["delayed"]["column_heads"]
    for item in overview["delayed"]["items"]:
        yield item["no_as_printed"]
        yield item["name"]
        yield from item["work_and_cause"]
        yield from item["next_steps"]
    for kind in ("implementation", "study"):
        # the mark and the sentence of the heading are printed as title and text
        yield from lists[kind]["heading"].split(maxsplit=1)
        yield from lists[kind]["column_heads"]
    yield from lists["implementation"]["rating_legend_on_page"]
    for program in data["implementation_programs"]:
        yield program["no_as_printed"]
        yield program["name"]
        for key in ("directions_of_work", "action_items", "initial_plan_and_targets"):
            yield from _texts(program[key])
        yield from _texts(program["results_so_far"])
        yield from _texts(program["issues_and_improvements"])
        for row in (program["schedule"] or {}).get("per_action_item") or ():
            yield from _texts(row["labels"])
    for program in data["study_programs"]:
        yield program["no_as_printed"]
        yield program["name"]
        for key in ("directions_of_study", "initial_plan", "results_so_far", "issues_and_improvements"):
            yield from _texts(program[key])


PRINTED = {"000": document_000, "001": document_001, "003": document_003, "004": document_004}
