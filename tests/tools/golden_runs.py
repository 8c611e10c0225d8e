"""The runs whose outputs are compared, from nothing but the command line and workbooks that are typed into by hand.

Only `kosei_xl.cli.main` is named here (and, for the five documents, what `tests.tools.real` offers), so that the runs stay as
they are when modules move. No output may depend on the clock: days are given with --today and --date, workbooks are saved
at times that are written here.
"""

import contextlib
import hashlib
import importlib.util
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from kosei_xl.cli import main
from tests.tools.by_hand import Workbook, paste

HALF, END = "R7_first_half", "R7_year_end"
MASTER = "事務局.xlsx"
VERBS = ("init", "distribute", "check", "consolidate", "report", "verify", "adopt", "pack", "diff", "status", "log")
PRESETS = {"half_year": END, "year_end": END, "program": END, "outline": END}
"""Preset -> the point that is printed; 見直し (revision) has a walk of its own."""
EXPLAINED = (
    "進捗状況一覧!L20",
    "進捗状況一覧!F20",
    "概要!D20",
    "概要!B8",
    "主な取組!G46",
    "年度スケジュール!J12",
    "表紙!Z9",
)


class Run(NamedTuple):
    """A run: what it is called, what makes its outputs in an empty folder, and whether it can be made here."""

    name: str
    make: Callable[[Path], None]
    paper: bool = True
    """Whether LibreOffice prints: its PDFs depend on its version and on the fonts of this machine."""
    by_file: tuple[str, ...] = ()
    """Files of which the manifest holds one digest, not one for each part (there are many, of the same make)."""
    possible: Callable[[], bool] = lambda: True


@dataclass
class Desk:
    """The office at its folder. Every command leaves steps/NN_verb.txt, and each master or report that it changed as
    steps/NN_NAME, so that what later steps write over is compared too.
    """

    folder: Path
    count: int = 0
    seen: dict[str, str] = field(default_factory=dict)

    def kosei(self, *arguments: str, lang: str = "ja") -> str:
        """Run a command in the folder; what it printed on stdout."""
        self.count += 1
        self._changed()
        code, out, err = run(self.folder, arguments, lang)
        text = f"$ {' '.join(arguments)}\nexit {code}\n--- stdout\n{out}--- stderr\n{err}"
        self.write(f"steps/{self.count:02}_{arguments[0].lstrip('-')}.txt", text.replace(str(self.folder), "FOLDER"))
        for name in self._changed():
            shutil.copy(self.folder / name, self.folder / f"steps/{self.count:02}_{Path(name).name}")
        return out

    def write(self, name: str, text: str) -> None:
        """Write a text file below the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")

    def open(self, name: str) -> Workbook:
        """Open a workbook below the folder."""
        return Workbook(self.folder / name)

    def send(self, blank: str, to: str, entries: Sequence[Any], at: str, no: str = "1", **people: str) -> None:
        """A department fills in the workbook and sends it back."""
        book = self.open(blank)
        book.fill(entries)
        book.put_named(**{"filled_by": "花子", "confirmed_by": "太郎", "submission_no": no, **people})
        book.save(self.folder / to, at, people.get("filled_by", "花子"))

    def send_all(self, blanks: str, to: str, entries: Sequence[Any], at: str, without: Iterable[str] = ()) -> None:
        """Every department of a folder sends its workbook, but those whose file begins like `without`."""
        for path in sorted((self.folder / blanks).glob("*.xlsx")):
            if not path.name.startswith(tuple(without)):
                self.send(f"{blanks}/{path.name}", f"{to}/{path.name}", entries, at)

    def type(self, sheet: str, row: tuple[str, str], at: str, name: str = MASTER, **texts: str) -> None:
        """The office types into a master and saves it."""
        book = self.open(name)
        book.put_by_key(sheet, row, **texts)
        book.save(self.folder / name, at, "次郎")

    def file(self, pattern: str) -> str:
        """The one file of a pattern, from the folder."""
        (path,) = self.folder.glob(pattern)
        return path.relative_to(self.folder).as_posix()

    def _changed(self) -> list[str]:
        paths = [*self.folder.glob("*.xlsx"), *self.folder.glob("資料*/*.xlsx")]
        now = {p.relative_to(self.folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}
        changed = sorted(name for name, digest in now.items() if self.seen.get(name) != digest)
        self.seen = now
        return changed


def run(folder: Path, arguments: Sequence[str], lang: str = "ja") -> tuple[int, str, str]:
    """The command line in this process: exit code, stdout, stderr."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with (
        contextlib.chdir(folder),
        patch.object(sys, "argv", ["kosei", *arguments]),
        patch.dict(os.environ, KOSEI_LANG=lang, COLUMNS="100"),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
    return code, out.getvalue(), err.getvalue()


