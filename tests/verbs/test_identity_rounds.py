"""Whole rounds in which the plan is renumbered, renamed, extended and given a new version: the history stays with the item."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.read.master import Master
from kosei_xl.values.model import Entry, EntryKey, Item, PlanFile
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import check, consolidate, distribute, init, log, report
from kosei_xl.verbs.opening import Findings, open_master
from kosei_xl.verbs.report import NotFinal
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput, Package
from tests.tools.builders import END, HALF, make_plan, with_list
from tests.tools.office import cells_by_key, put, saved_as

NAMES = ("相談窓口", "電子申請", "納税案内", "図書館")
FIRST = 3
"""The first row of 項目 and 計画 below keys and labels."""


def _plan_file(key: str = "midori-v1-{n}") -> PlanFile:
    """Four items of D1, by default under the keys that the program itself would give."""
    return PlanFile(
        plan=make_plan(
            tuple(
                Item(key=key.format(n=n), no=str(n), name=name, area_no="1", departments=("D1",))
                for n, name in enumerate(NAMES, 1)
            )
        )
    )


def _set(master: Path, sheet: str, cells: Mapping[tuple[int, str], CellInput]) -> None:
    letters = {str(key): column for column, key in Package(master.read_bytes()).sheet(sheet).cells(1).items()}
    texts = {(sheet, f"{letters[key]}{row}"): value for (row, key), value in cells.items()}
    master.write_bytes(put(master.read_bytes(), texts))


def _raise_version(master: Path, version: int = 2) -> None:
    rows = cells_by_key(read_book(master.read_bytes(), ""), terms.PLAN_SHEET)
    row = next(n for n, cells in enumerate(rows, FIRST) if cells["setting"] == "plan_version")
    _set(master, terms.PLAN_SHEET, {(row, "value"): version})


def _number(master: Path, numbers: Sequence[str]) -> None:
    _set(master, terms.ITEMS_SHEET, {(FIRST + n, "no"): no for n, no in enumerate(numbers)})


def _add(master: Path, row: int, no: str, name: str) -> None:
    values = {"no": no, "name": name, "area_no": "1", "lead": "D1"}
    _set(master, terms.ITEMS_SHEET, {(row, key): value for key, value in values.items()})


def _keys(master: Path) -> list[str]:
    rows = cells_by_key(read_book(master.read_bytes(), ""), terms.ITEMS_SHEET)
    return [str(row["row_key"] or "") for row in rows if row["no"] is not None]


def _forget_keys(master: Path) -> None:
    """項目 as a master of 0.1.0 held it: the keys that were given were never written."""
    _set(master, terms.ITEMS_SHEET, {(FIRST + n, "row_key"): None for n in range(len(_keys(master)))})


def _survey(master: Path, out: str, point: str = END) -> Path:
    (path,) = distribute.distribute(master, point, master.parent / out)
    return path


def _filled(survey: Path, keys: Sequence[str], text: str = "{key}の実績", number: int = 1, point: str = END) -> Path:
    entries = [
        Entry(item_key=key, point=point, fields={"rating": "A", "results": text.format(key=key)}) for key in keys
    ]
    data = type_entries(survey.read_bytes(), entries, {"confirmed_by": "太郎", "submission_no": str(number)})
    survey.write_bytes(saved_as(data, f"2026-04-1{number}T00:00:00Z", "花子"))
    return survey


def _codes(found: Findings) -> list[str]:
    return [problem.code for problem in found.diagnostics if problem.code not in ("K306", "K301", "K303", "K406")]


def _results(book: Master, point: str = END) -> dict[str, str]:
    """Name of each item of the plan -> what stands for it."""
    found = book.ledger.value
    return {item.name: found.fields(EntryKey(item.key, None, point)).get("results", "") for item in book.plan.items}


OWN = {name: f"midori-v1-{n}の実績" for n, name in enumerate(NAMES, 1)}
KEYS = tuple(f"midori-v1-{n}" for n in (1, 2, 3, 4))


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """A master into which D1's survey has come for the end of the year: every item with a text that names its key."""
    path = tmp_path / "事務局.xlsx"
    init.init(path, _plan_file())
    consolidate.consolidate_into(path, [_filled(_survey(path, "配布"), KEYS)], END)
    return path


