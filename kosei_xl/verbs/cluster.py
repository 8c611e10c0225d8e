"""Workbooks read by the workers of a Dask cluster (`kosei consolidate … --cluster ADDRESS`, `kosei gather …`).

A worker is given the bytes of a workbook and hands back what a process of this machine would (`reading_worker`); what
is made of all is made and written here. A worker that dies costs nothing but time: Dask gives what it had to another.
So does a cluster that is gone, or that is of another version: what is left is read by this machine, and that is told.

We connect out to the scheduler that the user names; results come back by the same connection, and nothing listens here.
What the cluster sends is unpickled: whoever can write to its scheduler can run programs here and there.
"""

import hashlib
import io
import logging
import pickle
import re
import sys
import time
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic

from kosei_xl import __version__
from kosei_xl.later import dataclass
from kosei_xl.values.refusals import WrongCall
from kosei_xl.values.returned import CODEC
from kosei_xl.verbs.earlier import LIBRARIES, version_of
from kosei_xl.verbs.opening import Say, silent
from kosei_xl.verbs.workers import NONSENSE, File, Reader, ReadT, read_all
from kosei_xl.words.messages import Message, told
from kosei_xl.words.printable import printable

if TYPE_CHECKING:
    from distributed import Client, Future

_ADDRESS: Final = re.compile(r"(?:tcp|tls|ws|wss|ucx)://\S+")
_CONNECTING: Final = 15
"""Seconds in which the scheduler answers, and has a worker, or is not there."""
_LOOK: Final = 5
"""Seconds between two looks at whether the cluster is still there."""
_WITHOUT_WORKERS: Final = 60
"""Seconds without any worker after which none is waited for: one that died is started again within that."""
_MOST_SECONDS: Final = 600
"""Seconds to wait for one workbook: the cluster may be busy with the work of others, but not for ever."""
_AHEAD: Final = 2
"""Workbooks given out for each thread of a worker before the first is asked back."""
_MOST_BYTES: Final = 200_000_000
"""Of those that are given out: so much is in memory here and at the scheduler."""


