"""Scales of any kind on the page: counted, drawn apart without colour, compared where they can be; closed points."""

import json
from collections import Counter
from pathlib import Path

import pytest

from kosei_xl.publish.charts import bar_looks
from kosei_xl.values.model import EntriesFile, PlanFile
from kosei_xl.verbs import close, report
from tests.tools.published import (
    DAY,
    END,
    HALF,
    csv_rows,
    every_byte,
    master_of,
    page_of_folder,
    problems_of,
    published,
    sample_with_amounts,
    seen,
)
from tests.tools.scales import POINT, SCALES, ScaleCase
from tests.tools.sheets import write


def entries_of(case: ScaleCase) -> EntriesFile:
    entries = [
        {"item_key": f"i{n}", "point": POINT, "fields": {"rating": code, "results": "進めた", "cause": "人手"}}
        for n, code in enumerate(case.given, 1)
        if code
    ]
    return EntriesFile.model_validate({"plan_id": case.plan.plan_id, "entries": entries})


@pytest.mark.parametrize("case", SCALES, ids=lambda case: case.name)
def test_scale__of_any_kind__counted_as_given(case: ScaleCase, tmp_path: Path) -> None:
    master = master_of(tmp_path, (case.plan_file, entries_of(case)), first_published=False)
    published(master, tmp_path / "公表", POINT, draft=True)
    assert problems_of(tmp_path / "公表") == []
    given = Counter(code for code in case.given if code)
    page = page_of_folder(tmp_path / "公表")
    (found,) = page.xpath("//table[caption[contains(., 'ごとの評価')]]")
    heads = ["".join(one.text_content().split()) for one in found.xpath("./thead/tr/th")]
    cells = [seen(one) for one in found.xpath("./tbody/tr")[-1]]
    shown = dict(zip(heads, cells, strict=True))
    for rating in case.ratings:
        if rating.code in shown:
            assert int(shown[rating.code]) == given[rating.code]
        else:
            assert given[rating.code] == 0
    scale = case.plan.scale_at(POINT)
    assert set(bar_looks(scale)) == set(scale.codes)


def test_scales__another_one_since__shown_by_its_own_and_not_compared(tmp_path: Path) -> None:
    plan, entries = sample_with_amounts()
    data = json.loads(plan.plan.model_dump_json(exclude_defaults=True))
    data["ratings"] += [
        {"code": "○", "label": "進んだ", "order": 1, "scale": "old", "equals": ["standard:A"]},
        {"code": "×", "label": "進まない", "order": 2, "scale": "old", "behind": True},
    ]
    for one in data["ratings"]:
        one["scale"] = one.get("scale", "standard")
    data["points"][0]["scale"] = "old"
    data["points"][1]["scale"] = "standard"
    old = {"S": "○", "A": "○", "B": "×"}
    typed = [
        one.model_copy(update={"fields": {**one.fields, "rating": old[one.fields["rating"]]}})
        if one.point == HALF and "rating" in one.fields
        else one
        for one in entries.entries
    ]
    made = PlanFile.model_validate({"plan": data}), entries.model_copy(update={"entries": tuple(typed)})
    published(master_of(tmp_path, made), tmp_path / "公表", draft=True)
    assert problems_of(tmp_path / "公表") == []
    rows = csv_rows(tmp_path / "公表", "ratings.csv")
    assert {row["前回から"] for row in rows if row["前回の評価"] == "×" and row["評価"]} == {"比べられない"}
    assert {row["前回から"] for row in rows if (row["前回の評価"], row["評価"]) == ("○", "A")} == {"変わらない"}
    page = page_of_folder(tmp_path / "公表")
    (found,) = page.xpath("//table[caption[text()='時点ごとの評価']]")
    half, end = ([seen(cell) for cell in row[1:]] for row in found.xpath("./tbody/tr"))
    heads = [seen(one) for one in found.xpath("./thead/tr/th")][1:]
    assert dict(zip(heads, half, strict=True))["S"] == "―"
    assert dict(zip(heads, end, strict=True))["×"] == "―"


def test_closed_point__whatever_becomes_of_the_plan__published_as_it_was(tmp_path: Path) -> None:
    master = master_of(tmp_path, sample_with_amounts())
    report.report(master, END, tmp_path / "資料", final=True, day=DAY)
    close.close(master, HALF, DAY)
    close.close(master, END, DAY)
    published(master, tmp_path / "公表")
    write(master, "項目", 3, {"name": "名前の変わった取組"})
    write(master, "台帳", f"{END}|m-002|", {"rating": "S"})
    published(master, tmp_path / "公表2")
    assert dict(every_byte(tmp_path / "公表")) == dict(every_byte(tmp_path / "公表2"))
