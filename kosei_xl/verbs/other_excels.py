"""The Excels on this PC that are not ours: xlwings must not end them."""

import atexit
import sys


def leave_other_excels_alone() -> None:
    """Keep xlwings from ending every Excel without a workbook window of its own, as it does when Python or an App ends.

    Such an Excel may be one that shows a file in Protected View, or that edits a table inside a Word document.
    """
    windows = sys.modules.get("xlwings._xlwindows")
    if windows is not None:
        atexit.unregister(windows.cleanup)
        windows.Apps.cleanup = staticmethod(lambda: None)
