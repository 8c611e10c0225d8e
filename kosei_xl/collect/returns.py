"""Several workbooks from one department: which are copies, which is the newer one, what their names say about it."""

from collections.abc import Iterable, Iterator
from typing import Any

from kosei_xl.collect.file_names import name_marks
from kosei_xl.collect.received import contents_of, heads_of, texts_of, untouched, workbooks_by_rank
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.labels import department_name
from kosei_xl.values.ledger import Received
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import japan_time


def by_name(file: str) -> tuple[int, str]:
    """For sorting: the name that looks least like a copy or a revision comes first."""
    marks = name_marks(file)
    return len(marks.copies) + len(marks.revised), file


def copies(standing: Standing, files: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """K411 for each (file, SHA-256) that is byte for byte a workbook in 受領 under another name."""
    heads = heads_of(standing.received)
    for file, sha256 in files:
        head = heads.get(sha256)
        if head is not None and head.file != file:
            yield _copy(file, head.file, standing.point.key)


def doubtful_returns(standing: Standing) -> Iterator[Diagnostic]:
    """Workbooks of a department's last 提出回 that are not the newest of it: K411 when they say the same, else K412.

    K413 where the name of an older one says that it is the one to count. Workbooks that were not taken over are left
    out: K404 and K305 are about them.
    """
    point, blank = standing.point.key, untouched(standing.received)
    for code, ranks in workbooks_by_rank(row for row in standing.received if row.sha256 not in blank):
        number = ranks[-1][0][0]
        heads = [row for _, rows in ranks for row in rows if row.is_head and not row.left_out]
        department = department_name(standing.plan, code)
        if len(heads) < 2:
            continue
        contents = {s: texts_of(c) for _, rows in ranks for s, c in contents_of(rows).items()}
        newest = next(head for head in heads if head.rank == heads[-1].rank)  # of twins the first was used
        for head in (head for head in heads if head is not newest):
            same = contents[head.sha256] == contents[newest.sha256]
            if head.submission_no == number and same and head.file != newest.file:
                original, copy = sorted((head.file, newest.file), key=by_name)
                yield _copy(copy, original, point)
            elif not same and _claims(head, newest):
                yield _order(Code.REVISED_BUT_OLDER, department, head, newest, point)
            elif not same and head.submission_no == number and head.rank != newest.rank:
                yield _order(Code.SAVED_LATER_USED, department, head, newest, point)


def _claims(older: Received, newer: Received) -> bool:
    """Whether the name of an older workbook says that it counts and the name of the newer one does not."""
    return older.rank != newer.rank and bool(name_marks(older.file).revised) and not name_marks(newer.file).revised


def _copy(file: str, original: str, point: str) -> Diagnostic:
    marks = name_marks(file).copies
    mark: Message | str = told("copy_mark", mark="」「".join(marks)) if marks else ""
    return diagnostic(
        Code.COPY_OF_A_RETURN, CellRef(file), [CellRef(original)], point=point, original=original, mark=mark
    )


def _order(code: str, department: str, older: Received, newer: Received, point: str) -> Diagnostic:
    params: dict[str, Any] = {
        "department": department,
        "newer": newer.file,
        "number": newer.submission_no,
        "saved": japan_time(newer.saved_at) or terms.BLANK,
        "older_number": older.submission_no,
        "older_saved": japan_time(older.saved_at) or terms.BLANK,
    }
    if code == Code.REVISED_BUT_OLDER:
        params["mark"] = "」「".join(name_marks(older.file).revised)
    return diagnostic(code, CellRef(older.file), [CellRef(newer.file)], point=point, **params)
