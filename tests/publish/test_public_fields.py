"""Which fields are published because a part of the documents prints them."""

import pytest

from kosei_xl.publish.edition import public_fields
from tests.tools.courses import PART, course_plan


@pytest.mark.parametrize(
    ("shows", "entries", "indicators"),
    [((), True, True), (("評価",), False, False), (("金額",), True, False), (("評価", "指標"), False, True)],
)
def test_public_fields__course__what_its_rows_show_and_no_more(
    shows: tuple[str, ...], entries: bool, indicators: bool
) -> None:
    found = public_fields(course_plan(4, 5, PART.model_copy(update={"shows": shows})))
    assert ("effect" in found.entries) is entries
    assert found.indicators is indicators
