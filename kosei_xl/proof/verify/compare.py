"""What a report says beside what it must say -> findings, each with its cell and the right text.

Texts are compared without white space, and letters of another width are the same letters; but digits of another width
than the plan sets are a finding of their own (K709), as printed pages mix no styles. Wording of the ledger and the plan
is free in the width of its characters.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from kosei_xl.proof.verify.charts import chart_findings
from kosei_xl.proof.verify.says import AGAIN, ONLY, PartSays, ReportSays, RowSays, SaidBar, Says, SaysKind
from kosei_xl.read.report import Found, FoundCell, RowPiece
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.words.quarters import quarter_text
from kosei_xl.words.shorten import in_one_line, shortened

_CODES = {
    SaysKind.FIGURE: Code.FIGURE_DIFFERS,
    SaysKind.WORDS: Code.WORDS_DIFFER,
    SaysKind.RELISTED: Code.RELISTED_DIFFERS,
    SaysKind.WORDING: Code.WORDING_DIFFERS,
}
_LONGEST = 60
"""Characters of a text that a message quotes whole; of a longer one it quotes where it differs."""
_AROUND = 12
_SAME = str.maketrans({"〜": "~", "−": "-", "‐": "-", "–": "-"})
_OF_OTHER_WIDTH = re.compile("[\u20a9\u3000\uff00-\uffef]")
"""The full-width and half-width characters."""
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_MOST_RELATED = 3
_DRAFT_MARK = "（案）"


def disagreements(says: ReportSays, found: Found, point: str) -> list[Diagnostic]:
    """Everything that differs. Cost: one pass over the rows expected and one over those found."""
    problems: list[Diagnostic] = []
    wanted: set[tuple[str, str]] = set()
    for part in says.parts:
        wanted |= {(part.key, row.name) for row in part.rows}
        problems += _Part(part, found, point).findings()
    problems += _others(says, found, wanted, point)
    problems += _heads(says, found, point)
    problems += chart_findings(says, found, point)
    return problems


class _Part:
    """One part beside what it must say."""

    def __init__(self, part: PartSays, found: Found, point: str) -> None:
        self.part, self.found, self.point = part, found, point
        self.columns = found.columns.get(part.key, {})

    def findings(self) -> Iterator[Diagnostic]:
        """Missing part, columns and rows; cells that differ; bars; names of areas."""
        if not self.part.rows:
            return
        sheet = self._sheet()
        if sheet is None:
            if any(any(says.text for says in row.cells.values()) for row in self.part.rows):
                yield diagnostic(Code.PIECE_MISSING, CellRef(self.found.file), point=self.point, what=self.part.about)
            return
        gone = [key for key in (*self.part.columns, *sorted(self.part.quarters)) if key not in self.columns]
        for key in gone if self._has_table() else ():
            label = "".join(self.part.columns.get(key, key).split())
            yield diagnostic(
                Code.PIECE_MISSING,
                sheet,
                point=self.point,
                what=told("verify_column", part=self.part.about, column=label),
            )
        yield from self._rows(sheet, gone)
        yield from self._areas()

    def _sheet(self) -> CellRef | None:
        """The sheet that the part is on; None where nothing of it is left."""
        for row in self.part.rows:
            pieces = self.found.rows.get((self.part.key, row.name))
            if pieces:
                return CellRef(pieces[0].at.file, pieces[0].at.sheet)
        return None

    def _has_table(self) -> bool:
        """Whether the part has rows with columns of their own."""
        return any(ONLY not in row.cells for row in self.part.rows)

    # -- rows ----------------------------------------------------------------------------------------------------------
    def _rows(self, sheet: CellRef, gone: Sequence[str]) -> Iterator[Diagnostic]:
        """The rows from top to bottom; one that is missing is named at the row of the sheet where it must be."""
        own = [(row, self.found.rows.get((self.part.key, row.name), ())) for row in self.part.rows]
        on_new_page = {piece.followed_by: piece.at for _, pieces in own for piece in pieces if piece.followed_by}
        above = sheet
        for row, pieces in own:
            if pieces:
                yield from self._row(row, pieces, gone)
                # what stands over rows stands again on further pages, other rows go on there
                here = pieces[:1] if _is_heading(row) else [one for one in pieces if not one.followed_by]
                above = (here or pieces)[-1].at
            elif any(says.text for says in row.cells.values()):
                above = on_new_page.get(row.name, above)
                place = CellRef(above.file, above.sheet, (above.row or 0) + 1)
                yield diagnostic(Code.PRINTED_ROW_MISSING, place, item=row.item, point=self.point, about=row.about)
                above = place if above.row is not None else above

    def _row(self, row: RowSays, pieces: Sequence[RowPiece], gone: Sequence[str]) -> Iterator[Diagnostic]:
        used: set[CellRef] = set()
        for key, says in row.cells.items():
            if key in gone:
                continue
            cells = [self._only(piece) for piece in pieces] if key == ONLY else self._under(key, pieces)
            used |= {cell.at for cell in cells}
            problem = difference(says, cells)
            if problem is not None:
                yield self._finding(problem, says, cells, row, key)
        if row.bars is not None:
            labels = [cell for piece in pieces for cell in piece.filled if cell.column in self.part.quarters]
            used |= {cell.at for cell in labels}
            yield from self._bars(row, row.bars, labels, pieces)
        for cell in (cell for piece in pieces for cell in piece.filled):
            if cell.at not in used:
                yield _not_proven(cell, self.point)

    def _only(self, piece: RowPiece) -> FoundCell:
        """The one filled cell of a row; its place where it is blank."""
        return piece.filled[0] if piece.filled else FoundCell(piece.first, "")

    def _under(self, key: str, pieces: Sequence[RowPiece]) -> list[FoundCell]:
        """The cells of a column, one for each piece of a row."""
        column = self.columns[key].column if key in self.columns else None
        return [
            piece.cell(key) or FoundCell(CellRef(piece.at.file, piece.at.sheet, piece.at.row, column), "", key)
            for piece in pieces
        ]

    def _finding(self, at: FoundCell, says: Says, cells: Sequence[FoundCell], row: RowSays, key: str) -> Diagnostic:
        # what a page says again stands for no cell of another one
        alone = says.each or (says.again and not at.text)
        whole = at.text if alone else "".join(cell.text for cell in cells)
        text = says.again if AGAIN in at.text and says.each and at is not cells[0] else says.text
        related = [origin.at for origin in says.origins if origin.at is not None]
        related = related if len(related) <= _MOST_RELATED else []
        code = _CODES[says.kind]
        if _digits_count(says) and alike(whole) == alike(text):
            code = Code.DIGITS_DIFFER
        return self._differs(code, at.at, (text, whole), row, related, key)

    def _differs(
        self,
        code: str,
        at: CellRef,
        texts: tuple[str, str],
        row: RowSays,
        related: Sequence[CellRef] = (),
        key: str = ONLY,
    ) -> Diagnostic:
        expected, said = excerpts(*texts)
        named = not row.name.startswith(("head:", "text:"))
        label = "".join(self.part.columns.get(key, "").split()) if named else ""
        return diagnostic(
            code,
            at,
            related,
            item=row.item,
            point=self.point,
            about=told("verify_column", part=row.about, column=label) if label else row.about,
            expected=expected or told("verify_blank"),
            found=said or told("verify_blank"),
        )

    # -- bars and areas ------------------------------------------------------------------------------------------------
    def _bars(
        self, row: RowSays, bars: Sequence[SaidBar], labels: Sequence[FoundCell], pieces: Sequence[RowPiece]
    ) -> Iterator[Diagnostic]:
        """Labels that are wrong, stand in a wrong quarter or are not there; bars that begin or end in a wrong one."""
        still = [bar for bar in bars if bar.label]
        spans = {piece.at.row: piece.spans for piece in pieces}
        merged = any(spans.values())
        wrong = []
        for cell in labels:
            own = next((b for b in still if alike(b.label) == alike(cell.text) and cell.column in b.quarters), None)
            if own is None:
                wrong.append(cell)
                continue
            still.remove(own)
            if merged and own.ends[0] != own.ends[1] and own.ends not in spans[cell.at.row]:
                yield self._differs(Code.WORDS_DIFFER, cell.at, (_with_ends(own), cell.text), row, _places(own))
        for cell in wrong:
            own = next((b for b in still if cell.column in b.quarters or alike(b.label) == alike(cell.text)), None)
            if own is None:
                yield self._differs(Code.WORDS_DIFFER, cell.at, ("", cell.text), row)
                continue
            still.remove(own)
            text = own.label if cell.column in own.quarters else _with_ends(own)
            yield self._differs(Code.WORDS_DIFFER, cell.at, (text, cell.text), row, _places(own))
        for bar in still:
            yield self._differs(Code.WORDS_DIFFER, pieces[0].at, (bar.label, ""), row, _places(bar))

    def _areas(self) -> Iterator[Diagnostic]:
        """Areas whose name stands at none of their rows."""
        key = self.part.area_column
        if key is None or key not in self.columns:
            return
        named: dict[str, bool] = {}
        first: dict[str, tuple[RowSays, FoundCell]] = {}
        for row in self.part.rows:
            pieces = self.found.rows.get((self.part.key, row.name), ())
            if row.area is None or not pieces:
                continue
            cells = self._under(key, pieces)
            first.setdefault(row.area, (row, cells[0]))
            named[row.area] = named.get(row.area, False) or any(cell.text for cell in cells)
        for area, is_named in named.items():
            row, cell = first[area]
            if not is_named:
                yield self._differs(Code.WORDS_DIFFER, cell.at, (row.cells[key].text, ""), row)


def _is_heading(row: RowSays) -> bool:
    """Whether a row stands over others, with all its words again on each further page."""
    return bool(row.cells) and all(says.each for says in row.cells.values())


def difference(says: Says, cells: Sequence[FoundCell]) -> FoundCell | None:
    """The first cell that does not say what it must; None where all do. A cut row's cells say it one after another."""
    if len(cells) == 1 and cells[0].text == says.text:  # nearly all: to the letter
        return None
    if says.each:
        return _each(says, cells)
    plain = _squeezed if _digits_count(says) else alike
    want, at = plain(says.text), 0
    blank: FoundCell | None = None
    for number, cell in enumerate(cells):
        text = plain(cell.text)
        if not text:
            blank = blank or cell
        elif number and says.again and text == plain(says.again):
            continue
        elif want.startswith(text, at):
            at += len(text)
            blank = None
        else:
            return blank if blank is not None and text in want else cell
    if at == len(want):
        return None
    filled = [cell for cell in cells if cell.text]
    return blank if blank is not None else (filled or list(cells))[-1]


