"""KOSEI_LEDGER on the sheets of a walked master against the same count: every difference as a sentence."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from kosei_xl.addin import functions
from kosei_xl.addin.functions import CellAnswer, CellGrid
from kosei_xl.values.cells import CellValue
from kosei_xl.workbook.book import read_book
from tests.tools.kinds.counted import ASIDE, TOTAL, Counting, Row, head_of
from tests.tools.kinds.walk import Walked
from tests.tools.kinds.world import BEFORE, NOW


def answers_differ(walked: Walked) -> Iterator[str]:
    """What the function answers otherwise than counted, for every word that it can be asked with."""
    world, counting = walked.world, Counting(walked.world)
    book = read_book(walked.master.read_bytes(), "")
    grids = {sheet.name: sheet.rows for sheet in book.sheets}
    labels = {"rating": "評価", **{rater.key: rater.label for rater in world.raters}}
    record = "、".join(labels[name] for name in world.record)
    signs = world.scale_of(world.record[0], NOW)
    codes = {head_of(sign): sign.code for sign in signs}
    top = world.levels[0] if world.levels else "分野"

    def ask(by: str, show: str | None, *sheets: str, before: str | None = None) -> CellAnswer:
        grid: list[CellGrid | None] = [grids[name] for name in sheets] + [None] * (2 - len(sheets))
        ratings = record if world.record != ("rating",) else None
        asked = (("行の分け方", by), ("表示", show), ("前回", before), ("評価の欄", ratings))
        return functions.ledger_summary(grids["台帳"], one(NOW), grids["評価区分"], grid[0], asked, grid[1])

    share = {label: _only(row, codes, "/割合") for label, row in counting.share().items()}
    yield from _differ("回答課の割合", ask("回答課", "割合", "部署"), share, 100)
    for depth, level in enumerate(world.levels, 1):
        rows = {label: _only(row, codes, "") for label, row in counting.level(depth).items()}
        yield from _differ(f"{level}の件数", ask(level, None, "分野"), rows, 1)
    if BEFORE in world.points:
        change = {label: _only(row, codes, "/前回との差") for label, row in counting.change().items()}
        yield from _differ("前回との差", ask(top, "前回との差", "分野", before=BEFORE), change, 1)
    if counting.points(counting.rated):
        tops = [ground for ground in world.areas if len(ground.path) == 1]
        rows = {g.name: counting.points([t for t in counting.under(g.id) if t.rated]) for g in tops}
        rows[TOTAL] = counting.points(counting.rated)
        scaled = {label: {**row, "得点率": _hundredth(row["得点率"])} for label, row in rows.items()}
        yield from _differ("得点", ask(top, "得点", "分野"), scaled, 1)
    for money in world.money:
        groups: dict[str, Row] = {}
        head = f"{money.label}（{money.unit}）"
        for label in [name for name, _ in world.bureaus.values()]:
            own = [t for t in counting.rated if world.bureaus[t.offices[0]][0] == label]
            groups |= {label: {head: counting.total(own, money)}} if own else {}
        groups[TOTAL] = {head: counting.total(counting.rated, money)}
        yield from _differ(f"{money.label}の計", ask("課", money.label, "項目", "部署"), groups, 1)


def one(value: CellValue) -> CellGrid:
    """A single cell."""
    return ((value,),)


def _only(row: Row, codes: Mapping[str, str], ending: str) -> Row:
    """The numbers under heads that end so, by codes."""
    found: Row = {}
    for head, number in row.items():
        name = head.removesuffix(ending)
        if head.endswith(ending) and "/" not in name and name not in (TOTAL, ASIDE, "（）"):
            found[codes.get(name, name)] = number
    return found


def _hundredth(share: Fraction | int | None) -> Fraction | None:
    return Fraction(share) / 100 if share is not None else None


def _differ(what: str, answer: CellAnswer, rows: Mapping[str, Row], scale: int) -> Iterator[str]:
    if not isinstance(answer, list):
        yield f"{what}: {answer}"
        return
    heads, *lines = answer
    shown = {str(line[0]).strip(): dict(zip(map(str, heads[1:]), line[1:], strict=True)) for line in lines}
    if missing := rows.keys() ^ shown.keys():
        yield f"{what}: rows {sorted(missing)}"
    for label in rows.keys() & shown.keys():
        own = rows[label]
        for head in (own.keys() | shown[label].keys()) - {"項目数"}:
            wanted, found = own.get(head, 0), shown[label].get(head, 0)
            if found in ("―", "-"):
                same = wanted in (None, 0)
            else:
                same = wanted is not None and abs(float(str(found)) * scale - float(wanted)) < 1e-6
            if not same:
                yield f"{what}, {label}, {head}: {found}, not {wanted}"
