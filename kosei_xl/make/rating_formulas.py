"""Native formulas that compare cells with ratings, whatever signs a rating is written with.

COUNTIFS takes its criterion for a number, a day, a comparison or a pattern where it can. Ratings that it could take so
are compared as texts, cell by cell; a cell that holds the number 5 is the rating 5 as well.
"""

import re
from collections.abc import Iterable, Sequence

_MISREAD = re.compile(r"[\d*?~<>=]|^(?:TRUE|FALSE)$", re.I)


def literal(text: str) -> str:
    """A text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def count_of(column: str, code: str, conditions: Sequence[tuple[str, str]]) -> str:
    """How many cells of a column hold a rating, in rows where other columns hold what they must.

    `conditions` are (column, formula of its criterion); the criterion "*|*" asks for a bar somewhere in the text.
    """
    if not _MISREAD.search(code):
        pairs = [*conditions, (column, literal(code))]
        return f"COUNTIFS({','.join(f'{where},{what}' for where, what in pairs)})"
    tests = [
        f'ISNUMBER(SEARCH("|",{where}))' if what == literal("*|*") else f'({where}&""={what}&"")'
        for where, what in conditions
    ]
    tests.append(f'({column}&""={literal(code)})')
    return f"SUMPRODUCT({'*'.join(tests)}*1)"


def is_any(cell: str, codes: Iterable[str]) -> str:
    """Whether a cell holds one of the ratings."""
    return "OR(" + ",".join(_is(cell, code) for code in codes) + ")"


def is_outside_list(cell: str, codes: Sequence[str]) -> str:
    """Whether a cell holds none of the ratings (`codes`), which the hidden list names."""
    as_text = '&""' if any(map(_MISREAD.search, codes)) else ""
    return f"SUMPRODUCT(--(rating_list{as_text}={cell}{as_text}))=0"


def _is(cell: str, code: str) -> str:
    as_text = '&""' if _MISREAD.search(code) else ""
    return f"{cell}{as_text}={literal(code)}"