def sample(name: str) -> Path:
    """A file of the bundled sample, wherever in the package it lies."""
    spec = importlib.util.find_spec("kosei_xl")
    assert spec is not None
    assert spec.origin is not None
    return next(Path(spec.origin).parent.rglob(name))


def entries_at(point: str) -> list[dict[str, Any]]:
    """The sample's entries of a point."""
    found: Mapping[str, Any] = json.loads(sample("midori.entries.json").read_text(encoding="utf-8"))
    return [entry for entry in found["entries"] if entry["point"] == point]


def reworded(entries: Sequence[dict[str, Any]], item: str, **fields: str) -> list[dict[str, Any]]:
    """The entries with other texts for one item."""
    return [
        {**one, "fields": {**one["fields"], **fields}} if one["item_key"] == item and not one.get("sub_no") else one
        for one in entries
    ]


# The sample by the demo -----------------------------------------------------------------------------------------------


def demo(folder: Path) -> None:
    """`kosei demo`: master, surveys, returns, report, PDF (LibreOffice); then it is verified, PDF and all."""
    desk = Desk(folder)
    desk.kosei("demo", "--out", ".")
    desk.kosei("verify", desk.file("資料/*.xlsx"), desk.file("資料/*.pdf"), "--json")


# A year of the office -------------------------------------------------------------------------------------------------


def year(folder: Path) -> None:
    """Two points with all that happens in between, and the reports; no LibreOffice."""
    desk = Desk(folder)
    _calls(desk)
    _half_year(desk)
    _year_end(desk)
    _conflict(desk)
    _sent_back(desk)
    _looking_back(desk)
    _broken(desk)
    _reports(desk)
    _presets(desk)
    _revision(desk)


def _calls(desk: Desk) -> None:
    """What is said without a workbook, and wrong calls."""
    desk.kosei("--version")
    for verb in VERBS:
        desk.kosei(verb, "--help")
    desk.kosei("schema", "plan")
    desk.kosei("schema", "entries")
    desk.write("memo.txt", "memo\n")
    desk.kosei("init", "m.xlsx", "--sample", "nothing")
    desk.kosei("check", "memo.txt", "--json")
    desk.kosei("check", "nothing.xlsx", lang="en")


def _half_year(desk: Desk) -> None:
    """One workbook for each 部, with photos pasted in another program."""
    desk.kosei("init", MASTER, "--sample", "midori")
    desk.kosei("init", MASTER, "--sample", "midori")
    desk.kosei("distribute", MASTER, "--point", "R99", "--out", "配布")
    desk.kosei("distribute", MASTER, "--point", HALF, "--out", "配布/上半期", "--by", "部")
    desk.send_all("配布/上半期", "回収/上半期", entries_at(HALF), "2025-10-10T01:00:00Z")
    desk.type("台帳", ("row_key", f"{HALF}|m-013|"), "2025-10-14T01:00:00Z", rating="A")
    desk.kosei("check", "回収/上半期", "--master", MASTER)
    desk.kosei("consolidate", MASTER, "回収/上半期", "--point", HALF)
    desk.kosei("report", MASTER, "--point", HALF, "--out", "資料_上半期", "--name", "上半期", "--json")