def _digits_count(says: Says) -> bool:
    return says.digits or says.kind is not SaysKind.WORDING


def _each(says: Says, cells: Sequence[FoundCell]) -> FoundCell | None:
    for number, cell in enumerate(cells):
        right = [says.text, *says.others, *([says.again] if number and says.again else ())]
        if _squeezed(cell.text) not in map(_squeezed, right):
            return cell
    return None


# -- what is beside the parts ------------------------------------------------------------------------------------------
def _others(says: ReportSays, found: Found, wanted: set[tuple[str, str]], point: str) -> Iterator[Diagnostic]:
    """Rows that stand twice, that the ledger does not give, that have no key, and those that are hidden."""
    about = {(part.key, row.name): row.about for part in says.parts for row in part.rows}
    for key, piece in found.doubled:
        if piece.filled:
            yield diagnostic(Code.PRINTED_ROW_TWICE, piece.at, point=point, about=about.get(key, key[1]))
    for key, pieces in found.rows.items():
        if key not in wanted:
            for piece in pieces:
                if piece.filled:
                    yield diagnostic(Code.PRINTED_ROW_UNKNOWN, piece.at, point=point, about=_quoted(piece))
    for cell in found.unkeyed:
        yield _not_proven(cell, point)
    for place in found.hidden:
        yield diagnostic(Code.HIDDEN_IN_REPORT, place, point=point)


