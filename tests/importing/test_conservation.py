"""No text of a list is lost without being listed: it is in the plan, in the entries, or named with why it is not."""

import datetime as dt
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kosei_xl.importing.carrying import PlanFromList, plan_from_list
from kosei_xl.importing.grid import grids_of
from kosei_xl.importing.mapping_sheets import sheets_of
from kosei_xl.importing.proposal import Proposal, propose
from kosei_xl.importing.reading import ListSource
from kosei_xl.values.cells import Book, Sheet
from kosei_xl.verbs.import_list import completed
from kosei_xl.verbs.list_files import read_source
from kosei_xl.words.list_heads import LEFT_OUT
from tests.tools.lists.cases import CITIES
from tests.tools.lists.imports import write

_HEADS = (
    "分野",
    "No.",
    "項目",
    "担当課",
    "実施内容",
    "令和5年度 評価",
    "令和5年度 実績",
    "令和6年度 実績",
    "備考",
    "担当者",
)
_WORDS = st.sampled_from(
    (
        *(
            "窓口の案内",
            "1 道路",
            "②公園",
            "- 1",
            "（３）集会所",
            "24時間の受付",
            "企画課",
            "税務課・企画課",
            "S",
            "A",
            "○",
            "-",
        ),
        *(
            "△ 直した。",
            "計",
            "※注を読む",
            "Ⅰ 協働",
            "【健康】",
            "12",
            "1,200",
            "【No.1の再掲】",
            "再掲",
            "進める。\n（80％）",
        ),
        *("方向性１　財政", "表の外の言葉", "A（順調）", "3.5", "山川　春子", "令和5年度", "項目"),
    )
)
_SIGNS = re.compile(r"の?再掲|続き|[Nn][Oo]\.?|[Ｎ№]|[\s、・,，()（）【】\[\]①-⑳:：;；/／.\-－]+")


@st.composite
def _lists(draw: st.DrawFn) -> ListSource:
    """A sheet with a head somewhere and anything around and below it."""
    cells: dict[tuple[int, int], str] = {}
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    top, left = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    heads = ["項目", *draw(st.lists(st.sampled_from(_HEADS), min_size=2, max_size=7, unique=True))]
    for _ in range(draw(st.integers(0, 3))):
        cells[draw(st.integers(1, max(1, top - 1))), draw(st.integers(1, 9))] = draw(_WORDS)
    cells |= {(top, at): head for at, head in enumerate(heads, left)}
    for row in range(top + 1, top + 1 + draw(st.integers(1, 7))):
        for at in draw(st.lists(st.integers(1, left + len(heads)), max_size=8, unique=True)):
            cells[row, at] = draw(_WORDS)
        if draw(st.integers(0, 5)) == 0:
            merged[row, left] = row, left + 2
    rows = tuple(tuple(cells.get((row, at)) for at in range(1, 14)) for row in range(1, top + 9))
    return ListSource(tuple(grids_of(Book("x.xlsx", (Sheet("表", rows, merged=merged),)), {})))


def unaccounted(source: ListSource, proposal: Proposal, carried: PlanFromList) -> list[str]:
    """The cells whose words stand nowhere: not in plan and entries, not in the 対応表."""
    kept = [carried.plan.model_dump_json(), carried.entries.model_dump_json()]
    shown = sheets_of(proposal.decided, carried.plan.plan, carried.not_taken, {})
    kept += [str(value) for sheet in shown for _, values in sheet.rows for value in values if value is not None]
    bag = _plain(json.dumps(kept, ensure_ascii=False).replace("\\\\n", "").replace("\\n", ""))
    out = {
        (t.grid.sheet, sorted(t.heads)[c.place])
        for t in proposal.tables
        for c in proposal.decided.columns_of(t.form)
        if c.means in LEFT_OUT
    }
    heads = {(t.grid.sheet, row) for t in proposal.tables for s in t.segments for row in range(s.head, s.body)}
    found = []
    for grid in source.grids:
        for (row, column), cell in grid.cells.items():
            if (grid.sheet, column) in out or (grid.sheet, row) in heads:
                continue
            missing = [piece for piece in _SIGNS.split(cell.text) if _plain(piece) and _plain(piece) not in bag]
            if missing:
                found.append(f"{grid.sheet}!{row},{column}: {cell.text!r} {missing}")
    return found


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("○", "◯").replace("〇", "◯")


def _imported(source: ListSource) -> tuple[Proposal, PlanFromList] | None:
    proposal = propose(source, dt.date(2025, 6, 1))
    if not proposal.tables:
        return None
    return proposal, plan_from_list(proposal.found, proposal.decided, completed("plan-x", ("year_end",)))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(source=_lists())
def test_any_list__every_text__is_taken_or_named(source: ListSource) -> None:
    made = _imported(source)
    assert made is None or unaccounted(source, *made) == []


@pytest.mark.process
def test_twenty_lists__every_text__is_taken_or_named(tmp_path: Path) -> None:
    for name, make in CITIES.items():
        source = read_source(write(make(), tmp_path))
        made = _imported(source)
        assert made is not None
        assert unaccounted(source, *made) == [], name
