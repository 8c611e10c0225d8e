"""The way of a drawn world through the workbooks: init, distribute, filled in, consolidate, report, verify, status."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from kosei_xl.workbook.parts import CellInput
from tests.tools.kinds.plan import plan_json
from tests.tools.kinds.world import NOW, Task, World
from tests.tools.office import Ran, kosei, put


@dataclass(frozen=True)
class Walked:
    """What the commands said, and the finished report."""

    world: World
    master: Path
    ran: dict[str, Ran]
    report: Path

    def codes(self, verb: str, severity: str = "") -> list[str]:
        """The codes of the findings of a command with --json."""
        found = self.ran[verb].json["diagnostics"]
        return [one["code"] for one in found if severity in ("", one["severity"])]


def walk(world: World, folder: Path) -> Walked:
    """Go the whole way at every point; the report is that of the last."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.json").write_text(json.dumps(plan_json(world), ensure_ascii=False), encoding="utf-8")
    master = folder / "事務局ブック.xlsx"
    ran = {"init": kosei("init", master, "--from", folder / "plan.json")}
    assert ran["init"].code == 0, ran["init"]
    for point in world.points:
        _collect(world, point, master, folder / point, ran)
    final = ["--final"] if world.complete else []
    ran["report"] = kosei("report", master, "--point", NOW, "--out", folder / "資料", "--json", *final)
    made = sorted((folder / "資料").glob("*.xlsx")) if (folder / "資料").exists() else []
    assert len(made) == 1, ran["report"]
    ran["verify"] = kosei("verify", made[0], "--master", master, "--json")
    ran["status"] = kosei("status", master, "--point", NOW, "--today", "2026-04-10", "--json")
    return Walked(world, master, ran, made[0])


def _collect(world: World, point: str, master: Path, folder: Path, ran: dict[str, Ran]) -> None:
    ran["distribute"] = kosei("distribute", master, "--point", point, "--out", folder / "配布")
    surveys = sorted((folder / "配布").glob("*.xlsx")) if (folder / "配布").exists() else []
    assert surveys, ran["distribute"]
    (folder / "回収").mkdir()
    for survey in surveys:
        (folder / "回収" / survey.name).write_bytes(_filled(world, point, survey))
    ran["check"] = kosei("check", folder / "回収", "--master", master, "--json")
    ran["consolidate"] = kosei("consolidate", master, folder / "回収", "--point", point, "--json")
    master.write_bytes(_typed_by_office(world, point, master))
    ran["consolidate"] = kosei("consolidate", master, "--point", point, "--json")


def answered_by(task: Task) -> dict[int, str]:
    """Number of a part (0: the item itself) -> the department that answers; the office is left out."""
    own = {} if task.by_office else {0: task.offices[0]}
    return own | dict(task.subs)


def _filled(world: World, point: str, survey: Path) -> bytes:
    """A survey with everything that its department has to say, typed by the words that stand over the columns."""
    rng = random.Random(f"{survey.name}{point}")
    book = openpyxl.load_workbook(survey, read_only=False)
    code = survey.name.split("_")[0]
    cells: dict[tuple[str, str], CellInput] = {}
    for name in book.sheetnames:
        sheet = book[name]
        labels = {str(cell.value or "").split("\n")[0]: cell.column_letter for cell in sheet[2]}
        if "取組実績" in labels:
            rows = {str(row[0].value): row[0].row for row in sheet.iter_rows(min_col=1, max_col=1) if row[0].value}
            for task in (one for one in world.tasks if one.repeats is None):
                for number in (n for n, who in answered_by(task).items() if who == code):
                    row = rows.get(f"{task.key}|{number or ''}")
                    for label, text in _said(world, point, task, number, rng) if row is not None else ():
                        cells[name, f"{labels[label]}{row}"] = text
    data = put(survey.read_bytes(), cells)
    people = {"filled_by": "山田", "confirmed_by": "田中"}
    guide = book.defined_names
    for name, text in people.items():
        sheet_name, address = next(iter(guide[name].destinations))
        data = put(data, {(sheet_name, address.replace("$", "")): text})
    return data