def _year_end(desk: Desk) -> None:
    """One workbook for each 課; one is late, one has findings, one brings photos."""
    end = entries_at(END)
    desk.kosei("distribute", MASTER, "--point", END, "--out", "配布/年度末")
    desk.kosei("check", "配布/年度末", "--master", MASTER, "--json")
    desk.kosei("status", MASTER, "--point", END, "--today", "2026-04-13", "--reminders", "依頼/前")
    desk.send_all("配布/年度末", "回収/年度末", end, "2026-04-10T01:00:00Z", ("D06", "D10"))
    paste(
        desk.folder / desk.file("回収/年度末/D05*"),
        "m-003||1001",
        sample("midori.m-003.1.png"),
        "2026-04-10T02:00:00Z",
        "花子",
    )
    _late_return(desk)
    desk.kosei("check", "回収/年度末", "--master", MASTER, "--json")
    desk.kosei("check", "回収/年度末", "--master", MASTER, "--annotate", "返す", "--today", "2026-04-14")
    desk.kosei("consolidate", MASTER, "回収/年度末", "--point", END, "--json")
    desk.kosei("check", "回収/年度末", "--master", MASTER, lang="en")
    desk.kosei("status", MASTER, "--point", END, "--today", "2026-04-20", "--items", "--reminders", "依頼/後")
    desk.kosei("status", MASTER, "--point", END, "--today", "2026-04-20", "--json")
    desk.kosei("status", MASTER, "--point", END, "--today", "昨日")


def _late_return(desk: Desk) -> None:
    """Unknown and oddly written words, no name of the head, an item of its own in the spare row."""
    late = reworded(entries_at(END), "m-016", rating="順調", results="調整した\tもの。")
    late = reworded(late, "m-017", rating="ｂ", cause="", effect_amount="約１，２００千円", follow_up="◯")
    blank = desk.file("配布/年度末/D06*")
    back = blank.replace("配布", "回収")
    desk.send(blank, back, late, "2026-04-11T02:00:00Z", confirmed_by="")
    book = desk.open(back)
    sheet = next(name for name in book.names if any(row[0] == "+1" for row in book.values(name)))
    book.put_by_key(sheet, ("row_key", "+1"), name="納税の相談会", rating="A", results="三回開いた。")
    book.save(desk.folder / back, "2026-04-11T03:00:00Z", "花子")


def _conflict(desk: Desk) -> None:
    """Office and department change the same cell (K405), and a photo is missing in the new workbook (K420); the office
    decides, the department sends once more.
    """
    blank, end = desk.file("配布/年度末/D05*"), entries_at(END)
    row = ("row_key", f"{END}|m-001|")
    desk.type("台帳", row, "2026-04-21T01:00:00Z", results="窓口を週５日開き、年間で三百件を超える相談を受けた。")
    second = reworded(end, "m-001", results="窓口を週５日運営し、年間で320件の相談を受けた。")
    desk.send(blank, "回収/年度末/D05_修正版.xlsx", second, "2026-04-22T02:00:00Z", "2")
    desk.kosei("consolidate", MASTER, "回収/年度末", "--point", END, "--json")
    desk.kosei("report", MASTER, "--point", END, "--out", "資料_案", "--final", "--date", "2026-04-22")
    desk.type("競合", ("no", "1"), "2026-04-23T01:00:00Z", choice="自由記入")
    desk.kosei("consolidate", MASTER, "--point", END)
    desk.type("競合", ("no", "3"), "2026-04-23T02:00:00Z", choice="消す")
    desk.type("競合", ("no", "1"), "2026-04-23T02:00:00Z", choice="自由記入", own_text="年間で320件の相談を受けた。")
    desk.kosei("consolidate", MASTER, "--point", END)
    third = reworded(second, "m-002", results="依頼事務86件のうち、20件を廃止した。")
    desk.send(blank, "回収/年度末/D05(1).xlsx", third, "2026-04-24T02:00:00Z", "2", filled_by="三郎")
    shutil.copy(desk.folder / blank.replace("配布", "回収"), desk.folder / "回収/年度末/D05 - コピー.xlsx")
    desk.kosei("consolidate", MASTER, "回収/年度末", "--point", END)


