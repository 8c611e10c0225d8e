"""kosei_xl: a city's reform plan from the departments' Excel entries to the printed page.

For programs: whole jobs from bytes to bytes and values, without a disk, a lock or a clock. The command `kosei` is these
and files. A workbook is its bytes and its file name, findings (`Findings`, `Diagnostic`) are values that name file,
sheet and cell, and what cannot be done raises a `KoseiError` with one message.

>>> from datetime import UTC, datetime
>>> from pathlib import Path
>>> import kosei_xl
>>> master = Path("事務局ブック.xlsx").read_bytes()
>>> returns = [(path.name, path.read_bytes()) for path in sorted(Path("回収").glob("*.xlsx"))]

Look first; nothing is changed:

>>> found = kosei_xl.check_workbooks(returns, master)
>>> for problem in found.diagnostics[:1]:
...     print(problem.severity, problem.at.cell, problem.message())
error Q5 No.2：評価が「B」なので、要因を記入してください。

Each return is read on its own, here or in another process or on another machine; what comes back is bytes:

>>> office = kosei_xl.read_master(master)
>>> given = office.registers.handed_out
>>> results = [kosei_xl.read_return(data, name, office.plan, "R7_year_end", handed_out=given) for name, data in returns]
>>> pictures = {}
>>> for name, data in returns:
...     pictures |= kosei_xl.read_pictures(data, name, office.plan)
>>> now = datetime(2026, 5, 1, 9, tzinfo=UTC)
>>> made = kosei_xl.consolidate(master, results, "R7_year_end", at=now, who="行政経営課", pictures=pictures)
>>> master, findings, status = made
>>> [one.department.name for one in status if one.state == "not_returned"]
['職員課']

And the committee's papers, as a draft while anything is open:

>>> report = kosei_xl.make_report(master, "R7_year_end")
>>> report.name
'委員会資料_令和７年度末_案.xlsx'
>>> report.findings.summary.total("S").rows
2

Tables for analysts (`kosei_xl.tables`) need pandas; nothing else here does. Loading the package loads the standard
library only: a name is fetched when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.2.0.dev0"

if TYPE_CHECKING:
    from kosei_xl import tables
    from kosei_xl.read.master import Master, read_master
    from kosei_xl.read.returned import read_pictures, read_return
    from kosei_xl.values.cells import CellRef
    from kosei_xl.values.diagnostics import Diagnostic, KoseiError
    from kosei_xl.values.model import Plan
    from kosei_xl.values.refusals import NewerFormat, NothingReadable, UnreadableMaster, WrongCall
    from kosei_xl.values.returned import OtherCodec
    from kosei_xl.verbs.check import check_workbooks
    from kosei_xl.verbs.consolidate import Consolidated, consolidate
    from kosei_xl.verbs.opening import Findings
    from kosei_xl.verbs.report_workbook import MadeReport, NotFinal, make_report
    from kosei_xl.words.findings import Severity
    from kosei_xl.workbook.unreadable import UnreadableWorkbook

__all__ = [
    "CellRef",
    "Consolidated",
    "Diagnostic",
    "Findings",
    "KoseiError",
    "MadeReport",
    "Master",
    "NewerFormat",
    "NotFinal",
    "NothingReadable",
    "OtherCodec",
    "Plan",
    "Severity",
    "UnreadableMaster",
    "UnreadableWorkbook",
    "WrongCall",
    "__version__",
    "check_workbooks",
    "consolidate",
    "make_report",
    "read_master",
    "read_pictures",
    "read_return",
    "tables",
]

_HOMES = {
    "CellRef": "values.cells",
    "Consolidated": "verbs.consolidate",
    "Diagnostic": "values.diagnostics",
    "Findings": "verbs.opening",
    "KoseiError": "values.diagnostics",
    "MadeReport": "verbs.report_workbook",
    "Master": "read.master",
    "NewerFormat": "values.refusals",
    "NotFinal": "verbs.report_workbook",
    "NothingReadable": "values.refusals",
    "OtherCodec": "values.returned",
    "Plan": "values.model",
    "Severity": "words.findings",
    "UnreadableMaster": "values.refusals",
    "UnreadableWorkbook": "workbook.unreadable",
    "WrongCall": "values.refusals",
    "check_workbooks": "verbs.check",
    "consolidate": "verbs.consolidate",
    "make_report": "verbs.report_workbook",
    "read_master": "read.master",
    "read_pictures": "read.returned",
    "read_return": "read.returned",
}
"""Name -> the module that it stands in; type checkers read the imports above, and a test holds both together."""


if not TYPE_CHECKING:  # for type checkers, which would take any name for a known one

    def __getattr__(name: str) -> object:
        """A name of `__all__`, fetched when it is first asked for."""
        if name == "tables":
            return import_module("kosei_xl.tables")
        if name not in _HOMES:
            raise AttributeError(f"module 'kosei_xl' has no attribute '{name}'")
        globals()[name] = found = getattr(import_module(f"kosei_xl.{_HOMES[name]}"), name)
        return found


def __dir__() -> list[str]:
    """What there is, also what is not loaded yet."""
    return sorted({*globals(), *__all__})
