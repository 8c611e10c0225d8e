"""Blank forms, half-filled second returns and copies of one return, through the workbooks: nothing is emptied by a blank,
a copy that differs in a cell holds up that cell, and taking in twice is taking in once, byte for byte.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.values.cells import CellValue, column_letters
from kosei_xl.values.model import Entry
from kosei_xl.verbs import distribute, init
from kosei_xl.verbs.consolidate import consolidate_into
from kosei_xl.verbs.opening import Findings
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.hostile import unzip
from tests.tools.office import Ran, address_of, cells_by_key, kosei, midori, put, saved_as, validate

CASE = midori()
CODE = "D01"
LINES = CASE.plan.lines_answered_by(CODE)
ITEM, OTHER = LINES[0].item.key, LINES[1].item.key
Texts = Mapping[str, Mapping[str, str | None]]
NO_CONFLICT = {"row_key": terms.NOTHING_KEY, "theirs": terms.NO_CONFLICTS}
"""The one row of 競合 where there is none."""
TYPED: Texts = {e.item_key: e.fields for e in CASE.typed if not e.sub_no and e.item_key in {x.item.key for x in LINES}}


@dataclass(frozen=True)
class Desk:
    """A master as handed out, D01's blank form, and a folder for what comes back."""

    folder: Path
    blank: bytes
    name: str

    @property
    def master(self) -> Path:
        return self.folder / "事務局.xlsx"

    def send(self, texts: Texts, name: str | None = None, no: int = 1, at: str = "2026-04-10T01:00:00Z") -> Path:
        """D01 types into its form and sends it under a name."""
        entries = [Entry.model_construct(item_key=item, point=CASE.point, fields=f) for item, f in texts.items()]
        people = {"filled_by": "花子", "confirmed_by": "太郎", "submission_no": str(no)} if texts else {}
        path = self.folder / "回収" / (name or self.name)
        path.write_bytes(saved_as(type_entries(self.blank, entries, people), at, "花子"))
        return path

    def take(self, *paths: Path) -> Findings:
        """Consolidate these, or everything that has come."""
        return consolidate_into(self.master, paths or [self.folder / "回収"], CASE.point)

    def run(self, *more: str) -> Ran:
        return kosei("report", self.master, "--point", CASE.point, "--out", self.folder / "資料", *more)

    def ledger(self, item: str = ITEM) -> dict[str, CellValue]:
        rows = {str(r["row_key"]): r for r in self.rows(terms.LEDGER_SHEET)}
        row = rows[f"{CASE.point}|{item}|"]
        return {name: row[name] for name in TYPED[item] if row[name] is not None}

    def rows(self, sheet: str) -> list[dict[str, CellValue]]:
        found = cells_by_key(read_book(self.master.read_bytes(), ""), sheet)
        return [row for row in found if any(value is not None for value in row.values())]

    def said(self, sheet: str) -> list[dict[str, CellValue]]:
        """The rows of a sheet without their blank cells."""
        return [{key: value for key, value in row.items() if value is not None} for row in self.rows(sheet)]

    def choose(self, words: Mapping[int, str | None], at: str = "2026-05-01T00:00:00Z") -> None:
        """The office types under 採用 in these rows of 競合 (from 0), and saves."""
        letters = column_letters(list(terms.MASTER_SHEETS[terms.CONFLICTS_SHEET]).index("choice") + 1)
        cells = {(terms.CONFLICTS_SHEET, f"{letters}{row + 3}"): word for row, word in words.items()}
        self.master.write_bytes(saved_as(put(self.master.read_bytes(), cells), at, "次郎"))

    def save(self, at: str) -> None:
        """Somebody opens the master and saves it."""
        self.master.write_bytes(saved_as(self.master.read_bytes(), at, "次郎"))


