"""Places of the values of a plan or a ledger: all of a row known, none made before it is asked for."""

import pytest

from kosei_xl.read.places import RowPlaces
from kosei_xl.values.cells import CellRef

HOME = CellRef("a.xlsx", "台帳")
ROW = CellRef("a.xlsx", "台帳", 7)
KEY = ("a-1", None, "end", 0)


def _places() -> RowPlaces:
    places = RowPlaces({(): HOME})
    places.put_row(KEY, ROW, ("rating", "results", "gone"), {"rating": 3, "results": 4, "no": 1})
    return places


def test_places__of_a_row_and_its_fields() -> None:
    places = _places()
    assert places[()] == HOME
    assert places[KEY] == ROW
    assert places[*KEY, "results"] == CellRef("a.xlsx", "台帳", 7, 4)
    assert places[*KEY, "gone"] == ROW, "a field without a column stands at its row"


def test_places__what_is_no_field_of_the_row__not_known() -> None:
    places = _places()
    assert places.get((*KEY, "no")) is None
    assert places.get(("a-2", None, "end", 0, "rating")) is None
    with pytest.raises(KeyError):
        places[*KEY, "no"]


def test_places__one_put_by_itself_wins_and_counts_once() -> None:
    places = _places()
    places.update({(*KEY, "rating"): HOME, (*KEY, "no"): CellRef("a.xlsx", "台帳", 7, 1)})
    assert places[*KEY, "rating"] == HOME
    assert dict(places) == {
        (): HOME,
        KEY: ROW,
        (*KEY, "rating"): HOME,
        (*KEY, "results"): CellRef("a.xlsx", "台帳", 7, 4),
        (*KEY, "gone"): ROW,
        (*KEY, "no"): CellRef("a.xlsx", "台帳", 7, 1),
    }
    assert len(places) == 6
