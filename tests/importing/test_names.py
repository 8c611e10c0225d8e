"""Departments in one cell: several, with their 部, and names that hold the sign that joins them."""

import pytest

from kosei_xl.importing.names import read_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("企画課、財務課", ("企画課", "財務課")),
        ("企画課\n財務課", ("企画課", "財務課")),
        ("企画課・財務課", ("企画課", "財務課")),
        ("住まい・みどり課", ("住まい・みどり課",)),
        ("企画課・住まい・みどり課", ("企画課", "住まい・みどり課")),
        ("－", ()),
    ],
)
def test_read_names(text: str, names: tuple[str, ...]) -> None:
    assert read_names([text]).names[text] == names


def test_read_names__one_name_or_two__asked_about() -> None:
    assert read_names(["住まい・みどり課"]).unclear == ("住まい・みどり課",)
    assert read_names(["企画課・財務課"]).unclear == ()


def test_read_names__bureau_before_each__apart() -> None:
    found = read_names(["総務部企画課", "総務部　財務課", "福祉部長寿課・福祉部介護課"], bureaus=True)
    assert [*found.names.values()] == [("企画課",), ("財務課",), ("長寿課", "介護課")]
    assert found.bureaus == {"企画課": "総務部", "財務課": "総務部", "長寿課": "福祉部", "介護課": "福祉部"}


def test_read_names__a_word_that_only_looks_like_a_bureau__stays() -> None:
    assert read_names(["部長室", "本部事務課"], bureaus=True).names == {
        "部長室": ("部長室",),
        "本部事務課": ("本部事務課",),
    }
