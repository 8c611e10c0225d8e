"""What is wrong in PLAN.json, in words: the record, the field, what to write; never a path of English words alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import disk, init

Change = Callable[[dict[str, Any]], object]


def _told(tmp_path: Path, data: bytes) -> tuple[list[str], list[str]]:
    """The lines below the first, in Japanese and English."""
    path = tmp_path / "plan.json"
    path.write_bytes(data)
    with pytest.raises(WrongCall) as refused:
        init.init_from(tmp_path / "事務局.xlsx", init.PlanSource(plan=path))
    message = refused.value.args[0]
    assert not (tmp_path / "事務局.xlsx").exists()
    return message.split("\n")[1:], message.en.split("\n")[1:]


def _changed(change: Change) -> bytes:
    plan = json.loads(disk.bundled("samples", "midori.plan.json"))
    change(plan["plan"])
    return json.dumps(plan).encode()


@pytest.mark.parametrize(
    ("change", "said", "english"),
    [
        (
            lambda plan: plan["items"][15].pop("area_no"),
            "項目の16番目（No.16「市税の納付方法の多様化」）の「分野」（area_no）：書かれていません",
            "items › 16 (No.16",
        ),
        (lambda plan: plan["items"][0].update(kindd="x"), "の「kindd」：この名前は使えません", "kindd: is not a name"),
        (lambda plan: plan["points"][0].update(kind="quarter"), "half、year_end、otherのどれか", "points › 1"),
        (
            lambda plan: plan["departments"][1].update(valid_from="いつか"),
            '「開始日」（valid_from）："いつか"は日付',
            "2026-03-31",
        ),
        (lambda plan: plan["departments"][1].update(name=5), "5は文字ではありません", "5 is no text"),
        (
            lambda plan: plan["style"].update(first_page="a"),
            "計画の体裁の「始めのページ番号」（first_page）",
            "whole number",
        ),
        (lambda plan: plan["items"][3].update(key="a b"), "（空白と「|」「/」は使えません）", "items › 4"),
        (lambda plan: plan["items"][3].update(departments="D01"), "[ ]で囲んでください", "Put it into [ ]"),
        (lambda plan: plan["items"][3].update(area_no="9"), "項目の4番目（No.4", "items › 4"),
        (lambda plan: plan.pop("name"), "「名称」（name）：書かれていません", "name: is missing"),
    ],
)
def test_plan_json__one_fault__names_the_record_and_the_field(
    tmp_path: Path, change: Change, said: str, english: str
) -> None:
    lines, en = _told(tmp_path, _changed(change))
    assert (len(lines), len(en)) == (1, 1)
    assert said in lines[0]
    assert english in en[0]


def test_plan_json__twelve_faults__ten_and_the_number_of_the_others(tmp_path: Path) -> None:
    lines, en = _told(tmp_path, _changed(lambda plan: [item.pop("name") for item in plan["items"][:12]]))
    assert (len(lines), lines[-1].strip()) == (11, "ほかに2か所あります。")
    assert en[-1].strip() == "There are 2 more."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"plan": {"name": "x",}}', "1行目の23文字目"),
        (b"PK\x03\x04", "Excelブックなので"),
        ("{}".encode("utf-16"), "UTF-8"),
        (b"[]", "名前と値の組ではありません"),
        (b'{"items": [], "areas": []}', "で囲まれていません"),
        (b"{}", "「計画」（plan）：書かれていません"),
    ],
)
def test_plan_json__no_plan_at_all__said_in_one_line(tmp_path: Path, data: bytes, said: str) -> None:
    lines, en = _told(tmp_path, data)
    assert len(lines) == len(en) == 1
    assert said in lines[0]
