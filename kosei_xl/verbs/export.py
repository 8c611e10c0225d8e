"""export: the plan and what stands in the ledger as one flat list, as offices keep it in a single sheet."""

from pathlib import Path

from kosei_xl.make.plan_list import plan_list
from kosei_xl.values.diagnostics import sort_diagnostics
from kosei_xl.verbs.opening import Findings, Say, open_master, silent
from kosei_xl.verbs.plain_books import refuse_other, write_plain
from kosei_xl.verbs.settings import settings_findings
from kosei_xl.words.messages import told

LIST_KIND = "list"
"""Kind of the workbook, as it says of itself."""


def export_list(path: Path, out: Path, say: Say = silent) -> Findings:
    """Write the plan as one flat list, one row for each item and sub-item. Photos are not in it, which is said.

    The master is only read; what is odd in it is returned. Raises WrongCall where `out` may not be written.
    """
    refuse_other(out, LIST_KIND)
    book = open_master(path)
    ledger = book.ledger.value
    write_plain(out, [plan_list(book.plan, ledger)], LIST_KIND, say)
    photos = sum(key.is_photo and bool(fields) for key, fields in ledger.entries.items())
    if photos:
        say(told("list_without_photos", count=photos))
    lost = {key.line for key, fields in ledger.entries.items() if fields and key.line not in book.plan.line_by_key}
    if lost:
        say(told("list_without_lines", count=len(lost), keys="、".join(key.item_key for key in sorted(lost)[:10])))
    return Findings(sort_diagnostics((*book.diagnostics, *settings_findings(book))), read=1)