# -- what runs at a worker: by its name, so that it is the worker's own kosei_xl -------------------------------------
@cache
def versions_here() -> dict[str, str]:
    """What decides about readings, by name: this kosei_xl by the texts of its modules, the libraries and Python."""
    package = Path(__file__).parents[1]
    sums = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        sums.update(path.relative_to(package).as_posix().encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return {
        "kosei_xl": f"{__version__} ({CODEC}, {sums.hexdigest()[:8]})",
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        **{name: version_of(name) for name in (*LIBRARIES, "distributed")},
    }


def prepared(order: bytes) -> tuple[Mapping[str, str], Reader[Any]]:
    """The versions of whoever asks, and what is read by: unpacked once at each worker."""
    found: tuple[Mapping[str, str], Reader[Any]] = pickle.loads(order)
    return found


def read_there(order: tuple[Mapping[str, str], Reader[Any]], name: str, data: bytes) -> bytes:
    """What is read of a workbook, as the reader's `answered` takes it; nothing by another version."""
    versions, by = order
    return by.answer(data, name) if versions == versions_here() else b""


# -- here --------------------------------------------------------------------------------------------------------------
class _Lost(Exception):
    """The cluster is not to be asked, or not any more; `why` says what is wrong."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[ReadT]):
    """A file that is not handed on yet: what was read of it, or whom it was given to."""

    file: File
    read: ReadT | None = None
    asked: "Future[bytes] | None" = None


class ClusterReader:
    """Reads workbooks as `workers.read_all` does, by the workers behind the scheduler at `address`.

    What was read here after all, and why, is said in one line at the end. Raises WrongCall for what is no address, and
    where distributed is not installed (the extra `cluster`).
    """

    def __init__(self, address: str, say: Say = silent) -> None:
        if _ADDRESS.fullmatch(address) is None:
            raise WrongCall(told("cluster_address", address=printable(address)))
        try:
            import distributed  # noqa: F401 - before anything is read
        except ImportError as error:
            raise WrongCall(told("cluster_needs")) from error
        self._address, self._say = address, say
        self._why: Message | None = None
        self._lost = False
        self._here = 0

    def read_all(self, files: Iterable[File], count: int, by: Reader[ReadT], /) -> Iterator[tuple[File, ReadT]]:
        """Every file with what was read of it, in the order in which they are given; there are `count` at most.

        The cluster is asked from the first on that is not known.
        """
        left, done = iter(files), 0
        for file in left:
            known = by.known(file)
            if known is None:
                left = chain((file,), left)
                break
            done += 1
            yield file, known
        else:
            return
        try:
            with _connected(self._address, by) as cluster:
                self._say(told("cluster_reads", address=self._address, threads=cluster.threads))
                for one in self._asked(cluster, left, by):
                    done += 1
                    yield one
        except _Lost as lost:
            self._give_up(lost)
        for file, read in read_all(left, count - done, by):
            self._here += by.known(file) is None
            yield file, read
        if self._why is not None:
            what, why = by.called, self._why
            self._say(told("cluster_read_here", address=self._address, what=what, count=self._here, why=why))

    def _asked(self, cluster: "_Cluster", left: Iterator[File], by: Reader[ReadT]) -> Iterator[tuple[File, ReadT]]:
        """Files until there is none left, or the cluster is lost; none that was taken from `left` is missing."""
        waiting: deque[_Waiting[ReadT]] = deque()
        for file in left:
            waiting.append(self._ask(cluster, file, by))
            while waiting and (waiting[0].asked is None or cluster.is_full or self._lost):
                yield self._done(cluster, by, waiting.popleft())
            if self._lost:
                return
        while waiting:
            yield self._done(cluster, by, waiting.popleft())

    def _ask(self, cluster: "_Cluster", file: File, by: Reader[ReadT]) -> "_Waiting[ReadT]":
        known = by.known(file)
        if known is not None:
            return _Waiting(file, known)
        try:
            return _Waiting(file, None, cluster.ask(file))
        except _Lost as lost:
            self._give_up(lost)
            return _Waiting(file, self._read_here(file, by))

    def _done(self, cluster: "_Cluster", by: Reader[ReadT], one: "_Waiting[ReadT]") -> tuple[File, ReadT]:
        """The file with what was read of it: here, where no worker could."""
        file = one.file
        if one.read is not None:
            return file, one.read
        if not self._lost and one.asked is not None:
            try:
                read = by.answered(io.BytesIO(cluster.answer(file, one.asked)))
            except _Lost as lost:
                self._give_up(lost)
            except NONSENSE:
                self._why = self._why or told("cluster_no_answer")
            else:
                # beside others a worker may have come to a limit of time that we keep alone
                return file, read if by.is_whole(read) else by.read(file.data, file.name)
        return file, self._read_here(file, by)

    def _read_here(self, file: File, by: Reader[ReadT]) -> ReadT:
        self._here += 1
        return by.read(file.data, file.name)

    def _give_up(self, lost: _Lost) -> None:
        self._lost, self._why = True, lost.why


class _Cluster:
    """The workers behind a client that is connected, and what they read by."""

    def __init__(self, client: "Client", by: Reader[ReadT]) -> None:
        self.threads = sum(client.nthreads().values())
        self._client = client
        order = pickle.dumps((versions_here(), by))
        self._order = client.submit(prepared, order, pure=False)  # a task: made again where the worker that had it dies
        self._count = self._bytes = 0

    @property
    def is_full(self) -> bool:
        """Whether one is to be asked back before the next is given out."""
        return self._count > _AHEAD * self.threads or self._bytes > _MOST_BYTES

    def ask(self, file: File) -> "Future[bytes]":
        """Have a file read. The bytes go along with the task, so that another worker can have them. Raises _Lost."""
        try:
            asked = self._client.submit(read_there, self._order, file.name, file.data, pure=False)
        except Exception as error:  # a client that was closed raises what it meets first
            raise _Lost(told("cluster_gone")) from error
        self._count, self._bytes = self._count + 1, self._bytes + len(file.data)
        return asked

    def answer(self, file: File, asked: "Future[bytes]") -> bytes:
        """What a worker read of a file; nothing where none could. Raises _Lost."""
        self._count, self._bytes = self._count - 1, self._bytes - len(file.data)
        begun = seen = time.monotonic()
        while True:
            try:
                return bytes(asked.result(timeout=_LOOK))
            except TimeoutError:
                now = time.monotonic()
                seen = now if self._has_workers() else seen
                if now - seen > _WITHOUT_WORKERS or now - begun > _MOST_SECONDS:
                    raise _Lost(told("cluster_gone")) from None
            except CancelledError as error:  # the client has lost its scheduler
                raise _Lost(told("cluster_gone")) from error
            except Exception:  # whatever happened at the worker: it is read here, or fails here
                return b""

    def _has_workers(self) -> bool:
        try:
            return bool(self._client.nthreads())
        except (OSError, TimeoutError) as error:
            raise _Lost(told("cluster_gone")) from error


@contextmanager
def _connected(address: str, by: Reader[ReadT]) -> Iterator[_Cluster]:
    """A cluster that has workers, all of this very version. Raises _Lost."""
    import dask
    from distributed import Client

    with _quietly(), dask.config.set({"distributed.admin.large-graph-warning-threshold": f"{_MOST_BYTES}B"}):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of versions: we look ourselves, and say it in the reader's language
                client = Client(address, timeout=_CONNECTING, set_as_default=False, direct_to_workers=False)
        except Exception as error:  # OSError, but also what a scheduler of another version answers
            raise _Lost(told("cluster_unreachable")) from error
        try:
            _refuse_others(client)
            yield _begun(client, by)
        finally:
            with suppress(Exception):  # the scheduler may be gone
                client.close(timeout=_LOOK)


def _begun(client: "Client", by: Reader[ReadT]) -> _Cluster:
    try:
        return _Cluster(client, by)
    except Exception as error:  # it went away just now
        raise _Lost(told("cluster_gone")) from error


def _refuse_others(client: "Client") -> None:
    """Raise _Lost for no workers, and for any of another version."""
    try:
        client.wait_for_workers(1, timeout=_CONNECTING)
        found = client.run(versions_here, on_error="return")
    except TimeoutError as error:
        raise _Lost(told("cluster_no_workers")) from error
    except Exception as error:
        raise _Lost(told("cluster_unreachable")) from error
    own = versions_here()
    for versions in found.values():
        if not isinstance(versions, dict):
            missing = isinstance(versions, ImportError)
            raise _Lost(told("cluster_without_us") if missing else told("cluster_no_answer"))
        for name, ours in own.items():
            if versions.get(name, "") != ours:
                theirs = printable(str(versions.get(name, ""))) or told("cluster_none")
                raise _Lost(told("cluster_other_version", name=name, theirs=theirs, ours=ours or told("cluster_none")))


@contextmanager
def _quietly() -> Iterator[None]:
    """What Dask logs is for those who run the cluster; what it means for the user is told by us."""
    loggers = [logging.getLogger(name) for name in ("distributed", *logging.root.manager.loggerDict)]
    own = [(one, one.level) for one in loggers if one.name.partition(".")[0] == "distributed"]
    for one, _ in own:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, level in own:
            one.setLevel(level)
