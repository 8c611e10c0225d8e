"""Workbooks read by the workers of a Dask cluster: the same bytes, whoever dies, and one line where it could not help."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from kosei_xl.demo import sample_photos, type_entries
from kosei_xl.values.refusals import WrongCall
from kosei_xl.values.returned import Returned
from kosei_xl.verbs import cluster, distribute, init
from kosei_xl.verbs.cluster import ClusterReader
from kosei_xl.verbs.consolidate import consolidate_into
from kosei_xl.verbs.opening import Findings, open_master
from kosei_xl.verbs.workers import File, ReadBy
from tests.tools.growth import POINT
from tests.tools.house import ROOT as PACKAGE
from tests.tools.office import kosei
from tests.tools.patience import STUCK

if TYPE_CHECKING:
    from distributed import Future, LocalCluster

pytestmark = pytest.mark.process
ROOT = PACKAGE.parent
SURVEYS = 6


class Office(NamedTuple):
    """A master before, what came back, what a consolidation by this machine alone makes of them, and how to read them."""

    master: Path
    came: Path
    before: bytes
    found: Findings
    after: bytes
    by: ReadBy
    files: list[File]

    def again(self, address: str, lines: list[str] | None = None) -> tuple[Findings, bytes]:
        """The same consolidation by a cluster; `lines` gets what is said."""
        self.master.write_bytes(self.before)
        said: Callable[[str], None] = lines.append if lines is not None else lambda line: None
        found = consolidate_into(self.master, [self.came], POINT, said, cluster=address)
        return found, self.master.read_bytes()

    def read(self, address: str) -> tuple[list[tuple[File, Returned]], list[str]]:
        """What a cluster reads of the files, and the notices among what is said."""
        lines: list[str] = []
        found = [
            (file, one.value)
            for file, one in ClusterReader(address, lines.append).read_all(self.files, len(self.files), self.by)
        ]
        return found, _notices(lines)

    @property
    def alone(self) -> list[tuple[File, Returned]]:
        """What this machine reads of them."""
        return [(file, self.by.read(file.data, file.name).value) for file in self.files]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Surveys with photos, and one that is none."""
    folder = tmp_path_factory.mktemp("office")
    master = init.init(folder / "事務局.xlsx", init.sample_plan("midori"))
    typed = [entry for entry in init.sample_entries("midori").entries if entry.point == POINT]
    photos = sample_photos("midori", typed)
    made = distribute.distribute(master, POINT, folder / "回収")
    for path in made[SURVEYS:]:
        path.unlink()
    for path in made[:SURVEYS]:
        path.write_bytes(type_entries(path.read_bytes(), typed, {"confirmed_by": "見本 太郎"}, photos))
    (folder / "回収" / "壊れ.xlsx").write_bytes(b"PK")
    before = master.read_bytes()
    found = consolidate_into(master, [folder / "回収"], POINT)
    book = open_master(master)
    by = ReadBy(book.plan, POINT, book.plan.style.limits, book.registers.handed_out)
    files = [File(path.name, path.read_bytes()) for path in sorted((folder / "回収").iterdir())]
    return Office(master, folder / "回収", before, found, master.read_bytes(), by, files)


@pytest.fixture(scope="module")
def two() -> "Iterator[LocalCluster]":
    """A scheduler here, and two workers, each a process of its own."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as made:
        yield made


def _notices(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("お知らせ：")]


def test_consolidate__by_a_cluster_of_which_a_worker_is_killed__the_same_bytes_without_a_word(
    office: Office, two: "LocalCluster", monkeypatch: pytest.MonkeyPatch
) -> None:
    address, here = two.scheduler_address, list[str]()
    real_ask, real_read = cluster._Cluster.ask, ReadBy.read
    killed: set[str] = set()

    def ask(self: cluster._Cluster, file: File) -> "Future[bytes]":
        if killed:
            return real_ask(self, file)
        self._order.result()
        pids: dict[str, int] = self._client.run(os.getpid)
        for pid in pids.values():
            os.kill(pid, signal.SIGSTOP)  # or the work may be done before it is seen
        try:
            asked = real_ask(self, file)
            busy: dict[str, tuple[str, ...]] = {}
            until = time.monotonic() + STUCK
            while not busy and time.monotonic() < until:
                time.sleep(0.01)
                at_work = self._client.processing()
                busy = {name: keys for name, keys in at_work.items() if any("read_there" in key for key in keys)}
            name, keys = next(iter(busy.items()))
            os.kill(pids.pop(name), signal.SIGKILL)
            killed.update(keys)
        finally:
            for pid in pids.values():
                os.kill(pid, signal.SIGCONT)
        return asked

    def read(self: ReadBy, data: bytes, name: str) -> object:
        here.append(name)
        return real_read(self, data, name)

    monkeypatch.setattr(cluster._Cluster, "ask", ask)
    monkeypatch.setattr(ReadBy, "read", read)
    lines: list[str] = []
    assert office.again(address, lines) == (office.found, office.after)
    assert killed
    assert [line for line in lines if address in line and "で読みます" in line]
    assert _notices(lines) == []
    assert here == ["壊れ.xlsx"], "what another could not read is tried once more where it is alone"


def test_consolidate__by_a_cluster__connects_out_to_it_alone_and_listens_nowhere(
    office: Office, two: "LocalCluster", tmp_path: Path
) -> None:
    program = f"""
import socket, sys
seen = set()

