"""Excel's side of xlwings on Linux: pywin32 stood in for, so that xlwings' real `call_udf` runs our functions.

It changes what `xlwings` is, so it runs in a process of its own: `Excel` starts one and sends it calls.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from typing import Any
from unittest.mock import MagicMock

from tests.tools.pywin32_standin import pretend

_RANGE = "{00020846-0000-0000-C000-000000000046}"
MISSING = -2147352572
"""What VBA hands over for an argument that was left out."""
ERRORS = {"#N/A": -2146826246, "#DIV/0!": -2146826281, "#REF!": -2146826265}
"""Error values as COM hands them over."""


@dataclass(frozen=True)
class Area:
    """A range of a sheet as an argument: its values from (`row`, 1), how tall it claims to be, and what was read."""

    values: Sequence[Sequence[Any]]
    rows: int | None = None
    row: int = 1


class _Sheet:
    """A worksheet of which `values` are the used range, from A1 on."""

    def __init__(self, area: Area) -> None:
        blank = [[None] * len(area.values[0])] * (area.row - 1)
        self.values = [*blank, *area.values]
        self.Name, self.Parent = "Sheet1", MagicMock(Name="Book1")

    @property
    def UsedRange(self) -> "_Range":
        return _Range(self, 1, len(self.values), len(self.values[0]))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return MagicMock(name=name)

    def Range(self, first: "_Range", last: "_Range") -> "_Range":
        return _Range(self, first.Row, last.Row - first.Row + 1, last.Column - first.Column + 1)


class _Range:
    """A COM range as xlwings asks it; a range far larger than what is used may not be read."""

    def __init__(self, sheet: _Sheet, row: int, rows: int, columns: int, column: int = 1) -> None:
        self.Worksheet, self.Row, self.Column = sheet, row, column
        self.Rows, self.Columns = MagicMock(Count=rows), MagicMock(Count=columns)
        self._oleobj_ = MagicMock()
        self._oleobj_.GetTypeInfo().GetTypeAttr().iid = _RANGE

    def __call__(self, row: int, column: int) -> "_Range":
        return _Range(self.Worksheet, self.Row + row - 1, 1, 1, self.Column + column - 1)

    @property
    def Value(self) -> Any:
        first, rows, columns = self.Row - 1, self.Rows.Count, self.Columns.Count
        if rows * columns > 1_000_000:
            raise MemoryError("Excel has not enough memory for this array")
        held = self.Worksheet.values[first : first + rows]
        cells = [*held, *[[None] * columns] * (rows - len(held))]
        return tuple(map(tuple, cells)) if rows * columns > 1 else cells[0][0]


def _start() -> None:
    pretend()
    xlwings: Any = import_module("xlwings")
    windows: Any = import_module("xlwings._xlwindows")
    xlwings.engines.add(xlwings.Engine(impl=windows.engine))
    xlwings.engines.active = xlwings.engines["excel"]
    for name in ("func", "arg", "ret"):
        setattr(xlwings, name, getattr(_udfs(), f"xl{name}"))


def _udfs() -> Any:
    return import_module("xlwings.udfs")


def _functions(module: str) -> dict[str, Any]:
    found = vars(_udfs().get_udf_module(module, None))
    return {name: value.__xlfunc__ for name, value in found.items() if hasattr(value, "__xlfunc__")}


def _called(module: str, name: str, arguments: Sequence[Any]) -> Any:
    given = [_com(argument) for argument in arguments]
    given += [MISSING] * (len(_functions(module)[name]["args"]) - len(given))
    shown = _udfs().call_udf(module, name, given, None, MagicMock(name="caller"))
    return shown[0][0] if isinstance(shown, list) and len(shown) == len(shown[0]) == 1 else shown


def _com(argument: Any) -> Any:
    if isinstance(argument, Area):
        return _Range(_Sheet(argument), argument.row, argument.rows or len(argument.values), len(argument.values[0]))
    return argument


def _signatures(module: str) -> dict[str, list[tuple[str, bool]]]:
    """Function -> its arguments, each with whether it may be left out."""
    return {name: [(arg["name"], "optional" in arg) for arg in f["args"]] for name, f in _functions(module).items()}


class Excel:
    """Calls the worksheet functions of a module as Excel would."""

    def __init__(self, module: str = "kosei_xl.addin.udfs") -> None:
        self._module = module
        self._process = ProcessPoolExecutor(1, get_context("spawn"), _start)

    def call(self, name: str, *arguments: Any) -> Any:
        """What the cell (or the array) shows; arguments that are left out at the end are missing."""
        return self._process.submit(_called, self._module, name, arguments).result()

    def signatures(self) -> dict[str, list[tuple[str, bool]]]:
        """Function -> its arguments, each with whether it may be left out."""
        return self._process.submit(_signatures, self._module).result()

    def close(self) -> None:
        """End the process."""
        self._process.shutdown()