# -- keys survive ----------------------------------------------------------------------------------------------------
def test_round__item_inserted_renumbered_renamed_and_version_raised__history_stays_with_the_item(master: Path) -> None:
    _number(master, ["1", "3", "4", "5"])
    _add(master, FIRST + 4, "2", "新しい取組")
    _set(master, terms.ITEMS_SHEET, {(FIRST + 1, "name"): "オンライン申請"})
    _raise_version(master)
    found = consolidate.consolidate_into(master, [], END)
    assert "K151" not in _codes(found)
    book = open_master(master)
    named = {**{name: text for name, text in OWN.items() if name != "電子申請"}, "オンライン申請": OWN["電子申請"]}
    assert _results(book) == {**named, "新しい取組": ""}
    assert [item.key for item in book.plan.items] == [*KEYS, "midori-v2-2"]
    assert log.trace(master, "2", "results").recorded == ()
    assert log.trace(master, "3", "results").recorded != ()


def test_round__returns_of_the_earlier_version_after_it_was_raised__merged_by_key(master: Path) -> None:
    early = _filled(_survey(master, "早い"), KEYS, "{key}の直し", 2)
    _number(master, ["1", "3", "4", "5"])
    _add(master, FIRST + 4, "2", "新しい取組")
    _raise_version(master)
    found = consolidate.consolidate_into(master, [early], END)
    assert "K428" in _codes(found)
    assert not {"K119", "K116", "K125", "K426"} & set(_codes(found))
    assert _results(open_master(master)) == {
        **{name: text.replace("実績", "直し") for name, text in OWN.items()},
        "新しい取組": "",
    }


def test_round__a_survey_of_a_later_version_than_the_masters__refused(master: Path) -> None:
    before = master.read_bytes()
    _raise_version(master)
    later = _filled(_survey(master, "後"), KEYS, "{key}の直し", 2)
    master.write_bytes(before)
    found = consolidate.consolidate_into(master, [later], END)
    assert "K119" in _codes(found)
    assert _results(open_master(master)) == OWN


# -- healed ----------------------------------------------------------------------------------------------------------
def test_round__keys_never_written_and_version_raised__the_old_keys_are_taken_and_written(master: Path) -> None:
    _forget_keys(master)
    _raise_version(master)
    book = open_master(master)
    assert [problem.code for problem in book.diagnostics] == ["K150"] * 4
    assert [str(problem.at) for problem in book.diagnostics] == [
        f"[事務局.xlsx]{terms.ITEMS_SHEET}!A{FIRST + n}" for n in range(4)
    ]
    assert _results(book) == OWN
    distribute.distribute(master, HALF, master.parent / "上半期")
    assert _keys(master) == [f"{key}|" for key in KEYS]
    assert [problem.code for problem in open_master(master).diagnostics] == []
    assert log.trace(master, "2", "results").recorded != ()


def test_round__keys_never_written_and_an_item_added_at_the_end__the_new_one_alone_is_new(master: Path) -> None:
    _forget_keys(master)
    _add(master, FIRST + 4, "5", "新しい取組")
    _raise_version(master)
    codes = [problem.code for problem in open_master(master).diagnostics]
    assert codes == ["K150"] * 4 + ["K134"]
    consolidate.consolidate_into(master, [], END)
    assert _keys(master) == [*(f"{key}|" for key in KEYS), "midori-v2-5|"]
    assert _results(open_master(master)) == {**OWN, "新しい取組": ""}


def test_round__keys_never_written_and_nothing_changed__given_again_as_ever(master: Path) -> None:
    _forget_keys(master)
    assert [problem.code for problem in open_master(master).diagnostics] == ["K134"]
    assert _results(open_master(master)) == OWN