def _heads(says: ReportSays, found: Found, point: str) -> Iterator[Diagnostic]:
    """Running heads of another plan or point, and the mark of drafts."""
    printed = {pieces[0].at.sheet: pieces[0].at for pieces in found.rows.values()}
    mark = _DRAFT_MARK if says.draft else ""
    others = {piece.at.sheet for (part, _), pieces in found.rows.items() for piece in pieces if part not in says.covers}
    for sheet, place in printed.items():
        left = found.heads.get(sheet or "", "")
        if sheet not in others and not left:
            continue
        marked = alike(left).endswith(alike(_DRAFT_MARK))
        if alike(says.header) not in alike(left) or marked is not says.draft:
            expected = f"{says.header}　{sheet}{mark}"
            at, said = CellRef(place.file, sheet), left or told("verify_blank")
            yield diagnostic(
                Code.WORDS_DIFFER, at, point=point, about=told("verify_head"), expected=expected, found=said
            )


def _not_proven(cell: FoundCell, point: str) -> Diagnostic:
    """K711 for what holds a figure, K712 for other texts that nothing in the ledger says."""
    has_figure = any(ch.isdigit() for ch in cell.text)
    return diagnostic(
        Code.FIGURE_NOT_PROVEN if has_figure else Code.TEXT_NOT_PROVEN, cell.at, point=point, found=short(cell.text)
    )