def _sent_back(desk: Desk) -> None:
    """A workbook is sent back, a finding is answered, the last department and the corrected one come in, with an amount
    deleted in words (K422).
    """
    desk.type(
        "提出状況", ("department", "税務課"), "2026-04-25T01:00:00Z", mark="差戻し", remark="実績を書いてください。"
    )
    desk.type("指摘", ("code", "K201"), "2026-04-25T02:00:00Z", acknowledged="○", why="来月の会議で決まるため。")
    desk.kosei("consolidate", MASTER, "回収/年度末", "--point", END, "--json")
    desk.kosei("status", MASTER, "--point", END, "--today", "2026-04-27", "--reminders", "依頼/差戻し")
    end = reworded(entries_at(END), "m-017", effect_amount="（削除）")
    for code, at, no in (("D06", "2026-04-27T01:00:00Z", "2"), ("D10", "2026-04-27T02:00:00Z", "1")):
        blank = desk.file(f"配布/年度末/{code}*")
        desk.send(blank, f"回収/年度末/{code}_再提出.xlsx", end, at, no)
    desk.type("台帳", ("row_key", f"{END}|m-013|"), "2026-04-28T01:00:00Z", rating="A")
    desk.kosei("consolidate", MASTER, "回収/年度末", "--point", END, "--json")
    desk.kosei("consolidate", MASTER, "回収/年度末", "--point", END)
    desk.kosei("check", MASTER, "--json")


def _looking_back(desk: Desk) -> None:
    """log, diff, undo."""
    first, second = desk.file("回収/年度末/D05_市民*"), "回収/年度末/D05_修正版.xlsx"
    desk.kosei("log", MASTER, "--item", "1")
    desk.kosei("log", MASTER, "--item", "1", "--field", "取組実績", "--point", END, "--json")
    desk.kosei("log", MASTER, "--json")
    desk.kosei("diff", first, second)
    desk.kosei("diff", first, second, "--json")
    desk.kosei("diff", f"{MASTER}.bak", MASTER)
    desk.kosei("diff", MASTER, "--from", HALF, "--to", END, "--json")
    desk.kosei("undo", MASTER)
    desk.kosei("undo", MASTER)
    desk.type("台帳", ("row_key", f"{END}|m-008|"), "2026-04-30T01:00:00Z", issues="・利用の少ない時間帯がある。")
    desk.kosei("undo", MASTER)
    desk.kosei("undo", MASTER, "--force")
    desk.kosei("undo", MASTER, "--force")
    desk.kosei("init", "ひな形から.xlsx", "--sample", "midori", "--template", MASTER)
    desk.kosei("addin", "master", MASTER, "操作.xlsm")
    desk.kosei("addin", "build", "--out", "アドイン/kosei.xlam")
    (desk.folder / "アドイン/manual.html").unlink()  # macros/manual.html is its golden, byte for byte (test_manual)


def _broken(desk: Desk) -> None:
    """A plan and a ledger with faults."""
    shutil.copy(desk.folder / MASTER, desk.folder / "誤り.xlsx")
    at = "2026-05-01T01:00:00Z"
    desk.type("項目", ("row_key", "m-002|"), at, "誤り.xlsx", no="1", lead="D99", answering="D05")
    desk.type("報告時点", ("key", END), at, "誤り.xlsx", date="三月末")
    desk.kosei("check", "誤り.xlsx", "--json")
    shutil.copy(desk.folder / MASTER, desk.folder / "誤り.xlsx")
    desk.type("台帳", ("row_key", f"{END}|m-001|"), at, "誤り.xlsx", rating="ABC", effect_amount="12x", results="")
    desk.type("日程", ("row_key", "m-001|"), at, "誤り.xlsx", start="R99-9")
    desk.kosei("check", "誤り.xlsx", "--json")
    (desk.folder / "誤り.xlsx").unlink()


