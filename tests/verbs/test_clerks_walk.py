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

from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools import shiomi
from tests.tools.addin_office import Office, office
from tests.tools.clerk import Clerk
from tests.tools.kinds.printed import Paper, folded

MASTER = "事務局ブック.xlsm"
AFTER = "第５次潮見市行財政改革大綱実施計画_事務局ブック.xlsm"
pytestmark = pytest.mark.benchmark
"""More than a minute, and it measures each step: `bash .ci/test full` runs it."""


@dataclass
class Walk:
    """The clerk's way: the city's folder, the steps with their cells and seconds, what was asked and said at each press."""

    calc: Office
    folder: Path
    addin: Any
    steps: list[tuple[str, int, float]] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[list[str]]] = field(default_factory=dict)

    @property
    def master(self) -> Any:
        """The open master."""
        return self.calc.documents()[MASTER]

    def press(self, verb: str, what: str, document: Any = None, answers: tuple[str, ...] = ()) -> str:
        """Press a button of the ribbon with a workbook in front, answer what it asks, and give what it said."""
        began = time.monotonic()
        self.calc.answers(*answers)
        self.calc.to_front(document or self.master)
        for name in ("done.txt", "told.txt", "request.txt"):
            (self.calc.folder / name).unlink(missing_ok=True)
        before = {*self.calc.documents()}
        self.calc.run(self.addin, "KoseiAddin", "KoseiMacros.Press", verb)
        assert self.calc.wait("done.txt") == "", what
        self.asked[what] = self.calc.asked() if answers else ""
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
            _publish(walked, "R7上半期")
            _second_point(walked)
            _opened_again(walked)
            _next_year(walked)
            _corrected(walked)
            _plan_ends(walked)
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


def _collect(walk: Walk, point: str = shiomi.POINT, more: str = "") -> None:
    """One point from the surveys to the office's own rating; `more` ends the names of folders and steps."""
    walk.press("distribute", f"配布ファイル作成{more}")
    returned = walk.folder / f"回収{more}"
    returned.mkdir(exist_ok=True)
    for survey in sorted((walk.folder / f"配布{more}").glob("[!.]*.xlsx")):
        _send_in(walk, survey, more)
    walk.press("check", f"点検{more}")
    walk.press("consolidate", f"統合{more}")
    clerk = Clerk(walk.master)

    def rate(at: Clerk) -> None:
        column = at.column("台帳", "No.")
        for row in range(3, 200):
            text = at.sheet("台帳").getCellByPosition(column, row - 1).String
            own = text.isdecimal() and text != "25" and at.text("台帳", "時点", row) == point
            if own and at.text("台帳", "区分", row) == "評価":
                at.write("台帳", row, {"二次評価": shiomi.second(int(text))})

    walk.fill(f"台帳の二次評価{more}", clerk, rate)
    walk.press("status", f"提出状況{more}")


def _send_in(walk: Walk, survey: Path, more: str) -> None:
    """A department fills its survey in and sends it back."""
    copy = walk.folder / f"回収{more}" / survey.name
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes(survey.read_bytes())
    clerk = Clerk(walk.calc.load(copy))
    walk.fill(f"{survey.name.split('_')[1]}{more}", clerk, _answer)
    clerk.save()
    clerk.document.close(True)


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


def _publish(walk: Walk, what: str) -> None:
    """The final papers of a point, and the point closed; its papers are put by as they were."""
    clerk = Clerk(walk.master)
    walk.fill(f"操作の案の印（{what}）", clerk, lambda at: at.choose("操作", "案の印を外す", "○"))
    walk.press("report", f"委員会資料（{what}）")
    walk.press("close", f"確定（{what}）", answers=("yes",))
    (made,) = (one for one in (walk.folder / "資料").glob("[!.]*.xlsx") if "案" not in one.name)
    made.rename(walk.folder / f"発行_{what}.xlsx")


def _turn_to(walk: Walk, point: str, more: str) -> None:
    """The sheet 操作 for another round: its point and its folders."""

    def settings(at: Clerk) -> None:
        at.choose("操作", "報告時点", point)
        at.choose("操作", "配布フォルダー", f"配布{more}")
        at.choose("操作", "回収フォルダー", f"回収{more}")

    walk.fill(f"操作の時点{more}", Clerk(walk.master), settings)


def _second_point(walk: Walk) -> None:
    _turn_to(walk, shiomi.NEXT, "年度末")
    _collect(walk, shiomi.NEXT, "年度末")
    _publish(walk, "R7年度末")


