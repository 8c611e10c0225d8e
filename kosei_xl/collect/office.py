"""What the office did in the master since it was last written: its typing and its decisions, before anything else."""

from collections.abc import Mapping
from dataclasses import replace

from kosei_xl.collect.conflicts import SettledConflicts, settle
from kosei_xl.collect.history import office_edits
from kosei_xl.read.master import Master
from kosei_xl.values.pictures import Picture


def with_office(book: Master, pictures: Mapping[str, Picture] | None = None) -> SettledConflicts:
    """The ledger with the office's typing recorded and its decisions applied; `rows` are new ones for 受領.

    `pictures` are those that came with workbooks, in case one of them was decided for.
    """
    ledger = book.ledger.value
    edits = office_edits(book.plan, ledger, book.ledger.at, book.origin)
    recorded = replace(ledger, received=(*ledger.received, *edits))
    settled = settle(book.plan, recorded, book.choices or (), book.origin, pictures or {})
    return replace(settled, rows=(*edits, *settled.rows))