@pytest.mark.parametrize("version", [1, 2])
def test_round__keys_never_written_and_renumbered__asked_and_nothing_under_anothers_name(
    master: Path, version: int
) -> None:
    _forget_keys(master)
    _number(master, ["1", "3", "4", "5"])
    _add(master, FIRST + 4, "2", "新しい取組")
    _raise_version(master, version)
    book, before = open_master(master), master.read_bytes()
    asked = [problem for problem in book.diagnostics if problem.code == "K151"]
    assert [problem.item for problem in asked] == ["3", "4", "5", "2"]
    assert "No.2「電子申請」（行キー「midori-v1-2|」）" in asked[0].message()
    assert "No.3「納税案内」（行キー「midori-v1-3|」）" in asked[0].message()
    assert f"A{FIRST + 1}" in asked[0].message()
    assert _results(book) == {**dict.fromkeys(NAMES, ""), "相談窓口": OWN["相談窓口"], "新しい取組": ""}
    assert "K151" in {problem.code for problem in check.check([master]).diagnostics}
    for write in (
        lambda: consolidate.consolidate_into(master, [], END),
        lambda: distribute.distribute(master, END, master.parent / "出さない"),
    ):
        with pytest.raises(WrongCall, match=r"No\.3「電子申請」"):
            write()
    assert master.read_bytes() == before
    assert not (master.parent / "出さない").exists()


def test_round__the_office_answers_which_items_they_are__goes_on(master: Path) -> None:
    _forget_keys(master)
    _number(master, ["1", "3", "4", "5"])
    _add(master, FIRST + 4, "2", "新しい取組")
    rows = {n: f"midori-v1-{n + 1}|" for n in (1, 2, 3)}
    _set(master, terms.ITEMS_SHEET, {(FIRST + n, "row_key"): key for n, key in rows.items()})
    consolidate.consolidate_into(master, [], END)
    assert _results(open_master(master)) == {**OWN, "新しい取組": ""}
    assert len(set(_keys(master))) == 5


def test_round__keys_never_written_and_an_item_renamed__asked(master: Path) -> None:
    _forget_keys(master)
    _set(master, terms.ITEMS_SHEET, {(FIRST + 1, "name"): "オンライン申請"})
    _raise_version(master)
    (asked,) = [problem for problem in open_master(master).diagnostics if problem.code == "K151"]
    assert "No.2「オンライン申請」" in asked.message()
    assert "No.2「電子申請」" in asked.message()


def test_round__keys_never_written_and_two_versions_answered__asked(tmp_path: Path) -> None:
    """The version was raised before, and answers came under the keys of both: nobody can tell which history counts."""
    path = tmp_path / "事務局.xlsx"
    init.init(path, _plan_file())
    consolidate.consolidate_into(path, [_filled(_survey(path, "一"), KEYS)], END)
    second = tuple(f"midori-v2-{n}" for n in (1, 2, 3, 4))
    _set(path, terms.ITEMS_SHEET, {(FIRST + n, "row_key"): f"{key}|" for n, key in enumerate(second)})
    half = _filled(_survey(path, "二", HALF), second, point=HALF)
    consolidate.consolidate_into(path, [half], HALF)
    _forget_keys(path)
    _raise_version(path)
    asked = [problem for problem in open_master(path).diagnostics if problem.code == "K151"]
    assert len(asked) == 4
    assert "midori-v1-1|" in asked[0].message()
    assert "midori-v2-1|" in asked[0].message()


def _plan_with_equal_names(again: bool) -> PlanFile:
    """No. 5 in another area bears the name of No. 1: listed again, or an item of its own."""
    plan = with_list(_plan_file().plan)
    fifth = Item(key="midori-v1-5", no="5", name=NAMES[0], area_no="2", departments=("D1",))
    fifth = fifth.model_copy(update={"repeats": "midori-v1-1"} if again else {})
    return PlanFile(plan=plan.model_copy(update={"items": (*plan.items, fifth)}))


