"""The published folder: every figure is the ledger's, texts stay texts, nothing comes from or goes to the network."""

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kosei_xl.values.model import EntriesFile, PlanFile
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import close, disk, init, publish, report
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from tests.tools.adopting import codes
from tests.tools.levels import RATED, level_plan
from tests.tools.office import kosei, validate
from tests.tools.published import (
    DAY,
    END,
    HALF,
    csv_rows,
    every_byte,
    master_of,
    page_of_folder,
    problems_of,
    published,
    sample_with_amounts,
    seen,
    table,
    with_texts,
)
from tests.tools.sheets import write

HOSTILE = '<script>alert("盗")</script>\n\'"><img src=x onerror=alert(1)>&amp;{{ 7*7 }}'
RARE = "𠮷野家の葛\U000e0100城、髙﨑、①と⑳と㉑、Ⅳ"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample at its second point; its first one was published before."""
    own = tmp_path_factory.mktemp("published")
    made = with_texts(sample_with_amounts(), "m-001", name=f"名前<b>「{RARE}」", results=HOSTILE, issues="長" * 10_000)
    published(master_of(own, made), own / "公表")
    return own / "公表"


@pytest.fixture(scope="module")
def page(folder: Path) -> Any:
    return page_of_folder(folder)


def truth() -> tuple[dict[str, Any], dict[tuple[str, str], dict[str, Any]]]:
    """The sample as plain JSON: its items by key, and the fields of their entries by key and point."""
    plan, entries = sample_with_amounts()
    items = {one["key"]: one for one in json.loads(plan.model_dump_json())["plan"]["items"]}
    found = {
        (one["item_key"], one["point"]): one["fields"]
        for one in json.loads(entries.model_dump_json())["entries"]
        if not one["sub_no"]
    }
    return items, found


def rating(key: str, point: str) -> str:
    items, fields = truth()
    own = fields.get((key, point), {}).get("rating")
    original = items[key]["repeats"]
    return own or (fields.get((original, point), {}).get("rating", "") if original else "")


AREA_NAMES = {"1": "Ⅰ市民とともに", "2": "Ⅱ伝わる", "3": "Ⅲ仕事の", "4": "Ⅳ持続", "5": "Ⅴ人と"}


def test_figures__areas_and_ratings__as_the_entries_count(page: Any) -> None:
    items, _ = truth()
    expected = Counter((i["area_no"], rating(k, END)) for k, i in items.items() if i["kind"] == "rated")
    shown = table(page, "分野ごとの評価")
    for no, name in AREA_NAMES.items():
        (row,) = (row for label, row in shown.items() if label.startswith(name))
        assert {code: int(row[code]) for code in "SAB"} == {code: expected[no, code] for code in "SAB"}
        assert int(row["計"]) == sum(count for (area, _), count in expected.items() if area == no)
    whole = Counter(code for (_, code), count in expected.items() for _ in range(count))
    assert {code: int(shown["計"][code]) for code in "SAB"} == {code: whole[code] for code in "SAB"}


def test_figures__course_and_change__as_both_points_count(page: Any) -> None:
    items, _ = truth()
    rated = [key for key, item in items.items() if item["kind"] == "rated"]
    shown = table(page, "時点ごとの評価")
    for label, point in (("令和７年度上半期", HALF), ("令和７年度末", END)):
        counted = Counter(rating(key, point) for key in rated)
        assert {code: int(shown[label][code]) for code in "SAB"} == {code: counted[code] for code in "SAB"}
    order = "SAB"
    steps = [order.index(rating(key, END)) - order.index(rating(key, HALF)) for key in rated]
    text = seen(page.xpath("//section[@id='overview']")[0])
    up, same, down = (sum(map(test, steps)) for test in (lambda s: s < 0, lambda s: s == 0, lambda s: s > 0))
    assert f"上がった項目は{up}、変わらない項目は{same}、下がった項目は{down}です" in text


def test_figures__amounts__as_the_entries_add_up(page: Any) -> None:
    items, fields = truth()
    sums: Counter[str] = Counter()
    for key, item in items.items():
        if item["repeats"] is None and (text := fields.get((key, END), {}).get("effect_amount")):
            sums[item["area_no"]] += int(text.replace(",", ""))
    assert sums
    shown = {label: row["財政効果額（千円）"] for label, row in table(page, "財政効果額").items()}
    assert shown["計"] == f"{sum(sums.values()):,}"
    for no, name in AREA_NAMES.items():
        assert next(text for label, text in shown.items() if label.startswith(name)) == f"{sums[no]:,}"


def test_figures__each_one__leads_to_just_the_items_it_counts(page: Any, folder: Path) -> None:
    rows = csv_rows(folder, "ratings.csv")
    places = {article.get("id"): article.get("data-id") for article in page.xpath("//article")}
    assert page.xpath("//main/@data-file") == ["data/ratings.csv"]
    looked = 0
    for figure in page.xpath("//*[@data-where and @href and not(@data-file)]"):
        where = dict(pair.split("=") for pair in figure.get("data-where").split("&"))
        counted = {row["項目ID"] for row in rows if all(row[head] == text for head, text in where.items())}
        (there,) = page.xpath(f"//section[@id='{figure.get('href')[1:]}']")
        assert {places[link.get("href")[1:]] for link in there.xpath(".//li/a")} == counted
        assert len(there.xpath(".//li")) == int(figure.text_content()) == len(counted)
        assert figure.get("aria-label").endswith(f" {figure.text_content()}")
        looked += 1
    assert looked > 30
    for figure in page.xpath("//span[@class='n']"):
        assert figure.text_content() == "0"


def test_page__every_link_inside__has_its_place(page: Any, folder: Path) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for link in page.xpath("//@href"):
        if link.startswith("#"):
            assert link[1:] in ids
        elif not link.startswith("https://creativecommons.org/"):
            assert (folder / link).is_file()


def test_page__nothing_from_the_network(folder: Path) -> None:
    html = (folder / "index.html").read_text(encoding="utf-8")
    outside = {"https://creativecommons.org/licenses/by/4.0/legalcode.ja"}
    assert set(re.findall(r"""=["'](https?:[^"']+)["']""", html)) == outside
    assert not re.search(r"<(link|iframe|object|embed)\b|@import|url\((?!#)", html)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]


def test_page__markup_in_texts__is_text(page: Any, folder: Path) -> None:
    assert [one.get("src") for one in page.xpath("//img")] == []
    assert len(page.xpath("//script")) == 1
    (item,) = page.xpath("//article[@data-id='m-001']")
    texts = {seen(div.find("dt")): div.find("dd") for div in item.xpath("./dl/div")}
    assert seen(texts["取組実績"]) == re.sub(r"\s+", "", HOSTILE)
    assert seen(texts["課題・改善点"]) == "長" * 10_000
    assert "".join(f"名前<b>「{RARE}」".split()) in seen(item.find("h4"))
    assert problems_of(folder) == []


def test_page__circled_numbers__spoken_as_numbers(page: Any) -> None:
    (item,) = page.xpath("//article[@data-id='m-001']")
    shown = item.xpath("./h4//span[@aria-hidden='true' and (text()='①' or text()='㉑' or text()='Ⅳ')]")
    said = [one.getnext().text_content().strip() for one in shown]
    assert [one.getnext().get("class") for one in shown] == ["vh"] * 3
    assert said == ["1", "21", "4"]


def test_lists__headings__each_figure_once_and_numbers_as_printed(page: Any) -> None:
    heads = [[line for line in one.itertext() if line.strip()] for one in page.xpath("//section[@class='counted']/h3")]
    said = ["".join(lines) for lines in heads]
    assert len(set(said)) == len(said)
    assert "Ⅰ1 " not in "".join(page.xpath("//@aria-label"))
    assert [one for one in page.xpath("//option/text()") if "Ⅰ" in one] == ["Ⅰ 市民とともに進めるまちづくり"]


def test_page__structure__heads_language_skip_link(page: Any) -> None:
    assert page.get("lang") == "ja"
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    for one in page.xpath("//table"):
        assert one.find("caption") is not None
        assert all(head.get("scope") in ("col", "row") for head in one.xpath(".//th"))
        assert all(row[0].tag == "th" for row in one.xpath("./tbody/tr"))
    assert page.xpath("//svg[not(@aria-hidden='true')]") == []
    levels = [int(one.tag[1]) for one in page.xpath("//h1|//h2|//h3|//h4|//h5")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_size__sample__small(folder: Path) -> None:
    assert (folder / "index.html").stat().st_size < 300_000


# -- data ---------------------------------------------------------------------------------------------------------------
_TYPES = {
    "string": re.compile(".*", re.S),
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "boolean": re.compile("true|false"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
}


def test_data__package__describes_the_files_as_they_are(folder: Path) -> None:
    package = json.loads((folder / "data/datapackage.json").read_text(encoding="utf-8"))
    tables = {}
    for one in package["resources"]:
        data = (folder / "data" / one["path"]).read_bytes()
        assert one["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert one["bytes"] == len(data)
        assert data.count(b"\r\n") >= data.count(b"\r")
        rows = tables[one["name"]] = csv_rows(folder, one["path"])
        fields = {field["name"]: field for field in one["schema"]["fields"]}
        assert list(rows[0]) == list(fields)
        for row in rows:
            for head, text in row.items():
                assert not text or _TYPES[fields[head]["type"]].fullmatch(text), (one["name"], head, text)
        keys = [tuple(row[head] for head in one["schema"]["primaryKey"]) for row in rows]
        assert len(keys) == len(set(keys))
    for one in package["resources"]:
        for key in one["schema"].get("foreignKeys", ()):
            known = {row[key["reference"]["fields"]] for row in tables[key["reference"]["resource"]]}
            assert {row[key["fields"]] for row in tables[one["name"]]} <= known
    assert package["created"] == "2026-06-01T00:00:00+09:00"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for one in package["files"]:
        assert one["hash"] == f"sha256:{hashlib.sha256((folder / one['path']).read_bytes()).hexdigest()}"


def test_data__json__the_same_rows(folder: Path) -> None:
    made = json.loads((folder / "data/data.json").read_text(encoding="utf-8"))
    names = {(row["ファイル"], row["列"]): row["JSONでの名前"] for row in csv_rows(folder, "dictionary.csv")}
    for table_name in ("items", "points", "scales", "ratings", "indicators", "amounts"):
        rows = csv_rows(folder, f"{table_name}.csv")
        assert len(rows) == len(made[table_name])
        for row, values in zip(rows, made[table_name], strict=True):
            for head, text in row.items():
                value = values[names[f"{table_name}.csv", head]]
                if isinstance(value, bool) or value is None:
                    assert text == {True: "true", False: "false", None: ""}[value]
                elif isinstance(value, str):
                    assert text == value
                else:
                    assert Decimal(text) == Decimal(str(value))


def test_data__years__western_beside_the_era(folder: Path) -> None:
    for row in csv_rows(folder, "points.csv"):
        assert (row["年度（西暦）"], row["年度（和暦）"]) == ("2025", "令和7年度")


def test_data__dictionary__every_column_once(folder: Path) -> None:
    listed = [(row["ファイル"], row["列"]) for row in csv_rows(folder, "dictionary.csv")]
    assert len(listed) == len(set(listed))
    for name in ("items", "points", "scales", "ratings", "indicators", "amounts"):
        assert [head for file, head in listed if file == f"{name}.csv"] == list(csv_rows(folder, f"{name}.csv")[0])


# -- which points, which fields -----------------------------------------------------------------------------------------
def test_earlier_point__never_published__left_out_and_told(tmp_path: Path) -> None:
    master = master_of(tmp_path, sample_with_amounts(), first_published=False)
    found = published(master, tmp_path / "公表")
    assert [code for code, _ in codes(found.diagnostics) if code == "K567"] == ["K567"]
    assert {row["報告時点"] for row in csv_rows(tmp_path / "公表", "ratings.csv")} == {END}
    assert not page_of_folder(tmp_path / "公表").xpath("//*[contains(text(), '上半期')]")
    assert problems_of(tmp_path / "公表") == []


def test_earlier_point__published__in_it_and_nothing_told(tmp_path: Path) -> None:
    found = published(master_of(tmp_path, sample_with_amounts()), tmp_path / "公表")
    assert "K567" not in [code for code, _ in codes(found.diagnostics)]
    assert {row["報告時点"] for row in csv_rows(tmp_path / "公表", "ratings.csv")} == {HALF, END}


# -- what was issued, the licence ---------------------------------------------------------------------------------------
def _recorded(master: Path) -> list[str]:
    return [one.data for one in open_master(master).registers.published if one.point == END]


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A master whose second point was issued, and the folder that was published then."""
    own = tmp_path_factory.mktemp("issued")
    master = master_of(own, sample_with_amounts())
    report.report(master, END, own / "資料", final=True, day=dt.date(2026, 5, 1))
    found = published(master, own / "公表")
    assert "K568" not in [one.code for one in found.diagnostics]
    return master


