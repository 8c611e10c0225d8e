"""What returned workbooks said: which rows of 受領 count, what each says of a field, and the last word on it.

A blank is no word. Beside something filled in it is a question where the department, or the survey as it went out, had
said something: the office answers it. Where the ledger is blank too, or the office decides so, the blank is the word.
In rows written by programs before that (`blanks` None) a blank is a word like any text.
What a form held when it was handed out, and still holds, is no word either (`printed`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kosei_xl.read.ratings import read_rating
from kosei_xl.values.labels import field_names
from kosei_xl.values.ledger import Received
from kosei_xl.values.model import EntryKey, Plan
from kosei_xl.values.standing import Standing
from kosei_xl.workbook.book import is_error_value

_Field = tuple[EntryKey, str]


def heads_of(rows: Iterable[Received]) -> dict[str, Received]:
    """SHA-256 of each returned workbook -> the row of 受領 that is about it as a whole."""
    return {row.sha256: row for row in rows if row.is_head}


def contents_of(rows: Iterable[Received]) -> dict[str, dict[EntryKey, Received]]:
    """SHA-256 of each workbook -> its rows that hold anything."""
    contents: dict[str, dict[EntryKey, Received]] = {row.sha256: {} for row in rows}
    for row in rows:
        if not row.is_head and row.fields:
            contents[row.sha256][row.key] = row
    return contents


def texts_of(content: Mapping[EntryKey, Received]) -> dict[EntryKey, Mapping[str, str]]:
    """What a workbook says, for comparing it with another."""
    return {key: row.fields for key, row in content.items()}


def workbooks_by_rank(
    rows: Iterable[Received],
) -> Iterator[tuple[str, list[tuple[tuple[int, str], list[Received]]]]]:
    """(department, [(rank, rows)]): each department's returned rows by rank, the oldest first."""
    groups: dict[str, dict[tuple[int, str], list[Received]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.dept_code is not None:
            groups[row.dept_code][row.rank].append(row)
    for code, ranks in groups.items():
        yield code, sorted(ranks.items())


def last_ranks(rows: Iterable[Received]) -> dict[str, tuple[int, str]]:
    """The rank of each department's latest workbook into which anything was written."""
    rows = tuple(rows)
    blank = untouched(rows)
    return {code: ranks[-1][0] for code, ranks in workbooks_by_rank(r for r in rows if r.sha256 not in blank)}


def not_merged(rows: Iterable[Received]) -> frozenset[str]:
    """SHA-256 of the workbooks that were recorded and not taken over."""
    return frozenset(row.sha256 for row in rows if row.left_out)


def untouched(rows: Iterable[Received]) -> frozenset[str]:
    """SHA-256 of the workbooks into which nothing had been written."""
    return frozenset(row.sha256 for row in rows if row.untouched)


def means(plan: Plan, row: Received, name: str) -> bool:
    """Whether the text in a field means something there; saying that it is to be empty does."""
    text = row.fields[name]
    if row.deletes(name):
        return True
    return not is_error_value(text) and (
        name not in plan.rating_fields or read_rating(text, plan.scale_at(row.key.point, name)) is not None
    )


def says(plan: Plan, row: Received, name: str) -> bool:
    """Whether a received row tells what a field holds, in words (in rows of old also by a blank).

    A lost column does not, nor does a text that means nothing, one beside which a twin says something else, or one that
    was printed there.
    """
    if name not in row.fields:
        return row.blanks is None and _has_cell(row, name) and name not in row.held and name not in row.printed
    return name not in row.held and name not in row.printed and means(plan, row, name)


def left_blank(row: Received, name: str) -> bool:
    """Whether a field was left blank beside others that were filled in."""
    blank = row.blanks is not None and name not in row.fields and name not in row.held
    return blank and bool(row.fields) and _has_cell(row, name)


def is_silent(row: Received) -> bool:
    """Whether every field of a row was left blank."""
    return row.blanks is not None and not row.fields


def _has_cell(row: Received, name: str) -> bool:
    if not row.cells:
        return True
    at = row.cells.get(name)
    return at is not None and at.row is not None


class LastWord:
    """The last word of the answering departments on each field, while rows are heard one after the other.

    Rows of the office are heard too: they answer questions. `asked` are the open ones, with the row that holds the
    blank; the office's answer that a text is to stay holds until the department writes something.
    """

    def __init__(self, plan: Plan, rows: Iterable[Received]) -> None:
        self._plan = plan
        self._left_out = not_merged(rows)
        self._last: dict[_Field, Received] = {}
        self._blank: dict[_Field, Received] = {}
        self._kept: set[_Field] = set()
        self.asked: dict[_Field, Received] = {}

    def counts(self, row: Received) -> bool:
        """Whether a row comes from the department that answers it, in a workbook that was taken over."""
        line = self._plan.line_by_key.get(row.key.line)
        own = line is not None and row.dept_code is not None and line.answering == row.dept_code
        return own and row.sha256 not in self._left_out

    def last(self, key: EntryKey, name: str) -> Received | None:
        """The row that holds the last word on a field."""
        return self._last.get((key, name))

    def changes(self, row: Received) -> Iterator[tuple[str, Received | None]]:
        """(field, row of the word before it) of each field on which a row is the last word."""
        for name in field_names(self._plan, row.key.slot):
            if says(self._plan, row, name):
                held = self._last.get((row.key, name))
                if held is None or row.rank >= held.rank:
                    yield name, held

    def blanks(self, row: Received) -> Iterator[tuple[str, Received | None]]:
        """(field, row of the last word) of each field that a row has left blank since."""
        for name in field_names(self._plan, row.key.slot):
            held = self._last.get((row.key, name))
            blank = left_blank(row, name) or (is_silent(row) and name not in row.held and _has_cell(row, name))
            if blank and (held is None or row.rank > held.rank):
                yield name, held

    def blank_since(self, row: Received, name: str) -> bool:
        """Whether a workbook of higher rank, heard before, left a field of this row blank."""
        blank = self._blank.get((row.key, name))
        return blank is not None and blank.rank > row.rank

    def is_kept(self, key: EntryKey, name: str) -> bool:
        """Whether the office has decided that a text stays although its field was left blank."""
        return (key, name) in self._kept

    def record(self, row: Received) -> None:
        """Remember what a row says; rows that do not count say nothing."""
        if row.is_office:
            self._record_office(row)
        elif self.counts(row):
            self.record_words(row, [name for name, _ in self.changes(row)])

    def record_words(self, row: Received, names: Iterable[str]) -> None:
        """`record` of a department's row that counts, where the fields in which it has the last word are known."""
        if row.blanks is not None:
            for name in [name for name in field_names(self._plan, row.key.slot) if left_blank(row, name)]:
                self._record_blank(row, name)
        for name in names:
            self._settle((row.key, name), row)
            if name in (row.blanks or ()):
                self.asked[row.key, name] = self._blank.get((row.key, name), row)

    def _record_blank(self, row: Received, name: str) -> None:
        at = row.key, name
        known = self._blank.get(at)
        if known is None or row.rank >= known.rank:
            self._blank[at] = row
        if name in (row.taken or ()):
            self._settle(at, row)
        elif name in (row.blanks or ()):
            self.asked[at] = self._blank[at]

    def _record_office(self, row: Received) -> None:
        for at in ((row.key, name) for name in row.taken or () if name not in row.fields):
            if at in self.asked:
                self._settle(at, self.asked[at])
        for at in ((row.key, name) for name in row.conflicts):
            if self.asked.pop(at, None) is not None:
                self._kept.add(at)

    def _settle(self, at: _Field, row: Received) -> None:
        """A row has the last word on a field: nothing is asked about it any more."""
        self._last[at] = row
        self._kept.discard(at)
        self.asked.pop(at, None)


def latest_received(standing: Standing) -> dict[EntryKey, Received]:
    """The last merged value set of each row, from the department that answers it; rows left blank say nothing."""
    latest: dict[EntryKey, Received] = {}
    words = LastWord(standing.plan, standing.received)
    for row in standing.received:
        if words.counts(row) and not is_silent(row):
            held = latest.get(row.key)
            if held is None or row.rank >= held.rank:
                latest[row.key] = row
    return latest
