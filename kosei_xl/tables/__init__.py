"""Tidy tables for analysts, as pandas DataFrames: one row a case, one column a variable, one cell a datum.

>>> from pathlib import Path
>>> from kosei_xl import read_master, tables
>>> office = read_master(Path("事務局ブック.xlsx").read_bytes())
>>> ledger = tables.ledger_table(office)
>>> ledger[["no", "name", "rating"]].dtypes.astype(str).tolist()
['string', 'string', 'category']
>>> counts = tables.cross_table(ledger[ledger["point"] == "R7_year_end"], "area", "rating")
>>> int(counts["S"].sum())
2
>>> reached = tables.indicator_table(office).groupby("point")["reached"].mean()

`ledger_table`, `indicator_table`, `photo_table`, `received_table` and `ratings_table` each describe their columns:
`columns_of` gives key, Japanese head, type and meaning of every one. Texts are as they stand in the master; a number is
beside its text, never in its place. What is not known is `pd.NA`. pandas is loaded by the first call, and by nothing
else than this room and the worksheet function KOSEI_TABLE: check, consolidate and report never wait for it.
"""

from kosei_xl.tables.columns import TableKind, TidyColumn, columns_of
from kosei_xl.tables.cross import cross_table, ratings_table
from kosei_xl.tables.frames import indicator_table, ledger_table, photo_table, received_table

__all__ = [
    "TableKind",
    "TidyColumn",
    "columns_of",
    "cross_table",
    "indicator_table",
    "ledger_table",
    "photo_table",
    "ratings_table",
    "received_table",
]
