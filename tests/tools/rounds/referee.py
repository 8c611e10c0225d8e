"""What must hold after every run: nothing typed is missing, nothing stands under another's name, the ledger says what
the office with the pencil has.
"""

import re
from collections.abc import Iterable, Sequence

from kosei_xl.verbs.opening import Findings
from kosei_xl.verbs.report import report
from kosei_xl.words import terms
from tests.tools.collecting_model import Cell, home_of
from tests.tools.rounds.course import ANSWERS
from tests.tools.rounds.paper import Paper
from tests.tools.rounds.world import Fault, Filed, World, tokens_in

_LEDGERS = (terms.LEDGER_SHEET, terms.INDICATORS_SHEET, terms.PHOTOS_SHEET)
_NOT_TYPED = frozenset({"row_key", "sha256", "chain"})
_ASIDE = frozenset({"K425", "K426", "K427", "K435", "K449"})
_TOLD_WITH_CELL = frozenset({"added", "beside", "note"})
"""Where people wrote outside the fields so that the finding names the cell and quotes the text."""


def look(world: World, found: Findings, point: str) -> None:
    """Compare the master and the findings of a run with what was typed and with the pencil. Raises Fault."""
    paper = Paper(world.master)
    _nothing_missing(world, paper, found)
    for each in world.points:
        _ledger_as_with_the_pencil(world, paper, each)
    _conflicts_as_with_the_pencil(world, paper)
    _at_their_rows(world, paper, found)
    _told(world, found, point)
    _told_of_what_is_gone(world, paper, found)
    if world.dice.random() < 0.15:
        printed_under_its_name(world, point)


def _nothing_missing(world: World, paper: Paper, found: Findings) -> None:
    sheets = (*_LEDGERS, terms.RECEIVED_SHEET)
    texts = [
        text
        for sheet in sheets
        for row in paper.rows(sheet).values()
        for key, text in row.items()
        if key not in _NOT_TYPED
    ]
    texts += [row.get("own_text", "") for row in paper.rows(terms.CONFLICTS_SHEET).values()]
    there = tokens_in("\n".join(texts)) | set(texts)
    for problem in found.diagnostics:
        if problem.at is not None and problem.at.sheet and problem.at.cell:
            there |= tokens_in(problem.message())
    missing = world.state.due - there
    if missing:
        raise Fault(f"typed and nowhere: {sorted(missing)}")
    for token in world.nothing & world.recorded:
        if token not in there:
            raise Fault(f"a row of nothing is told no more: {token}")


def _cells(world: World, paper: Paper, point: str) -> dict[Cell, str]:
    found: dict[Cell, str] = {}
    for sheet in _LEDGERS:
        for row in paper.rows(sheet).values():
            at, _, mark = row.get("row_key", "").partition("|")
            if at == point and world.knows(mark):
                found |= {(mark, name): row[name] for name in ANSWERS if name in row}
    return found


def _ledger_as_with_the_pencil(world: World, paper: Paper, point: str) -> None:
    repeated = {row.mark for row in world.items if row.original}
    ledger = {cell: text for cell, text in _cells(world, paper, point).items() if cell[0] not in repeated}
    pencil = {cell: text for cell, text in world.state.offices[point].ledger.items() if text and cell[1] != "picture"}
    wrong = {
        cell: (ledger.get(cell), pencil.get(cell))
        for cell in {*ledger, *pencil}
        if ledger.get(cell, "") != pencil.get(cell, "")
    }
    if wrong:
        raise Fault(f"the ledger and the pencil differ at {point} (ledger, pencil): {wrong}")
    for (mark, _), text in ledger.items():
        home = "|".join(mark.split("|")[:2])
        for token in tokens_in(text) | ({text} & world.owners.keys()):
            if world.owners.get(token, home) != home:
                raise Fault(f"{token} was typed for {world.owners[token]} and stands in the ledger for {mark}")
    for row in paper.rows(terms.LEDGER_SHEET).values():
        mark = row.get("row_key", "").partition("|")[2]
        if world.knows(mark) and (row.get("no"), row.get("name")) != world.state.labels[mark]:
            raise Fault(f"台帳 calls {mark} {row.get('no')} {row.get('name')}, not {world.state.labels[mark]}")


