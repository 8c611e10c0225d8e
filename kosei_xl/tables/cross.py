"""Cross tables of the tidy frames."""

from typing import TYPE_CHECKING

from kosei_xl.read.master import Master
from kosei_xl.tables.columns import KINDS, MISSING, TOTAL, columns_of, rating_keys
from kosei_xl.tables.frames import frame_of, ledger_table, of_point

if TYPE_CHECKING:
    import pandas as pd


def cross_table(frame: "pd.DataFrame", rows: str, columns: str) -> "pd.DataFrame":
    """How many rows of a table have each pair of values, in the order in which they come; what is blank is counted too.

    Every category of a choice (`rating`) is there, also with no rows. Raises KeyError for a column that is not there.
    """
    import pandas as pd

    down, across = (_with_blanks(frame[name]) for name in (rows, columns))
    found = pd.crosstab(down, across, dropna=False)
    made: pd.DataFrame = found.reindex(index=down.cat.categories, columns=across.cat.categories, fill_value=0)
    return made.rename_axis(index=rows, columns=columns)


BLANK_CASE = "（空欄）"
"""How a cross table calls what is not known."""


def _with_blanks(values: "pd.Series") -> "pd.Series":
    import pandas as pd

    known = values.cat.categories if isinstance(values.dtype, pd.CategoricalDtype) else values.dropna().unique()
    names = [str(value) for value in known]
    texts = values.astype("string").fillna(BLANK_CASE)
    if values.isna().any():
        names.append(BLANK_CASE)
    return texts.astype(pd.CategoricalDtype(names))


def ratings_table(office: Master) -> "pd.DataFrame":
    """How many rated items of each policy area have each rating, at each point: the figures of 集計, with repeats."""
    plan, ledger = office.plan, ledger_table(office)
    rated = ledger[(ledger["kind"] == KINDS[0]) & ledger["point"].isin([point.key for point in plan.points])]
    rows = []
    for point in plan.points:
        here = rated[rated["point"] == point.key]
        for area in plan.areas:
            own = here.loc[here["area_no"] == area.no, "rating"]
            counts = own.value_counts()
            rows.append(
                {
                    **of_point(plan, point.key),
                    "area_no": area.no,
                    "area": area.name,
                    **{key: int(counts.get(code, 0)) for code, key in rating_keys(office).items()},
                    MISSING: int(own.isna().sum()),
                    TOTAL: len(own),
                }
            )
    return frame_of(columns_of("ratings", office), rows)
