"""Two ways of xlwings that would hurt people who work in Excel."""

import atexit
import sys
from typing import Any

ATTEMPTS = 50_000
"""How often a call is tried that Excel rejects because it is busy (a cell being edited, a dialog): some ten seconds."""


def mend_xlwings() -> None:
    """Call it after `import xlwings`; it does nothing off Windows.

    xlwings ends every Excel without a workbook window of its own when Python or an App of it ends: one that shows a
    file in Protected View, or that edits a table inside a Word document. And where a collection is asked while Excel is
    busy, it goes on with None in place of the workbook, or waits for ever, unless the attempts are counted.
    """
    windows: Any = sys.modules.get("xlwings._xlwindows")
    if windows is not None:
        atexit.unregister(windows.cleanup)
        windows.Apps.cleanup = staticmethod(lambda: None)
        windows.N_COM_ATTEMPTS = ATTEMPTS
