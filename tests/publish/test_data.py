"""The open data piece by piece: however many rows, the same memory; and bars whose widths are their counts."""

import csv
import io
import json
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from kosei_xl.make.plain import write_plain_tables
from kosei_xl.publish.charts import achievement_bar, bar
from kosei_xl.publish.columns import DataColumn, DataTable
from kosei_xl.publish.data import csv_pieces, json_pieces
from kosei_xl.publish.figures import PageFigure
from kosei_xl.publish.rows import DataRow, Datum
from kosei_xl.publish.texts import anchor_of, lines_of_text, spoken
from kosei_xl.publish.workbook import PUBLIC_KIND, data_sheet
from kosei_xl.workbook.book import read_book
from tests.tools.patience import run_to_end

CITIES, ITEMS = 1_741, 62
COLUMNS = (
    DataColumn("項目ID", "id"),
    DataColumn("年度", "year", "integer"),
    DataColumn("遅れ", "behind", "boolean"),
    DataColumn("値", "value", "number"),
    DataColumn("取組実績", "results"),
)
TABLE = DataTable("ratings", COLUMNS, ("項目ID",))


def rows(cities: int) -> Iterator[DataRow]:
    for city in range(cities):
        for item in range(ITEMS):
            yield {
                "id": f"{city}:{item}",
                "year": 2025,
                "behind": item % 7 == 0,
                "value": Decimal(item) / 4 if item % 3 else None,
                "results": f"・「{city}」の窓口を、\n・{item}か所で開いた。" * 4,
            }


def peak(pieces: Iterator[bytes]) -> tuple[int, int]:
    """The most memory that writing took, and the size of what was written."""
    tracemalloc.start()
    try:
        size = sum(map(len, pieces))
        return tracemalloc.get_traced_memory()[1], size
    finally:
        tracemalloc.stop()


def as_csv(cities: int) -> Iterator[bytes]:
    return csv_pieces(COLUMNS, rows(cities))


def as_json(cities: int) -> Iterator[bytes]:
    return json_pieces([(TABLE, rows(cities))])


@pytest.mark.parametrize("pieces", [as_csv, as_json])
def test_pieces__a_country__as_much_memory_as_a_few_cities(pieces: Callable[[int], Iterator[bytes]]) -> None:
    few, _ = peak(pieces(50))
    most, size = peak(pieces(CITIES // 4))
    assert size > 5_000_000
    assert most < min(1.2 * few, 2_000_000)


class _Counted(dict[str, Datum]):
    """A row that knows how many of its kind are in memory."""

    alive = most = 0

    def __init__(self, row: DataRow) -> None:
        super().__init__(row)
        _Counted.alive += 1
        _Counted.most = max(_Counted.most, _Counted.alive)

    def __del__(self) -> None:
        _Counted.alive -= 1


def test_workbook__any_number_of_rows__one_after_another() -> None:
    made = io.BytesIO()
    written = write_plain_tables(made, [data_sheet(TABLE, map(_Counted, rows(8)))], PUBLIC_KIND)
    assert (written.rows, written.too_long) == (8 * ITEMS, ())
    assert 1 <= _Counted.most <= 3
    sheet = read_book(made.getvalue(), "").sheets[0]
    assert [sheet.value(row + 2, 1) for row in range(8 * ITEMS)] == [row["id"] for row in rows(8)]


_PEAK = """
import resource, sys
from pathlib import Path
from tests.publish.test_data import PUBLIC_KIND, TABLE, data_sheet, rows, write_plain_tables
with Path(sys.argv[2]).open("w+b") as file:
    print(write_plain_tables(file, [data_sheet(TABLE, rows(int(sys.argv[1])))], PUBLIC_KIND).rows)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
@pytest.mark.long
def test_workbook__a_country__as_much_memory_as_a_quarter_of_it(tmp_path: Path) -> None:
    path = tmp_path / "data.xlsx"
    peaks = []
    for cities in (CITIES // 4, CITIES):
        done = run_to_end([sys.executable, "-c", _PEAK, str(cities), path])
        written, peak_kb = map(int, done.stdout.split())
        assert written == cities * ITEMS
        peaks.append(peak_kb)
    print(f"{peaks[0] / 1024:.0f} MiB for a quarter, {peaks[1] / 1024:.0f} MiB for {CITIES * ITEMS:,} rows")
    assert peaks[1] < 1.2 * peaks[0]
    with ZipFile(path) as archive, archive.open("xl/worksheets/sheet1.xml") as sheet:
        found = sum(piece.count(b"<row ") for piece in sheet)
    assert found == CITIES * ITEMS + 1


def test_pieces__read_back__the_same_values() -> None:
    text = b"".join(csv_pieces(COLUMNS, rows(20))).decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    made = json.loads(b"".join(json_pieces([(TABLE, rows(20))])))["ratings"]
    assert len(read) == len(made) == 20 * ITEMS
    for one, other, row in zip(read, made, rows(20), strict=True):
        assert one["取組実績"] == other["results"] == row["results"]
        assert (one["遅れ"] == "true") == other["behind"] == row["behind"]
        assert (Decimal(one["値"]) if one["値"] else None) == row["value"]
        assert other["value"] == (float(str(row["value"])) if row["value"] is not None else None)


def figure(number: int) -> PageFigure:
    return PageFigure(str(number), "", "", "")


def test_bar__any_counts__fill_their_share_side_by_side() -> None:
    for counts, whole in (((1, 1, 1), 3), ((2, 0, 5), 7), ((0, 3), 19), ((1, 61), 62), ((0, 0), 1)):
        made = bar([(str(n), "even-1", figure(count)) for n, count in enumerate(counts)], whole)
        assert [int(one.figure.text) for one in made.segments] == [count for count in counts if count]
        begun = 0
        for one in made.segments:
            number = int(one.figure.text)
            assert abs(float(one.x[:-1]) - 100 * begun / whole) < 0.001
            assert abs(float(one.width[:-1]) - 100 * number / whole) < 0.001
            begun += number


def test_achievement__target_and_actual__inside_the_width() -> None:
    for target, actual in ((280, 312), (10, 8), (0, 5), (5, 0)):
        made = achievement_bar(Decimal(target), Decimal(actual))
        assert made is not None
        shares = [float(text[:-1]) for text in (made.actual, made.target)]
        assert max(shares) <= 91
        assert (shares[0] < shares[1]) == (actual < target)
    assert achievement_bar(None, Decimal(1)) is None
    assert achievement_bar(Decimal(-1), Decimal(1)) is None
    assert achievement_bar(Decimal(0), Decimal(0)) is None


def test_lines__bullets_and_numbers__stand_apart() -> None:
    said = [
        (str(line.bullet.striptags()), str(line.html))
        for line in lines_of_text("・一つ\n\n（２）二つ\n1.5倍\n10.十\n① <b>\n・")
    ]
    assert said == [("・", "一つ"), ("（２）", "二つ"), ("", "1.5倍"), ("10.", "十"), ("①1", "&lt;b&gt;"), ("", "・")]


def test_anchor__two_identifiers__two_places() -> None:
    names = ["m-1", "m-1/2", "m-12", "m-1.2", "項目1", "項目１", "m_1", "M-1"]
    made = [anchor_of(name) for name in names]
    assert len(set(made)) == len(names)
    assert all(one.isascii() and " " not in one for one in made)


def test_spoken__markup__escaped_and_numbers_said() -> None:
    assert str(spoken('<a href="x">&')) == "&lt;a href=&#34;x&#34;&gt;&amp;"
    assert str(spoken("⑳")) == '<span aria-hidden="true">⑳</span><span class="vh">20 </span>'