def _said(world: World, point: str, task: Task, number: int, rng: random.Random) -> Iterator[tuple[str, str | float]]:
    given = world.given.get((point, task.key), {}) if not number else {}
    asked = [("rating", "評価"), *((one.key, one.label) for one in world.raters if one.by == "department")]
    for key, label in asked:
        if key in given:
            sign = next(one for one in world.scale_of(key, point) if one.code == given[key])
            yield label, rng.choice((sign.code, *sign.spelt))
    yield "取組実績", f"{task.name}の{point}に{number}を進めた。"
    yield "要因", "人手が足りない。"
    for one in world.money:
        text = world.amounts[point, task.key, number].get(one.key)
        if text is not None:
            yield one.label, text[0]


def _typed_by_office(world: World, point: str, master: Path) -> bytes:
    """The master with what the office and the committee have to say typed into 台帳 by its labels."""
    book = openpyxl.load_workbook(master)
    sheet = book["台帳"]
    keys = {str(cell.value): cell.column_letter for cell in sheet[1] if cell.value}
    labels = {str(cell.value or "").split("\n")[0]: cell.column_letter for cell in sheet[2]}
    rows = {str(row[0].value): row[0].row for row in sheet.iter_rows(min_col=1, max_col=1) if row[0].value}
    cells: dict[tuple[str, str], CellInput] = {}
    for task in (one for one in world.tasks if one.repeats is None):
        given = world.given.get((point, task.key), {})
        row = rows[f"{point}|{task.key}|"]
        for one in world.raters:
            if one.key in given and (one.by != "department" or task.by_office):
                cells["台帳", f"{labels[one.label]}{row}"] = given[one.key]
        if task.by_office:
            if "rating" in given:
                cells["台帳", f"{keys['rating']}{row}"] = given["rating"]
            cells["台帳", f"{labels['取組実績']}{row}"] = "事務局が書いた。"
            cells["台帳", f"{labels['要因']}{row}"] = "人手が足りない。"
            for money in world.money:
                text = world.amounts[point, task.key, 0].get(money.key)
                if text is not None:
                    cells["台帳", f"{labels[money.label]}{row}"] = text[0]
    return put(master.read_bytes(), cells) if cells else master.read_bytes()


_LEFT_OUT = {"K176", "K230", "K301", "K303", "K408"}
"""What is told where much is left out: ratings, and amounts that are none."""


def faults(walked: Walked) -> Iterator[str]:
    """What the commands said that they should not have: every finding beside those of what was left out, exit codes."""
    allowed = set() if walked.world.complete else _LEFT_OUT
    for verb in ("check", "consolidate", "report", "verify", "status"):
        for one in walked.ran[verb].json.get("diagnostics", ()):
            if one["severity"] != "info" and one["code"] not in allowed:
                yield f"{verb}: {one['code']} {one['sheet']}!{one['cell']} {one['message']}"
        code = walked.ran[verb].code
        if code > (0 if walked.world.complete or verb in ("verify", "status") else 1):
            yield f"{verb} ends with {code}"
    yield from _status(walked)


def _status(walked: Walked) -> Iterator[str]:
    """Departments and rows that `status` counts otherwise."""
    world, told = walked.world, walked.ran["status"].json
    rows: dict[str, int] = {}
    for task in world.tasks:
        for code in answered_by(task).values():
            rows[code] = rows.get(code, 0) + 1
    asked = {who for task in world.tasks if task.repeats is None for who in answered_by(task).values()}
    rows = {code: count for code, count in rows.items() if code in asked}
    shown = {one["department"]: one["rows"] for one in told["departments"]}
    if shown != rows:
        yield f"status counts rows {shown}, not {rows}"
    if world.complete and told["all"]["done"] != len(rows):
        yield f"status: {told['all']['done']} of {len(rows)} are done"
