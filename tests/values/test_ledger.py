"""Keys of the ledger, the three-way merge, and what stands for a row."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kosei_xl.read.tables import typed_text
from kosei_xl.values.cells import CellRef, cell_at
from kosei_xl.values.ledger import (
    Ledger,
    PlacesInReturn,
    Received,
    entry_key,
    joined_other,
    merge_field,
    pieces_of_other,
    places_text,
    row_key,
)
from kosei_xl.values.model import ROW, EntryKey, Slot, indicator_slot, photo_slot
from tests.tools.builders import END, HALF, MORE_ITEMS, make_plan, standing

_KEYS = st.text(st.characters(codec="utf-8", exclude_characters="|/", exclude_categories=("Z", "C")), min_size=1)
_TEXTS = st.sampled_from((None, "一", "二", "三"))
PLAN = make_plan(MORE_ITEMS)
LINES = {line.no: line for line in PLAN.lines}


# -- keys ------------------------------------------------------------------------------------------------------------
_SLOTS = st.just(ROW) | st.builds(indicator_slot, st.integers(1, 99)) | st.builds(photo_slot, st.integers(1, 99))


@given(_KEYS, st.none() | _KEYS, _KEYS, _SLOTS)
def test_row_key__any_key__read_back(item_key: str, sub_no: str | None, point: str, slot: Slot) -> None:
    key = EntryKey(item_key, sub_no, point, slot)
    assert entry_key(row_key(key)) == key


@pytest.mark.parametrize("text", ["", "R7", "R7|a", "|a|", "R7||1", "R7|a|1|x", "R7|a|1|2|3", "band:1", "area:1", "+1"])
def test_entry_key__anything_else__none(text: str) -> None:
    assert entry_key(text) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("R7|a|", EntryKey("a", None, "R7")),
        ("R7|a|1", EntryKey("a", "1", "R7")),
        ("R7|a||2", EntryKey("a", None, "R7", indicator_slot(2))),
        ("R7|a||1002", EntryKey("a", None, "R7", photo_slot(2))),
        ("R7|a|1|2", EntryKey("a", "1", "R7", indicator_slot(2))),
    ],
)
def test_entry_key__row_and_indicator__told_apart(text: str, key: EntryKey) -> None:
    assert entry_key(text) == key


# -- merge_field -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("base", "theirs", "ours", "value", "conflict"),
    [
        ("一", "一", "一", "一", False),
        ("一", "二", "一", "二", False),
        ("一", "一", "二", "二", False),
        ("一", "二", "二", "二", False),
        ("一", "二", "三", "三", True),
        ("一", None, "一", None, False),
        ("一", "一", None, None, False),
        ("一", None, "二", "二", True),
        ("一", "二", None, None, True),
        (None, "一", None, "一", False),
        (None, "一", "二", "二", True),
        (None, None, None, None, False),
    ],
)
def test_merge_field__who_changed_what__as_a_careful_clerk_would(
    base: str | None, theirs: str | None, ours: str | None, value: str | None, conflict: bool
) -> None:
    assert merge_field(base, theirs, ours) == (value, conflict)


@given(_TEXTS, _TEXTS, _TEXTS)
def test_merge_field__laws__hold(base: str | None, theirs: str | None, ours: str | None) -> None:
    value, conflict = merge_field(base, theirs, ours)
    assert value in (theirs, ours), "nothing is made up"
    assert conflict == (theirs != base and ours != base and theirs != ours), "a conflict is two different changes"
    assert not conflict or value == ours, "the office's wording stands"
    assert merge_field(base, base, ours) == (ours, False), "nothing sent, nothing changed"
    assert merge_field(base, theirs, base) == (theirs, False), "nothing edited, all taken"
    assert merge_field(theirs, theirs, value) == (value, False), "taking it in again changes nothing"
    assert conflict == merge_field(base, ours, theirs)[1], "a conflict is one from both sides"
    assert merge_field(base, theirs, theirs) == (theirs, False), "agreement is no conflict"


# -- Received --------------------------------------------------------------------------------------------------------
def test_received_place__cells__of_the_field_or_its_sheet() -> None:
    cells = {name: cell_at("f.xlsx", "様式", at) for name, at in (("rating", "E4"), ("cause", "AA10"), ("bad", "!"))}
    row = Received(EntryKey("a-1", None, END), "D1", 1, "f.xlsx", "x", "", {}, sheet="様式", cells=cells)
    assert row.place("rating") == CellRef("f.xlsx", "様式", 4, 5)
    assert row.place("cause") == CellRef("f.xlsx", "様式", 10, 27)
    assert row.place("bad") == CellRef("f.xlsx", "様式")
    assert row.place("results") == CellRef("f.xlsx", "様式")


_PLACED = st.dictionaries(
    st.text("abc_", min_size=1, max_size=4), st.sampled_from(("E4", "AA10", "4:4", "E:E", "None", "", "e4", "E4=F5"))
)


@given(_PLACED, st.none() | st.just("様式"))
def test_places_in_return__any_text__the_cells_that_its_pairs_name(placed: dict[str, str], sheet: str | None) -> None:
    places = PlacesInReturn("f.xlsx", sheet, "\n ".join(f"{name}={at}" for name, at in placed.items()))
    assert places == {name: cell_at("f.xlsx", sheet, at) for name, at in placed.items()}
    assert (bool(places), len(places)) == (bool(placed), len(placed))
    assert places_text(PlacesInReturn.named("f.xlsx", sheet, places)) == places_text(dict(places))


def test_places_in_return__a_field_twice__the_last_and_no_other_name_that_ends_so() -> None:
    places = PlacesInReturn("f.xlsx", "様式", "my_rating=E4 rating=F5 rating=G6")
    assert {name: place.cell for name, place in places.items()} == {"my_rating": "E4", "rating": "G6"}
    assert places.get("ating") is None
    assert not PlacesInReturn("f.xlsx", "様式", " ")


def test_places_in_return__words_that_people_typed_there__names_of_no_cell() -> None:
    """Whoever goes through them all, as what is kept of a run does, meets them."""
    places = PlacesInReturn("f.xlsx", "様式", "メモ rating=E4 =F5 rating")
    whole = CellRef("f.xlsx", "様式")
    assert dict(places) == {"メモ": whole, "rating": whole, "": cell_at("f.xlsx", "様式", "F5")}


def test_received_rank__submission_number_then_time__ordered() -> None:
    def row(number: int, saved_at: str) -> Received:
        return Received(EntryKey("a-1", None, END), "D1", number, "f.xlsx", "x", saved_at, {})

    ranks = [row(1, ""), row(1, "2026-04-01 00:00:00"), row(1, "2026-04-02 00:00:00"), row(2, "")]
    assert sorted(ranks, key=lambda r: r.rank) == ranks


# -- what stands for a row -------------------------------------------------------------------------------------------
def test_fields_of__repeated_listing__texts_of_its_original_and_its_own_rating() -> None:
    current = {
        EntryKey("a-1", None, END): {"rating": "A", "results": "開設した"},
        EntryKey("a-5", None, END): {"results": "別の文"},
    }
    assert standing(PLAN, END, Ledger(current)).fields(LINES["5"]) == {"rating": "A", "results": "開設した"}
    current[EntryKey("a-5", None, END)] = {"rating": "B"}
    assert standing(PLAN, END, Ledger(current)).fields(LINES["5"]) == {"rating": "B", "results": "開設した"}
    assert standing(PLAN, END, Ledger(current)).fields(LINES["1"]) == {"rating": "A", "results": "開設した"}
    assert standing(PLAN, HALF, Ledger(current)).fields(LINES["5"]) == {}


def test_rating_of__blank_unrated_unknown_or_sub_item__none() -> None:
    current = {
        EntryKey("a-1", None, END): {"rating": "A"},
        EntryKey("a-2", None, END): {"rating": "Z"},
        EntryKey("a-4", None, END): {"rating": "A"},
        EntryKey("a-6", "1", END): {"rating": "A"},
    }
    end = standing(PLAN, END, Ledger(current))
    ratings = {no: end.rating(line) for no, line in LINES.items()}
    assert {no: rating.code for no, rating in ratings.items() if rating} == {"1": "A", "5": "A"}


def test_indicators_of__by_number__those_of_the_original_for_a_repeated_listing() -> None:
    current = {
        EntryKey("a-1", None, END, indicator_slot(10)): {"indicator": "十"},
        EntryKey("a-1", None, END, indicator_slot(2)): {"indicator": "二"},
        EntryKey("a-1", None, END, indicator_slot(3)): {},
        EntryKey("a-1", None, HALF, indicator_slot(1)): {"indicator": "前"},
        EntryKey("a-1", None, END): {"results": "本文"},
        EntryKey("a-5", None, END, indicator_slot(1)): {"indicator": "再掲の"},
    }
    end = standing(PLAN, END, Ledger(current))
    assert end.indicators(LINES["1"]) == ({"indicator": "二"}, {"indicator": "十"})
    assert end.indicators(LINES["5"]) == ({"indicator": "二"}, {"indicator": "十"})
    assert end.indicators(LINES["2"]) == ()


# -- その他の記入 in cells ---------------------------------------------------------------------------------------------
@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(alphabet="あa 　\n😀", max_size=60), max_size=6), st.integers(1, 2500))
def test_pieces_of_other__any_texts__fit_a_cell_and_nothing_lost(texts: list[str], times: int) -> None:
    whole = "\n".join((text * times)[:120_000] for text in texts)
    pieces = pieces_of_other(whole)
    assert all(len(piece.encode("utf-16-le")) // 2 <= 32_767 for piece in pieces)
    assert joined_other(pieces) == whole


def test_pieces_of_other__long_line__cut_where_no_white_space_is() -> None:
    whole = f"表!A1: {'あ' * 40_000}　{'い' * 40_000}"
    pieces = pieces_of_other(whole)
    assert len(pieces) > 2
    assert all(piece == piece.strip() for piece in pieces)
    assert joined_other([typed_text(piece) or "" for piece in pieces]) == whole


def test_pieces_of_other__short_texts__one_piece() -> None:
    assert pieces_of_other("") == ("",)
    assert pieces_of_other("表!A1: 一\n表!A2: 二") == ("表!A1: 一\n表!A2: 二",)
