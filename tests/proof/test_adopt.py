"""Wording edited in a report goes back into the ledger; figures, sentences and relisted rows do not."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from kosei_xl.collect.tables import CountedTable, count_table
from kosei_xl.proof.adopt.places import joined
from kosei_xl.read.tables import text_of
from kosei_xl.values.cells import CellRef
from kosei_xl.values.ledger import text_of_line
from kosei_xl.values.model import Column, EntryKey, Part, PlanFile, indicator_slot, photo_slot
from kosei_xl.values.refusals import NothingReadable, WrongCall
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import adopt, disk, init, log, report, undo
from kosei_xl.words.findings import Severity
from kosei_xl.words.notation import values_in
from kosei_xl.words.quantities import with_unit
from kosei_xl.workbook.measure import Face
from kosei_xl.workbook.parts import Package
from tests.tools.adopting import Desk, check_random_edits, codes, desk, place, squeezed
from tests.tools.cuts import in_pieces
from tests.tools.mutations import mutated
from tests.tools.office import LibreOffice, kosei, saved_as, validate
from tests.tools.verifying import in_openpyxl, unmerge

FACE = Face("BIZ UDゴシック", 9)
POINT = "R7_year_end"
NEW = "・試行の範囲を広げ、２学期から全校で始めた。"


@pytest.fixture(scope="module")
def joined_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The sample with results, and causes and next steps in one cell, in its list of what is behind."""
    return desk(
        tmp_path_factory.mktemp("joined"), _joining(init.sample_plan("midori")), init.sample_entries("midori"), POINT
    )


@pytest.fixture
def in_one(joined_desk: Desk, tmp_path: Path) -> Desk:
    """A copy of it."""
    master, report = tmp_path / joined_desk.master.name, tmp_path / "資料" / joined_desk.report.name
    disk.write(master, disk.read(joined_desk.master))
    disk.write(report, disk.read(joined_desk.report))
    return Desk(master, report, joined_desk.point)


def _joining(file: PlanFile) -> PlanFile:
    others = [column for column in file.plan.columns if column.part != "delayed"]
    own = [
        Column(part="delayed", key="no", label="No.", width=6.0),
        Column(part="delayed", key="name", label="項目", width=18.0),
        Column(part="delayed", key="results", label="取組実績", width=28.0, source="entry"),
        Column(part="delayed", key="cause_next", label="要因と今後の対応", width=32.0),
    ]
    return file.model_copy(update={"plan": file.plan.model_copy(update={"columns": (*others, *own)})})


# -- a field of its own --------------------------------------------------------------------------------------------------


def test_adopt__one_field__as_typed_into_the_ledger(own: Desk) -> None:
    before = disk.read(own.master)
    at = own.edit("list", "m-004|", "issues", lambda _: NEW)
    found = own.adopt().diagnostics
    assert codes(found) == [("K748", place(at))]
    assert own.ledger[EntryKey("m-004", None, own.point)]["issues"] == NEW
    assert disk.read(own.master.with_name(f"{own.master.name}.bak")) == before
    assert found[0].related[0].sheet == "台帳"
    assert validate([own.master]) == {}


def test_adopt__twice__second_changes_nothing(own: Desk) -> None:
    own.edit("list", "m-004|", "issues", lambda _: NEW)
    own.adopt()
    master = disk.read(own.master)
    assert own.adopt().diagnostics == ()
    assert disk.read(own.master) == master


def test_adopt__untouched_report__nothing(own: Desk) -> None:
    master = disk.read(own.master)
    assert own.adopt().diagnostics == ()
    assert disk.read(own.master) == master


def test_adopt__emptied_cell__field_is_blank(own: Desk) -> None:
    at = own.edit("list", "m-004|", "issues", lambda _: "")
    assert codes(own.adopt().diagnostics) == [("K748", place(at))]
    assert "issues" not in own.ledger[EntryKey("m-004", None, own.point)]


def test_adopt__blank_cell_filled__field_is_new(own: Desk) -> None:
    key = next(
        key
        for key, fields in own.ledger.items()
        if key.point == own.point
        and key.is_row
        and "issues" not in fields
        and ("list", text_of_line(key.line)) in own.found.rows
        and fields.get("results")
        and own.plan.item_by_key[key.item_key].repeats is None
    )
    own.edit("list", text_of_line(key.line), "issues", lambda _: NEW)
    own.adopt()
    assert own.ledger[key]["issues"] == NEW