def _with_ends(bar: SaidBar) -> str:
    """「実施（R3-1～R3-4）」."""
    ends = [quarter_text(*map(int, end.split("-"))) for end in bar.ends]
    return f"{bar.label}（{'～'.join(ends)}）"


def _places(bar: SaidBar) -> list[CellRef]:
    return [bar.origin.at] if bar.origin is not None and bar.origin.at is not None else []


def _quoted(piece: RowPiece) -> str:
    return short(" ".join(cell.text for cell in piece.filled))


# -- texts -------------------------------------------------------------------------------------------------------------
def alike(text: str) -> str:
    """For comparing: without white space, letters of any width the same."""
    return _OTHER_DIGIT.sub(lambda found: str(int(found[0])), _squeezed(text))


def _squeezed(text: str) -> str:
    """For comparing: without white space; digits keep their width, other characters that look alike are the same."""
    return _OF_OTHER_WIDTH.sub(lambda found: _usual(found[0]), "".join(text.translate(_SAME).split()))


def _usual(ch: str) -> str:
    """Full-width letters and half-width kana as usual; ①, Ⅰ and ㎡ stay what they are."""
    if ch.isdecimal() or unicodedata.east_asian_width(ch) not in ("F", "H"):
        return ch
    return unicodedata.normalize("NFKC", ch)


def excerpts(expected: str, found: str) -> tuple[str, str]:
    """Both texts in one line; long ones only where they differ, with what stands around."""
    one, other = (" ".join(text.split()) for text in (expected, found))
    if max(len(one), len(other)) <= _LONGEST:
        return one, other
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return _cut(one, start, end), _cut(other, start, end)


def _cut(text: str, start: int, end: int) -> str:
    """The text from a little before `start` to a little before its last `end` characters."""
    first, last = max(0, start - _AROUND), min(len(text), len(text) - end + _AROUND)
    shown = text[first : min(last, first + _LONGEST)]
    return ("…" if first else "") + shown + ("…" if first + len(shown) < len(text) else "")


def short(text: str) -> str:
    """The beginning of a text in one line."""
    return shortened(in_one_line(text), _LONGEST + 1)
