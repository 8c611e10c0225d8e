"""PDFs and web pages, opened in whatever program the person reads them with."""

import os
import webbrowser
from collections.abc import Callable
from pathlib import Path

from kosei_xl.addin.desk import Refused
from kosei_xl.verbs.refused import why
from kosei_xl.words.messages import told


def show_file(path: Path) -> None:
    """Open a file to be read. Raises Refused, with its place, where no program does.

    Windows takes the path itself: of a `file:` address it reads the letters beyond ASCII in its code page, and finds
    nothing (learn.microsoft.com, "File URIs in Windows").
    """
    start: Callable[[Path], object] | None = getattr(os, "startfile", None)
    if start is None:
        if not webbrowser.open(path.as_uri()):
            raise Refused(told("button_not_shown", path=path, why=told("why_no_program")))
        return
    try:
        start(path)
    except OSError as error:
        raise Refused(told("button_not_shown", path=path, why=why(error))) from error
