"""Plans with ratings for counting, at random."""

from hypothesis import strategies as st

from kosei_xl.values.model import EntryKey, Item, Plan, Rating
from tests.tools.builders import AREAS, END, RATINGS, make_plan

SCALE = (*RATINGS, Rating(code="-", label="評価なし", counted=False))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Plan, dict[EntryKey, dict[str, str]]]:
    """A plan with unrated items and repeated listings forwards and backwards, and ratings, some blank or unknown."""
    size = draw(st.integers(1, 12))
    originals = draw(st.sets(st.integers(0, size - 1), min_size=1))
    items, current = [], {}
    for n in range(size):
        repeats = None if n in originals else f"i{draw(st.sampled_from(sorted(originals)))}"
        kind = "rated" if repeats else draw(st.sampled_from(("rated", "rated", "unrated")))
        area = draw(st.sampled_from(AREAS)).no
        items.append(
            Item.model_validate(
                {"key": f"i{n}", "no": str(n), "name": "x", "area_no": area, "kind": kind, "repeats": repeats}
            )
        )
        rating = draw(st.sampled_from((None, "S", "A", "B", "-", "Z")))
        if rating is not None:
            current[EntryKey(f"i{n}", "", END)] = {"rating": rating}
    return make_plan(items, ratings=SCALE), current
