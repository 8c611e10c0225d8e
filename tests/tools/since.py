"""A report that has gone out, and a ledger that changed since."""

from pathlib import Path

from kosei_xl.verbs import disk
from tests.tools.adopting import Desk


def changed_since(own: Desk) -> Path:
    """The earlier report; since then a result was reworded and a rating changed, so that an item is no longer behind."""
    former = own.report.with_name("第１案.xlsx")
    disk.write(former, disk.read(own.report))
    own.type_in_ledger("m-004", "issues", "・活動者の高齢化が急に進んでいる。")
    own.type_in_ledger("m-002", "rating", "A")
    return former