@pytest.mark.parametrize("again", [True, False], ids=["listed again", "of its own"])
def test_round__keys_lost_and_two_of_one_name_exchange_numbers__asked_and_final_is_held(
    tmp_path: Path, again: bool
) -> None:
    path = tmp_path / "事務局.xlsx"
    init.init(path, _plan_with_equal_names(again))
    keys = KEYS if again else (*KEYS, "midori-v1-5")
    consolidate.consolidate_into(path, [_filled(_survey(path, "配布"), keys)], END)
    _forget_keys(path)
    _number(path, ["5", "2", "3", "4", "1"])
    if again:
        _set(path, terms.ITEMS_SHEET, {(FIRST + 4, "repeats"): "5"})
    book, before = open_master(path), path.read_bytes()
    asked = [problem for problem in book.diagnostics if problem.code == "K151"]
    assert [str(problem.at) for problem in asked] == [f"[事務局.xlsx]{terms.ITEMS_SHEET}!A{FIRST + n}" for n in (0, 4)]
    assert all("midori-v1-1|" in problem.message() for problem in asked)
    stands = [book.ledger.value.fields(EntryKey(item.key, None, END)).get("results") for item in book.plan.items]
    assert "midori-v1-1の実績" not in stands
    with pytest.raises(NotFinal) as refused:
        report.report(path, END, tmp_path / "資料", final=True)
    assert "K151" in {problem.code for problem in refused.value.diagnostics}
    with pytest.raises(WrongCall):
        consolidate.consolidate_into(path, [], END)
    assert path.read_bytes() == before


@pytest.mark.parametrize("again", [True, False], ids=["listed again", "of its own"])
def test_round__keys_lost_and_two_of_one_name_as_they_were__found_again(tmp_path: Path, again: bool) -> None:
    path = tmp_path / "事務局.xlsx"
    init.init(path, _plan_with_equal_names(again))
    keys = KEYS if again else (*KEYS, "midori-v1-5")
    consolidate.consolidate_into(path, [_filled(_survey(path, "配布"), keys)], END)
    _forget_keys(path)
    _raise_version(path)
    book = open_master(path)
    assert [problem.code for problem in book.diagnostics] == ["K150"] * 5
    assert [item.key for item in book.plan.items] == [*KEYS, "midori-v1-5"]


def test_round__keys_lost_and_a_row_bears_anothers_plan_text__asked(tmp_path: Path) -> None:
    """The number and name of one item, the text of another: nobody can tell which it is."""
    plan = _plan_file().plan
    items = [item.model_copy(update={"texts": {"goal": f"年{item.no}00件"}}) for item in plan.items]
    path = tmp_path / "事務局.xlsx"
    init.init(path, PlanFile(plan=plan.model_copy(update={"items": tuple(items)})))
    consolidate.consolidate_into(path, [_filled(_survey(path, "配布"), KEYS)], END)
    _forget_keys(path)
    _set(path, terms.ITEMS_SHEET, {(FIRST + n, "goal"): f"年{other}00件" for n, other in enumerate((2, 1, 5))})
    asked = [problem for problem in open_master(path).diagnostics if problem.code == "K151"]
    assert [problem.item for problem in asked] == ["1", "2"]


def test_round__keys_of_the_plans_own__never_taken_for_given_ones(tmp_path: Path) -> None:
    path = tmp_path / "事務局.xlsx"
    init.init(path, _plan_file("m-{n}"))
    consolidate.consolidate_into(path, [_filled(_survey(path, "配布"), ("m-1", "m-2"))], END)
    _add(path, FIRST + 4, "5", "新しい取組")
    assert [problem.code for problem in open_master(path).diagnostics] == ["K134"]


@pytest.mark.parametrize("cleared", [range(4), (1, 2)], ids=["all", "some"])
def test_round__keys_of_the_plans_own_cleared__found_again_and_written(tmp_path: Path, cleared: Sequence[int]) -> None:
    path, keys = tmp_path / "事務局.xlsx", tuple(f"m-{n}" for n in (1, 2, 3, 4))
    init.init(path, _plan_file("m-{n}"))
    survey = _survey(path, "配布")
    consolidate.consolidate_into(path, [_filled(survey, keys)], END)
    _set(path, terms.ITEMS_SHEET, {(FIRST + n, "row_key"): None for n in cleared})
    assert [problem.code for problem in open_master(path).diagnostics] == ["K150"] * len(cleared)
    again = _filled(survey, ("m-2",), "{key}の新しい実績", number=2)
    assert "K429" not in _codes(consolidate.consolidate_into(path, [again], END))
    assert _keys(path) == [f"{key}|" for key in keys]
    own = {name: f"{key}の実績" for name, key in zip(NAMES, keys, strict=True)}
    assert _results(open_master(path)) == {**own, NAMES[1]: "m-2の新しい実績"}


