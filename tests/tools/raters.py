"""A plan whose items are rated by the department, the office and a committee, on two axes."""

from kosei_xl.values.fields import EntryField
from kosei_xl.values.model import Column, EntryKey, Item, Part, Plan
from tests.tools.builders import DEPARTMENTS, END, make_plan

RATERS = (
    EntryField(field="second", label="二次評価", type="rating", filled_by="office", rater="事務局"),
    EntryField(field="panel", label="委員会評価", type="rating", filled_by="committee", rater="委員会"),
    EntryField(field="outcome", label="成果", type="rating", rater="課", axis="成果"),
)
GIVEN = (("S", "A", None), ("A", "A", "B"), ("B", None, None), (None, "S", "S"), ("A", "B", "?"))
"""What the department, the office and the committee gave to each item."""
ITEMS = (
    *(
        Item(key=f"i{n}", no=str(n), name=f"取組{n}", area_no=str(1 + n % 2), departments=(DEPARTMENTS[0].code,))
        for n in range(1, len(GIVEN) + 1)
    ),
    Item(key="again", no="6", name="取組2", area_no="1", departments=(DEPARTMENTS[0].code,), repeats="i2"),
)
SIDE_BY_SIDE = ("rating", "second", "panel", "record")


def rated_by_many(record: str = "委員会", instead: str = "二次評価") -> Plan:
    """The plan; `record` and `instead` are its settings of the rating of record."""
    parts = (
        Part(key="form", kind="form", sheet="様式"),
        Part(key="text", kind="text", sheet="概要", title="概要", text="{評価文}、遅れ{遅れ:半角}件。"),
        Part(key="own", kind="text", sheet="概要", title="自己評価", text="{評価文}。", ratings=("評価",)),
        Part(key="summary", kind="summary", sheet="総括表", title="総括表", ratings=("事務局",)),
        Part(key="list", kind="list", sheet="一覧", foot=True),
        Part(key="delayed", kind="delayed", sheet="遅れ"),
    )
    columns = (
        *(Column(part="form", key=key, label=key, entry="shown") for key in ("no", "name")),
        Column(part="form", key="rating", label="評価", source="entry", entry="input"),
        Column(part="form", key="outcome", label="成果", source="entry", entry="input"),
        Column(part="form", key="cause", label="要因", source="entry", entry="input"),
        Column(part="form", key="next_steps", label="今後の対応", source="entry", entry="input"),
        Column(part="list", key="no", label="No.", width=6),
        *(Column(part="list", key=key, label=key, width=8, source="entry") for key in SIDE_BY_SIDE),
    )
    style = {"rating_of_record": record, "rating_instead": instead}
    return make_plan(ITEMS, parts=parts, columns=columns, style=style, fields=RATERS)


def given_by_many() -> dict[EntryKey, dict[str, str]]:
    """What stands in the ledger."""
    return {
        EntryKey(f"i{n}", None, END): {
            key: code for key, code in zip(("rating", "second", "panel"), codes, strict=True) if code is not None
        }
        for n, codes in enumerate(GIVEN, 1)
    }
