"""Published folders for tests: made from the bundled sample, and read back in another way than the program does."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html

from kosei_xl.publish.board import BOARD_TEMPLATES, Board, BoardRow, board_page
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.fields import EntryField
from kosei_xl.values.model import EntriesFile, Entry, Item, PlanFile
from kosei_xl.verbs import disk, init, publish, report
from kosei_xl.verbs.opening import Findings

HALF, END = "R7_first_half", "R7_year_end"
DAY = dt.date(2026, 6, 1)
WISHES = publish.PublishWishes(DAY)


def sample_with_amounts() -> tuple[PlanFile, EntriesFile]:
    """The sample whose effects are amounts in 千円 that are summed up."""
    plan, entries = init.sample_plan("midori"), init.sample_entries("midori")
    field = EntryField(
        field="effect_amount", label="財政効果額", type="money", unit="千円", summed=True, filled_by="department"
    )
    columns = tuple(
        column.model_copy(update={"part": "list", "heading": None})
        for column in plan.plan.columns
        if (column.part, column.key) == ("form", "effect_amount")
    )
    fields = {name: getattr(plan.plan, name) for name in type(plan.plan).model_fields}
    own = {"fields": (field,), "columns": (*plan.plan.columns, *columns)}
    return PlanFile(plan=type(plan.plan).model_validate({**fields, **own})), entries


def with_texts(
    made: tuple[PlanFile, EntriesFile], key: str, *, name: str | None = None, **fields: str
) -> tuple[PlanFile, EntriesFile]:
    """The same with another name of an item, and other texts of its entry at the second point."""
    plan, entries = made

    def item(one: Item) -> Item:
        return one.model_copy(update={"name": name}) if name is not None and one.key == key else one

    def entry(one: Entry) -> Entry:
        mine = (one.item_key, one.sub_no, one.point) == (key, "", END)
        return one.model_copy(update={"fields": {**one.fields, **fields}}) if mine else one

    items = tuple(map(item, plan.plan.items))
    return PlanFile(plan=plan.plan.model_copy(update={"items": items})), entries.model_copy(
        update={"entries": tuple(map(entry, entries.entries))}
    )


def master_of(folder: Path, made: tuple[PlanFile, EntriesFile], *, first_published: bool = True) -> Path:
    """A master of it; its first point was published."""
    path = init.init(folder / "事務局.xlsx", *made)
    if first_published:
        report.report(path, HALF, folder / "資料", final=True, day=dt.date(2025, 11, 1))
    return path


def published(master: Path, out: Path, point: str = END, **wishes: Any) -> Findings:
    """Publish a point."""
    return publish.publish(master, point, out, publish.PublishWishes(DAY, **wishes))


def page_files(master: Path, point: str = END) -> dict[str, str]:
    """Every page that there is, by name: page and sheets of a draft (which say most), and the office's board."""
    wishes = publish.PublishWishes(DAY, draft=True, address="https://www.city.midorigahara.example/gyokaku/index.html")
    files = publish.public_files(master, point, wishes)
    rows = (
        BoardRow("市民部 市民協働課", "提出済", True, "", 3, (), 0, "市民協働課.xlsx"),
        BoardRow("市民部 税務課", "未提出", False, "４月17日まで", 2, ("No.3 取組実績",), 1, ""),
    )
    board = Board("計画", "令和７年度", "期限　４月17日", "４月１日", (("提出済", 1), ("未提出", 1)), rows)
    templates = {name: disk.bundled(publish.PAGE_TEMPLATES, name).decode() for name in BOARD_TEMPLATES}
    pages = {name: data for name, data in files.items() if name.endswith(".html")}
    return {name: data.decode() for name, data in {**pages, "board.html": board_page(board, templates)}.items()}


def page_of_folder(folder: Path) -> Any:
    """The page as lxml reads it."""
    return lxml.html.document_fromstring((folder / "index.html").read_text(encoding="utf-8"))


def seen(element: Any) -> str:
    """What is seen of an element, without what is only spoken; white space left out."""
    copy: Any = lxml.html.fromstring(lxml.html.tostring(element, encoding="unicode"))
    for spoken in copy.xpath(".//*[@class='vh']"):
        spoken.drop_tree()
    return re.sub(r"\s+", "", copy.text_content())


def table(page: Any, caption: str) -> dict[str, dict[str, str]]:
    """A table by its caption: what its rows are called -> head -> what is seen."""
    (found,) = (one for one in page.xpath("//table") if seen(one.find("caption")).startswith(caption))
    heads = [seen(one) for one in found.xpath("./thead/tr/th")]
    rows = {}
    for row in found.xpath("./tbody/tr"):
        name, *cells = (seen(one) for one in row)
        rows[name] = dict(zip(heads[1:], cells, strict=True))
    return rows


def csv_rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a CSV, which begins with the mark of UTF-8."""
    data = (folder / "data" / name).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def problems_of(folder: Path) -> list[Diagnostic]:
    """What a folder that proves itself finds."""
    return list(publish.verify_public(folder).diagnostics)


def every_byte(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder with its name among its bytes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.name.encode() + b"\n" + path.read_bytes()