def test_adopt__caption_of_a_photo__in_the_ledger(own: Desk) -> None:
    at = own.edit("examples", "m-003||photo:1", "label", lambda text: f"{text}（改）")
    before = own.ledger[EntryKey("m-003", None, own.point, photo_slot(1))]["caption"]
    assert codes(own.adopt().diagnostics) == [("K748", place(at))]
    assert own.ledger[EntryKey("m-003", None, own.point, photo_slot(1))]["caption"] == f"{before}（改）"


def test_adopt__then_print_again__report_says_the_edit(own: Desk) -> None:
    own.edit("list", "m-004|", "issues", lambda _: NEW)
    own.adopt()
    own.print_again()
    assert own.cell("list", "m-004|", "issues").text == NEW
    assert own.adopt().diagnostics == ()


# -- several fields in one cell --------------------------------------------------------------------------------------------


def test_adopt__cause_and_next_steps__each_into_its_field(in_one: Desk) -> None:
    key = EntryKey("m-012", None, in_one.point)
    cause, steps = in_one.ledger[key]["cause"], in_one.ledger[key]["next_steps"]
    in_one.edit("delayed", "m-012|", "cause_next", lambda text: text.replace(cause, f"{cause}\n{NEW}"))
    in_one.adopt()
    assert in_one.ledger[key]["cause"] == f"{cause}\n{NEW}"
    assert in_one.ledger[key]["next_steps"] == steps


def test_adopt__label_of_causes_removed__k745_and_nothing_taken(in_one: Desk) -> None:
    before = in_one.ledger
    at = in_one.edit("delayed", "m-012|", "cause_next", lambda text: text.replace("【要因】\n", ""))
    found = in_one.adopt().diagnostics
    assert codes(found) == [("K745", place(at))]
    assert "台帳!" in found[0].message()
    assert in_one.ledger == before


def test_adopt__text_above_values__only_the_text(own: Desk) -> None:
    key = EntryKey("m-004", None, own.point)
    own.edit("list", "m-004|", "result_actual", lambda text: text.replace(own.ledger[key]["results"], NEW))
    before = own.ledger[EntryKey("m-004", None, own.point, indicator_slot(1))]
    own.adopt()
    assert own.ledger[key]["results"] == NEW
    assert own.ledger[EntryKey("m-004", None, own.point, indicator_slot(1))] == before


def test_adopt__value_in_brackets__into_the_indicator_without_its_unit(own: Desk) -> None:
    key = EntryKey("m-004", None, own.point, indicator_slot(1))
    indicator = own.ledger[key]
    assert not indicator["actual"].endswith(indicator["unit"])
    at = own.edit(
        "list",
        "m-004|",
        "result_actual",
        lambda text: text.replace(f" {indicator['actual']}{indicator['unit']}）", f" 99{indicator['unit']}）"),
    )
    found = own.adopt().diagnostics
    assert codes(found) == [("K748", place(at))]
    assert own.ledger[key] == {**indicator, "actual": "99"}


def test_adopt__text_and_value_edited__both(own: Desk) -> None:
    key, seq = EntryKey("m-004", None, own.point), EntryKey("m-004", None, own.point, indicator_slot(1))
    results, unit, actual = own.ledger[key]["results"], own.ledger[seq]["unit"], own.ledger[seq]["actual"]
    own.edit(
        "list",
        "m-004|",
        "result_actual",
        lambda text: text.replace(results, NEW).replace(f" {actual}{unit}）", f" 99{unit}）"),
    )
    own.adopt()
    assert (own.ledger[key]["results"], own.ledger[seq]["actual"]) == (NEW, "99")


def test_adopt__name_of_the_indicator_edited__k745(own: Desk) -> None:
    name = own.ledger[EntryKey("m-004", None, own.point, indicator_slot(1))]["indicator"]
    at = own.edit("list", "m-004|", "result_actual", lambda text: text.replace(f"（{name} ", "（別の指標 "))
    assert codes(own.adopt().diagnostics) == [("K745", place(at))]


