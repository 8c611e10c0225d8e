"""What the office typed on the master's derived sheets: answers on 指摘, marks and other due dates on 提出状況."""

from datetime import date

from kosei_xl.read.tables import KeyedTable, day_of, find_table
from kosei_xl.values.cells import Book
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.ledger import Acknowledgement, OfficeMark
from kosei_xl.words import terms
from kosei_xl.words.codes import Code


def read_answers(book: Book) -> tuple[Acknowledgement, ...]:
    """The rows of 指摘 that can be answered; none for masters made before there were answers."""
    table = _table(book, terms.FINDINGS_SHEET)
    found = []
    for row in table.rows() if table else ():
        key = row.text("row_key")
        if key is not None and key.count("|") == 4:
            shown = {name: text for name in terms.MASTER_SHEETS[terms.FINDINGS_SHEET] if (text := row.text(name))}
            found.append(
                Acknowledgement(key, row.text("acknowledged"), row.text("why"), row.ref("acknowledged"), shown)
            )
    return tuple(found)


def read_marks(book: Book) -> Outcome[tuple[OfficeMark, ...]]:
    """The rows of 提出状況 in which the office typed something. Returns K418 for what means nothing in its column."""
    table = _table(book, terms.STATUS_SHEET)
    words = {word: key for key, word in terms.RETURN_MARKS.items()}
    found: list[OfficeMark] = []
    problems: list[Diagnostic] = []
    for row in table.rows() if table else ():
        point, _, rest = (row.text("row_key") or "").partition("|")
        code, bar, sha256 = rest.partition("|")
        if not bar:
            continue
        text, note, due = row.text("mark"), row.text("remark"), day_of(row, "extended")
        if text is None and note is None and due is None:
            continue
        if text is not None and text not in words:
            allowed = "・".join(terms.RETURN_MARKS.values())
            at, label = row.ref("mark"), _label("mark")
            problems.append(diagnostic(Code.WORD_UNKNOWN, at, point=point, label=label, value=text, allowed=allowed))
        if isinstance(due, str):
            at, label = row.ref("extended"), _label("extended")
            problems.append(diagnostic(Code.WORD_UNKNOWN, at, point=point, label=label, value=due, allowed="2026/4/20"))
        until = due if isinstance(due, date) else None
        found.append(OfficeMark(point, code, sha256, words.get(text or ""), note, until))
    return Outcome(tuple(found), {}, tuple(problems))


def _label(key: str) -> str:
    return terms.MASTER_SHEETS[terms.STATUS_SHEET][key]


def _table(book: Book, name: str) -> KeyedTable | None:
    sheet = book.sheet(name)
    table = find_table(book.name, sheet, terms.MASTER_SHEETS[name]) if sheet else None
    return table if table is not None and "row_key" in table.columns else None