def _conflicts_as_with_the_pencil(world: World, paper: Paper) -> None:
    shown = {}
    for row in paper.rows(terms.CONFLICTS_SHEET).values():
        if row.get("row_key") and row.get("field"):
            point, _, mark = row["row_key"].partition("|")
            if world.knows(mark):
                shown[point, (mark, row["field"])] = row.get("theirs", ""), row.get("ours", "")
    expected = {
        (point, cell): (terms.BLANK if cell in office.asked else office.theirs(cell), office.ours(cell))
        for point, office in world.state.offices.items()
        for cell in office.open | office.asked
    }
    for key in [key for key in shown if key[1][1] == "picture"]:
        shown[key] = expected.get(key, ("?", "?"))
    if shown != expected:
        wrong = {k: (shown.get(k), expected.get(k)) for k in {*shown, *expected} if shown.get(k) != expected.get(k)}
        raise Fault(f"競合 and the pencil differ (sheet, pencil): {wrong}")


def _at_their_rows(world: World, paper: Paper, found: Findings) -> None:
    """A finding about an item in the ledger names a cell of that item's row, as it lies there now."""
    rows = {sheet: paper.rows(sheet) for sheet in _LEDGERS}
    for problem in found.diagnostics:
        at = problem.at
        if at is None or at.file != world.master.name or at.sheet not in rows or not at.row or not problem.item:
            continue
        there = rows[at.sheet].get(at.row, {}).get("no")
        if there != problem.item:
            raise Fault(f"{problem.code} is about {problem.item} and names {at.sheet}!{at.cell}, where {there} is")


def _told(world: World, found: Findings, point: str) -> None:
    """What was set aside in a return, or stands outside its fields, is told with its cell until a newer one comes; what
    was set aside of words in a row, until a newer one has texts in that row or sets it aside, too.
    """
    office = world.state.offices[point]
    filed = tuple(world.state.filed.get(point, {}).values())
    for one in filed:
        newer = [
            other
            for other in filed
            if other.one.department == one.one.department
            and other.one.rank > one.one.rank
            and not office.blank_form(other.one)
        ]
        here = [p for p in found.diagnostics if p.at is not None and p.at.file in one.names]
        codes = {str(problem.code) for problem in here}
        open_ones = {
            mark
            for mark in one.aside
            if world.knows(mark) and (not newer or (mark in one.worded and not _said_since(mark, newer)))
        }
        sorted_rows = [p.message() for p in here if p.code == "K426"]
        for mark, names in one.exchanged.items():
            if mark in open_ones and not any(all(name in text for name in names) for text in sorted_rows):
                raise Fault(f"{one.names}: {mark} bears another row's name, and nobody names both: {names}")
        if open_ones and not codes & _ASIDE:
            raise Fault(f"{one.names}: {sorted(open_ones)} are set aside, and nobody says so")
        if not open_ones and newer and codes & _ASIDE:
            raise Fault(f"{one.names} is superseded, and {codes & _ASIDE} of it stands")
        if not newer:
            _still_told(world, one, codes, [p.message() for p in here if p.at is not None and p.at.cell])
    nos = {row.no: row.mark for row in world.items}
    twins = {nos.get(str(p.item)) for p in found.diagnostics if p.code == "K404"} - {None}
    pencil = {"|".join(cell[0].split("|")[:2]) for _, cell in office.twins() if world.knows(cell[0])}
    if twins - world.strange != pencil - world.strange:
        raise Fault(f"twins differ in {pencil}, and K404 tells of {twins}")