def test_adopt__number_of_a_value_taken_out_and_its_unit_left__k745_and_ledger_stays(own: Desk) -> None:
    key = EntryKey("m-004", None, own.point, indicator_slot(1))
    before = own.ledger[key]
    number, unit = before["actual"], before["unit"]
    at = own.edit("list", "m-004|", "result_actual", lambda text: text.replace(f" {number}{unit}）", f" {unit}）"))
    assert codes(own.adopt().diagnostics) == [("K745", place(at))]
    assert own.ledger[key] == before


# -- conflicts -------------------------------------------------------------------------------------------------------------


def test_adopt__ledger_changed_too__k743_and_ledger_stays(own: Desk) -> None:
    at = own.edit("list", "m-004|", "issues", lambda _: NEW)
    ledger = own.type_in_ledger("m-004", "issues", "・台帳で直した文。")
    found = own.adopt().diagnostics
    assert codes(found) == [("K743", place(at))]
    assert found[0].related == (ledger,)
    assert "台帳で直した文" in found[0].message()
    assert "試行の範囲" in found[0].message()
    assert own.ledger[EntryKey("m-004", None, own.point)]["issues"] == "・台帳で直した文。"


def test_adopt__ledger_changed_to_the_same__no_finding(own: Desk) -> None:
    own.edit("list", "m-004|", "issues", lambda _: NEW)
    own.type_in_ledger("m-004", "issues", NEW)
    assert own.adopt().diagnostics == ()


def test_adopt__only_ledger_changed__stays_and_no_finding(own: Desk) -> None:
    own.type_in_ledger("m-004", "issues", NEW)
    assert own.adopt().diagnostics == ()
    assert own.ledger[EntryKey("m-004", None, own.point)]["issues"] == NEW


def test_adopt__same_field_edited_differently_in_two_places__k744_names_both(in_one: Desk) -> None:
    results = in_one.ledger[EntryKey("m-012", None, in_one.point)]["results"]
    one = in_one.edit("delayed", "m-012|", "results", lambda _: NEW)
    two = in_one.edit("list", "m-012|", "result_actual", lambda text: text.replace(results, "・別の文。"))
    found = in_one.adopt().diagnostics
    assert codes(found) == [("K744", place(two))]
    assert found[0].related == (one,)
    assert place(one) in found[0].message()
    assert in_one.ledger[EntryKey("m-012", None, in_one.point)]["results"] == results


def test_adopt__same_field_edited_alike_in_two_places__once(in_one: Desk) -> None:
    results = in_one.ledger[EntryKey("m-012", None, in_one.point)]["results"]
    in_one.edit("delayed", "m-012|", "results", lambda _: NEW)
    in_one.edit("list", "m-012|", "result_actual", lambda text: text.replace(results, NEW))
    assert [one.code for one in in_one.adopt().diagnostics] == ["K748"]
    assert in_one.ledger[EntryKey("m-012", None, in_one.point)]["results"] == NEW


# -- what is refused -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "row", "column", "code", "where"),
    [
        ("list", "m-002|", "rating", "K740", "台帳!"),
        ("list", "m-002|", "rating@R7_first_half", "K740", "台帳!"),
        ("summary", "area:1", "A", "K740", "台帳!"),
        ("summary", "total", "B", "K740", "台帳!"),
        ("summary", "area:1", "area", "K740", "台帳!"),
        ("list", "title", "", "K741", "帳票!"),
        ("list", "head:1", "no_name", "K741", "帳票列!"),
        ("list", "m-002|", "no_name", "K741", "項目!"),
        ("list", "m-002|", "departments", "K741", "項目!"),
        ("list", "m-002|", "implementation", "K741", "項目!"),
        ("overview", "text:1", "", "K741", "帳票!"),
        ("examples", "m-003||results", "label", "K741", "帳票列!"),
    ],
)
def test_adopt__figures_and_words__refused_with_where_to_go(
    own: Desk, part: str, row: str, column: str, code: str, where: str
) -> None:
    master = disk.read(own.master)
    at = own.edit(part, row, column, lambda text: f"{text}改")
    found = own.adopt().diagnostics
    assert codes(found) == [(code, place(at))]
    assert where in found[0].message()
    assert disk.read(own.master) == master