def _opened_again(walk: Walk) -> None:
    """Somebody closed too early: opened with a reason, and closed again."""
    walk.press("close", "確定を解く", answers=("yes", "部長の確認がまだだった"))
    walk.press("close", "もう一度確定", answers=("yes",))


def _next_year(walk: Walk) -> None:
    """What step 7 of a year is: items end and move, a new one begins, a department is renamed, the next point."""
    walk.press("next_point", "次の時点")
    clerk = Clerk(walk.master)
    walk.fill("項目の終わり", clerk, lambda at: at.write("項目", at.find("項目", "No.", "5"), shiomi.ENDED))
    walk.fill("項目の移動", clerk, lambda at: at.write("項目", at.find("項目", "No.", "18"), shiomi.MOVED))
    walk.fill("新しい項目", clerk, lambda at: at.rows("項目", *shiomi.BEGUN, first=at.blank_row("項目", "No.", "名称")))
    walk.fill(
        "課の終わり",
        clerk,
        lambda at: at.write("部署", at.find("部署", "課名", shiomi.RENAMED[0]), {"終了日": "2026-03-31"}),
    )
    walk.fill(
        "新しい課", clerk, lambda at: at.rows("部署", *shiomi.DEPARTMENT_BEGUN, first=at.blank_row("部署", "課名"))
    )
    walk.fill("組織の変更", clerk, lambda at: at.rows("組織の変更", *shiomi.REORGANISED))
    walk.press("check_master", "足りないもの（翌年度）")
    _turn_to(walk, shiomi.THIRD, "翌年度")
    walk.press("distribute", "配布ファイル作成翌年度")


def _corrected(walk: Walk) -> None:
    """A mistake in what was published, after all that: corrected with a reason, and the errata made."""
    clerk = Clerk(walk.master)

    def correct(at: Clerk) -> None:
        column, points = at.column("台帳", "No."), range(3, 200)
        sheet = at.sheet("台帳")
        row = next(
            row
            for row in points
            if sheet.getCellByPosition(column, row - 1).String == "2" and at.text("台帳", "時点", row) == shiomi.POINT
        )
        at.write("台帳", row, {"二次評価": "△"})
        at.rows("訂正", *shiomi.CORRECTED)
        at.choose("操作", "報告時点", shiomi.POINT)

    walk.fill("訂正", clerk, correct)
    walk.press("errata", "正誤表")
    walk.press("report", "委員会資料（確定の後）")


def _plan_ends(walk: Walk) -> None:
    """After an election the plan ends while surveys of its third point are out: the open point goes to the plan after,
    and the departments that still write need not be told.
    """
    _turn_to(walk, shiomi.THIRD, "翌年度")
    first, *others = sorted((walk.folder / "配布翌年度").glob("[!.]*.xlsx"))
    _send_in(walk, first, "翌年度")
    walk.press("consolidate", "統合翌年度")
    walk.press(
        "next_plan", "次の計画", answers=("yes", "no", "ok", "ok", "令和8年10月1日", "市長選挙の後の見直し", "yes")
    )
    walk.press("history", "引き継ぎ")
    for survey in others[:2]:
        _send_in(walk, survey, "翌年度")
    walk.press("consolidate", "統合翌年度（前の計画のブックで）")
    after = walk.calc.documents()[AFTER]
    walk.press("consolidate", "統合（次の計画）", after)
    walk.press("check_master", "足りないもの（次の計画）", walk.calc.documents()[AFTER])


def _print(walk: Walk) -> None:
    walk.press("report", "委員会資料")
    walk.press("verify", "検証")


def test_walk__nothing_missing_after_the_sheets__said_so(walk: Walk) -> None:
    assert "エラー 0件、注意 0件" in walk.said["足りないもの"], walk.lists.get("足りないもの")


def test_walk__every_press__said_what_was_done(walk: Walk) -> None:
    refused = [what for what, said in walk.said.items() if said.startswith("critical")]
    assert refused == ["統合翌年度（前の計画のブックで）"], walk.said
    assert "エラー 0件" in walk.said["統合"], walk.lists
    assert "エラー 0件" in walk.said["検証"], walk.lists
    assert terms.LEDGER_SHEET in walk.master.Sheets.ElementNames


def test_walk__paper__totals_are_those_of_what_was_typed(walk: Walk) -> None:
    paper = Paper(walk.folder / "発行_R7上半期.xlsx")
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