def test_issue__final_report__keeps_the_hash_that_the_sheet_prints(issued: Path) -> None:
    sheet = (issued.parent / "公表" / "digest.html").read_text(encoding="utf-8")
    printed = re.findall(r'data-hash-of="data">([0-9a-f ]+)<', sheet)
    (kept,) = _recorded(issued)
    assert len(kept) == 64
    assert [one.replace(" ", "") for one in printed] == [kept[:16]]


def test_verify_public__master__says_that_the_data_is_what_was_issued(issued: Path) -> None:
    said: list[str] = []
    found = publish.verify_public(issued.parent / "公表", lambda text: said.append(str(text)), issued)
    assert found.diagnostics == ()
    assert [text for text in said if "発行2" in text and "同じです" in text]


def test_publish__ledger_changed_since_the_issue__told_and_the_folder_is_not_what_was_issued(
    issued: Path, tmp_path: Path
) -> None:
    master = tmp_path / issued.name
    master.write_bytes(issued.read_bytes())
    write(master, "台帳", f"{END}|m-001|", {"results": "別の文にした。"})
    found = published(master, tmp_path / "公表")
    assert [(one.code, one.at.sheet if one.at else "") for one in found.diagnostics if one.code == "K568"] == [
        ("K568", terms.PUBLISHED_SHEET)
    ]
    proof = publish.verify_public(tmp_path / "公表", master=issued)
    assert [one.code for one in proof.diagnostics] == ["K569"]
    assert "発行2" in proof.diagnostics[0].message()
    assert publish.verify_public(tmp_path / "公表").diagnostics == ()


