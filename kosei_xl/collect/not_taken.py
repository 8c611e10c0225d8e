"""Which findings of a returned workbook are about words that were kept, and not taken for answers."""

from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.words.codes import Code

HELD = frozenset(
    {
        Code.ROWS_SORTED,
        Code.ANSWERS_SORTED,
        Code.ANSWERS_MOVED_AWAY,
        Code.ANSWERS_EXCHANGED,
        Code.ANSWERS_STILL_MOVED,
    }
)
"""Findings about rows of which nothing was taken."""
_NOT_TAKEN = HELD | {
    Code.ROW_TWICE,
    Code.RATING_NOT_IN_SCALE,
    Code.RATING_OF_ANOTHER_SCALE,
    Code.ERROR_VALUE,
    Code.TEXT_OVER_A_CELL,
}


def words_not_taken(problem: Diagnostic) -> bool:
    """Whether somebody wrote what this finding is about, and nothing took it for an answer. Of rows that were sorted
    the answers stand behind the names, if there are any.
    """
    return problem.code in _NOT_TAKEN and (problem.code != Code.ROWS_SORTED or len(problem.basis) > 2)
