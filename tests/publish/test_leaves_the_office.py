"""What leaves the office carries no names of staff, no paths, no place and no camera: every byte is searched, unpacked."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.values.pictures import make_picture
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import consolidate, distribute, init, publish, report
from kosei_xl.verbs.opening import open_master
from tests.tools.hostile import rezip, unzip
from tests.tools.photos import camera_photo
from tests.tools.published import END, HALF, WISHES, every_byte, page_of_folder, problems_of, sample_with_amounts

WRITER, CHIEF, SAVER, OFFICE = "植込花子", "植込太郎", "植込三郎", "植込四郎"
ROOM = "秘密の共有フォルダー"
PLANTED = (WRITER, CHIEF, SAVER, OFFICE, "植込", ROOM, "HANAKO-CAMERA", "GPS-35.6895", "北緯35度")
_CORE = "docProps/core.xml"


def saved_by(workbook: bytes, name: str) -> bytes:
    """A workbook that somebody saved, and made, by that name."""
    parts = unzip(workbook)
    core = parts[_CORE].decode()
    core = re.sub(r"<cp:lastModifiedBy>.*?</cp:lastModifiedBy>|<cp:lastModifiedBy/>", "", core)
    core = re.sub(r"(<dc:creator>).*?(</dc:creator>)", rf"\g<1>{name}\g<2>", core)
    core = core.replace("</cp:coreProperties>", f"<cp:lastModifiedBy>{name}</cp:lastModifiedBy></cp:coreProperties>")
    return rezip({**parts, _CORE: core.encode()})


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a master whose surveys were filled in, photographed, confirmed and saved by people with names."""
    folder = tmp_path_factory.mktemp("leaves") / ROOM
    folder.mkdir()
    plan, entries = sample_with_amounts()
    rated = {item.key for item in plan.plan.items if item.office_rated}
    there = (one for one in entries.entries if one.point == HALF or (one.item_key in rated and not one.sub_no))
    master = init.init(folder / "事務局.xlsx", plan, entries.model_copy(update={"entries": tuple(there)}))
    typed = [one for one in entries.entries if one.point == END]
    photos = {
        (one.item_key, one.sub_no, number): make_picture(camera_photo())
        for one in typed
        for number, _ in enumerate(one.photos, 1)
    }
    assert photos
    people = {"filled_by": WRITER, "confirmed_by": CHIEF, "confirmed_on": "2026-04-10"}
    for path in distribute.distribute(master, END, folder / "配布"):
        path.write_bytes(saved_by(type_entries(path.read_bytes(), typed, people, photos), SAVER))
    consolidate.consolidate_into(master, [folder / "配布"], END)
    report.report(master, HALF, folder / "資料", final=True, day=WISHES.day)
    master.write_bytes(saved_by(master.read_bytes(), OFFICE))
    return folder


