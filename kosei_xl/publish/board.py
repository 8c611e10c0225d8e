"""The status board: where every department stands at a point, as a page for the office alone."""

from collections.abc import Mapping

from markupsafe import Markup

from kosei_xl.later import dataclass
from kosei_xl.publish.page import page_environment, page_policy

BOARD_TEMPLATES = ("base.html", "board.html", "patterns.svg", "style.css")
"""The files of `workbook_templates/page` that it needs."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A department: its state in words and whether nothing is left to do, what `due` says, its rows to answer, the
    names of its blanks, its errors, the file that came last.
    """

    name: str
    state: str
    done: bool
    due: str
    rows: int
    blanks: tuple[str, ...]
    errors: int
    file: str


@dataclass(frozen=True, slots=True)
class Board:
    """A board: what it is of, the states with how many departments are in each, a row a department."""

    plan_name: str
    point: str
    due: str
    today: str
    states: tuple[tuple[str, int], ...]
    rows: tuple[BoardRow, ...]


def board_page(board: Board, templates: Mapping[str, str]) -> bytes:
    """The board as HTML; `templates` are texts by name (`BOARD_TEMPLATES`)."""
    style = templates["style.css"].strip()
    known = {"board": board, "style": Markup(style), "policy": page_policy(style, "")}
    return page_environment(templates).get_template("board.html").render(known).encode()
