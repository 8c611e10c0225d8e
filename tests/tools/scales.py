"""Twelve scales as cities write them, a small plan for each, and what people type for it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kosei_xl.values.model import Column, Item, Part, Plan, PlanFile, Rating
from kosei_xl.workbook.parts import CellInput
from tests.tools.builders import END, make_plan

_FORM = (("rating", "評価"), ("results", "取組実績"), ("cause", "要因"))

_IDENTITY = (("no", "No.", 6.0), ("name", "項目", 24.0))
_ENTRIES = (("rating", "評価", 9.0), ("results", "取組実績", 30.0))


@dataclass(frozen=True)
class ScaleCase:
    """A scale and how it is typed: `spelt` says what stands in the cell for a code where that is not the code."""

    name: str
    ratings: tuple[Rating, ...]
    spelt: Mapping[str, CellInput]

    @property
    def given(self) -> tuple[str | None, ...]:
        """The code of each item in turn: the nth rating n+1 times, and one item that is left blank."""
        codes = [rating.code for n, rating in enumerate(self.ratings) for _ in range(n + 1)]
        return (*codes, None)

    @property
    def counts(self) -> Counter[str | None]:
        """How often each code is given."""
        return Counter(self.given)

    @property
    def behind(self) -> int:
        """How many rows are behind."""
        return sum(self.counts[rating.code] for rating in self.ratings if rating.behind)

    @property
    def plan(self) -> Plan:
        """Items of two areas in turn, one for each of `given`; a form, a summary table, a sentence and two lists."""
        items = [
            Item(key=f"i{n}", no=str(n), name=f"取組{n}", area_no=str(1 + n % 2), departments=("D1",))
            for n in range(1, len(self.given) + 1)
        ]
        parts = (
            Part(key="form", kind="form", sheet="様式"),
            Part(
                key="text",
                kind="text",
                sheet="概要",
                title="概要",
                text="{評価文}です。遅れは{遅れ件数:半角}件です。\n{凡例}",
            ),
            Part(key="summary", kind="summary", sheet="総括表", title="総括表"),
            Part(key="list", kind="list", sheet="一覧", title="一覧", foot=True, paper="A4横"),
            Part(key="delayed", kind="delayed", sheet="遅れ", title="遅れている取組"),
        )
        columns = [
            *(Column(part="form", key=key, label=key, entry="shown") for key in ("no", "name")),
            *(Column(part="form", key=key, label=label, source="entry", entry="input") for key, label in _FORM),
        ]
        for part in ("list", "delayed"):
            columns += [Column(part=part, key=key, label=label, width=width) for key, label, width in _IDENTITY]
            columns += [
                Column(part=part, key=key, label=label, width=width, source="entry") for key, label, width in _ENTRIES
            ]
        return make_plan(items, ratings=self.ratings, parts=parts, columns=tuple(columns))

    @property
    def plan_file(self) -> PlanFile:
        """The plan as PLAN.json."""
        return PlanFile(plan=self.plan)


def _scale(*codes: str, behind: str = "", aside: Sequence[str] = (), **labels: str) -> tuple[Rating, ...]:
    """Ratings from the best to the worst; those of `aside` stand outside the order, `behind` names the late ones."""
    late = behind.split()
    return tuple(
        Rating(
            code=code,
            label=labels.get(f"c{n}", f"評価の{n}番目" if len(code) < 3 else code),
            order=None if code in aside else n,
            legend=f"{n}番目の評価",
            behind=code in late,
            requires=("cause",) if code in late else (),
            counted=code not in aside,
        )
        for n, code in enumerate(codes, 1)
    )


SCALES = (
    ScaleCase("letters", _scale("S", "A", "B", "C", behind="B C"), {"A": "ａ", "C": "「C」"}),
    ScaleCase("letters_to_e", _scale("A", "B", "C", "D", "E", behind="D E"), {}),
    ScaleCase("marks", _scale("◎", "○", "△", "×", behind="△ ×"), {"○": "〇", "△": "Δ", "×": "✕"}),
    ScaleCase("digits", _scale("5", "4", "3", "2", "1", behind="2 1"), {"5": 5, "4": "４", "2": 2.0}),
    ScaleCase("two", _scale("達成", "未達成", behind="未達成"), {}),
    ScaleCase(
        "words", _scale("順調に進んでいる", "おおむね順調", "やや遅れている", "遅れ", behind="やや遅れている 遅れ"), {}
    ),
    ScaleCase("primes", _scale("A′", "A", "B′", "B", behind="B′ B"), {"A′": "A'", "B′": "Ｂ’"}),
    ScaleCase("plus_minus", _scale("A+", "A", "A−", "B+", "B", "B−", behind="B B−"), {"A−": "A-", "B+": "Ｂ＋"}),
    ScaleCase("dash", _scale("◎", "○", "×", "－", behind="×", aside=("－",)), {"－": "-"}),
    ScaleCase(
        "outside",
        _scale(
            "◎",
            "○",
            "△",
            "×",
            "完了",
            "中止",
            "未着手",
            "評価困難",
            behind="△ ×",
            aside=("完了", "中止", "未着手", "評価困難"),
        ),
        {},
    ),
    ScaleCase("days", _scale("1-1", "1-2", "2-1", "3/4", behind="3/4"), {}),
    ScaleCase("signs", _scale("*", "?", ">=1", '"', behind=">=1"), {}),
)
"""Each of another kind; the number 5 and the text 5, days and patterns are what a spreadsheet makes of some of them."""
POINT = END