def test_publish__parquet_and_another_licence__the_same_data(issued: Path, tmp_path: Path) -> None:
    found = published(issued, tmp_path / "公表", parquet=True, licence="PDL-1.0")
    assert {"K568", "K570"}.isdisjoint(one.code for one in found.diagnostics)
    assert publish.verify_public(tmp_path / "公表", master=issued).diagnostics == ()


def test_publish__closed_since_the_issue__the_same_data(issued: Path, tmp_path: Path) -> None:
    master = tmp_path / issued.name
    master.write_bytes(issued.read_bytes())
    for point in (HALF, END):
        close.close(master, point, DAY)
    assert "K568" not in [one.code for one in published(master, tmp_path / "公表").diagnostics]
    assert publish.verify_public(tmp_path / "公表", master=master).diagnostics == ()


def test_verify_public__never_issued_or_another_plan__said_or_refused(tmp_path: Path) -> None:
    master = master_of(tmp_path, sample_with_amounts())
    published(master, tmp_path / "公表")
    said: list[str] = []
    publish.verify_public(tmp_path / "公表", lambda text: said.append(str(text)), master)
    assert [text for text in said if "データの指紋はありません" in text]
    plan, entries = sample_with_amounts()
    plan = PlanFile(plan=plan.plan.model_copy(update={"plan_id": "another"}))
    other = init.init(tmp_path / "別.xlsx", plan, entries.model_copy(update={"plan_id": "another"}))
    with pytest.raises(WrongCall, match="計画と時点のものではありません"):
        publish.verify_public(tmp_path / "公表", master=other)