def test_walk__next_year__the_plan_of_then_is_handed_out(walk: Walk) -> None:
    assert "エラー 0件、注意 0件" in walk.said["足りないもの（翌年度）"], walk.lists.get("足りないもの（翌年度）")
    made = sorted(path.name for path in (walk.folder / "配布翌年度").glob("[!.]*.xlsx"))
    names = {name.split("_")[1] for name in made}
    assert shiomi.RENAMED[1] in names
    assert shiomi.RENAMED[0] not in names
    texts = [
        str(value)
        for path in (walk.folder / "配布翌年度").glob("[!.]*.xlsx")
        for sheet in read_book(path.read_bytes(), "").sheets
        for row in sheet.rows
        for value in row
    ]
    assert "取組35の推進" in texts
    assert "取組05の推進" not in texts
    assert "取組06の推進を進めた。" in texts, "the last results, in grey"


def test_walk__closed_points__printed_again_as_they_were_published(walk: Walk) -> None:
    first = walk.folder / "発行_R7上半期.xlsx"
    (again,) = (one for one in (walk.folder / "資料").glob("[!.]*.xlsx") if "案" not in one.name)
    one, two = (read_book(path.read_bytes(), "") for path in (first, again))
    assert [(sheet.name, sheet.rows) for sheet in one.sheets] == [(sheet.name, sheet.rows) for sheet in two.sheets]
    assert "確定しました" in walk.said["確定（R7年度末）"]


def test_walk__errata__wrong_and_right_beside_each_other(walk: Walk) -> None:
    (made,) = (walk.folder / "決裁").glob("正誤表*.xlsx")
    rows = [[str(v) for v in row if v is not None] for row in read_book(made.read_bytes(), "").sheets[0].rows]
    assert any("○" in row and "△" in row for row in rows), rows
    assert list((walk.folder / "決裁").glob("正誤表*.html"))


def test_walk__closed_too_early__opened_with_a_reason_and_closed_again(walk: Walk) -> None:
    assert "確定を解きますか" in walk.asked["確定を解く"]
    assert "確定を解く理由" in walk.asked["確定を解く"]
    assert "確定を解きました" in walk.said["確定を解く"]
    assert "確定しました" in walk.said["もう一度確定"]
    records = open_master(walk.folder / MASTER).registers.closed
    assert [(one.act, one.why) for one in records[1:4]] == [
        ("closed", ""),
        ("reopened", "部長の確認がまだだった"),
        ("closed", ""),
    ]


def test_walk__plan_ends__open_point_goes_along_and_nothing_typed_is_lost(walk: Walk) -> None:
    asked = walk.asked["次の計画"]
    for question in (
        "期間の途中で終わりますか",
        "まだ開いています",
        "次の計画の名称",
        "終わりの年度",
        "理由",
        "よろしいですか",
    ):
        assert question in asked, question
    before, after = (open_master(walk.folder / name) for name in (MASTER, AFTER))
    point = before.registers.closed[-1].point
    assert before.registers.closed[-1].act == "moved"
    assert AFTER in walk.said["統合翌年度（前の計画のブックで）"]
    assert (after.plan.name, after.plan.period_end - after.plan.period_start) == (shiomi.NAME_AFTER, 3)
    typed = {
        (row.key, name): text
        for book in (before, after)
        for row in book.ledger.value.received_at(point)
        for name, text in row.fields.items()
    }
    ledger = after.ledger.value
    assert len({row.sha256 for row in ledger.received_at(point)}) == 3, "one before, two after"
    assert {at: ledger.fields(at[0]).get(at[1]) for at in typed} == typed
    assert len(typed) > 10
    assert walk.said["統合（次の計画）"].startswith("info 統合しました（3ファイル）"), walk.said
    errors = {row[-1] for row in walk.lists["足りないもの（次の計画）"][1:] if row[0] == "エラー"}
    assert errors == {"K176", "K301", "K303"}, (
        "answers and the office's own rating that are still out, and nothing else"
    )


def test_walk__handover__course_of_the_items_and_where_the_point_went(walk: Walk) -> None:
    book = read_book((walk.folder / "事務局ブック_経過と引き継ぎ.xlsx").read_bytes(), "")
    shown = {sheet.name: str(sheet.rows) for sheet in book.sheets}
    assert "計画終了（令和７年度末、令和" in shown[terms.COURSE_SHEET]
    assert "次の計画「第５次潮見市" in shown[terms.POINTS_SHEET]


def test_walk__steps__written_down_with_their_times(walk: Walk) -> None:
    lines = (walk.folder / "手順.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(walk.steps)
    assert sum(cells for _, cells, _ in walk.steps) > 400
