"""`kosei diff` of surveys, of points and of ledgers; `kosei log`: what is other, and where it came from."""

import shutil
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.values.model import EntriesFile, Entry, Indicator, PlanFile
from kosei_xl.verbs import consolidate, distribute, init
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.builders import END, HALF, MORE_ITEMS, make_plan
from tests.tools.office import address_of, kosei, put, saved_as, start_libreoffice, write_all

PLAN = make_plan(MORE_ITEMS, indicators=True)
FIRST = {"rating": "A", "results": "開設した", "annual_plan": "開設する"}
SECOND = {"rating": "B", "results": "二つ開設した"}


def _entry(point: str = END, **fields: str) -> Entry:
    return Entry(item_key="a-1", point=point, fields=fields, indicators=(Indicator(indicator="件数", target="300"),))


def _blanks(folder: Path) -> dict[str, Path]:
    """Surveys by department, from 事務局ブック.xlsx in the folder, which holds an entry of the half year."""
    master = folder / "事務局ブック.xlsx"
    entries = EntriesFile(plan_id="midori", entries=(_entry(HALF, results="準備した"),))
    plan = write_all(folder, [("plan.json", PlanFile(plan=PLAN).model_dump_json().encode())])[0]
    typed = write_all(folder, [("entries.json", entries.model_dump_json().encode())])[0]
    init.init_from(master, init.PlanSource(plan=plan, entries=typed))
    return {path.name[:2]: path for path in distribute.distribute(master, END, folder / "配布")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """D1's first return and its second, which says other things, in 一.xlsx and 二.xlsx; D2's in 税務課.xlsx."""
    folder = tmp_path_factory.mktemp("differences")
    blanks = _blanks(folder)
    blank = blanks["D1"].read_bytes()
    one = type_entries(blank, [_entry(**FIRST)], {"confirmed_by": "太郎"})
    two = type_entries(blank, [_entry(**SECOND)], {"confirmed_by": "太郎", "submission_no": "2"})
    package = Package(two)
    sheet = next(name for name in package.sheet_names if name.startswith("1"))
    package.sheet(sheet).put("AE9", "電話で確認済み")
    write_all(
        folder,
        [
            ("一.xlsx", saved_as(one, "2026-04-10T03:00:00Z", "花子")),
            ("二.xlsx", saved_as(package.to_bytes(), "2026-04-12T03:00:00Z", "花子")),
            ("税務課.xlsx", blanks["D2"].read_bytes()),
        ],
    )
    return folder


@pytest.fixture
def here(folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(folder, tmp_path / "here")


def _type(master: Path, name: str, text: str) -> None:
    data = master.read_bytes()
    cell = (terms.LEDGER_SHEET, address_of(read_book(data, ""), terms.LEDGER_SHEET, f"{END}|a-1|", name))
    master.write_bytes(saved_as(put(data, {cell: text}), "2026-04-11T02:00:00Z", "次郎"))


# -- diff ------------------------------------------------------------------------------------------------------------
def test_diff__two_returns__fields_texts_outside_and_cells(here: Path) -> None:
    ran = kosei("diff", here / "一.xlsx", here / "二.xlsx")
    assert ran.code == 0
    head, item, *changes = ran.out.splitlines()
    assert head == "一.xlsx（提出回1、2026-04-10 12:00:00） → 二.xlsx（提出回2、2026-04-12 12:00:00）"
    assert item == "No.1「相談窓口」"
    assert changes[:3] == [
        "  評価（1 市民!N4）：「A」 → 「B」",
        "  当初予定（1 市民!O4）：「開設する」 → （なし）",
        "  取組実績（1 市民!P4）：「開設した」 → 「二つ開設した」",
    ]
    assert changes[3] == "  その他の記入（加わりました）：1 市民!AE9: 電話で確認済み"
    assert changes[4] == "違い 4件（1項目）"


def test_diff__two_returns_as_json__old_and_new_with_their_cells(here: Path) -> None:
    (found,) = kosei("diff", here / "一.xlsx", here / "二.xlsx", "--json").json["comparisons"]
    assert [(c["item"], c["field"], c["old"], c["new"]) for c in found["changes"]] == [
        ("1", "rating", "A", "B"),
        ("1", "annual_plan", "開設する", None),
        ("1", "results", "開設した", "二つ開設した"),
    ]
    assert found["changes"][0]["old_cell"] == "[一.xlsx]1 市民!N4"
    assert found["changes"][0]["new_cell"] == "[二.xlsx]1 市民!N4"
    assert found["other_texts"] == {"gone": [], "new": ["1 市民!AE9: 電話で確認済み"]}


def test_diff__the_same_return_twice__nothing(here: Path) -> None:
    ran = kosei("diff", here / "一.xlsx", here / "一.xlsx", lang="en")
    assert (ran.code, ran.out.splitlines()[1]) == (0, "Differences: 0 (0 items)")


def test_diff__two_departments_or_kinds__exit_2(here: Path) -> None:
    ran = kosei("diff", here / "一.xlsx", here / "税務課.xlsx")
    assert (ran.code, "福祉課と税務課" in ran.err) == (2, True)
    ran = kosei("diff", here / "一.xlsx", here / "事務局ブック.xlsx")
    assert (ran.code, "比べられません" in ran.err) == (2, True)
    (text,) = write_all(here, [("memo.txt", b"memo")])
    assert kosei("diff", here / "一.xlsx", text).code == 2
    (other,) = write_all(
        here, [("other.xlsx", Path(__file__).parents[2].joinpath("workbook_templates/report.xlsx").read_bytes())]
    )
    ran = kosei("diff", here / "一.xlsx", other)
    assert (ran.code, "K105" in ran.out) == (2, True)


def test_diff__surveys_of_two_plans__exit_2(here: Path) -> None:
    other = PlanFile(plan=PLAN.model_copy(update={"plan_id": "other"}))
    init.init(here / "別.xlsx", other)
    survey = distribute.distribute(here / "別.xlsx", END, here / "別")[0]
    ran = kosei("diff", here / "一.xlsx", survey)
    assert (ran.code, "別の計画です" in ran.err) == (2, True)


def test_diff__two_points_of_a_master(here: Path) -> None:
    master = here / "事務局ブック.xlsx"
    consolidate.consolidate_into(master, [here / "一.xlsx"], END)
    ran = kosei("diff", master, "--from", HALF, "--to", END)
    assert ran.code == 0
    assert ran.out.splitlines()[0] == "事務局ブック.xlsx（令和7年度上半期） → 事務局ブック.xlsx（令和7年度末）"
    assert "  取組実績（台帳!J11）：「準備した」 → 「開設した」" in ran.out
    assert "違い 3件" in ran.out


@pytest.mark.parametrize("options", [[], ["--from", HALF], ["--to", END], ["--from", HALF, "--to", "R99"]])
def test_diff__one_master_without_two_points__exit_2(here: Path, options: list[str]) -> None:
    assert kosei("diff", here / "事務局ブック.xlsx", *options).code == 2


def test_diff__points_of_two_workbooks__exit_2(here: Path) -> None:
    assert kosei("diff", here / "一.xlsx", here / "二.xlsx", "--from", HALF, "--to", END).code == 2


def test_diff__two_masters_of_one_version__their_ledgers(here: Path) -> None:
    master = here / "事務局ブック.xlsx"
    before = Path(shutil.copy(master, here / "前.xlsx"))
    consolidate.consolidate_into(master, [here / "一.xlsx"], END)
    lines = kosei("diff", before, master).out.splitlines()
    assert lines[0] == "前.xlsx（令和7年度末） → 事務局ブック.xlsx（令和7年度末）", "only the point that differs"
    assert "  取組実績（台帳!J11）：（なし） → 「開設した」" in lines
    assert "  目標値（1）（指標!G4）：（なし） → 「300」" in lines
    assert kosei("diff", master, master).out.splitlines()[0] == "違い 0件（0項目）"


# -- log -------------------------------------------------------------------------------------------------------------
def _history(here: Path) -> Path:
    """A master in which a-1's results came, were edited, came again (a conflict) and were decided."""
    master = here / "事務局ブック.xlsx"
    consolidate.consolidate_into(master, [here / "一.xlsx"], END)
    _type(master, "results", "窓口を開設した")
    consolidate.consolidate_into(master, [here / "二.xlsx"], END)
    data = master.read_bytes()
    column = list(terms.MASTER_SHEETS[terms.CONFLICTS_SHEET]).index("choice")
    data = put(data, {(terms.CONFLICTS_SHEET, f"{chr(65 + column)}3"): terms.DECISIONS["department"]})
    master.write_bytes(saved_as(data, "2026-04-13T05:00:00Z", "三郎"))
    consolidate.consolidate_into(master, [], END)
    return master


def test_log__one_field__every_step_with_file_cell_time_person_and_old_text(here: Path) -> None:
    events = kosei("log", _history(here), "--item", "1", "--field", "取組実績", "--point", END, "--json").json["events"]
    found = [(e["kind"], e["old"], e["text"], e["new"], e["saved_at"], e["saved_by"]) for e in events]
    assert found == [
        ("taken", None, "開設した", "開設した", "2026-04-10 03:00:00", "花子"),
        ("edited", "開設した", "窓口を開設した", "窓口を開設した", "2026-04-11 02:00:00", "次郎"),
        ("kept", "窓口を開設した", "二つ開設した", "窓口を開設した", "2026-04-12 03:00:00", "花子"),
        ("decided", "窓口を開設した", "二つ開設した", "二つ開設した", "2026-04-13 05:00:00", "三郎"),
    ]
    assert [(e["file"], e["sheet"], e["cell"]) for e in events] == [
        ("一.xlsx", "1 市民", "P4"),
        ("事務局ブック.xlsx", "台帳", "J11"),
        ("二.xlsx", "1 市民", "P4"),
        ("事務局ブック.xlsx", "競合", "K3"),
    ]
    assert events[0]["sha256"] == read_book((here / "一.xlsx").read_bytes(), "").sha256
    assert all(event["recorded"] for event in events)


def test_log__as_people_read_it(here: Path) -> None:
    ran = kosei("log", _history(here), "--item", "1", "--field", "results", "--point", END)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "No.1「相談窓口」取組実績（令和7年度末）：「二つ開設した」",
        "  2026-04-10 12:00:00 福祉課（花子、提出回1） 台帳に入れました：（なし） → 「開設した」（[一.xlsx]1 市民!P4）",
        "  2026-04-11 11:00:00 事務局（次郎） 台帳に書きました：「開設した」 → 「窓口を開設した」（[事務局ブック.xlsx]台帳!J11）",
        "  2026-04-12 12:00:00 福祉課（花子、提出回2） 競合したため、台帳は変えませんでした：「二つ開設した」（[二.xlsx]1 市民!P4）",
        "  2026-04-13 14:00:00 事務局（三郎） 競合の採用を決めました：「窓口を開設した」 → 「二つ開設した」（[事務局ブック.xlsx]競合!K3）",
        "日時は、そのファイルが保存された日時（日本時間）です。",
    ]


def test_log__entries_that_the_master_began_with__their_file(here: Path) -> None:
    events = kosei("log", here / "事務局ブック.xlsx", "--point", HALF, "--json").json["events"]
    found = [(e["kind"], e["label"], e["seq"], e["old"], e["new"], e["file"]) for e in events]
    assert found == [
        ("edited", "取組実績", 0, None, "準備した", "entries.json"),
        ("edited", "成果指標", 1, None, "件数", "entries.json"),
        ("edited", "目標値", 1, None, "300", "entries.json"),
    ]


def test_log__typed_and_not_yet_consolidated__shown_as_pending(here: Path) -> None:
    master = here / "事務局ブック.xlsx"
    _type(master, "results", "窓口を開設した")
    (event,) = kosei("log", master, "--item", "1", "--point", END, "--json").json["events"]
    assert (event["recorded"], event["text"], event["cell"]) == (False, "窓口を開設した", "J11")
    assert "次の統合で記録します" in kosei("log", master, "--item", "1", "--point", END).out


def test_log__master_saved_by_libreoffice__same_history_and_nothing_typed(here: Path, tmp_path: Path) -> None:
    master = _history(here)
    before = kosei("log", master, "--json").json
    data = start_libreoffice(tmp_path / "office").recalculate({"m": master.read_bytes()})["m"]
    master.write_bytes(data)
    assert kosei("log", master, "--json").json == before
    assert kosei("consolidate", master, here / "一.xlsx", here / "二.xlsx", "--point", END).code == 1
    assert kosei("log", master, "--json").json == before, "nothing came that was not there"


def test_log__text_of_several_lines__set_in(here: Path) -> None:
    master = here / "事務局ブック.xlsx"
    _type(master, "results", "・一つ\n・二つ")
    assert "「・一つ\n      ・二つ」" in kosei("log", master, "--item", "1", "--point", END).out


def test_log__nothing_there_or_wrong_names(here: Path) -> None:
    master = here / "事務局ブック.xlsx"
    assert kosei("log", master, "--item", "2").out == "記録はありません。\n"
    for options, told in (
        (["--item", "99"], "No.「99」の項目はありません"),
        (["--field", "予算"], "results（取組実績）"),
        (["--point", "R99"], "報告時点「R99」はありません"),
    ):
        ran = kosei("log", master, *options)
        assert (ran.code, told in ran.err) == (2, True)


# -- report ----------------------------------------------------------------------------------------------------------
def test_check_master__open_conflict_and_twins__errors_that_keep_a_final_report_back(here: Path) -> None:
    master = here / "事務局ブック.xlsx"
    consolidate.consolidate_into(master, [here / "一.xlsx"], END)
    assert not {"K404", "K405"} & {code for code, *_ in kosei("check", master, "--json").found}
    _type(master, "results", "窓口を開設した")
    twin = type_entries((here / "二.xlsx").read_bytes(), [_entry(results="三つ開設した")], {})
    write_all(here, [("二(1).xlsx", saved_as(twin, "2026-04-12T03:00:00Z", "花子"))])
    consolidate.consolidate_into(master, [here / "二.xlsx"], END)
    consolidate.consolidate_into(master, [here / "二(1).xlsx"], END)
    assert {"K404", "K405"} <= {code for code, *_ in kosei("check", master, "--json").found}