def test_licence__not_chosen__told_in_words(issued: Path, tmp_path: Path) -> None:
    (found,) = (one for one in published(issued, tmp_path / "公表").diagnostics if one.code == "K570")
    assert "クリエイティブ・コモンズ 表示 4.0" in found.message()
    assert found.at is not None
    chosen = published(issued, tmp_path / "選んだ公表", licence="CC-BY-4.0")
    assert "K570" not in [one.code for one in chosen.diagnostics]


def test_earlier_point__changed_since__as_it_was_published(tmp_path: Path) -> None:
    master = master_of(tmp_path, sample_with_amounts())
    close.close(master, HALF, DAY)
    write(master, "台帳", f"{HALF}|m-001|", {"results": "あとから直した文"})
    published(master, tmp_path / "公表", draft=True)
    rows = csv_rows(tmp_path / "公表", "ratings.csv")
    (half,) = (row for row in rows if (row["項目ID"], row["報告時点"]) == ("m-001", HALF))
    assert "あとから" not in half["取組実績"]


def test_field__only_on_the_survey__stays_in_the_office(tmp_path: Path) -> None:
    plan, entries = sample_with_amounts()
    asked = next(c for c in plan.plan.columns if (c.part, c.key) == ("form", "issues"))
    contact = asked.model_copy(update={"key": "contact", "label": "担当者と内線"})
    own = plan.plan.model_copy(update={"columns": (*plan.plan.columns, contact)})
    made = with_texts((PlanFile(plan=own), entries), "m-001", contact="見本花子 内線4321")
    published(master_of(tmp_path, made), tmp_path / "公表")
    for name, data in every_byte(tmp_path / "公表"):
        assert "内線".encode() not in data, name
    shown = with_texts(made, "m-001", issues="内線4321へ")
    published(master_of(tmp_path / "2", shown), tmp_path / "公表2")
    assert "内線4321へ" in (tmp_path / "公表2/index.html").read_text(encoding="utf-8")