def test_adopt__number_in_a_sentence__k740_words_around_it_k741(own: Desk) -> None:
    row = next(
        name
        for (part, name), pieces in own.found.rows.items()
        if part == "overview" and "予定どおり" in pieces[0].filled[0].text
    )
    text = own.cell("overview", row).text
    number = text[text.index("うち、") + 3]
    at = own.edit("overview", row, "", lambda text: text.replace(f"うち、{number}", "うち、９"))
    found = own.adopt().diagnostics
    assert codes(found) == [("K740", place(at))]
    assert "台帳!" in found[0].message()
    own.edit("overview", row, "", lambda _: text.replace("となりました", "になりました"))
    found = own.adopt().diagnostics
    assert codes(found) == [("K741", place(at))]
    assert "帳票!" in found[0].message()


def test_adopt__error_value__k205(own: Desk) -> None:
    at = own.edit("list", "m-004|", "issues", lambda _: "#REF!")
    assert codes(own.adopt().diagnostics) == [("K205", place(at))]
    assert own.ledger[EntryKey("m-004", None, own.point)]["issues"] != "#REF!"


def test_adopt__relisted_row__k742_names_the_original_s_cell(own: Desk) -> None:
    item = next(item for item in own.plan.items if item.repeats is not None)
    at = own.edit("list", f"{item.key}|", "result_actual", lambda text: f"{text}なお、順調である。")
    found = own.adopt().diagnostics
    assert codes(found) == [("K742", place(at))]
    assert item.repeats is not None
    original = own.plan.item_by_key[item.repeats]
    assert f"No.{original.no}（台帳!" in found[0].message()


def test_adopt__row_deleted__k746_and_ledger_stays(own: Desk) -> None:
    before = own.ledger
    delete_row(own, own.cell("list", "m-004|", "issues").at)
    found = own.adopt().diagnostics
    assert [one.code for one in found] == ["K746"]
    assert "No.4" in found[0].message()
    assert own.ledger == before


def delete_row(own: Desk, at: CellRef) -> None:
    """Delete a row of the report."""
    assert at.row is not None
    number = at.row

    def delete(sheet: Worksheet) -> None:
        unmerge(sheet)
        sheet.delete_rows(number)

    own.report.write_bytes(in_openpyxl(disk.read(own.report), delete, at.sheet))


def test_adopt__text_beside_the_table__k747(own: Desk) -> None:
    last = own.found.rows["list", "m-004|"][0].at
    at = CellRef(last.file, last.sheet, last.row, 40)
    own.put((at, "打合せ用のメモ"))
    assert codes(own.adopt().diagnostics) == [("K747", place(at))]


def test_adopt__column_of_the_list_changed_since__k749(own: Desk) -> None:
    at = own.edit("list", "m-012|", "result_actual", lambda text: f"{NEW}\n{text}")
    own.type_in_ledger("m-012", "results", "x")  # not what k749 is about: base is in the report
    package = Package(disk.read(own.report))
    part = package.sheet("_kosei")
    row = next(
        n
        for n in range(1, part.last_row() + 1)
        if (part.value(f"A{n}"), part.value(f"C{n}")) == ("carried_field", "results")
        and part.value(f"B{n}") == f"{own.point}|m-012|"
    )
    part.put(f"D{row}", "別の作り方")
    own.report.write_bytes(package.to_bytes())
    assert codes(own.adopt().diagnostics) == [("K749", place(at))]


def test_adopt__report_without_its_beginning__k750(own: Desk) -> None:
    package = Package(disk.read(own.report))
    part = package.sheet("_kosei")
    part.put(f"A{part.last_row()}", "")
    own.report.write_bytes(package.to_bytes())
    assert [one.code for one in own.adopt().diagnostics] == ["K750"]


def test_adopt__report_of_another_point__k724(own: Desk, tmp_path: Path) -> None:
    plan = init.sample_plan("midori")
    points = tuple(p for p in plan.plan.points if p.key != own.point)
    columns = tuple(c for c in plan.plan.columns if c.point != own.point)
    other = plan.model_copy(update={"plan": plan.plan.model_copy(update={"points": points, "columns": columns})})
    init.init(tmp_path / "別.xlsx", other)
    found = adopt.adopt_from(own.report, tmp_path / "別.xlsx").diagnostics
    assert [one.code for one in found] == ["K724"]


