"""「記入文の数字をそろえる」: printed in one digit style, kept as typed; report, page and data agree, each change is listed."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from kosei_xl.values.model import EntriesFile, EntryKey, PlanFile
from kosei_xl.verbs import close, disk, errata, init, publish, report, verify
from kosei_xl.verbs.opening import open_master
from kosei_xl.workbook.book import read_book
from tests.tools.adopting import Desk, codes, desk
from tests.tools.published import csv_rows, page_of_folder, published, seen
from tests.tools.sheets import write
from tests.tools.verifying import place, serious

END = "R7_year_end"
DAY = dt.date(2026, 5, 20)
ITEM = EntryKey("m-004", None, END)
TYPED = "・３団体と協定を結び、活動団体は２９団体となった。\n・案内は a１@example.jp、電話042-３４１-1211（Ｒ７）。"
PRINTED = "・3団体と協定を結び、活動団体は29団体となった。\n・案内は a１@example.jp、電話042-３４１-1211（Ｒ７）。"


def made_with(setting: str, digits: str = "half") -> tuple[PlanFile, EntriesFile]:
    """The sample with the setting, and with a text of every kind."""
    file, entries = init.sample_plan("midori"), init.sample_entries("midori")
    style = file.plan.style.model_copy(update={"entry_digits": setting, "digits_text": digits})
    own = [
        one.model_copy(update={"fields": {**one.fields, "results": TYPED}})
        if (one.item_key, one.sub_no, one.point) == ("m-004", "", END)
        else one
        for one in entries.entries
    ]
    plan = file.plan.model_copy(update={"style": style})
    return file.model_copy(update={"plan": plan}), entries.model_copy(update={"entries": tuple(own)})


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk(tmp_path_factory.mktemp("digits"), *made_with("even"), END)


@pytest.fixture
def even(printed: Desk, tmp_path: Path) -> Desk:
    """A copy of a master whose plan evens digits, and of its report."""
    here = shutil.copytree(printed.master.parent, tmp_path / "here")
    return Desk(here / printed.master.name, here / "資料" / printed.report.name, END)


def shown(own: Desk) -> str:
    """What the list prints of the results of No.4, without the values of its indicators."""
    pieces = [own.cell("list", "m-004|", "result_actual", n).text for n in range(len(own.found.rows["list", "m-004|"]))]
    return "\n".join(text for text in pieces if text)


def test_even__report__in_one_style_and_the_ledger_as_typed(even: Desk) -> None:
    assert shown(even).startswith(PRINTED)
    assert even.ledger[ITEM]["results"] == TYPED
    assert serious(list(verify.verify([even.report], even.master).diagnostics)) == []


def test_even__report__one_finding_at_the_setting_and_a_list_of_each(even: Desk, tmp_path: Path) -> None:
    made = report.report(even.master, END, tmp_path / "out", name="資料")
    found = [one for one in made.checked.diagnostics if one.code == "K530"]
    assert [setting_at(even.master, place(one.at)) for one in found] == ["そろえる"]
    assert [path.name for path in made.files] == ["資料.xlsx", "資料_そろえた数字.xlsx"]
    rows = read_book(disk.read(made.files[1]), "").sheets[0].rows
    (line,) = [row for row in rows if any("活動団体は２９団体" in str(cell) for cell in row)]
    said = [str(cell) for cell in line if cell is not None]
    at = open_master(even.master).ledger.at[*ITEM, "results"]
    assert f"台帳!{at.cell}" in said
    assert said[0] == "4"
    assert said[-2:] == [
        "・３団体と協定を…\n…、活動団体は２９団体となった…",
        "・3団体と協定を…\n…、活動団体は29団体となった…",
    ]
    assert int(dict(found[0].params)["count"]) >= 50


def setting_at(master: Path, at: str) -> str:
    """What stands in a cell of 計画."""
    name, _, cell = at.partition("!")
    sheet = read_book(disk.read(master), "").sheet(name)
    assert sheet is not None
    assert name == "計画"
    return str(sheet.rows[int(cell[1:]) - 1][ord(cell[0]) - ord("A")])


def test_even__setting_off__as_typed_and_no_list(tmp_path: Path) -> None:
    own = desk(tmp_path, *made_with("typed"), END)
    assert shown(own).startswith(TYPED)
    again = own.print_again()
    assert [path.name for path in again.files] == ["資料.xlsx"]
    assert "K530" not in {one.code for one in again.checked.diagnostics}


def test_even__switched_off_again__list_of_before_is_set_aside(even: Desk) -> None:
    write(even.master, "計画", "entry_digits", {"value": "しない"})
    again = even.print_again()
    assert [path.name for path in again.files] == ["資料.xlsx"]
    left = sorted(path.name for path in even.report.parent.iterdir() if "そろえた" in path.name)
    assert left == ["資料_そろえた数字.xlsx.bak"]
    assert shown(even).startswith(TYPED)


# -- verified ----------------------------------------------------------------------------------------------------------
def test_verify__digits_of_another_width_in_a_text__cell(even: Desk) -> None:
    at = even.edit("list", "m-004|", "result_actual", lambda text: text.replace("29団体", "２９団体"))
    found = serious(list(verify.verify([even.report], even.master).diagnostics))
    assert found == [("K709", place(at))]


def test_verify__printed_before_the_setting_was_switched_on__cells_differ(tmp_path: Path) -> None:
    own = desk(tmp_path, *made_with("typed"), END)
    write(own.master, "計画", "entry_digits", {"value": "そろえる"})
    found = serious(list(verify.verify([own.report], own.master).diagnostics))
    at = own.cell("list", "m-004|", "result_actual").at
    assert ("K709", place(at)) in found
    assert {code for code, _ in found} == {"K709"}
    own.print_again()
    assert serious(list(verify.verify([own.report], own.master).diagnostics)) == []


def test_verify__plan_text_of_another_width__only_entries_are_evened(even: Desk) -> None:
    at = even.cell("list", "m-013|", "implementation")
    assert at.text == open_master(even.master).plan.item_by_key["m-013"].texts["implementation"]


# -- taken back --------------------------------------------------------------------------------------------------------
def test_adopt__edited_text__the_rest_stays_as_typed(even: Desk) -> None:
    at = even.edit("list", "m-004|", "result_actual", lambda text: text.replace("となった", "に増えた"))
    assert codes(even.adopt().diagnostics) == [("K748", place(at))]
    assert even.ledger[ITEM]["results"] == TYPED.replace("となった", "に増えた")
    even.print_again()
    assert shown(even).startswith(PRINTED.replace("となった", "に増えた"))
    assert serious(list(verify.verify([even.report], even.master).diagnostics)) == []


def test_adopt__digits_typed_in_another_width__kept_and_printed_even(even: Desk) -> None:
    even.edit("list", "m-004|", "result_actual", lambda text: text.replace("29団体", "３１団体"))
    even.adopt()
    assert even.ledger[ITEM]["results"] == TYPED.replace("２９団体", "３１団体")
    even.print_again()
    assert shown(even).startswith(PRINTED.replace("29団体", "31団体"))


def test_adopt__ledger_changed_since__conflict(even: Desk) -> None:
    even.type_in_ledger("m-004", "results", TYPED.replace("案内", "問合せ"))
    at = even.edit("list", "m-004|", "result_actual", lambda text: text.replace("となった", "に増えた"))
    assert [one for one in codes(even.adopt().diagnostics) if one[0] != "K748"] == [("K743", place(at))]


# -- published and closed ------------------------------------------------------------------------------------------------
def test_publish__page_and_data__as_printed(even: Desk, tmp_path: Path) -> None:
    report.report(even.master, END, tmp_path / "発行", final=True, day=DAY)
    found = published(even.master, tmp_path / "公開")
    assert "K530" in {one.code for one in found.diagnostics}
    (row,) = [one for one in csv_rows(tmp_path / "公開", "ratings.csv") if (one["報告時点"], one["No."]) == (END, "4")]
    assert PRINTED in row.values()
    page = seen(page_of_folder(tmp_path / "公開"))
    assert "3団体と協定を結び、活動団体は29団体となった。" in page
    assert "２９団体" not in page
    compared = publish.verify_public(tmp_path / "公開", master=even.master)
    assert serious(list(compared.diagnostics)) == []


def test_close__setting_changed_afterwards__papers_as_they_were(even: Desk, tmp_path: Path) -> None:
    report.report(even.master, END, tmp_path / "発行", final=True, day=DAY)
    close.close(even.master, END, DAY)
    write(even.master, "計画", "entry_digits", {"value": "しない"})
    again = report.report(even.master, END, tmp_path / "再び", name="資料")
    book = read_book(disk.read(again.files[0]), "資料.xlsx")
    texts = [str(cell) for sheet in book.sheets for row in sheet.rows for cell in row if cell is not None]
    assert any(text.startswith(PRINTED) for text in texts)
    assert serious(list(verify.verify([again.files[0]], even.master).diagnostics)) == []


def test_errata__nothing_changed__no_lines(even: Desk, tmp_path: Path) -> None:
    report.report(even.master, END, tmp_path / "発行", final=True, day=DAY)
    assert errata.make_errata(even.master, END, tmp_path / "正誤").lines == ()
    even.type_in_ledger("m-004", "results", TYPED.replace("２９団体", "３１団体"))
    (line,) = errata.make_errata(even.master, END, tmp_path / "正誤").lines
    assert ("29団体" in line.wrong, "31団体" in line.right) == (True, True)