def _reports(desk: Desk) -> None:
    """Drafts, edits adopted, marks, the final one."""
    report = ("report", MASTER, "--point", END, "--out", "資料")
    desk.kosei(*report, "--name", "第１案", "--notes", "--json")
    desk.kosei("verify", "資料/第１案.xlsx", "--master", MASTER, "--json")
    explain = ("verify", "資料/第１案.xlsx", "--master", MASTER, "--explain")
    for cell in EXPLAINED:
        desk.kosei(*explain, cell)
    desk.kosei(*explain, EXPLAINED[0], "--json")
    desk.kosei("verify", "資料/第１案.xlsx", "--explain", EXPLAINED[0])
    desk.kosei(*report, "--name", "第２案")
    book = desk.open("資料/第２案.xlsx")
    book.reword("進捗状況一覧", "利用の少ない時間帯がある。", "利用の少ない時間帯が分かってきた。")
    book.reword("進捗状況一覧", "予定どおり", "おおむね予定どおり")
    book.reword("主な取組", "検討会を５月に", "検討会を６月に")
    book.save(desk.folder / "資料/第２案.xlsx", "2026-05-08T01:00:00Z", "部長")
    desk.kosei(*report, "--name", "第２案")
    desk.kosei("verify", "資料/第２案.xlsx", "--master", MASTER)
    desk.kosei("adopt", "資料/第２案.xlsx", "--master", MASTER, "--json")
    desk.kosei("adopt", "資料/第２案.xlsx", "--master", MASTER)
    desk.kosei(*report, "--name", "第２案", "--discard-edits")
    desk.type("台帳", ("row_key", f"{END}|m-002|"), "2026-05-11T01:00:00Z", rating="A")
    since = ("--marks-since", "資料/第１案.xlsx")
    desk.kosei(*report, "--name", "第３案", *since)
    desk.kosei(*report, "--name", "第３案_見え消し", *since, "--show-deleted", "--notes", "--json")
    desk.kosei("verify", "資料/第３案.xlsx", "資料/第３案_見え消し.xlsx", "--master", MASTER)
    desk.kosei(*report, "--name", "一部", "--part", "summary", "--part", "schedule", lang="en")
    final = ("--final", "--date", "2026-05-12")
    desk.kosei(*report, *final)
    desk.kosei(*report, "--name", "確定", *final, "--json")


# Presets and the revision ---------------------------------------------------------------------------------------------


def _bare() -> dict[str, Any]:
    """The sample's plan without its looks."""
    found: dict[str, Any] = json.loads(sample("midori.plan.json").read_text(encoding="utf-8"))
    plan = {key: value for key, value in found["plan"].items() if key not in ("style", "parts", "columns")}
    return {"format": 1, "plan": plan}


def _presets(desk: Desk) -> None:
    """A plan that says nothing of its looks, with each preset, printed from the sample's entries."""
    desk.write("体裁/計画.json", json.dumps(_bare(), ensure_ascii=False))
    entries = os.path.relpath(sample("midori.entries.json"), desk.folder)
    shutil.copy(desk.folder / entries, desk.folder / "体裁/記入.json")
    for preset, point in PRESETS.items():
        master = f"体裁/{preset}.xlsx"
        desk.kosei("init", master, "--from", "体裁/計画.json", "--preset", preset, "--entries", "体裁/記入.json")
        desk.kosei("report", master, "--point", point, "--out", "体裁/資料", "--name", preset, "--json")


