"""Names that other systems gave, as they may be shown and written into a workbook."""

import re

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(name: str) -> str:
    """A name in which what no page and no XML can hold (control characters, broken letters) is "\ufffd"."""
    return _UNPRINTABLE.sub("\ufffd", name)
