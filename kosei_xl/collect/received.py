"""What returned workbooks said: which rows of 受領 count, what each says of a field, and the last word on it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kosei_xl.read.ratings import read_rating
from kosei_xl.values.labels import field_names
from kosei_xl.values.ledger import Received
from kosei_xl.values.model import EntryKey, Plan
from kosei_xl.values.standing import Standing
from kosei_xl.workbook.book import is_error_value


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
    """The rank of each department's latest workbook."""
    return {code: ranks[-1][0] for code, ranks in workbooks_by_rank(rows)}


def not_merged(rows: Iterable[Received]) -> frozenset[str]:
    """SHA-256 of the workbooks that were recorded and not taken over."""
    return frozenset(row.sha256 for row in rows if row.left_out)


def says(plan: Plan, row: Received, name: str) -> bool:
    """Whether a received row tells what a field holds: a lost column does not, nor does a text that means nothing."""
    text = row.fields.get(name)
    if text is None:
        return not row.cells or row.place(name).row is not None
    return not is_error_value(text) and (name != "rating" or read_rating(text, plan) is not None)


class LastWord:
    """The last word of the answering departments on each field, while rows are heard one after the other."""

    def __init__(self, plan: Plan, rows: Iterable[Received]) -> None:
        self._plan = plan
        self._left_out = not_merged(rows)
        self._last: dict[tuple[EntryKey, str], Received] = {}

    def counts(self, row: Received) -> bool:
        """Whether a row comes from the department that answers it, in a workbook that was taken over."""
        line = self._plan.line_by_key.get(row.key.line)
        own = line is not None and row.dept_code is not None and line.answering == row.dept_code
        return own and row.sha256 not in self._left_out

    def changes(self, row: Received) -> Iterator[tuple[str, Received | None]]:
        """(field, row of the word before it) of each field on which a row is the last word."""
        for name in field_names(self._plan, row.key.slot):
            held = self._last.get((row.key, name))
            if says(self._plan, row, name) and (held is None or row.rank >= held.rank):
                yield name, held

    def record(self, row: Received) -> None:
        """Remember what a row says."""
        for name, _ in self.changes(row):
            self._last[row.key, name] = row


def latest_received(standing: Standing) -> dict[EntryKey, Received]:
    """The last merged value set of each row, from the department that answers it."""
    latest: dict[EntryKey, Received] = {}
    words = LastWord(standing.plan, standing.received)
    for row in standing.received:
        if words.counts(row):
            held = latest.get(row.key)
            if held is None or row.rank >= held.rank:
                latest[row.key] = row
    return latest