def test_errors_open__nothing_published_but_a_draft(tmp_path: Path) -> None:
    plan, entries = sample_with_amounts()
    blank = tuple(
        one.model_copy(update={"fields": {k: v for k, v in one.fields.items() if k != "cause"}})
        if (one.item_key, one.point) == ("m-002", END)
        else one
        for one in entries.entries
    )
    made = (plan, EntriesFile(plan_id=plan.plan.plan_id, entries=blank))
    master = master_of(tmp_path, made)
    with pytest.raises(publish.NotPublic) as refused:
        published(master, tmp_path / "公表")
    assert "K302" in [code for code, _ in codes(refused.value.diagnostics)]
    assert not (tmp_path / "公表").exists()
    published(master, tmp_path / "公表", draft=True)
    page = page_of_folder(tmp_path / "公表")
    assert "案" in seen(page.xpath("//p[@class='draft']")[0])
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_levels__upper_areas__count_all_below(tmp_path: Path) -> None:
    plan = level_plan()
    rated = {one.no: one for one in plan.items}
    entries = [
        {
            "item_key": rated[no].key,
            "point": plan.points[-1].key,
            "fields": {"rating": code, "cause": "人手", "next_steps": "急ぐ"},
        }
        for no, code in RATED.items()
        if rated[no].repeats is None
    ]
    made = PlanFile(plan=plan), EntriesFile.model_validate({"plan_id": plan.plan_id, "entries": entries})
    master = master_of(tmp_path, made, first_published=False)
    published(master, tmp_path / "公表", plan.points[-1].key, draft=True)
    assert problems_of(tmp_path / "公表") == []
    page = page_of_folder(tmp_path / "公表")
    rows = page.xpath("//table[caption[contains(., 'ごとの評価')]]/tbody/tr")
    top = [row for row in rows if row[0].get("class") == "d1"]
    whole = [int(seen(cell) or 0) for cell in rows[-1][1:]]
    assert [sum(int(seen(row[n]) or 0) for row in top) for n in range(1, len(rows[-1]))] == whole
    assert {row[0].get("class") for row in rows} >= {"d1", "d2", "d3"}


# -- the folder ---------------------------------------------------------------------------------------------------------
def test_folder__made_again__same_bytes(tmp_path: Path) -> None:
    master = master_of(tmp_path, sample_with_amounts())
    published(master, tmp_path / "公表")
    before = dict(every_byte(tmp_path / "公表"))
    published(master, tmp_path / "公表")
    assert dict(every_byte(tmp_path / "公表")) == before
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


@pytest.mark.parametrize("what", ["foreign", "edited", "file", "others"])
def test_folder__holds_what_is_not_ours__refused_and_untouched(tmp_path: Path, what: str) -> None:
    master, out = master_of(tmp_path, sample_with_amounts(), first_published=False), tmp_path / "公表"
    if what == "file":
        out.write_text("メモ")
    elif what == "others":
        out.mkdir()
        (out / "index.html").write_text("市のページ")
    else:
        published(master, out)
        with (out / ("写真.txt" if what == "foreign" else "index.html")).open("a", encoding="utf-8") as file:
            file.write("\n直し")
    before = dict(every_byte(tmp_path))
    with pytest.raises(WrongCall, match="公表"):
        published(master, out)
    assert dict(every_byte(tmp_path)) == before


