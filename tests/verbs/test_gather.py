"""Masters of many cities in one ledger: counted as each of them counts itself, and without anybody's name."""

import csv
import io
import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kosei_xl.collect.summarize import summarize
from kosei_xl.publish import parquet as parquet_of
from kosei_xl.publish.columns import DataColumn
from kosei_xl.publish.parquet import parquet_pieces
from kosei_xl.read.master import read_master
from kosei_xl.values.model import PlanFile
from kosei_xl.values.refusals import NothingReadable, WrongCall
from kosei_xl.verbs import cluster, init, workers
from kosei_xl.verbs import gather as gather_verb
from kosei_xl.verbs.consolidate import consolidate_into
from kosei_xl.verbs.gather import gather
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.growth import POINT, larger, returned
from tests.tools.hostile import unzip
from tests.tools.office import address_of, cells_by_key, kosei, put, saved_as

STAFF = "秘密 保存子"
CITIES = ("北市", "南市")


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the masters of two cities, each filled in, and saved by somebody."""
    folder = tmp_path_factory.mktemp("国") / "事務局ブック"
    for number, city in enumerate(CITIES):
        plan, entries = larger(1)
        style = plan.plan.style.model_copy(update={"organization": city})
        own = plan.plan.model_copy(update={"style": style, "items": plan.plan.items[number:]})
        first = entries.model_copy(update={"entries": tuple(e for e in entries.entries if e.point != POINT)})
        known = {item.key for item in own.items}
        first = first.model_copy(update={"entries": tuple(e for e in first.entries if e.item_key in known)})
        master = init.init(folder / f"{city}.xlsx", PlanFile(plan=own), first)
        came = returned(master, folder.parent / f"{city}の回収", entries)
        for path in came.iterdir():
            path.write_bytes(saved_as(path.read_bytes(), "2026-04-02T01:00:00Z", STAFF))
        consolidate_into(master, [came], POINT)
        master.write_bytes(saved_as(master.read_bytes(), "2026-04-20T01:00:00Z", STAFF))
        assert any(STAFF.encode() in part for part in unzip(master.read_bytes()).values())
    return folder


def _table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def _ledger(out: Path) -> list[dict[str, Any]]:
    from pyarrow import parquet

    return list(parquet.read_table(out / "ledger.parquet").to_pylist())


def test_gather__two_cities__each_counted_as_it_counts_itself(cities: Path, tmp_path: Path) -> None:
    out = tmp_path / "まとめ"
    found = gather([cities], out)
    assert (found.read, found.diagnostics) == (2, ())
    rows = _table(out / "by_municipality.csv")
    assert [row["団体"] for row in rows] == ["北市", "北市", "南市", "南市"]
    for city in CITIES:
        book = read_master((cities / f"{city}.xlsx").read_bytes(), f"{city}.xlsx")
        for point in book.plan.points:
            counted = summarize(book.standing(point))
            (row,) = (r for r in rows if r["団体"] == city and r["時点の種類"] == terms.POINT_KIND_LABELS[point.kind])
            missing = sum(one.rows for one in counted.missing.values())
            assert int(row["評価の対象"]) == counted.all_items.rows
            assert int(row["うち再掲を除く"]) == counted.all_items.distinct
            assert int(row["未記入"]) == missing
            assert int(row["評価あり"]) == counted.all_items.rows - missing
            assert int(row["遅れ"]) == counted.behind.rows
            areas = {row["分野"]: row for row in _table(out / "by_area.csv") if _is_of(row, city, point.kind)}
            for area in book.plan.areas:
                assert int(areas[area.name]["評価の対象"]) == counted.items[area.id].rows


def _is_of(row: dict[str, str], city: str, kind: str) -> bool:
    return (row["団体"], row["時点の種類"]) == (city, terms.POINT_KIND_LABELS[kind])


def test_gather__every_counting__recounted_from_the_ledger(cities: Path, tmp_path: Path) -> None:
    gather([cities], tmp_path / "o")
    rated = [row for row in _ledger(tmp_path / "o") if row["rated"]]
    by = {"by_area.csv": ("分野", "area_1"), "by_department.csv": ("主担当課", "department")}
    for file, (head, key) in by.items():
        counts = Counter((row["municipality"], row["period"], row[key] or "") for row in rated)
        found = {(r["団体"], r["時点の種類"], r[head]): int(r["評価の対象"]) for r in _table(tmp_path / "o" / file)}
        assert found == counts
    ratings = Counter((row["period"], row["rating"] or "") for row in rated)
    found_ratings = _table(tmp_path / "o" / "by_rating.csv")
    assert {(r["時点の種類"], r["評価"]): int(r["件数"]) for r in found_ratings} == ratings
    assert {r["団体の数"] for r in found_ratings} <= {"1", "2"}


def test_gather__two_points_of_one_kind_in_a_year__each_counted_by_itself(cities: Path, tmp_path: Path) -> None:
    plan, entries = larger(1)
    year = plan.plan.points[-1].fiscal_year
    both = [point.model_copy(update={"kind": "other", "fiscal_year": year}) for point in plan.plan.points[:2]]
    own = plan.plan.model_copy(update={"points": (*both, *plan.plan.points[2:])})
    master = init.init(tmp_path / "m.xlsx", PlanFile(plan=own), entries)
    gather([master], tmp_path / "o")
    ledger = [row for row in _ledger(tmp_path / "o") if row["rated"]]
    for file in ("by_municipality.csv", "by_area.csv", "by_department.csv"):
        counted = Counter[tuple[str, str, str]]()
        for row in _table(tmp_path / "o" / file):
            counted[row["報告時点"], row["時点名"], row["基準日"]] += int(row["評価の対象"])
        assert counted == Counter((row["point"], row["point_label"], str(row["date"])) for row in ledger)
        assert len(counted) == 2
    ratings = {(r["基準日"], r["評価"]): int(r["件数"]) for r in _table(tmp_path / "o" / "by_rating.csv")}
    assert ratings == Counter((str(row["date"]), row["rating"] or "") for row in ledger), (
        "cities name points differently"
    )


def test_gather__departments_called_the_same__apart_by_bureau(tmp_path: Path) -> None:
    plan, entries = larger(1)
    first, second, *_ = dict.fromkeys(
        line.departments[0] for line in plan.plan.lines if line.rated and line.departments
    )
    renamed = {first: "北区役所", second: "南区役所"}
    departments = tuple(
        one.model_copy(update={"name": "総務課", "bureau": renamed[one.code]}) if one.code in renamed else one
        for one in plan.plan.departments
    )
    own = plan.plan.model_copy(update={"departments": departments})
    gather([init.init(tmp_path / "m.xlsx", PlanFile(plan=own), entries)], tmp_path / "o")
    rows = [row for row in _table(tmp_path / "o" / "by_department.csv") if row["主担当課"] == "総務課"]
    last = [row for row in rows if row["報告時点"] == rows[0]["報告時点"]]
    assert {(r["主担当課の部"], r["主担当課の部署番号"]) for r in last} == {(b, code) for code, b in renamed.items()}
    assert len(last) == 2
    for row in last:
        led = [line for line in own.lines if line.rated and line.departments[:1] == (row["主担当課の部署番号"],)]
        assert int(row["評価の対象"]) == len(led)


def test_gather__nobodys_name_and_no_path__in_any_byte(cities: Path, tmp_path: Path) -> None:
    gather([cities], tmp_path / "o")
    said = "".join(str(value) for row in _ledger(tmp_path / "o") for value in row.values())
    files = {path.name: path.read_bytes() for path in (tmp_path / "o").iterdir()}
    assert len(files) == 5
    for secret in (STAFF, "見本 花子", "見本 太郎", str(cities), str(tmp_path), ".xlsx"):
        assert secret not in said
        assert not [name for name, data in files.items() if secret.encode() in data]


def test_gather__some_that_are_no_masters__each_named_and_the_rest_goes_on(cities: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(cities, tmp_path / "in"))
    survey = next((cities.parent / "北市の回収").iterdir())
    shutil.copy(survey, folder / "調査票.xlsx")
    (folder / "壊れ.xlsx").write_bytes(b"PK no workbook")
    broken = put((folder / "南市.xlsx").read_bytes(), {("項目", "A3"): "同じ", ("項目", "A4"): "同じ"})
    (folder / "計画が壊れた.xlsx").write_bytes(broken)
    found = gather([folder, tmp_path / "ない.xlsx"], tmp_path / "o")
    assert found.read == 2
    told = {(one.code, str(one.at)): one.message() for one in found.diagnostics}
    assert {key for key in told if key[0] == "K471"} == {
        ("K471", "[調査票.xlsx]"),
        ("K471", "[壊れ.xlsx]"),
        ("K471", "[計画が壊れた.xlsx]"),
    }
    assert "事務局ブックではありません" in told["K471", "[調査票.xlsx]"]
    assert any("ない.xlsx" in place for _, place in told)
    assert {row["municipality"] for row in _ledger(tmp_path / "o")} == {*CITIES}


def test_gather__a_copy_of_a_master__left_out_and_nothing_counted_twice(cities: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(cities, tmp_path / "in"))
    shutil.copy(folder / "北市.xlsx", folder / "南市の写し.xlsx")
    found = gather([folder], tmp_path / "o")
    (problem,) = found.diagnostics
    assert (problem.code, str(problem.at)) == ("K472", "[南市の写し.xlsx]")
    assert "北市.xlsx" in problem.message()
    gather([cities], tmp_path / "without")
    assert _ledger(tmp_path / "o") == _ledger(tmp_path / "without")


def test_gather__backups_beside_their_masters__passed_over_and_one_alone_is_read(cities: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(cities, tmp_path / "in"))
    assert (folder / "北市.xlsx.bak").exists()
    shutil.copy(folder / "北市.xlsx", folder / "北市_旧形式.xlsx")
    assert gather([folder], tmp_path / "o").diagnostics == ()
    (folder / "北市.xlsx").unlink()
    found = gather([folder], tmp_path / "o")
    assert [(one.code, str(one.at)) for one in found.diagnostics] == [("K472", "[北市_旧形式.xlsx]")]


def test_gather__one_plan_in_two_masters__together_without_a_word(tmp_path: Path) -> None:
    plan, entries = larger(1)
    for number in range(2):
        half = plan.plan.model_copy(update={"items": plan.plan.items[number * 8 : number * 8 + 8]})
        known = {item.key for item in half.items}
        own = entries.model_copy(update={"entries": tuple(e for e in entries.entries if e.item_key in known)})
        init.init(tmp_path / f"部局{number}.xlsx", PlanFile(plan=half), own)
    found = gather([tmp_path / "部局0.xlsx", tmp_path / "部局1.xlsx"], tmp_path / "o")
    assert "K472" not in {one.code for one in found.diagnostics}
    assert len({row["id"] for row in _ledger(tmp_path / "o") if "/" not in row["id"]}) == 16


def test_gather__no_name_of_the_city__the_plans_and_said(tmp_path: Path) -> None:
    plan, entries = larger(1)
    style = plan.plan.style.model_copy(update={"organization": ""})
    master = init.init(tmp_path / "m.xlsx", PlanFile(plan=plan.plan.model_copy(update={"style": style})), entries)
    (problem,) = gather([master], tmp_path / "o").diagnostics
    assert (problem.code, str(problem.at)) == ("K474", "[m.xlsx]")
    assert {row["municipality"] for row in _ledger(tmp_path / "o")} == {plan.plan.name}


def test_gather__a_rating_that_is_none__counted_as_missing_and_said(cities: Path, tmp_path: Path) -> None:
    data = (cities / "北市.xlsx").read_bytes()
    book = read_book(data, "")
    key = next(str(row["row_key"]) for row in cells_by_key(book, terms.LEDGER_SHEET) if row["rating"])
    master = tmp_path / "北市.xlsx"
    master.write_bytes(put(data, {(terms.LEDGER_SHEET, address_of(book, terms.LEDGER_SHEET, key, "rating")): "？"}))
    (problem,) = gather([master], tmp_path / "o").diagnostics
    assert (problem.code, str(problem.at)) == ("K473", "[北市.xlsx]")
    assert "1件" in problem.message()
    assert "K201" in problem.message()
    assert sum(int(row["未記入"]) for row in _table(tmp_path / "o" / "by_municipality.csv")) == 1 + sum(
        row["rated"] and row["rating"] is None for row in _ledger_of(cities, tmp_path)
    )


def _ledger_of(cities: Path, tmp_path: Path) -> list[dict[str, Any]]:
    gather([cities / "北市.xlsx"], tmp_path / "unharmed")
    return _ledger(tmp_path / "unharmed")


def test_gather__folder_of_others__refused_and_its_own_replaced(cities: Path, tmp_path: Path) -> None:
    out = tmp_path / "o"
    gather([cities / "北市.xlsx"], out)
    gather([cities / "南市.xlsx"], out)
    assert {row["municipality"] for row in _ledger(out)} == {"南市"}
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (tmp_path / "x.xlsx").write_bytes(b"")
    with pytest.raises(NothingReadable) as nothing:
        gather([tmp_path / "x.xlsx"], out)
    assert [one.code for one in nothing.value.diagnostics] == ["K471"]
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    (out / "覚え.txt").write_text("人のもの", encoding="utf-8")
    with pytest.raises(WrongCall, match=re.escape("覚え.txt")):
        gather([cities], out)
    assert (out / "覚え.txt").exists()


def _mixed(cities: Path, folder: Path) -> Path:
    """The masters, a copy of one, one with a name missing, and two files that are none."""
    shutil.copytree(cities, folder)
    shutil.copy(folder / "北市.xlsx", folder / "写し.xlsx")
    shutil.copy(next((cities.parent / "北市の回収").iterdir()), folder / "調査票.xlsx")
    (folder / "壊れ.xlsx").write_bytes(b"PK no workbook")
    return folder


def _whole(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir()}


def _reads_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What this process reads itself from now on."""
    here: list[str] = []
    real = gather_verb._MastersReader.read

    def read(self: Any, data: bytes, name: str) -> Any:
        here.append(name)
        return real(self, data, name)

    monkeypatch.setattr(gather_verb._MastersReader, "read", read)
    return here