def test_round__keys_of_the_plans_own_cleared_and_numbers_exchanged__asked(tmp_path: Path) -> None:
    path = tmp_path / "事務局.xlsx"
    init.init(path, _plan_file("m-{n}"))
    consolidate.consolidate_into(path, [_filled(_survey(path, "配布"), ("m-1", "m-2"))], END)
    _set(path, terms.ITEMS_SHEET, {(FIRST + n, "row_key"): None for n in (0, 1)})
    _number(path, ["2", "1"])
    asked = [problem for problem in open_master(path).diagnostics if problem.code == "K151"]
    assert [problem.item for problem in asked] == ["2", "1"]
    assert "行キー「m-1|」" in asked[0].message()
    with pytest.raises(WrongCall, match="電子申請"):
        consolidate.consolidate_into(path, [], END)


# -- sorted files on their whole way ---------------------------------------------------------------------------------
def _sorted_file(survey: Path) -> Path:
    """The first two rows of items exchanged, all but the hidden column A: values and all."""
    package = Package(survey.read_bytes())
    sheet = next(name for name in package.sheet_names if "市民" in name)
    part = package.sheet(sheet)
    rows = [
        row
        for row in range(1, part.last_row() + 1)
        if str(part.cells(row).get("A", "")) in ("midori-v1-1|", "midori-v1-2|")
    ]
    first, second = (part.cells(row) for row in rows)
    keys = {str(key): letters for letters, key in part.cells(1).items()}
    for letters in (keys[name] for name in ("no", "name", "rating", "results")):
        for row, cells in zip(rows, (second, first), strict=True):
            part.put(f"{letters}{row}", cells.get(letters))
    survey.write_bytes(package.to_bytes())
    return survey


def test_round__sorted_file__nothing_of_the_two_rows_merged_and_an_error_in_master_and_check(master: Path) -> None:
    again = _sorted_file(_filled(_survey(master, "再"), KEYS, "{key}の直し", 2))
    found = consolidate.consolidate_into(master, [again], END)
    errors = [problem for problem in found.diagnostics if problem.code == "K426"]
    assert [problem.item for problem in errors] == ["1", "2"]
    assert not {"K115", "K116", "K125", "K401"} & set(_codes(found))
    assert _results(open_master(master)) == {
        "相談窓口": OWN["相談窓口"],
        "電子申請": OWN["電子申請"],
        "納税案内": "midori-v1-3の直し",
        "図書館": "midori-v1-4の直し",
    }
    others = [row.other for row in open_master(master).ledger.value.received if row.is_head]
    assert "midori-v1-1の直し" in others[-1]
    assert "midori-v1-2の直し" in others[-1]
    rows = cells_by_key(read_book(master.read_bytes(), ""), terms.FINDINGS_SHEET)
    assert [row["code"] for row in rows].count("K426") == 2
    assert _codes(check.check([again])).count("K426") == 2
    assert _codes(check.check([again], master)).count("K426") == 2
    fixed = _filled(_survey(master, "三"), KEYS, "{key}の清書", 3)
    assert "K426" not in _codes(consolidate.consolidate_into(master, [fixed], END))
    assert _results(open_master(master)) == {name: text.replace("実績", "清書") for name, text in OWN.items()}


def test_round__sorted_file_of_an_earlier_version_of_a_renumbered_plan__k426_and_unsorted_ones_merged(
    master: Path,
) -> None:
    early = _survey(master, "早い")
    blank = early.read_bytes()
    _number(master, ["2", "1", "4", "3"])
    _raise_version(master)
    sorted_one = _sorted_file(_filled(early, KEYS, "{key}の直し", 2))
    assert _codes(consolidate.consolidate_into(master, [sorted_one], END)).count("K426") == 2
    assert _results(open_master(master))["相談窓口"] == OWN["相談窓口"]
    early.write_bytes(blank)
    found = consolidate.consolidate_into(master, [_filled(early, KEYS, "{key}の清書", 3)], END)
    assert "K426" not in _codes(found)
    assert _results(open_master(master)) == {name: text.replace("実績", "清書") for name, text in OWN.items()}