def codes(found: Findings) -> list[str]:
    """The findings about what D01 sent."""
    return [p.code for p in found.diagnostics if p.code not in ("K406", "K408")]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Nothing has come yet."""
    master = tmp_path / "事務局.xlsx"
    init.init(master, CASE.plan_file)
    surveys = distribute.distribute(master, CASE.point, tmp_path / "配布")
    blank = next(path for path in surveys if path.name.startswith(CODE))
    (tmp_path / "回収").mkdir()
    return Desk(tmp_path, blank.read_bytes(), blank.name)


def _with(texts: Texts, item: str, **fields: str | None) -> Texts:
    return {**texts, item: {**texts[item], **fields}}


# -- blank forms -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "no"), [(None, 1), ("様式.xlsx", 1), ("最終版.xlsx", 2)], ids=["in its place", "beside it", "numbered"]
)
def test_blank_form__newer_than_a_filled_one__nothing_lost_and_said(desk: Desk, name: str | None, no: int) -> None:
    desk.send(TYPED)
    desk.take()
    filled = desk.ledger()
    assert filled == TYPED[ITEM]
    form = desk.folder / "回収" / (name or desk.name)
    people = {"submission_no": str(no)}
    form.write_bytes(saved_as(type_entries(desk.blank, [], people), "2026-05-20T01:00:00Z", "花子"))
    found = desk.take()
    assert codes(found) == ["K305", "K421"]
    assert desk.ledger() == filled
    once = desk.master.read_bytes()
    desk.take()
    assert desk.master.read_bytes() == once
    assert desk.run("--final").code == 1
    assert "何も書かれていません" in _letter(desk)
    settled = desk.send(TYPED, "出し直し.xlsx", 3)
    assert codes(desk.take(settled)) == []


def _letter(desk: Desk) -> str:
    kosei("status", desk.master, "--point", CASE.point, "--reminders", desk.folder / "依頼", "--today", "2026-04-01")
    (letter,) = (desk.folder / "依頼").glob(f"{CODE}*")
    return letter.read_text(encoding="utf-8-sig")


def test_blank_form__part_of_a_bureau__named_by_department(tmp_path: Path) -> None:
    master = tmp_path / "事務局.xlsx"
    plan = CASE.plan.model_copy(
        update={"departments": tuple(d.model_copy(update={"bureau": "部"}) for d in CASE.plan.departments)}
    )
    init.init(master, CASE.plan_file.model_copy(update={"plan": plan}))
    (survey,) = distribute.distribute(master, CASE.point, tmp_path / "配布", by_bureau=True)
    typed = [Entry.model_construct(item_key=item, point=CASE.point, fields=fields) for item, fields in TYPED.items()]
    survey.write_bytes(type_entries(survey.read_bytes(), typed, {}))
    found = consolidate_into(master, [survey], CASE.point)
    named = {dict(p.params)["department"] for p in found.diagnostics if p.code == "K423"}
    answering = {line.answering for line in plan.lines} - {CODE, None}
    assert named == {d.name for d in plan.departments if d.code in answering}
    assert "K305" not in {p.code for p in found.diagnostics}


# -- blanks beside words -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "second",
    [
        _with(TYPED, ITEM, results=None),
        {ITEM: {**dict.fromkeys(TYPED[ITEM]), "rating": "A"}},
        {ITEM: {**TYPED[ITEM], "results": "  \n "}},
    ],
    ids=["one text cleared", "rating alone", "white space"],
)
def test_blank__second_return_with_less__kept_and_asked(desk: Desk, second: Texts) -> None:
    desk.send(TYPED)
    desk.take()
    filled = desk.ledger()
    desk.send(second, "二.xlsx", 2)
    found = desk.take()
    asked = [name for name, text in TYPED[ITEM].items() if not (second[ITEM].get(name) or "").strip() and text]
    assert codes(found).count("K420") == len(asked)
    assert {**desk.ledger(), "rating": filled["rating"]} == filled
    assert desk.run("--final").code == 1
    once = desk.master.read_bytes()
    desk.take()
    assert desk.master.read_bytes() == once
    assert validate([desk.master]) == {}


def test_blank__one_cell_for_all_of_a_workbook__decides_them(desk: Desk) -> None:
    desk.send(TYPED)
    desk.take()
    desk.send({ITEM: {**dict.fromkeys(TYPED[ITEM]), "rating": "A"}, OTHER: TYPED[OTHER]}, "二.xlsx", 2)
    desk.take()
    rows = desk.rows(terms.CONFLICTS_SHEET)
    assert rows[0]["label"] == terms.ALL_BLANKS
    assert {row["theirs"] for row in rows} == {terms.BLANK}
    assert len(rows) > 2
    parts = unzip(desk.master.read_bytes())
    assert any('"残す,消す,自由記入"' in xml.decode() for name, xml in parts.items() if "worksheets/" in name)
    desk.choose({0: "消す"})
    found = consolidate_into(desk.master, [], CASE.point)
    assert desk.ledger() == {"rating": "A"}
    assert "K420" not in codes(found)
    assert desk.said(terms.CONFLICTS_SHEET) == [NO_CONFLICT]
    parts = unzip(desk.master.read_bytes())
    assert any('"課,事務局,自由記入"' in xml.decode() for name, xml in parts.items() if "worksheets/" in name)
    desk.send(TYPED, "三.xlsx", 3)
    desk.take()
    assert desk.ledger() == TYPED[ITEM]
    events = kosei("log", desk.master, "--item", LINES[0].no, "--field", "results", "--json").json["events"]
    text = TYPED[ITEM]["results"]
    assert [(e["kind"], e["old"], e["new"]) for e in events] == [
        ("taken", None, text),
        ("kept", text, text),
        ("decided", text, None),
        ("taken", None, text),
    ]


def test_blank__kept__asked_no_more_and_final_goes_on(desk: Desk) -> None:
    desk.send(TYPED)
    desk.take()
    desk.send(_with(TYPED, ITEM, results=None), "二.xlsx", 2)
    desk.take()
    desk.choose({0: "残す"})
    assert "K420" not in codes(desk.take())
    assert desk.ledger() == TYPED[ITEM]
    assert "K420" not in codes(desk.take(desk.send(_with(TYPED, ITEM, results=None, issues="三"), "三.xlsx", 3)))


# -- proposals ---------------------------------------------------------------------------------------------------------
def _behind_then_on_time(desk: Desk) -> None:
    behind = next(r for r in CASE.plan.ratings if r.requires)
    late = _with(TYPED, ITEM, rating=behind.code, **dict.fromkeys(behind.requires, "理由"))
    desk.send(late)
    desk.take()
    desk.send(_with(late, ITEM, rating="A", **dict.fromkeys(behind.requires)), "二.xlsx", 2)
    desk.take()


def _proposals(desk: Desk) -> list[CellValue]:
    return [row["choice"] for row in desk.rows(terms.CONFLICTS_SHEET) if row["field"] is not None]


def test_proposal__taken_in_again__stands_and_is_not_applied(desk: Desk) -> None:
    _behind_then_on_time(desk)
    proposed = _proposals(desk)
    assert set(proposed) == {"消す"}
    once = desk.master.read_bytes()
    assert "K420" in codes(desk.take())
    assert desk.master.read_bytes() == once
    assert "理由" in desk.ledger().values() or "理由" in [
        v for r in desk.rows(terms.LEDGER_SHEET) if r["row_key"] == f"{CASE.point}|{ITEM}|" for v in r.values()
    ]
    assert desk.run("--final").code == 1


@pytest.mark.parametrize("saved", [True, False])
def test_proposal__left_standing_by_the_office__applied(desk: Desk, saved: bool) -> None:
    _behind_then_on_time(desk)
    if saved:
        desk.save("2026-05-01T00:00:00Z")
        found = desk.take()
    else:
        found = consolidate_into(desk.master, [], CASE.point)
    assert "K420" not in codes(found)
    assert desk.said(terms.CONFLICTS_SHEET) == [NO_CONFLICT]


def test_proposal__cleared_by_the_office__asked_and_not_proposed_again(desk: Desk) -> None:
    _behind_then_on_time(desk)
    count = len(desk.rows(terms.CONFLICTS_SHEET))
    desk.choose(dict.fromkeys(range(count)))
    assert "K420" in codes(desk.take())
    assert set(_proposals(desk)) == {None}


# -- copies of one return ----------------------------------------------------------------------------------------------
SYNCED = "D01_調査票-DESKTOP-1A2B3C4.xlsx"


@pytest.mark.parametrize(
    ("other", "held"),
    [
        (_with(TYPED, ITEM, results="別の内容"), {"results"}),
        (_with(TYPED, ITEM, results=None), {"results"}),
        (_with(TYPED, ITEM, results="別の内容", rating="B"), {"results", "rating"}),
    ],
    ids=["another text", "a blank", "two cells"],
)
def test_twins__differing_in_cells__those_are_held_up_and_no_more(desk: Desk, other: Texts, held: set[str]) -> None:
    desk.send(TYPED)
    desk.send(other, SYNCED)
    found = desk.take()
    assert codes(found) == ["K404"] * len(held)
    assert desk.ledger() == {name: text for name, text in TYPED[ITEM].items() if name not in held}
    assert desk.ledger(OTHER) == TYPED[OTHER]
    (status,) = [s for s in found.status if s.department.code == CODE]
    assert (status.state, status.blanks, len(status.errors)) == ("errors", (), len(held))
    once = desk.master.read_bytes()
    desk.take()
    assert desk.master.read_bytes() == once
    assert validate([desk.master]) == {}
    settled = desk.take(desk.send(TYPED, "出し直し.xlsx", 2))
    assert "K404" not in codes(settled)
    assert desk.ledger() == TYPED[ITEM]


@pytest.mark.parametrize(
    "name",
    ["{} (花子 の競合コピー 2026-04-10).xlsx", "{} - コピー.xlsx", "{}(1).xlsx", "{}-PC001.xlsx", "{}_競合.xlsx"],
)
def test_twins__of_any_program_that_syncs__one_cell_held_up_and_the_rest_taken(desk: Desk, name: str) -> None:
    desk.send(TYPED)
    desk.send(_with(TYPED, ITEM, results="別の内容"), name.format(Path(desk.name).stem))
    found = desk.take()
    assert codes(found) == ["K404"]
    (problem,) = [p for p in found.diagnostics if p.code == "K404"]
    assert problem.item == LINES[0].no
    assert problem.at is not None
    assert problem.at.cell is not None
    assert desk.ledger() == {key: text for key, text in TYPED[ITEM].items() if key != "results"}
    assert desk.ledger(OTHER) == TYPED[OTHER]


def test_twins__one_after_the_other__the_first_stays(desk: Desk) -> None:
    desk.take(desk.send(TYPED))
    found = desk.take(desk.send(_with(TYPED, ITEM, results="別の内容"), SYNCED))
    assert codes(found) == ["K404"]
    assert desk.ledger() == TYPED[ITEM]


def test_twins__a_third_copy__the_cell_stays_held_up_and_new_differences_join_it(desk: Desk) -> None:
    one, two = desk.send(TYPED), desk.send(_with(TYPED, ITEM, results="別の内容"), SYNCED)
    desk.take(one, two)
    found = desk.take(desk.send(_with(TYPED, OTHER, results="三つ目"), "写し.xlsx"))
    told = {(p.item, dict(p.params)["label"]) for p in found.diagnostics if p.code == "K404"}
    assert told == {(LINES[0].no, "取組実績"), (LINES[1].no, "取組実績")}
    assert "results" not in desk.ledger()
    assert desk.ledger(OTHER) == TYPED[OTHER], "what had been taken in stays"


def test_twins__agreeing_on_a_blank__asked_once(desk: Desk) -> None:
    desk.take(desk.send(TYPED))
    blank = _with(TYPED, ITEM, results=None)
    desk.send(blank, "二.xlsx", 2)
    desk.send(_with(blank, OTHER, results="別の内容"), SYNCED, 2)
    assert sorted(codes(desk.take())) == ["K404", "K420"]
    assert len(desk.rows(terms.CONFLICTS_SHEET)) == 1


def test_twins__later_return_without_that_text__still_told(desk: Desk) -> None:
    desk.send(TYPED)
    desk.send(_with(TYPED, ITEM, results="別の内容"), SYNCED)
    desk.take()
    later = desk.take(desk.send({OTHER: TYPED[OTHER]}, "二.xlsx", 2))
    assert "K404" in codes(later), "a row without words settles nothing"


def test_office__clears_a_cell_with_a_question__closed(desk: Desk) -> None:
    desk.take(desk.send(TYPED))
    desk.take(desk.send(_with(TYPED, ITEM, results=None), "二.xlsx", 2))
    data = desk.master.read_bytes()
    at = address_of(read_book(data, ""), terms.LEDGER_SHEET, f"{CASE.point}|{ITEM}|", "results")
    desk.master.write_bytes(put(data, {(terms.LEDGER_SHEET, at): None}))
    assert "K420" not in codes(desk.take())