def _revision(desk: Desk) -> None:
    """The plan's second version in its own master, printed and compared with the first."""
    plan = _bare()
    desk.write("見直し/旧.json", json.dumps(plan, ensure_ascii=False))
    items = plan["plan"]["items"]
    items[0]["texts"]["goal"] = "相談件数　年間400件"
    items[1]["departments"] = ["D05", "D04"]
    items[3]["texts"]["implementation"] += "\n・活動の紹介"
    added = {"key": "m-101", "no": "101", "name": "データの公開", "area_no": "2", "departments": ["D04"]}
    items.append(added)
    plan["plan"]["plan_version"] = 2
    desk.write("見直し/新.json", json.dumps(plan, ensure_ascii=False))
    for name in ("旧", "新"):
        presets = ("--preset", "revision", "--preset", "year_end")
        desk.kosei("init", f"見直し/{name}.xlsx", "--from", f"見直し/{name}.json", *presets)
    desk.kosei("diff", "見直し/旧.xlsx", "見直し/新.xlsx")
    desk.kosei("diff", "見直し/旧.xlsx", "見直し/新.xlsx", "--json")
    report = ("report", "見直し/新.xlsx", "--point", END, "--out", "見直し/資料", "--json")
    desk.kosei(*report, "--name", "前なし")
    desk.kosei(*report, "--name", "資料", "--before", "見直し/旧.xlsx")
    desk.kosei("verify", "見直し/資料/資料.xlsx", "--master", "見直し/新.xlsx", "--before", "見直し/旧.xlsx", "--json")


# On paper -------------------------------------------------------------------------------------------------------------


def paper(folder: Path) -> None:
    """What LibreOffice prints: PDFs with every option, page pictures, the decision folder."""
    desk = Desk(folder)
    desk.kosei("init", MASTER, "--sample", "midori")
    desk.kosei("distribute", MASTER, "--point", END, "--out", "配布")
    desk.send_all("配布", "回収", entries_at(END), "2026-04-10T01:00:00Z")
    desk.type("台帳", ("row_key", f"{END}|m-013|"), "2026-04-11T01:00:00Z", rating="A")
    desk.kosei("consolidate", MASTER, "回収", "--point", END)
    report = ("report", MASTER, "--point", END, "--out", "資料", "--pdf")
    desk.kosei(*report, "--name", "第１案", "--duplex", "--preview", "画像", "--part", "overview", "--part", "delayed")
    desk.kosei(*report, "--name", "第２案")
    desk.type("台帳", ("row_key", f"{END}|m-004|"), "2026-05-11T01:00:00Z", issues="・活動者の高齢化が進んでいる。")
    desk.kosei(
        *report,
        "--name",
        "確定",
        "--final",
        "--date",
        "2026-05-20",
        "--marks-since",
        "資料/第２案.xlsx",
        "--show-deleted",
    )
    desk.kosei("verify", "資料/確定.xlsx", "資料/確定.pdf", "資料/第２案.pdf", "--master", MASTER)
    pack = ("pack", MASTER, "--point", END, "--out", "決裁", "--date", "2026-05-20", "--json")
    desk.kosei(*pack, "--marks-since", "資料/第２案.xlsx")


# The five documents ---------------------------------------------------------------------------------------------------


def _real_data() -> Path:
    from tests.tools.real.adapt import DATA

    return DATA


def real(folder: Path) -> None:
    """The five real documents as tests/tools/real prints them, and what the commands say of them. Sentences stay in `folder`."""
    from tests.tools.real.build import DOCUMENTS, build

    build(_real_data(), folder)
    desk = Desk(folder)
    for document in DOCUMENTS:
        master = f"work/{document.plan}.xlsx"
        before = ("--before", f"work/{document.plan}_見直し前.xlsx") if "revised" in document.parts else ()
        files = (f"{document.number}.xlsx", f"{document.number}.pdf")
        desk.kosei("verify", *files, "--master", master, *before, "--json")
        desk.kosei("status", master, "--point", document.point, "--today", "2026-01-05", "--items")
    for plan in sorted({document.plan for document in DOCUMENTS}):
        desk.kosei("check", f"work/{plan}.xlsx", "--json")
        desk.kosei("log", f"work/{plan}.xlsx")


RUNS: Mapping[str, Run] = {
    run.name: run
    for run in (
        Run("demo", demo),
        Run("round", year, paper=False),
        Run("paper", paper, by_file=("配布/*", "回収/*")),
        Run("real", real, by_file=("work/*/*/*/*",), possible=lambda: _real_data().is_dir()),
    )
}