def test_folder__fails_on_the_way__the_former_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    master, out = master_of(tmp_path, sample_with_amounts(), first_published=False), tmp_path / "公表"
    published(master, out)
    before = dict(every_byte(tmp_path))
    for broken in ("data_package", "public_pages", "data_files"):
        with monkeypatch.context() as patched:
            patched.setattr(publish, broken, lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
            with pytest.raises(disk.StoreError):
                published(master, out)
        assert dict(every_byte(tmp_path)) == before


def test_templates__of_a_city__take_the_place_of_ours_and_a_broken_one_is_named(tmp_path: Path) -> None:
    master, own = master_of(tmp_path, sample_with_amounts(), first_published=False), tmp_path / "ひな形"
    own.mkdir()
    (own / "style.css").write_text("body{color:#010203}", encoding="utf-8")
    published(master, tmp_path / "公表", templates=own)
    assert "<style>body{color:#010203}</style>" in (tmp_path / "公表/index.html").read_text(encoding="utf-8")
    assert problems_of(tmp_path / "公表") == []
    ours = disk.bundled("workbook_templates/page", "index.html").decode()
    (own / "index.html").write_text(ours.replace("{{ figure(c.behind) }}", '<a class="n">3</a>'), encoding="utf-8")
    published(master, tmp_path / "公表", templates=own)
    assert [code for code, _ in codes(problems_of(tmp_path / "公表"))] == ["K564"]
    told = '<a class="n" data-where="評価=B">29</a>'
    (own / "index.html").write_text(ours.replace("{{ figure(c.behind) }}", told), encoding="utf-8")
    before = dict(every_byte(tmp_path / "公表"))
    with pytest.raises(publish.NotPublic) as refused:
        published(master, tmp_path / "公表", templates=own)
    assert [code for code, _ in codes(refused.value.diagnostics)] == ["K560"]
    assert dict(every_byte(tmp_path / "公表")) == before
    (own / "index.html").write_text("{% if %}", encoding="utf-8")
    with pytest.raises(WrongCall, match=r"index\.html"):
        published(master, tmp_path / "公表", templates=own)
    (own / "index.html").write_text("{{ content.__class__.__mro__ }}", encoding="utf-8")
    with pytest.raises(WrongCall, match="ひな形"):
        published(master, tmp_path / "公表", templates=own)


def test_command__publish_and_verify__told_in_both_languages(tmp_path: Path) -> None:
    master, out = master_of(tmp_path, sample_with_amounts(), first_published=False), tmp_path / "公表"
    before = master.read_bytes()
    ran = kosei("publish", master, "--point", "令和７年度末", "--out", out, "--date", "2026-06-01")
    assert ran.code == 0
    assert f"公表のフォルダーができました：{out}" in ran.err
    assert master.read_bytes() == before
    proof = kosei("verify", "--public", out)
    assert proof.code == 0
    assert re.search(r"\d{3}か所の数、文、図を", proof.err)
    assert "Compared" in kosei("verify", "--public", out, lang="en").err
    assert kosei("verify", "--public", out, out).code == 2
    assert kosei("verify", "--public", tmp_path).code == 2
    assert kosei("publish", master, "--point", END, "--out", out, "--licence", "ALL").code == 2


def test_data__workbook__the_same_rows_a_datum_a_cell(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "data/data.xlsx")
    titles = {"items": "項目", "points": "報告時点", "scales": "評価区分", "ratings": "評価と取組"}
    for table_name, title in {**titles, "indicators": "成果指標", "amounts": "金額・数量"}.items():
        sheet, rows = book[title], csv_rows(folder, f"{table_name}.csv")
        assert not sheet.merged_cells.ranges
        heads, *cells = (list(row) for row in sheet.iter_rows(values_only=True))
        assert heads == list(rows[0])
        for row, values in zip(rows, cells, strict=True):
            for text, value in zip(row.values(), values, strict=True):
                shown = (
                    "" if value is None else value.date().isoformat() if isinstance(value, dt.datetime) else str(value)
                )
                assert shown == text or Decimal(shown) == Decimal(text)
    amounts = [value for (value,) in book["金額・数量"].iter_rows(2, min_col=4, max_col=4, values_only=True)]
    assert {int} <= {type(one) for one in amounts} <= {int, float, type(None)}
    assert book.properties.creator == "緑ヶ原市"
    assert validate([folder / "data/data.xlsx"]) == {}
