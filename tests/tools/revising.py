"""A plan revised in Excel: its parts and columns, and typing into its master."""

from collections.abc import Mapping
from pathlib import Path

from kosei_xl.values.model import Column, Part
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput
from tests.tools.office import address_of, put

PARTS = (
    Part(
        key="outline",
        kind="text",
        sheet="概要",
        title="{計画名}の見直し",
        text="# 対象期間\n｜期間\n計画｜{計画期間:年数}\n{見直し件数}項目を見直しました。\n{見直し文}です{見直し重複}。",
    ),
    Part(key="revised", kind="list", sheet="見直し項目", title="見直し項目（{見直し件数}項目）", items="revised"),
    Part(key="form", kind="form", sheet="様式"),
)

COLUMNS = (
    Column(part="form", key="goal", label="目標", source="plan"),
    Column(part="form", key="implementation", label="実施内容", source="plan"),
    Column(part="form", key="indicator_plan", label="成果指標", source="plan"),
    Column(part="form", key="rating", label="評価", source="entry", entry="required"),
    Column(part="form", key="results", label="取組実績", source="entry", entry="required"),
    Column(part="form", key="cause", label="要因", source="entry", entry="input"),
    Column(part="form", key="next_steps", label="今後の対応", source="entry", entry="input"),
)


def edit(master: Path, values: Mapping[tuple[str, str, str], CellInput]) -> None:
    """Type into cells of a master by (sheet, row key, column key)."""
    book = read_book(master.read_bytes(), master.name)
    places = {(sheet, address_of(book, sheet, row, column)): value for (sheet, row, column), value in values.items()}
    master.write_bytes(put(master.read_bytes(), places))


def version(number: int) -> dict[tuple[str, str, str], CellInput]:
    return {(terms.PLAN_SHEET, "plan_version", "value"): number}
