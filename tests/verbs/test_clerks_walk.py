"""潮見市 set up in Excel alone: its clerk opens the blank master from the ribbon, types what is seen, presses buttons.

No command is typed and no hidden cell touched: `Clerk` fails where a person could not. Every step is measured; the steps
are written beside the city's files.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kosei_xl.words import terms
from tests.tools import shiomi
from tests.tools.addin_office import Office, office
from tests.tools.clerk import Clerk
from tests.tools.kinds.printed import Paper, folded

MASTER = "事務局ブック.xlsm"
pytestmark = pytest.mark.benchmark
"""More than a minute, and it measures each step: `bash .ci/test full` runs it."""


@dataclass
class Walk:
    """The clerk's way: the city's folder, the steps with their cells and seconds, what was said at each press."""

    calc: Office
    folder: Path
    addin: Any
    steps: list[tuple[str, int, float]] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[list[str]]] = field(default_factory=dict)

    @property
    def master(self) -> Any:
        """The open master."""
        return self.calc.documents()[MASTER]

    def press(self, verb: str, what: str, document: Any = None) -> str:
        """Press a button of the ribbon with a workbook in front, wait, and give what it said."""
        began = time.monotonic()
        self.calc.to_front(document or self.master)
        for name in ("done.txt", "told.txt", "request.txt"):
            (self.calc.folder / name).unlink(missing_ok=True)
        before = {*self.calc.documents()}
        self.calc.run(self.addin, "KoseiAddin", "KoseiMacros.Press", verb)
        assert self.calc.wait("done.txt") == "", what
        told = self.calc.folder / "told.txt"
        said = told.read_text(encoding="utf-8").strip() if told.exists() else ""
        for name, opened in self.calc.documents().items():
            if name not in before and not opened.URL:
                cells = opened.Sheets.getByIndex(0)
                cursor = cells.createCursor()
                cursor.gotoEndOfUsedArea(False)
                end = cursor.RangeAddress
                rows = cells.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow).getDataArray()
                self.lists[what] = [[str(value) for value in row] for row in rows]
                opened.close(True)
        self.steps.append((f"［{what}］", 1, time.monotonic() - began))
        self.said[what] = said
        return said

    def fill(self, what: str, clerk: Clerk, act: Callable[[Clerk], object]) -> None:
        """Something that is typed."""
        began, before = time.monotonic(), clerk.steps
        act(clerk)
        self.steps.append((what, clerk.steps - before, time.monotonic() - began))

    def write_down(self) -> None:
        """The steps as a table beside the city's files."""
        lines = [f"{n}\t{what}\t{cells}\t{seconds:.1f}" for n, (what, cells, seconds) in enumerate(self.steps, 1)]
        (self.folder / "手順.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("潮見市")
    with office(tmp_path_factory.mktemp("calc")) as calc:
        calc.runs_python(True)
        walked = Walk(calc, folder, calc.load_addin())
        try:
            _set_up(walked)
            _collect(walked)
            _print(walked)
        finally:
            walked.write_down()
        yield walked


def _set_up(walk: Walk) -> None:
    """From nothing to a master in which nothing is missing."""
    openpyxl.Workbook().save(walk.folder / "メモ.xlsx")
    memo = walk.calc.load(walk.folder / "メモ.xlsx")
    walk.press("new_master", "新しいブック", memo)
    memo.close(True)
    clerk = Clerk(walk.master)

    def plan(at: Clerk) -> None:
        for label, text in shiomi.PLAN.items():
            at.write("計画", at.find("計画", "設定", label), {"内容": text})

    walk.fill("計画", clerk, plan)
    for what, labels, rows in (
        ("部署", "課名 | 部名", shiomi.DEPARTMENTS),
        ("分野", "番号 | 名称 | 上位の分野（番号） | 階層", shiomi.AREAS),
        ("評価区分", "評価 | 呼び方 | 順序 | 遅れ | 集計する | 記入が要る欄", shiomi.RATINGS),
        ("報告時点", "年度 | 種類 | 基準日 | 表示名 | 短い表示名 | 提出期限", shiomi.POINTS),
        ("項目", "No. | 枝番 | 名称 | 分野 | 主担当 | 再掲元のNo. | 実施内容", shiomi.items()),
    ):
        walk.fill(what, clerk, lambda at, what=what, labels=labels, rows=rows: at.rows(what, labels, [*rows]))  # type: ignore[misc]
    labels = "欄の名前 | 値の種類 | 記入する人 | 必須 | 合計する | 単位 | 小数の桁数 | 比べる欄（計画の額）"
    walk.fill("欄", clerk, lambda at: at.rows("欄", labels, [*shiomi.FIELDS], first=at.blank_row("欄", "欄の名前")))
    labels = "帳票の名前 | 見出し | 幅 | 配置 | 内容の出所 | 調査票での扱い"
    walk.fill(
        "帳票列",
        clerk,
        lambda at: at.rows("帳票列", labels, [*shiomi.COLUMNS], first=at.blank_row("帳票列", "帳票の名前")),
    )
    labels = "種類 | シート名 | 見出し | 用紙 | 対象 | 体裁 | 行の分け方 | 表示 | 合計する欄 | 帳票の名前"
    walk.fill("帳票", clerk, lambda at: at.rows("帳票", labels, [*shiomi.PARTS], first=at.blank_row("帳票", "種類")))
    walk.fill(
        "帳票の集計行", clerk, lambda at: at.write("帳票", at.find("帳票", "帳票の名前", "一覧"), {"集計行": "○"})
    )
    walk.press("check_master", "足りないもの")
    walk.fill("操作の時点", clerk, lambda at: at.choose("操作", "報告時点", shiomi.POINT))


def _collect(walk: Walk) -> None:
    walk.press("distribute", "配布ファイル作成")
    (walk.folder / "回収").mkdir(exist_ok=True)
    for survey in sorted((walk.folder / "配布").glob("[!.]*.xlsx")):
        copy = walk.folder / "回収" / survey.name
        copy.write_bytes(survey.read_bytes())
        clerk = Clerk(walk.calc.load(copy))
        walk.fill(survey.name.split("_")[1], clerk, _answer)
        clerk.save()
        clerk.document.close(True)
    walk.press("check", "点検")
    walk.press("consolidate", "統合")
    clerk = Clerk(walk.master)

    def rate(at: Clerk) -> None:
        column = at.column("台帳", "No.")
        for row in range(3, 60):
            text = at.sheet("台帳").getCellByPosition(column, row - 1).String
            if text.isdecimal() and text != "25" and at.text("台帳", "時点", row) == "R7上半期":
                at.write("台帳", row, {"二次評価": shiomi.second(int(text))})

    walk.fill("台帳の二次評価", clerk, rate)
    walk.press("status", "提出状況")


def _answer(clerk: Clerk) -> None:
    """What a department does with its survey."""
    for sheet in clerk.sheets():
        if clerk.has(sheet, "取組実績"):
            column = clerk.column(sheet, "項目")
            for row in range(4, 30):
                name = clerk.document.Sheets.getByName(sheet).getCellByPosition(column, row - 1).String
                if name.startswith(("取組", "部分")) and clerk.is_open(sheet, "取組実績", row):
                    clerk.write(sheet, row, shiomi.answers(name))
    clerk.named("filled_by", "潮見 花子")
    clerk.named("confirmed_by", "潮見 太郎")


def _print(walk: Walk) -> None:
    walk.press("report", "委員会資料")
    walk.press("verify", "検証")


def test_walk__nothing_missing_after_the_sheets__said_so(walk: Walk) -> None:
    assert "エラー 0件、注意 0件" in walk.said["足りないもの"], walk.lists.get("足りないもの")


def test_walk__every_press__said_what_was_done(walk: Walk) -> None:
    assert [what for what, said in walk.said.items() if said.startswith("critical")] == [], walk.said
    assert "エラー 0件" in walk.said["統合"], walk.lists
    assert "エラー 0件" in walk.said["検証"], walk.lists
    assert terms.LEDGER_SHEET in walk.master.Sheets.ElementNames


def test_walk__paper__totals_are_those_of_what_was_typed(walk: Walk) -> None:
    (made,) = (walk.folder / "資料").glob("[!.]*.xlsx")
    paper = Paper(made)
    counts = Counter(shiomi.recorded(number) for number in range(1, 35))
    names = {row.split(" | ")[0]: row.split(" | ")[1] for row in shiomi.RATINGS}
    heads = {folded(name if name == code else f"{name}（{code}）"): counts[code] for code, name in names.items()}
    for sheet, corner in (("概要", "基本方針・分野"), ("集計表", "部と課")):
        total = paper.table(sheet, corner)["計"]
        assert {head: total.get(head, 0) for head in heads} == heads, sheet
    planned, actual = (sum(shiomi.saved(number)[n] for number in range(1, 35)) for n in (0, 1))
    assert paper.table("集計表", "部と課")["計"][folded("財政効果（実績額）（千円）")] == actual
    columns, rows = paper.listed("進捗状況一覧", "項目")
    (end,) = (row for row in rows if folded(row[0]) == "合計")
    shown = {head.split("(千円")[0]: value for head, value in zip(columns, end, strict=False)}
    assert [folded(shown[folded(f"財政効果（{kind}）")]) for kind in ("計画額", "実績額")] == [
        f"{planned:,}",
        f"{actual:,}",
    ]


def test_walk__steps__written_down_with_their_times(walk: Walk) -> None:
    lines = (walk.folder / "手順.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(walk.steps)
    assert sum(cells for _, cells, _ in walk.steps) > 400