def unpacked(data: bytes) -> Iterator[bytes]:
    """The bytes of a file and of everything packed into it: parts of packages, streams of a PDF, chunks of a PNG."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield package.comment
            for part in package.infolist():
                yield part.filename.encode() + b"\n" + part.comment + part.extra
                yield from unpacked(package.read(part))
    for start in re.finditer(rb"stream\r?\n", data if data.startswith(b"%PDF") else b""):
        try:
            yield zlib.decompressobj().decompress(data[start.end() :])
        except zlib.error:
            continue
    if data.startswith(b"\x89PNG"):
        for chunk in re.finditer(rb"[zi]TXt|iCCP|eXIf", data):
            yield data[chunk.start() :]


def secrets_in(data: bytes) -> set[str]:
    """What was planted and is found, however it is written."""
    spellings = {
        secret: [secret.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "cp932")] for secret in PLANTED
    }
    pieces = list(unpacked(data))
    return {
        secret
        for secret, written in spellings.items()
        for piece in pieces
        if any(one in piece for one in written) or secret.encode("utf-16-be").hex().upper().encode() in piece.upper()
    }


def test_master__planted__found_by_the_search(office: Path) -> None:
    """The search finds what is there: the master keeps who wrote, and the photos as they came."""
    found = secrets_in((office / "事務局.xlsx").read_bytes())
    assert found >= {WRITER, SAVER, OFFICE, "HANAKO-CAMERA", "GPS-35.6895"}
    assert open_master(office / "事務局.xlsx").ledger.value.pictures


def test_folder__published__nothing_planted(office: Path, tmp_path: Path) -> None:
    publish.publish(office / "事務局.xlsx", END, tmp_path / "公表", WISHES)
    files = dict(every_byte(tmp_path / "公表"))
    assert sum(name.startswith("photos/") for name in files) > 0
    assert {name: found for name, data in files.items() if (found := secrets_in(data.partition(b"\n")[2]))} == {}
    assert {name for name in files if any(secret in name for secret in PLANTED)} == set()
    assert problems_of(tmp_path / "公表") == []


@pytest.mark.parametrize("final", [False, True])
def test_report__workbook__nothing_planted(office: Path, tmp_path: Path, final: bool) -> None:
    master = tmp_path / ROOM / "事務局.xlsx"
    master.parent.mkdir()
    master.write_bytes((office / "事務局.xlsx").read_bytes())
    (made,) = report.report(master, END, tmp_path / "資料", final=final, day=WISHES.day).files
    data = made.read_bytes()
    assert any(name.startswith("xl/media/") for name in unzip(data))
    assert secrets_in(data) == set()
    core = unzip(data)[_CORE].decode()
    assert re.search(r"<dc:creator[^>]*>緑ヶ原市 行政経営課</dc:creator>", core)
    assert "lastModifiedBy" not in core


def test_report__pdf__nothing_planted(office: Path, tmp_path: Path) -> None:
    made = report.report(office / "事務局.xlsx", END, tmp_path / "資料", pdf=True).files
    (pdf,) = (path.read_bytes() for path in made if path.suffix == ".pdf")
    assert pdf.startswith(b"%PDF")
    assert secrets_in(pdf) == set()
    publish.publish(
        office / "事務局.xlsx", END, tmp_path / "公表", publish.PublishWishes(WISHES.day, papers=tuple(made))
    )
    assert len(list((tmp_path / "公表/files").iterdir())) == 2


def test_papers__as_made__offered_and_proven(office: Path, tmp_path: Path) -> None:
    made = report.report(office / "事務局.xlsx", END, tmp_path / "資料", name="資料 100%#1").files
    wishes = publish.PublishWishes(WISHES.day, papers=tuple(made))
    publish.publish(office / "事務局.xlsx", END, tmp_path / "公表", wishes)
    assert (tmp_path / "公表/files/資料 100%#1.xlsx").read_bytes() == made[0].read_bytes()
    assert problems_of(tmp_path / "公表") == []
    (link,) = (one for one in page_of_folder(tmp_path / "公表").xpath("//a/@href") if one.startswith("files/"))
    assert unquote(link) == "files/資料 100%#1.xlsx"


def test_papers__saved_by_somebody_or_no_report__refused_by_name(office: Path, tmp_path: Path) -> None:
    (made,) = report.report(office / "事務局.xlsx", END, tmp_path / "資料").files
    paper, memo = tmp_path / "直した資料.xlsx", tmp_path / "メモ.pdf"
    paper.write_bytes(saved_by(made.read_bytes(), SAVER))
    memo.write_bytes(b"memo")
    for papers, said in (
        ((paper,), SAVER),
        ((memo,), r"メモ\.pdf"),
        ((office / "事務局.xlsx",), "事務局"),
        ((made, made), "資料"),
    ):
        with pytest.raises(WrongCall, match=said):
            publish.publish(
                office / "事務局.xlsx", END, tmp_path / "公表", publish.PublishWishes(WISHES.day, papers=papers)
            )
        assert not (tmp_path / "公表").exists()