def _told_of_what_is_gone(world: World, paper: Paper, found: Findings) -> None:
    """What is entered for an item without a row of 項目 is told with its key, at a row of its own, and still bears its No.
    and name; nothing is told so of an item that has its row.
    """
    rows = {sheet: paper.rows(sheet) for sheet in _LEDGERS}
    told = [p for p in found.diagnostics if p.code == "K462"]
    for sheet, lying in rows.items():
        for row in lying.values():
            mark = home_of(row.get("row_key", "").partition("|")[2])
            if mark not in world.gone or not any(row.get(name) for name in ANSWERS):
                continue
            if not any(f"「{mark}」" in problem.message() for problem in told):
                raise Fault(f"{mark} has entries on {sheet} and no row of 項目, and nobody says so")
            if (row.get("no"), row.get("name")) != world.gone[mark]:
                raise Fault(f"{sheet} calls {mark} {row.get('no')} {row.get('name')}, not {world.gone[mark]}")
    for problem in told:
        own = [mark for mark in world.gone if f"「{mark}」" in problem.message()]
        at = problem.at
        there = rows.get(at.sheet or "", {}).get(at.row or 0, {}) if at is not None else {}
        if not own or (there and home_of(there.get("row_key", "").partition("|")[2]) not in own):
            raise Fault(f"K462 names {at}: {problem.message()}")


def _said_since(mark: str, newer: Iterable[Filed]) -> bool:
    """Whether a newer return has a text in the row (of indicators and photos: in any of the item's), or set it aside."""
    row = _row_of(mark)
    return any(
        any(text and _row_of(cell[0]) == row for cell, text in other.one.texts.items())
        or row in {_row_of(one) for one in other.aside}
        for other in newer
    )


def _row_of(mark: str) -> tuple[str, int]:
    """The row that a mark is of, and whether it is itself (0), an indicator (1) or a photo (2) of it."""
    number = int((*mark.split("|"), "0")[2] or 0)
    return home_of(mark), (number > 0) + (number > 1000)


def _still_told(world: World, one: Filed, codes: set[str], told: Sequence[str]) -> None:
    ended = {mark for mark in one.ended if not world.knows(mark)}
    if ended and one.names & world.read_now and "K429" not in codes:
        raise Fault(f"{one.names} answers to items that ended, {sorted(ended)}, and nobody says so")
    for token in one.told:
        if world.outside[token] in _TOLD_WITH_CELL and not any(token in text for text in told):
            raise Fault(f"{one.names}: {token} ({world.outside[token]}) is told nowhere with its cell")
        together = world.in_one_row.get(token, frozenset()) & one.told
        if together and not any(all(each in text for each in together) for text in told):
            raise Fault(f"{one.names}: {sorted(together)} stand in a row that was added, and are not told of together")


def printed_under_its_name(world: World, point: str) -> None:
    """Every rating and text that the report prints for an item was typed under that item's name."""
    (path, *_) = report(world.master, point, world.folder / f"資料{world.counts['report']}", discard_edits=True).files
    world.done("report", point)
    paper = Paper(path)
    names = {row.mark: row.name for row in world.items}
    for sheet in paper.names:
        columns: list[str] = []
        for row in paper.values(sheet):
            key, _, rest = row[0].partition("|") if row else ("", "", "")
            if rest == terms.COLUMN_KEYS:
                columns = row
            mark = re.sub(r"~\d+$", "", rest)
            if mark in names and key in ("list", "unrated", "delayed"):
                _row_printed(world, mark, dict(zip(columns, row, strict=False)), " ".join(row[1:]))


def _row_printed(world: World, mark: str, cells: dict[str, str], text: str) -> None:
    row = world.row(mark)
    own = {mark, row.original}
    shown = re.sub(r"\s", "", cells.get("no_name", "") + cells.get("name", ""))
    if shown and row.name not in shown and not row.original:
        raise Fault(f"the report calls {mark} {shown}, not {row.name}")
    rating = cells.get("rating", "").strip()
    typed = set().union(*(world.rated.get(one, set()) for one in own))
    if len(rating) == 1 and rating.isascii() and rating.isalpha() and rating not in typed:
        raise Fault(f"the report prints {rating} for {mark} {row.name}; typed under its name: {typed}")
    for token in tokens_in(text):
        if world.owners.get(token, mark) not in own:
            raise Fault(f"the report prints {token} for {mark}; it was typed for {world.owners[token]}")
