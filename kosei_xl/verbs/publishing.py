"""What a writing verb does with a publication: its record goes into the master before the papers go anywhere.

With it goes the SHA-256 of the open data at the time, by which a published folder is known to say the same.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from kosei_xl.make import fill
from kosei_xl.make.registers import make_stored
from kosei_xl.make.writable import Writable
from kosei_xl.report.publication import Issue, publication_of
from kosei_xl.values.sheet_values import MasterSheets
from kosei_xl.values.stored import StoredRecord
from kosei_xl.verbs.keying import write_master
from kosei_xl.verbs.opening import Say, template_of
from kosei_xl.verbs.public_data import open_data_hash
from kosei_xl.verbs.report_workbook import Prepared
from kosei_xl.words import terms
from kosei_xl.words.messages import told


def record(ready: Writable, prepared: Prepared, issue: Issue, say: Say) -> None:
    """Write the publication of a report into the master; nothing for papers of a closed point, which have theirs."""
    data = ready.book.data
    made = None
    if prepared.confirmed is None:
        published, pages = ready.book.registers.published, prepared.made.value
        issue = replace(issue, data=open_data_hash(ready.book, prepared.point))
        made = publication_of(published, prepared.book.plan, prepared.standing, pages, issue)
    if made is not None:
        data = with_records(ready, terms.PUBLISHED_SHEET, [made])
    if data != ready.stored.data:
        write_master(ready, data, say)
    if made is not None:
        say(told("published", number=made.number, point=prepared.point.label))


def with_records(ready: Writable, sheet: str, records: Sequence[StoredRecord]) -> bytes:
    """The master with further records on one of its hidden sheets."""
    added = MasterSheets({}, {sheet: make_stored(records)})
    book = ready.book
    return fill.update_master(book.data, book.plan, added, template=template_of(None, "master.xlsx")).data


def sha256_of(data: bytes) -> str:
    """How a file is known again."""
    return hashlib.sha256(data).hexdigest()
