"""Photos of closed points are not decoded at every click of years; a broken one is told all the same."""

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from kosei_xl.demo import rate_by_office, type_entries
from kosei_xl.values import pictures
from kosei_xl.values.model import Photo
from kosei_xl.values.pictures import Picture
from kosei_xl.verbs import close, consolidate, distribute, init, report
from kosei_xl.verbs.opening import open_for_point, open_master
from tests.tools.photos import picture

HALF, END = "R7_first_half", "R7_year_end"
PEOPLE = {"filled_by": "見本 花子", "confirmed_by": "見本 太郎"}
PHOTOS: dict[str, Picture] = {point: picture(colour) for point, colour in ((HALF, "teal"), (END, "navy"))}


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A master with a photo of a closed point and one of an open point."""
    folder = tmp_path_factory.mktemp("photos")
    master, entries = folder / "事務局.xlsx", init.sample_entries("midori").entries
    init.init(master, init.sample_plan("midori"))
    for point in (HALF, END):
        own = [one.model_copy(update={"photos": (Photo(caption="様子"),)}) for one in entries if one.point == point]
        places = {(own[0].item_key, own[0].sub_no, 1): PHOTOS[point]}
        surveys = distribute.distribute(master, point, folder / point)
        for path in surveys:
            path.write_bytes(type_entries(path.read_bytes(), own, PEOPLE, places))
        consolidate.consolidate_into(master, [*surveys], point)
        if point == HALF:
            with_ratings(master)
            report.report(master, HALF, folder / "資料", final=True, day=date(2026, 1, 10))
            close.close(master, HALF, date(2026, 1, 11))
    return master.read_bytes()


def with_ratings(master: Path) -> None:
    """What the office rates itself."""
    rate_by_office(master, [one for one in init.sample_entries("midori").entries if one.point == HALF], HALF)
    consolidate.consolidate_into(master, [], HALF)


def decoded(monkeypatch: pytest.MonkeyPatch, read: Callable[[], object]) -> list[bytes]:
    """What is decoded while something is read."""
    seen: list[bytes] = []
    looked_at = pictures._looked_at

    def watched(data: bytes, *, decoded: bool = True) -> tuple[pictures.PictureKind, int, int]:
        seen.extend([data] if decoded else [])
        return looked_at(data, decoded=decoded)

    with monkeypatch.context() as patch:
        patch.setattr(pictures, "_looked_at", watched)
        pictures._KNOWN.clear()
        read()
    return seen


def broken(master: bytes, point: str) -> bytes:
    """A master in which the file of a point's photo is cut off."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(master)) as old, zipfile.ZipFile(out, "w") as new:
        hits = 0
        for info in old.infolist():
            data = old.read(info)
            hit = data == PHOTOS[point].data
            hits += hit
            new.writestr(info, data[: len(data) // 2] if hit else data)
    assert hits == 1
    return out.getvalue()


def test_open_for_point__photo_of_a_closed_point__not_decoded_that_of_an_open_one_is(
    closed: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "事務局.xlsx"
    path.write_bytes(closed)
    assert open_for_point(path, closed, END).ledger.value.unread == {HALF}
    assert decoded(monkeypatch, lambda: open_for_point(path, closed, END)) == [PHOTOS[END].data]
    everything = decoded(monkeypatch, lambda: open_master(path))
    assert sorted(everything) == sorted(one.data for one in PHOTOS.values())
    one, two = open_for_point(path, closed, END), open_master(path)
    assert one.ledger.value.pictures == two.ledger.value.pictures


@pytest.mark.parametrize("point", [HALF, END])
def test_open_for_point__photo_cut_off__told_as_where_everything_is_read(
    closed: bytes, tmp_path: Path, point: str
) -> None:
    path, data = tmp_path / "事務局.xlsx", broken(closed, point)
    path.write_bytes(data)
    pictures._KNOWN.clear()
    found = [one for one in open_for_point(path, data, END).diagnostics if one.code == "K222"]
    whole = [one for one in open_master(path).diagnostics if one.code == "K222"]
    assert len(whole) == 1
    assert found == whole


def test_consolidate__photos_of_both_points__stay_as_they_were(closed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "事務局.xlsx"
    path.write_bytes(closed)
    pictures._KNOWN.clear()
    consolidate.consolidate_into(path, [], END)
    assert {one.data for one in open_master(path).ledger.value.pictures.values()} == {
        one.data for one in PHOTOS.values()
    }
