"""Presets complete a plan that says nothing of its looks; what the plan says wins; every one of them prints."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.cli import app
from kosei_xl.read.plan import read_plan
from kosei_xl.read.presets import with_presets
from kosei_xl.report.page import Report
from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.values.fields import EntryField
from kosei_xl.values.model import Column, Part, PlanFile, Style
from kosei_xl.verbs import init
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.builders import HALF, POINTS
from tests.tools.presets import NAMES, bare, completed, printed

FOLDER = Path(init.__file__).parents[1] / "presets"


def texts(report: Report) -> str:
    return "\n".join(str(cell.text) for sheet in report.sheets for row in sheet.rows for cell in row.cells)


@pytest.mark.parametrize("name", NAMES)
def test_preset__file__readable_and_of_known_fields(name: str) -> None:
    text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert text == json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    assert set(found) - {"fields"} == {"style", "parts", "columns"}
    assert Style.model_validate(found["style"]).model_dump(exclude_unset=True) == found["style"]
    parts = [Part.model_validate(part).key for part in found["parts"]]
    assert not set(parts) - set(terms.PART_NAMES), "the office sees a name on 帳票"
    own = {EntryField.model_validate(field).field for field in found.get("fields", ())}
    columns = [Column.model_validate(column) for column in found["columns"]]
    assert {column.part for column in columns if column.key not in own} <= set(parts)
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(NAMES)


SAID = {
    "half_year": ("改革プランの進捗状況（令和7年度末現在）", "全５項目（再掲１項目）の取組のうち、２項目が「予定以上」", "【表１】分野ごとの進捗状況", "No.１ 相談窓口", "【参考２】予定よりも遅れている取組一覧（１項目）", "【要因】\n人手", "改革プラン　進捗状況一覧（令和7年度末）"),
    "outline": ("改革プランの概要", "２の分野に、５項目の取組", "令和６～９年度（４年間）", "Ⅰ 市民", "・納税案内"),
    "revision": ("全５項目のうち、１項目を見直しました。", "項目の追加が１項目です。", "見直し項目の一覧（１項目）", "公共施設"),
    "year_end": ("「S」：予定以上のもの", "※No. 5「相談窓口」はNo. 1の再掲", "S:予定以上のもの　A:予定どおりのもの　B:遅れのもの", "- 1", "令和7年度当初予定 (目標値)", "取組実績 (令和8年3月末実績値)"),
    "program": ("「Ｓ」：予定以上のもの", "全5の実施プログラムのうち、2プログラムが「予定以上」", "検討プログラム（全1プログラム）は", "Ｒ６", "Ｒ7", "方向性１ 市民", "◇◆検討プログラム◆◇", "【参考】予定よりも遅れているプログラム（１プログラム）", "④"),
    "money_effect": ("財政効果額の一覧（令和7年度末）", "計画額\n（千円）", "実績額\n（千円）", "達成率", "累計", "Ⅰの計", "合計", "計画額（千円）の計には、未記入"),
    "committee": ("委員会の意見への対応（令和7年度末）", "前回、委員会の意見があった項目はありません。"),
    "history": ("取組の経過（令和7年度末現在）", terms.COURSE_ROWS, "対象外", "計"),
    "tables": ("部・課ごとの評価（令和7年度末）", "うち遅れ", "評価の構成比（令和7年度末）", "100.0%", "前回からの増減（令和7年度末）", "前回との差", "重点項目の評価（令和7年度末）"),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_preset__bare_plan__prints_what_it_is_for(name: str) -> None:
    whole = texts(printed(completed(name)))
    assert [said for said in SAID[name] if said not in whole] == []


@pytest.mark.parametrize("name", NAMES)
def test_preset__bare_plan__the_same_plan_from_the_master(tmp_path: Path, name: str) -> None:
    plan = completed(name)
    master = init.init(tmp_path / "master.xlsx", PlanFile(plan=plan))
    outcome = read_plan(read_book(master.read_bytes(), master.name))
    assert outcome.diagnostics == ()
    assert outcome.value == plan


def test_preset__half_year__ratings_of_three_points_side_by_side() -> None:
    points = (
        POINTS[0].model_copy(
            update={"key": "R6_end", "fiscal_year": 2024, "kind": "year_end", "date": POINTS[0].date.replace(month=3)}
        ),
        *POINTS,
    )
    plan = completed("half_year", points=[point.model_dump(mode="json") for point in points])
    (sheet,) = (sheet for sheet in printed(plan).sheets if sheet.name == "進捗状況一覧")
    heads = [[str(cell.text) for cell in row.cells if cell.role == "head" and cell.text] for row in sheet.rows]
    assert [head for head in heads if head] == [
        ["項目", "主な推進担当課", "６年度", "７年度", "フォローアップ\n対象項目", "理由等"],
        ["年度末", "上半期", "年度末"],
    ]
    first = next(row for row in sheet.rows if any(cell.key == "list.1.no_name" for cell in row.cells))
    assert [cell.text for cell in first.cells if ".rating" in cell.key] == ["", "A", "S"]


def test_preset__half_year__first_report__no_columns_of_earlier_points() -> None:
    (sheet,) = (sheet for sheet in printed(completed("half_year"), HALF).sheets if sheet.name == "進捗状況一覧")
    assert sum(cell.key.startswith("list.1.rating") for row in sheet.rows for cell in row.cells) == 1


def test_preset__program__legend_at_the_foot_of_the_first_page_of_the_list() -> None:
    (sheet,) = (sheet for sheet in printed(completed("program")).sheets if sheet.name == "進捗状況一覧")
    last = sheet.breaks[0] if sheet.breaks else len(sheet.rows)
    assert [cell.text for cell in sheet.rows[last - 1].cells] == ["S:予定以上のもの　A:予定どおりのもの　B:遅れのもの"]


def test_with_presets__what_the_plan_says__wins() -> None:
    own = {
        "style": {"area_term": "施策"},
        "parts": [{"key": "list", "title": "一覧"}, {"key": "note", "kind": "text", "sheet": "注"}, {"key": "cover"}],
        "columns": [{"part": "list", "key": "rating", "label": "判定"}, {"part": "list", "key": "name", "label": "名"}],
    }
    plan = completed("program", **own)
    assert (plan.style.area_term, plan.style.item_term) == ("施策", "プログラム")
    assert [(part.key, part.title) for part in plan.parts] == [("list", "一覧"), ("note", ""), ("cover", "{計画名}")]
    assert (plan.parts[0].kind, plan.parts[0].paper) == ("schedule", "A3横")
    assert [(column.key, column.label, column.width) for column in plan.columns_of("list")] == [
        ("rating", "判定", 5.0),
        ("name", "名", 14.0),
    ]
    assert plan.columns_of("study") == ()


def test_with_presets__two__parts_of_both_and_the_first_wins() -> None:
    plan = completed("half_year", "revision", "program")
    keys = [part.key for part in plan.parts]
    assert keys.index("list") < keys.index("revised") < keys.index("study")
    assert next(part.kind for part in plan.parts if part.key == "list") == "list"
    assert [column.key for column in plan.columns_of("list")][:2] == ["area", "no_name"]
    assert plan.style.item_numbering == "８・12"
    assert plan.style.counter == "プログラム", "a setting that the first leaves out"


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["key", "part", "style"]), inner, max_size=3)
        ),
        max_leaves=5,
    )
)
def test_with_presets__any_value_where_a_list_should_be__left_for_the_plan_to_refuse(value: object) -> None:
    for name in ("style", "parts", "columns"):
        made = with_presets({name: value}, [init.preset("program")])
        assert name in made


# -- the command -----------------------------------------------------------------------------------------------------
def run(folder: Path, plan: object, *options: str) -> Result:
    path = folder / "PLAN.json"
    path.write_text(plan if isinstance(plan, str) else json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    return CliRunner().invoke(app, ["init", str(folder / "m.xlsx"), "--from", str(path), *options])


def test_init__preset__master_with_its_parts(tmp_path: Path) -> None:
    result = run(tmp_path, {"format": 1, "plan": bare()}, "--preset", "year_end")
    assert result.exception is None
    book = read_book((tmp_path / "m.xlsx").read_bytes(), "m.xlsx")
    plan = read_plan(book).value
    assert plan is not None
    assert [part.key for part in plan.parts] == ["form", "cover", "overview", "summary", "delayed", "list"]


def test_init__preset_that_is_not_there__names_those_that_are(tmp_path: Path) -> None:
    result = run(tmp_path, {"format": 1, "plan": bare()}, "--preset", "上半期")
    assert isinstance(result.exception, KoseiError)
    message = str(result.exception.args[0])
    assert "「上半期」はありません" in message
    assert all(name in message for name in NAMES)
    assert not (tmp_path / "m.xlsx").exists()


def test_init__preset_with_a_sample__refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["init", str(tmp_path / "m.xlsx"), "--sample", "midori", "--preset", "program"])
    assert isinstance(result.exception, KoseiError)
    assert "--from" in str(result.exception.args[0])


@pytest.mark.parametrize("plan", ["{", "[]", '{"plan": []}', '{"plan": {"parts": [1]}}', '{"plan": {"style": 1}}'])
def test_init__preset_and_a_plan_that_is_none__named_as_without_a_preset(tmp_path: Path, plan: str) -> None:
    result = run(tmp_path, plan, "--preset", "program")
    assert isinstance(result.exception, KoseiError)
    assert "PLAN.json" in str(result.exception.args[0])


def test_init__help__names_every_preset() -> None:
    shown = CliRunner().invoke(app, ["init", "--help"]).output
    assert all(f"{name}＝" in shown for name in NAMES)