def test_adopt__no_workbook__nothing_readable(own: Desk, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"no")
    with pytest.raises(NothingReadable):
        adopt.adopt_from(tmp_path / "x.xlsx", own.master)


def test_adopt_and_verify__no_such_report__asked_for_a_report_not_for_a_survey(own: Desk) -> None:
    missing = own.report.with_name("ありません.xlsx")
    for call in (("adopt", missing), ("verify", missing), ("verify", missing, "--explain", "資料!A1")):
        ran = kosei(*call, "--master", own.master)
        assert ran.code == 2
        assert "（K122）" in ran.out
        assert ran.err.splitlines()[-1].startswith("読める資料が一つもありませんでした。")


def test_adopt__report_given_as_the_master__one_line(own: Desk) -> None:
    said = "「資料.xlsx」：これは委員会資料です。事務局ブックを指定してください。"
    for call in (("adopt", own.report, "--master", own.report), ("check", own.report, "--master", own.report)):
        ran = kosei(*call)
        assert (ran.code, ran.out, ran.err.splitlines()[-1]) == (2, "", said)


def test_adopt__through_the_command__findings_and_exit_code(own: Desk) -> None:
    own.edit("list", "m-004|", "issues", lambda _: NEW)
    ran = kosei("adopt", own.report, "--master", own.master)
    assert ran.code == 0
    assert "K748" in ran.out
    at = own.edit("list", "m-002|", "rating", lambda _: "S")
    ran = kosei("adopt", own.report, "--master", own.master, "--json", lang="en")
    assert ran.code == 1
    assert ran.found == [("K740", own.report.name, at.sheet, at.cell)]


# -- any edit, by another program ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_adopt__random_edits_in_libreoffice__arrive_exactly_or_are_refused_by_cell(
    libreoffice: LibreOffice, tmp_path: Path, seed: int
) -> None:
    plan_file, entries = mutated(seed)
    own = desk(tmp_path, plan_file, entries, plan_file.plan.points[-1].key)
    assert check_random_edits(libreoffice, own, random.Random(seed), 60) > 30


# -- texts in pieces -------------------------------------------------------------------------------------------------------


@given(st.text("あいう、。 　\nAB12", max_size=300), st.integers(2, 12), st.integers(1, 4))
def test_joined__text_cut_into_pieces__is_whole_again(text: str, width: int, lines: int) -> None:
    whole = text_of(text) or ""
    pieces = [text_of(piece) or "" for piece in in_pieces(whole, width * 9.0, FACE, lines)]
    assert joined(whole, pieces, pieces) == whole


@given(st.text("あいう、。 　\nAB12", min_size=40, max_size=300), st.integers(0, 9))
def test_joined__one_piece_reworded__the_others_and_what_was_between_stay(text: str, which: int) -> None:
    whole = text_of(text) or ""
    pieces = [text_of(piece) or "" for piece in in_pieces(whole, 45.0, FACE, 2)]
    at = which % len(pieces)
    edited = [*pieces[:at], "新しい文", *pieces[at + 1 :]]
    start = len(joined(whole, pieces[:at], pieces[:at]) or "") if at else 0
    made = joined(whole, pieces, edited)
    assert made is not None
    assert made.startswith(whole[:start].rstrip())
    rest = pieces[at + 1 :]
    assert not rest or made.endswith(rest[-1])
    assert "新しい文" in made


def test_joined__pieces_of_another_text__none() -> None:
    assert joined("あいう", ["あい", "え"], ["あい", "お"]) is None


