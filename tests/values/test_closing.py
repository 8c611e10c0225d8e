"""Which points are closed, and the seal of what was kept."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.values.closing import closed_points, seal
from kosei_xl.values.stored import ClosedPoint, StoredValue, records_of, rows_of

DAY = date(2026, 5, 1)
TEXT = st.text(st.sampled_from("a|文\x1f\x1e"), max_size=3)
VALUES = st.lists(
    st.builds(StoredValue, kind=st.sampled_from(["plan", "entry"]), key=TEXT, field=TEXT, text=TEXT.map("文".__add__)),
    max_size=4,
)


def record(number: int, point: str, act: str = "closed", publication: int | None = None) -> ClosedPoint:
    return ClosedPoint.model_validate(
        {"number": number, "point": point, "act": act, "publication": publication, "date": DAY}
    )


def test_closed_points__closed_reopened_imported__the_last_word_holds() -> None:
    records = [
        record(1, "R6", "imported"),
        record(2, "R7h", publication=1),
        record(3, "R7", publication=2),
        record(4, "R7h", "reopened"),
        record(5, "R7", "reopened"),
        record(6, "R7", publication=4),
    ]
    assert {point: one.number for point, one in closed_points(records).items()} == {"R6": 1, "R7": 6}
    assert closed_points(()) == {}


def test_records_of__each_act__the_same_records() -> None:
    records = [
        record(1, "R6", "imported"),
        record(2, "R7", publication=3).model_copy(update={"sha256": "ab"}),
        record(3, "R7", "reopened").model_copy(update={"why": "集計の誤り"}),
    ]
    assert list(records_of(ClosedPoint, [row for one in records for row in rows_of(one)])) == records


@given(VALUES, VALUES)
def test_seal__two_lists_of_values__equal_only_for_equal_ones(one: list[StoredValue], two: list[StoredValue]) -> None:
    def shown(values: list[StoredValue]) -> list[tuple[str, str, str, str]]:
        return [(v.kind, v.key, v.field, v.text) for v in values]

    plain = [v for v in (*one, *two) if "\x1f" in v.key + v.field + v.text or "\x1e" in v.key + v.field + v.text]
    assert plain or (seal(one) == seal(two)) == (shown(one) == shown(two))