@pytest.mark.process
def test_gather__two_processes__the_same_folder_and_findings(
    cities: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _mixed(cities, tmp_path / "in")
    monkeypatch.setattr(workers, "cores", lambda: 1)
    alone = gather([folder], tmp_path / "alone")
    monkeypatch.setattr(workers, "cores", lambda: 2)
    monkeypatch.setattr(workers, "WORTHWHILE", 1)
    monkeypatch.setattr(workers, "FIRST_ALONE", 1)
    here = _reads_here(monkeypatch)
    both = gather([folder], tmp_path / "both")
    assert both == alone
    assert _whole(tmp_path / "both") == _whole(tmp_path / "alone")
    first, *others = here
    assert first in {path.name for path in folder.iterdir()}
    assert set(others) == {"壊れ.xlsx", "調査票.xlsx"}, (
        "what another could not read is tried once more where it is alone"
    )


@pytest.mark.process
def test_gather__by_a_cluster__the_same_folder_and_findings(
    cities: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    folder = _mixed(cities, tmp_path / "in")
    alone = gather([folder], tmp_path / "alone")
    here, lines = _reads_here(monkeypatch), list[str]()
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as made:
        found = gather([folder], tmp_path / "there", lines.append, cluster=made.scheduler_address)
    assert found == alone
    assert _whole(tmp_path / "there") == _whole(tmp_path / "alone")
    assert set(here) == {"壊れ.xlsx", "調査票.xlsx"}
    assert [line for line in lines if "で読みます" in line]
    assert not [line for line in lines if line.startswith("お知らせ：")]


@pytest.mark.process
def test_command__cluster_that_is_not_there__read_here_and_said(
    cities: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_CONNECTING", 0.5)
    ran = kosei("gather", cities, "--out", tmp_path / "o", "--cluster", "tcp://127.0.0.1:9")
    assert ran.code == 0
    assert "事務局ブック2冊は、このパソコンで読みました" in ran.err
    assert kosei("gather", cities, "--out", tmp_path / "o", "--cluster", "127.0.0.1:9").code == 2


def test_gather__parts_not_installed__said_how_to_get_them(
    cities: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(WrongCall, match=re.escape("kosei_xl[gather]")):
        gather([cities], tmp_path / "o")
    assert not (tmp_path / "o").exists()


def test_parquet_pieces__many_rows__only_some_are_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_of, "_GROUP_ROWS", 10)
    asked = 0

    def rows() -> Any:
        nonlocal asked
        for asked in range(1, 96):
            yield {"a": f"文{asked}", "n": asked}

    columns = (DataColumn("a", "a"), DataColumn("n", "n", "integer"))
    pieces, seen = [], []
    for piece in parquet_pieces(columns, rows()):
        pieces.append(piece)
        seen.append(asked)
    assert seen == [*range(10, 91, 10), 95, 95]
    assert all(pieces)
    from pyarrow import BufferReader, parquet

    assert parquet.read_table(BufferReader(b"".join(pieces))).to_pylist() == [*rows()]


def test_command__findings_and_exit_codes(cities: Path, tmp_path: Path) -> None:
    assert kosei("gather", cities, "--out", tmp_path / "o").code == 0
    (tmp_path / "x.xlsx").write_bytes(b"")
    ran = kosei("gather", cities, tmp_path / "x.xlsx", "--out", tmp_path / "o")
    assert (ran.code, "K471" in ran.out) == (1, True)
    assert kosei("gather", tmp_path / "x.xlsx", "--out", tmp_path / "o").code == 2
    assert "事務局ブックを一つの台帳" in kosei("gather", "--help").out