def look(event, arguments):
    if event in ("socket.bind", "socket.connect") and arguments[0].family in (socket.AF_INET, socket.AF_INET6):
        seen.add((event, *arguments[1][:2]))

sys.addaudithook(look)
from pathlib import Path
from kosei_xl.verbs.consolidate import consolidate_into
consolidate_into(Path({str(office.master)!r}), [Path({str(office.came)!r})], {POINT!r}, cluster={two.scheduler_address!r})
print(sorted(seen))
"""
    office.master.write_bytes(office.before)
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "KOSEI_CACHE": "off"},
    )
    assert done.returncode == 0, done.stderr
    host, port = two.scheduler_address.removeprefix("tcp://").rsplit(":", 1)
    assert done.stdout.splitlines()[-1] == repr([("socket.connect", host, int(port))])
    assert done.stderr == "", "what Dask logs is for those who run the cluster"
    assert office.master.read_bytes() == office.after


def test_consolidate__cluster_of_another_version__said_in_one_line_and_read_here(
    office: Office, two: "LocalCluster", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "__version__", "9.9")
    cluster.versions_here.cache_clear()
    try:
        found, (line,) = office.read(two.scheduler_address)
    finally:
        cluster.versions_here.cache_clear()
    assert found == office.alone
    assert re.search(r"ワーカーのkosei_xlは \S+ \(.*\)、このパソコンは 9\.9 \(", line)
    assert f"調査票{len(office.files)}冊" in line


def test_read_there__asked_by_another_version__no_answer(office: Office) -> None:
    file = office.files[0]
    assert cluster.read_there(({"kosei_xl": "9.9"}, office.by), file.name, file.data) == b""
    assert cluster.read_there((cluster.versions_here(), office.by), file.name, file.data)


@pytest.fixture
def threads() -> "Iterator[LocalCluster]":
    """A scheduler and a worker, both threads of this process: quickly there, and quickly gone."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=":0", silence_logs=50
    ) as made:
        yield made


@pytest.mark.parametrize("what", ["scheduler", "workers"])
def test_consolidate__cluster_goes_on_the_way__the_rest_read_here_and_said_in_one_line(
    office: Office, threads: "LocalCluster", monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(cluster, "_CONNECTING", 2)
    monkeypatch.setattr(cluster, "_LOOK", 0.2)
    monkeypatch.setattr(cluster, "_WITHOUT_WORKERS", 0.5)
    real, answers = cluster._Cluster.answer, list[str]()

    def answer(self: cluster._Cluster, file: File, asked: "Future[bytes]") -> bytes:
        answers.append(file.name)
        if len(answers) == 3:
            threads.scale(0) if what == "workers" else threads.close()
        return real(self, file, asked)

    monkeypatch.setattr(cluster._Cluster, "answer", answer)
    found, (line,) = office.read(threads.scheduler_address)
    assert found == office.alone
    assert "途中でつながらなくなりました" in line
    assert int(re.search(r"調査票(\d+)冊", line)[1]) >= len(office.files) - len(answers)  # type: ignore[index]


def test_consolidate__workers_fail__read_here_and_said(
    office: Office, threads: "LocalCluster", monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_there(order: object, name: str, data: bytes) -> bytes:
        raise MemoryError

    monkeypatch.setattr(cluster, "read_there", read_there)
    found, (line,) = office.read(threads.scheduler_address)
    assert found == office.alone
    assert f"調査票{len(office.files)}冊" in line
    assert "ワーカーが読めませんでした" in line


def test_consolidate__no_cluster_there__read_here_and_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECTING", 0.5)
    found, (line,) = office.read("tcp://127.0.0.1:9")
    assert found == office.alone
    assert f"調査票{len(office.files)}冊" in line
    assert "スケジューラーにつながりませんでした" in line


def test_read_all__known_files_and_new_ones__in_order(office: Office, threads: "LocalCluster") -> None:
    alone = office.alone
    some = [file._replace(known=value) if n % 2 else file for n, (file, value) in enumerate(alone)]
    read = [*ClusterReader(threads.scheduler_address).read_all(some, len(some), office.by)]
    assert [file for file, _ in read] == some
    assert [one.value for _, one in read] == [value for _, value in alone]
    assert [one.encoded is None for file, one in read if file.name != "壊れ.xlsx"] == [
        file.known is not None for file in some if file.name != "壊れ.xlsx"
    ]


def test_read_all__every_file_known__no_cluster_is_asked(office: Office) -> None:
    known = [file._replace(known=value) for file, value in office.alone]
    lines: list[str] = []
    read = [*ClusterReader("tcp://127.0.0.1:9", lines.append).read_all(known, len(known), office.by)]
    assert [file for file, _ in read] == known
    assert lines == []


def test_command__no_address__refused_before_anything_is_read(office: Office) -> None:
    office.master.write_bytes(office.before)
    ran = kosei("consolidate", office.master, office.came, "--point", POINT, "--cluster", "scheduler:8786")
    assert ran.code == 2
    assert "tcp://名前:8786" in ran.err
    assert "読み込み" not in ran.err
    assert office.master.read_bytes() == office.before


def test_cluster_reader__no_address_or_not_installed__said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongCall, match="クラスターのアドレスではありません"):
        ClusterReader("scheduler")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WrongCall, match=re.escape("kosei_xl[cluster]")):
        ClusterReader("tcp://127.0.0.1:8786")
