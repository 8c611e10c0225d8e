"""Charts: what they must say, and whether what they hold, and the cells that they are drawn from, say it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kosei_xl.proof.verify.facts import Facts
from kosei_xl.proof.verify.says import ChartSays, PartSays, ReportSays, RowSays, Says, SaysKind
from kosei_xl.read.report import Found
from kosei_xl.read.tables import text_of
from kosei_xl.values.cells import CellRef, Charted, Sheet, column_number
from kosei_xl.values.counting import table_asked
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.model import Part
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.legends import CHART_ROW
from kosei_xl.words.messages import told
from kosei_xl.words.notation import wide

_AT = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$")
_MOST_CELLS, _MOST_RELATED = 1000, 3


def with_chart_says(says: PartSays, facts: Facts, part: Part) -> PartSays:
    """What a summary table says, with its chart where 帳票 asks for one."""
    if part.kind != "summary" or not table_asked(facts.plan, part).chart:
        return says
    areas = [one for one in facts.areas.in_print if facts.areas.level(one.key or one.no) == 1]
    bars = [(one.key or one.no, f"{facts.areas.number(one.key or one.no)} {one.name}") for one in areas]
    tallies = {_named(one.code, one.label): [facts.given(one.code, no) for no, _ in bars] for one in facts.named}
    if facts.blank().number:
        tallies["未記入"] = [facts.blank(no) for no, _ in bars]
    if not tallies:
        return says
    series = [
        (Says(name), tuple(Says(str(one.number), SaysKind.FIGURE, facts.origins(one)) for one in own))
        for name, own in tallies.items()
    ]
    chart = ChartSays(tuple(Says(text) for _, text in bars), tuple(series))
    row = RowSays(part.key, CHART_ROW, told("verify_chart", part=says.about), {})
    return replace(says, rows=(*says.rows, row), chart=chart)


def _named(code: str, label: str) -> str:
    return label if label == code else f"{label}（{wide(code)}）"


def chart_findings(says: ReportSays, found: Found, point: str) -> Iterator[Diagnostic]:
    """Charts that are gone (K707), figures (K701) and words (K702) of them that are wrong, in what they hold and in the
    cells that they refer to, and charts that nothing proves (K711).
    """
    drawn = [part for part in says.parts if part.chart is not None]
    places = {part.key: _place_of(part, found) for part in drawn}
    pairs = dict(_paired(places, found.charts))
    for part in drawn:
        about = told("verify_chart", part=part.about)
        if part.key not in pairs:
            yield diagnostic(Code.PIECE_MISSING, places[part.key], point=point, what=about)
        elif part.chart is not None:
            named = {"point": point, "about": str(about)}
            yield from _Compared(part.chart, pairs[part.key], found.figures, named).findings()
    for chart in found.charts:
        if chart not in pairs.values():
            text = "、".join(value for one in chart.series for value in (one.name, *one.values) if value)
            yield diagnostic(Code.FIGURE_NOT_PROVEN, chart.at, point=point, found=text or told("verify_a_chart"))


def _place_of(part: PartSays, found: Found) -> CellRef:
    """The row over which the chart of a part lies; where that is gone, the last one of the part."""
    rows = (found.rows.get((part.key, row.name), ()) for row in reversed(part.rows))
    return next((own[-1].at for own in rows if own), CellRef(found.file))


def _paired(places: Mapping[str, CellRef], charts: Sequence[Charted]) -> Iterator[tuple[str, Charted]]:
    """Each part with its chart: the one over its row; where a sheet has as many as it should, from top to bottom."""
    for sheet in dict.fromkeys(at.sheet for at in places.values()):
        parts = sorted((at.row or 0, key) for key, at in places.items() if at.sheet == sheet)
        here = sorted((one for one in charts if one.at.sheet == sheet), key=lambda one: one.at.row or 0)
        if len(here) == len(parts):
            yield from ((key, one) for (_, key), one in zip(parts, here, strict=True))
            continue
        for row, key in parts:
            yield from ((key, one) for one in here if one.at.row == row)


class _Compared:
    """One chart beside what it must say."""

    def __init__(self, says: ChartSays, chart: Charted, figures: Sheet | None, named: Mapping[str, str]) -> None:
        self.says, self.chart, self.figures = says, chart, figures
        self.point, self.about = named["point"], named["about"]

    def findings(self) -> Iterator[Diagnostic]:
        """What differs, series by series."""
        bars = self.says.bars
        for n, (name, values) in enumerate(self.says.series):
            if n >= len(self.chart.series):
                yield self._differs(Code.WORDS_DIFFER, self.chart.at, name.text, "", name)
                continue
            own = self.chart.series[n]
            yield from self._held((name,), (own.name,), own.name_at, name)
            yield from self._held(bars, own.categories, own.categories_at, name)
            yield from self._held(values, own.values, own.values_at, name)
        for extra in self.chart.series[len(self.says.series) :]:
            yield self._differs(Code.WORDS_DIFFER, self.chart.at, "", extra.name or told("verify_a_chart"), Says(""))

    def _held(self, says: Sequence[Says], held: Sequence[str], at: str, name: Says) -> Iterator[Diagnostic]:
        """What a series holds of its name, its bars or its values, then the cells that it says they come from."""
        for n in range(max(len(says), len(held))):
            wanted, has = (says[n] if n < len(says) else Says("")), (held[n] if n < len(held) else "")
            if _plain(has) != wanted.text:
                yield self._differs(_code(wanted), self.chart.at, wanted.text, has, name, wanted)
        cells = _cells(at)
        if self.figures is None or cells is None or len(cells) != len(says):
            expected = f"{terms.CHART_SHEET}!…"
            yield self._differs(Code.WORDS_DIFFER, self.chart.at, expected, at, name)
            return
        for n, (wanted, (row, column)) in enumerate(zip(says, cells, strict=True)):
            has = text_of(self.figures.value(row, column)) or ""
            known = _plain(held[n]) if n < len(held) else ""
            if _plain(has) not in (wanted.text, known):  # what both say is told of the chart
                where = CellRef(self.chart.at.file, terms.CHART_SHEET, row, column)
                yield self._differs(_code(wanted), where, wanted.text, has, name, wanted)

    def _differs(
        self, code: str, at: CellRef, expected: str, found: str, name: Says, wanted: Says | None = None
    ) -> Diagnostic:
        related = [one.at for one in (wanted.origins if wanted is not None else ()) if one.at is not None]
        related = related if len(related) <= _MOST_RELATED else []
        about = told("verify_column", part=self.about, column=name.text) if name.text else self.about
        shown = (text or told("verify_blank") for text in (expected, found))
        expected, found = map(str, shown)
        return diagnostic(code, at, related, point=self.point, about=about, expected=expected, found=found)


def _code(says: Says) -> str:
    return Code.FIGURE_DIFFERS if says.kind is SaysKind.FIGURE else Code.WORDS_DIFFER


def _plain(text: str) -> str:
    """A whole number without the point that programs write behind it."""
    whole = re.fullmatch(r"(-?\d+)\.0*", text)
    return whole[1] if whole else text


def _cells(at: str) -> list[tuple[int, int]] | None:
    """(row, column) of the cells of a range of the hidden sheet, from the top; None for anything else."""
    found = _AT.match(at)
    if found is None or (found[1] or found[2] or "").replace("''", "'") != terms.CHART_SHEET:
        return None
    column, first = column_number(found[3]), int(found[4])
    last = int(found[6] or first)
    if (found[5] or found[3]) != found[3] or not 0 <= last - first < _MOST_CELLS:
        return None
    return [(row, column) for row in range(first, last + 1)]