def test_adopt__cell_over_two_rows__joined_with_its_line_end(tmp_path: Path) -> None:
    plan, entries = _joining(init.sample_plan("midori")), init.sample_entries("midori")
    point = plan.plan.points[-1].key
    long = "\n".join(f"・{n}番目の取組について、関係する課と話し合い、年度内に方針を決めた。" for n in range(90))
    changed = tuple(
        entry.model_copy(update={"fields": {**entry.fields, "results": long}})
        if (entry.item_key, entry.point) == ("m-012", point)
        else entry
        for entry in entries.entries
    )
    own = desk(tmp_path, plan, entries.model_copy(update={"entries": changed}), point)
    pieces = own.found.rows["delayed", "m-012|"]
    assert len(pieces) > 1
    own.edit("delayed", "m-012|", "results", lambda text: text.replace("話し合い", "協議し"), piece=1)
    own.adopt()
    second = pieces[1].cell("results")
    assert second is not None
    assert own.ledger[EntryKey("m-012", None, point)]["results"] == long.replace(
        second.text, second.text.replace("話し合い", "協議し")
    )


# -- a report that holds edits is not made anew over them --------------------------------------------------------------------


def test_report__edited_and_not_adopted__refused_by_cell(own: Desk) -> None:
    at = own.edit("list", "m-004|", "issues", lambda _: NEW)
    edited = disk.read(own.report)
    with pytest.raises(report.UnadoptedEdits) as refused:
        own.print_again()
    assert codes(refused.value.diagnostics) == [("K752", place(at))]
    assert disk.read(own.report) == edited
    ran = kosei("report", own.master, "--point", own.point, "--out", own.report.parent, "--name", own.report.stem)
    assert ran.code == 1
    assert "kosei adopt" in ran.err


def test_report__edited_and_adopted__made_anew(own: Desk) -> None:
    own.edit("list", "m-004|", "issues", lambda _: NEW)
    own.adopt()
    assert own.print_again().files == (own.report,)


def test_report__edits_discarded__made_anew(own: Desk) -> None:
    made = disk.read(own.report)
    own.edit("list", "m-004|", "issues", lambda _: NEW)
    own.print_again(discard_edits=True)
    assert disk.read(own.report) == made


def test_report__unedited_but_saved_by_libreoffice__made_anew(own: Desk, libreoffice: LibreOffice) -> None:
    own.report.write_bytes(libreoffice.recalculate({"x": disk.read(own.report)})["x"])
    own.type_in_ledger("m-004", "issues", NEW)
    own.print_again()
    assert own.cell("list", "m-004|", "issues").text == NEW


def test_report__note_written_beside_the_table__refused(own: Desk) -> None:
    at = CellRef(own.report.name, own.cell("list", "m-004|", "issues").at.sheet, 3, 40)
    own.put((at, "打合せ用のメモ"))
    with pytest.raises(report.UnadoptedEdits) as refused:
        own.print_again()
    assert codes(refused.value.diagnostics) == [("K752", place(at))]


def test_report__row_deleted_by_hand__refused_with_its_text(own: Desk) -> None:
    delete_row(own, own.cell("list", "m-004|", "issues").at)
    with pytest.raises(report.UnadoptedEdits) as refused:
        own.print_again()
    (problem,) = refused.value.diagnostics
    assert problem.code == "K752"
    assert own.ledger[EntryKey("m-004", None, own.point)]["results"][:10] in problem.message()


@pytest.mark.parametrize("data", [b"not a workbook", None])
def test_report__another_file_of_that_name__k753(own: Desk, data: bytes | None) -> None:
    own.report.write_bytes(data if data is not None else disk.read(own.master))
    with pytest.raises(report.UnadoptedEdits) as refused:
        own.print_again()
    assert [one.code for one in refused.value.diagnostics] == ["K753"]


# -- a final report proves itself --------------------------------------------------------------------------------------------


def test_final__agrees__made(own: Desk) -> None:
    made = own.print_again(final=True)
    assert not [one for one in made.checked.diagnostics if one.severity is Severity.ERROR]


