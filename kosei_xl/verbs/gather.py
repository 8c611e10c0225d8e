"""gather: many masters into one ledger as Parquet, and what is counted from it by municipality, area and so on."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from kosei_xl.publish.data import csv_pieces
from kosei_xl.publish.national import COUNTINGS, LEDGER_TABLE, NATIONAL, Counting, municipality_of, national_rows
from kosei_xl.publish.parquet import parquet_pieces
from kosei_xl.publish.rows import DataRow, Datum
from kosei_xl.read.identity import is_master
from kosei_xl.read.master import Master, master_of
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, KoseiError, diagnostic, held_by, sort_diagnostics
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.packed import Packing
from kosei_xl.values.refusals import NothingReadable, WrongCall
from kosei_xl.verbs import disk
from kosei_xl.verbs.cluster import ClusterReader
from kosei_xl.verbs.files_given import FilesGiven
from kosei_xl.verbs.folders import files_in, new_folder
from kosei_xl.verbs.keying import FORMER_SUFFIX
from kosei_xl.verbs.opening import Findings, Say, silent
from kosei_xl.verbs.reading_worker import frame, read_frame
from kosei_xl.verbs.remote import GivenPlace
from kosei_xl.verbs.workers import File, ReadAll, read_all
from kosei_xl.words.codes import Code
from kosei_xl.words.findings import Severity
from kosei_xl.words.messages import Message, told
from kosei_xl.words.printable import printable
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook, whatever_fails

if TYPE_CHECKING:
    import duckdb

LEDGER: Final = "ledger.parquet"
_OURS: Final = frozenset((LEDGER, *(counting.file for counting in COUNTINGS)))
_PIECE: Final = 5_000
_KEYS: Final = tuple(column.key for column in NATIONAL)
"""The values of a row, as it travels."""
_ID, _POINT = _KEYS.index("id"), _KEYS.index("point")
_MEMORY: Final = "1GB"
"""What DuckDB may take while it counts."""


def gather(paths: Sequence[GivenPlace], out: Path, say: Say = silent, *, cluster: str | None = None) -> Findings:
    """Write the folder `out`: the ledger of all masters (`publish.national`), and its countings as CSV, each for every
    reporting point by itself.

    Few masters are in memory at a time, and every core reads them; with `cluster`, the address of a Dask scheduler, its
    workers do. The folder is the same, whoever reads. Of folders every workbook is taken for a master, but for backups
    of those. Those that cannot be read are told (K471), and the rest goes on; of two that hold the same item the second
    is left out (K472). `read` is how many are in the ledger. Raises NothingReadable without any, and WrongCall where
    something else lies in `out` or where pyarrow and duckdb are not installed (the extra `gather`).
    """
    try:
        import duckdb
        from pyarrow import dataset
    except ImportError as error:
        raise WrongCall(told("gather_needs")) from error
    others = [name for name in files_in(out) if name not in _OURS]
    if others or (out.exists() and not out.is_dir()):
        raise WrongCall(told("gather_over_other", path=out, name=others[0] if others else out.name))
    read_by: ReadAll = ClusterReader(cluster, say).read_all if cluster is not None else read_all
    files = FilesGiven(paths, say, OFFICE_LIMITS)
    gathering = _Gathering()
    with new_folder(out) as folder, duckdb.connect() as asked:
        folder.write(LEDGER, parquet_pieces(NATIONAL, gathering.rows(files, read_by)))
        problems = (*files.problems, *gathering.problems)
        if not gathering.count:
            raise NothingReadable(problems, masters=True)
        say(told("gather_counting"))
        _calm(asked)
        asked.register(LEDGER_TABLE, dataset.dataset(folder.place(LEDGER)))
        for counting in COUNTINGS:
            folder.write(counting.file, csv_pieces(counting.columns, _counted(asked, counting)))
        asked.unregister(LEDGER_TABLE)
    say(told("gathered", count=gathering.count, path=out))
    return Findings(sort_diagnostics(problems), read=gathering.count)


class _Gathered(NamedTuple):
    """What the ledger of all gets of one workbook, and what was found about it: of what is no master that alone."""

    problems: tuple[Diagnostic, ...]
    municipality: str = ""
    plan_id: str = ""
    plan: str = ""
    rows: tuple[tuple[Datum, ...], ...] | None = None


_TRAVELS: Final = Packing(_Gathered, CellRef, Diagnostic)


class _MastersReader:
    """How masters are read, one like the other: a `workers.Reader`."""

    @property
    def called(self) -> Message:
        """事務局ブック."""
        return told("read_masters")

    @property
    def weight(self) -> int:
        """A master of some sixty items takes as long as eight surveys."""
        return 8

    def read(self, data: bytes, name: str) -> _Gathered:
        """The rows of a master; K471 with the reason for what is none."""
        try:
            with whatever_fails():
                return _read(data, name)
        except UnreadableWorkbook as error:
            return _Gathered((_left_out(name, error),))

    def known(self, file: File) -> _Gathered | None:
        """Nothing: what was read of masters is kept nowhere."""
        return None

    def is_whole(self, read: _Gathered) -> bool:
        """Whether it is a master."""
        return read.rows is not None

    def answer(self, data: bytes, name: str) -> bytes:
        """What was read, as it travels."""
        return frame(_TRAVELS.pack(self.read(data, name)))

    def answered(self, answers: IO[bytes]) -> _Gathered:
        """What `answer` made."""
        found = _TRAVELS.unpack(read_frame(answers))
        if not isinstance(found, _Gathered):
            raise TypeError
        return found


class _Gathering:
    """Masters one after the other, and what was found about each."""

    def __init__(self) -> None:
        self.problems: list[Diagnostic] = []
        self.count = 0
        self._known: dict[tuple[str, str], list[tuple[str, array[int]]]] = defaultdict(list)

    def rows(self, files: FilesGiven, read_by: ReadAll) -> Iterator[DataRow]:
        """The rows of every master that can be read and that holds none of another."""
        masters = (
            File(printable(file.name), data) for file, data in files if _kept_beside(file.path) not in files.paths
        )
        for file, found in read_by(masters, len(files), _MastersReader()):
            if found.rows is None:
                self.problems += found.problems
            elif self._is_new(file.name, found, found.rows):
                self.count += 1
                self.problems += found.problems
                yield from (dict(zip(_KEYS, row, strict=True)) for row in found.rows)

    def _is_new(self, name: str, found: _Gathered, rows: Sequence[Sequence[Datum]]) -> bool:
        """Whether no master of before has any of the rows; else K472. Eight bytes of each row are remembered."""
        same_plan = self._known[found.municipality, found.plan_id]
        own = array("Q", (_sum_of(row) for row in rows))
        for other, sums in same_plan:
            known = frozenset(sums)
            for one, row in zip(own, rows, strict=True):
                if one in known:
                    no, label = (row[_KEYS.index(key)] for key in ("no", "point_label"))
                    self.problems.append(
                        diagnostic(Code.GATHERED_TWICE, CellRef(name), plan=found.plan, no=no, label=label, other=other)
                    )
                    return False
        same_plan.append((name, own))
        return True


def _left_out(name: str, error: UnreadableWorkbook) -> Diagnostic:
    """K471 with the reason: what we say ourselves of a master that is none, or else what is wrong with the file."""
    found, cause = error.finding(name), error.__cause__
    reason = Message(found.message(), found.message("en"))
    if isinstance(cause, KoseiError):
        reason = cause.args[0]
    return diagnostic(Code.NOT_GATHERED, CellRef(name), reason=reason)


def _told_of(name: str, book: Master) -> Iterator[Diagnostic]:
    if not book.plan.style.organization:
        yield diagnostic(Code.GATHERED_WITHOUT_NAME, CellRef(name), plan=book.plan.name)
    errors = [one for one in held_by(book.diagnostics) if one.severity is Severity.ERROR]
    if errors:
        yield diagnostic(Code.GATHERED_WITH_ERRORS, CellRef(name), count=len(errors), first=errors[0].code)


def _kept_beside(path: GivenPlace) -> GivenPlace | None:
    """The master beside which we keep this file: as it was before, or in its former format; None for any other."""
    if path.name.endswith(disk.BACKUP_SUFFIX):
        return path.with_name(path.name.removesuffix(disk.BACKUP_SUFFIX))
    return path.with_stem(path.stem.removesuffix(FORMER_SUFFIX)) if path.stem.endswith(FORMER_SUFFIX) else None


def _read(data: bytes, name: str) -> _Gathered:
    """A master's rows. Raises KoseiError for what is none."""
    book = read_book(data, name, OFFICE_LIMITS)
    if not is_master(book):
        raise WrongCall(told("gather_no_master"))
    read = master_of(Path(name), data, book)
    rows = tuple(tuple(row.get(key) for key in _KEYS) for row in national_rows(read))
    return _Gathered(tuple(_told_of(name, read)), municipality_of(read), read.plan.plan_id, read.plan.name, rows)


def _sum_of(row: Sequence[Datum]) -> int:
    text = f"{row[_ID]}\n{row[_POINT]}"
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _calm(asked: "duckdb.DuckDBPyConnection") -> None:
    """DuckDB fetches nothing, shows nothing, and takes no more memory than it needs."""
    for setting in (
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "enable_progress_bar = false",
        f"memory_limit = '{_MEMORY}'",
    ):
        asked.execute(f"SET {setting}")


def _counted(asked: "duckdb.DuckDBPyConnection", counting: Counting) -> Iterator[DataRow]:
    """The rows of a table that is counted, in order."""
    answer = asked.execute(counting.sql)
    keys = [column.key for column in counting.columns]
    while rows := answer.fetchmany(_PIECE):
        yield from (dict(zip(keys, row, strict=True)) for row in rows)
