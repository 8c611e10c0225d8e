"""tables: the ledger and what was received as tidy tables for analysts, in a plain workbook."""

from pathlib import Path

from kosei_xl.values.diagnostics import sort_diagnostics
from kosei_xl.verbs.opening import Findings, Say, open_master, silent
from kosei_xl.verbs.plain_books import refuse_other, write_plain
from kosei_xl.verbs.settings import settings_findings

TABLES_KIND = "tables"
"""Kind of the workbook, as it says of itself."""


def tables(path: Path, out: Path, say: Say = silent) -> Findings:
    """Write one sheet for each tidy table (`kosei_xl.tables`), and one that says what their columns mean.

    The master is only read; what is odd in it is returned. Raises WrongCall where `out` may not be written.
    """
    from kosei_xl.tables.sheets import table_sheets

    refuse_other(out, TABLES_KIND)
    book = open_master(path)
    write_plain(out, table_sheets(book), TABLES_KIND, say)
    return Findings(sort_diagnostics((*book.diagnostics, *settings_findings(book))), read=1)