def test_final__a_count_is_wrong__refused_at_its_cell(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    at = own.cell("summary", "area:1", "A").at

    def wrong(standing: Standing, part: Part) -> CountedTable:
        found = count_table(standing, part)
        rows = [replace(r, given={**r.given, "A": 99}) if r.key == "area:1" else r for r in found.rows]
        return replace(found, rows=tuple(rows))

    monkeypatch.setattr("kosei_xl.report.blocks.counts.count_table", wrong)
    before = disk.read(own.report)
    with pytest.raises(report.NotFinal) as refused:
        own.print_again(final=True)
    assert ("K701", place(at)) in codes(refused.value.diagnostics)
    assert disk.read(own.report) == before


def test_wrong_call__show_deleted_alone_or_final__refused(own: Desk) -> None:
    with pytest.raises(WrongCall, match="--marks-since"):
        own.print_again(show_deleted=True)
    with pytest.raises(WrongCall, match="--final"):
        own.print_again(show_deleted=True, final=True, marks_since=own.report)


# -- what a report carries ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("only", [(), ("summary",), ("delayed",), ("examples", "list")])
def test_carried__fields__are_those_that_the_report_prints_and_no_others(own: Desk, only: tuple[str, ...]) -> None:
    made = report.report(own.master, own.point, own.report.parent, only=only, name="一部")
    part = Desk(own.master, made.files[0], own.point)
    printed = ""
    for pieces in part.found.rows.values():
        for column in dict.fromkeys(cell.column for piece in pieces for cell in piece.cells):
            cells = [cell for piece in pieces for cell in piece.cells if cell.column == column]
            printed += squeezed("".join(cell.text for cell in cells)) + "/"
    fields = part.carried.fields
    assert bool(fields) == (only != ("summary",))
    digits = own.plan.style.digits_text
    for key, values in fields.items():
        for name, text in values.items():
            shown = values_in(with_unit(text, values["unit"]), digits) if name in ("target", "actual") else text
            assert name in ("picture", "unit") or squeezed(shown) in printed, (key, name)


# -- where it came from ----------------------------------------------------------------------------------------------------


def test_adopt__log_names_the_report_its_cell_its_time_and_its_person(own: Desk) -> None:
    results = own.ledger[EntryKey("m-012", None, own.point)]["results"]
    one = own.edit("list", "m-012|", "result_actual", lambda text: text.replace(results, "・別の文。"))
    cause = own.ledger[EntryKey("m-012", None, own.point)]["cause"]
    two = own.edit("delayed", "m-012|", "cause", lambda text: text.replace(cause, NEW))
    emptied = own.edit("list", "m-004|", "issues", lambda _: "")
    own.type_in_ledger("m-005", "issues", "・台帳で直した文。")
    own.report.write_bytes(saved_as(own.report.read_bytes(), "2026-04-20T02:00:00Z", "次郎"))
    own.master.write_bytes(saved_as(own.master.read_bytes(), "2026-04-01T01:00:00Z", "花子"))
    own.adopt()
    traced = log.trace(own.master, point=own.point)
    assert traced.pending == ()
    assert one.sheet != two.sheet
    last = {(e.key.item_key, e.field): e for e in traced.recorded}
    for item, name, at, text in (
        ("m-012", "results", one, "・別の文。"),
        ("m-012", "cause", two, NEW),
        ("m-004", "issues", emptied, None),
    ):
        event = last[item, name]
        assert (event.kind, event.new, event.place) == ("edited", text, at)
        assert (event.row.saved_at, event.row.saved_by) == ("2026-04-20 02:00:00", "次郎")
        assert event.row.sha256 == own.book.sha256
    typed = last["m-005", "issues"]
    assert (typed.place.file, typed.row.saved_at, typed.row.saved_by) == (
        own.master.name,
        "2026-04-01 01:00:00",
        "花子",
    )
    assert validate([own.master]) == {}


def test_adopt__then_undo__goes_back_and_forth(own: Desk) -> None:
    own.edit("list", "m-004|", "issues", lambda _: NEW)
    own.type_in_ledger("m-005", "issues", "・台帳で直した文。")
    before = disk.read(own.master)
    own.adopt()
    adopted = disk.read(own.master)
    undo.undo(own.master)
    assert disk.read(own.master) == before
    undo.undo(own.master)
    assert disk.read(own.master) == adopted


def test_adopt__then_typed_in_the_ledger__undo_refuses(own: Desk) -> None:
    own.edit("list", "m-004|", "issues", lambda _: NEW)
    own.adopt()
    own.type_in_ledger("m-004", "issues", "・台帳で直した文。")
    with pytest.raises(WrongCall, match="台帳の記入 1件"):
        undo.undo(own.master)
