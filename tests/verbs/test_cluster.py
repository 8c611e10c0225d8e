"""Workbooks read by the workers of a Dask cluster: the same bytes, whoever dies, and one line where it could not help."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from kosei_xl.demo import sample_photos, type_entries
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import cluster, distribute, init
from kosei_xl.verbs.cluster import ClusterReader
from kosei_xl.verbs.consolidate import consolidate_into
from kosei_xl.verbs.opening import Findings
from kosei_xl.verbs.workers import File, ReadBy
from tests.tools.growth import POINT

if TYPE_CHECKING:
    from distributed import Future, LocalCluster

pytestmark = pytest.mark.process


class Office(NamedTuple):
    """A master before, what came back, and what a consolidation by this machine alone makes of them."""

    master: Path
    came: Path
    before: bytes
    found: Findings
    after: bytes

    def again(self, address: str, lines: list[str] | None = None) -> tuple[Findings, bytes]:
        """The same consolidation by a cluster; `lines` gets what is said."""
        self.master.write_bytes(self.before)
        said: Callable[[str], None] = lines.append if lines is not None else lambda line: None
        found = consolidate_into(self.master, [self.came], POINT, said, cluster=address)
        return found, self.master.read_bytes()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Surveys with photos, and one that is none."""
    folder = tmp_path_factory.mktemp("office")
    master = init.init(folder / "事務局.xlsx", init.sample_plan("midori"))
    typed = [entry for entry in init.sample_entries("midori").entries if entry.point == POINT]
    photos = sample_photos("midori", typed)
    for path in distribute.distribute(master, POINT, folder / "回収"):
        path.write_bytes(type_entries(path.read_bytes(), typed, {"confirmed_by": "見本 太郎"}, photos))
    (folder / "回収" / "壊れ.xlsx").write_bytes(b"PK")
    before = master.read_bytes()
    found = consolidate_into(master, [folder / "回収"], POINT)
    return Office(master, folder / "回収", before, found, master.read_bytes())


@pytest.fixture(scope="module")
def two() -> "Iterator[LocalCluster]":
    """A scheduler here, and two workers, each a process of its own."""
    from distributed import LocalCluster

    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
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
        asked = real_ask(self, file)
        busy = {name: keys for name, keys in self._client.processing().items() if any("read_there" in k for k in keys)}
        if busy and not killed:
            name, keys = next(iter(busy.items()))
            pids: dict[str, int] = self._client.run(os.getpid, workers=[name])
            os.kill(pids[name], signal.SIGKILL)
            killed.update(keys)
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
