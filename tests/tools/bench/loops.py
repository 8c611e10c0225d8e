"""What one would write to read a folder of workbooks without kosei_xl: `python -m tests.tools.bench.loops LOOP FOLDER [OUT]`."""

import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.parsers import expat


def inflate(path: Path) -> int:
    """Unpack every part; how many bytes."""
    with zipfile.ZipFile(path) as package:
        return sum(len(package.read(name)) for name in package.namelist())


def scan(path: Path) -> int:
    """Unpack the sheets and let expat pass over them; how many elements."""
    count = 0

    def begun(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal count
        count += 1

    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml":
                parser = expat.ParserCreate()
                parser.StartElementHandler = begun
                parser.Parse(package.read(name), True)
    return count


def calamine(path: Path) -> int:
    """Every cell of every sheet, by calamine; how many rows."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    return sum(len(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names)


def pandas_calamine(path: Path) -> int:
    """Every sheet as a frame, read by calamine; how many rows."""
    import pandas

    return sum(map(len, pandas.read_excel(path, sheet_name=None, header=None, engine="calamine").values()))


def pandas_default(path: Path) -> int:
    """Every sheet as a frame, as pandas reads it unasked (by openpyxl); how many rows."""
    import pandas

    return sum(map(len, pandas.read_excel(path, sheet_name=None, header=None, engine="openpyxl").values()))


def openpyxl(path: Path) -> int:
    """Every cell of every sheet, by openpyxl's quick reader; how many rows."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        return sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))
    finally:
        book.close()


LOOPS: Mapping[str, Callable[[Path], int]] = {
    "inflate": inflate,
    "scan": scan,
    "calamine": calamine,
    "pandas_calamine": pandas_calamine,
    "pandas_default": pandas_default,
    "openpyxl": openpyxl,
}


def over(loop: str, paths: Sequence[Path]) -> int:
    """A loop over files; the sum of what it counts."""
    return sum(map(LOOPS[loop], paths))


def gathered(folder: Path, out: Path) -> int:
    """What an office does that knows pandas: all sheets of all files below each other, written as one workbook."""
    import pandas

    frames = [
        frame.assign(file=path.name, sheet=name)
        for path in sorted(folder.glob("*.xlsx"))
        for name, frame in pandas.read_excel(path, sheet_name=None, header=None, engine="calamine").items()
    ]
    pandas.concat(frames).to_excel(out, index=False)
    return len(frames)


if __name__ == "__main__":
    if sys.argv[1] == "gathered":
        gathered(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        over(sys.argv[1], sorted(Path(sys.argv[2]).glob("*.xlsx")))
