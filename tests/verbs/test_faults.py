"""A fault at every step of every write: each file is the old one or the new one, whole, and the call ends with a message.

What a disk can refuse (full, taken away, held open) is refused at the first step, then at the second, and so on, until
a run comes through. The backup of before is lost to no refused write.
"""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.values.cells import column_letters
from kosei_xl.values.model import Column, Entry, Part, PlanFile
from kosei_xl.verbs import consolidate, disk, distribute, init, report
from kosei_xl.workbook.book import read_book
from tests.tools.builders import END, make_plan
from tests.tools.full_disk import FullDisk
from tests.tools.office import kosei, put

_MASTER = "事務局ブック.xlsx"
_WAITING = "まだ届かない.xlsx"
_TEXT = "a-1の実績"


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        path.unlink()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _whole(name: str, data: bytes) -> bool:
    if not name.endswith((".xlsx", ".bak")):
        return bool(data)
    return zipfile.ZipFile(BytesIO(data)).testzip() is None


def _plan() -> PlanFile:
    form = make_plan()
    printed = Part(key="list", kind="list", sheet="一覧", title="一覧", items="all")
    columns = [
        Column.model_validate({"part": "list", "key": key, "label": key, "width": 20, "source": source})
        for key, source in (("no", "derived"), ("name", "derived"), ("rating", "entry"), ("results", "entry"))
    ]
    return PlanFile(plan=make_plan(parts=(*form.parts, printed), columns=(*form.columns, *columns)))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The files of an office in the middle of its work: a master and its backup, returns, a report with an edit."""
    folder = tmp_path_factory.mktemp("desk")
    master = folder / _MASTER
    init.init(master, _plan())
    (folder / "PLAN.json").write_text(_plan().model_dump_json(), encoding="utf-8")
    (survey,) = distribute.distribute(master, END, folder / "配布")
    disk.write(folder / _WAITING, master.read_bytes())
    people = {"confirmed_by": "太郎"}
    for number, word in ((1, ""), (2, "、その後")):
        fields = {"rating": "A", "annual_plan": "予定", "overview": "概要"}
        typed = [
            Entry(item_key=key, point=END, fields={**fields, "results": f"{key}の実績{word}"}) for key in ("a-1", "a-2")
        ]
        filled = type_entries(survey.read_bytes(), typed, {**people, "submission_no": str(number)})
        disk.write(folder / f"回収{number}" / survey.name, filled)
    consolidate.consolidate_into(master, [folder / "回収1"], END)
    made = report.report(master, END, folder / "資料", name="資料").files[0]
    book = read_book(made.read_bytes(), "")
    sheet, row, column = next(
        (sheet.name, row, column) for sheet in book.sheets for row, column, value in sheet.filled() if value == _TEXT
    )
    disk.write(made, put(made.read_bytes(), {(sheet, f"{column_letters(column)}{row}"): "直した実績"}))
    return _files(folder)


_CALLS: Mapping[str, tuple[str, ...]] = {
    "init": ("init", "新しい.xlsx", "--from", "PLAN.json"),
    "distribute": ("distribute", _MASTER, "--point", END, "--out", "配布2"),
    "annotate": ("check", "回収2", "--master", _MASTER, "--annotate", "返す写し"),
    "consolidate": ("consolidate", _MASTER, "回収2", "--point", END),
    "reminders": ("status", _WAITING, "--point", END, "--reminders", "督促"),
    "adopt": ("adopt", "資料/資料.xlsx", "--master", _MASTER),
    "report": ("report", _MASTER, "--point", END, "--out", "資料2"),
    "report_again": ("report", _MASTER, "--point", END, "--out", "資料3"),
    "undo": ("undo", _MASTER),
    "export": ("export", _MASTER, "--list", "--out", "一覧.xlsx"),
    "tables": ("tables", _MASTER, "--out", "表.xlsx"),
}


_PUBLISHED_CALLS: Mapping[str, tuple[str, ...]] = {
    "final": ("report", _MASTER, "--point", END, "--final", "--out", "最終2"),
    "errata": ("errata", _MASTER, "--point", END, "--out", "正誤"),
    "close": ("close", _MASTER, "--point", END, "--publication", "1"),
    "next": ("next", _MASTER),
    "next_plan": ("next-plan", _MASTER, "--out", "次.xlsx", "--id", "plan9", "--title", "次の計画", "--until", "2035"),
    "history": ("history", _MASTER, "--out", "経過.xlsx"),
    "mapping": ("import", "一覧.xlsx", "--out", "取り込み.xlsx"),
    "import": ("import", "一覧.xlsx", "--out", "取り込み.xlsx", "--accept"),
}


@pytest.fixture(scope="module")
def published(desk: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The files of that office later: the report is published, and what was printed has been put right since."""
    folder = tmp_path_factory.mktemp("published")
    _lay_out(folder, desk)
    with pytest.MonkeyPatch.context() as at:
        at.chdir(folder)
        for call in (_PUBLISHED_CALLS["final"], _CALLS["consolidate"], _CALLS["export"]):
            ran = kosei(*call)
            assert ran.code == 0, ran.err
    return _files(folder)


@pytest.mark.parametrize("name", [*_CALLS, *_PUBLISHED_CALLS])
def test_every_write__refused_at_each_of_its_steps__old_or_new_files_and_a_message(
    name: str,
    desk: Mapping[str, bytes],
    published: Mapping[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    call = {**_CALLS, **_PUBLISHED_CALLS}[name]
    before = dict(published if name in _PUBLISHED_CALLS else desk)
    if name == "report_again":
        before["資料3/委員会資料_年度末_案.xlsx"] = b"old"
    _lay_out(tmp_path, before)
    clean = kosei(*call)
    assert clean.code in (0, 1), clean.err
    after = _files(tmp_path)
    written = {file for file, data in after.items() if before.get(file) != data}
    assert written, "nothing was written"
    old_master = before[_MASTER]
    steps = 0
    while True:
        steps += 1
        _lay_out(tmp_path, before)
        full = FullDisk(steps)
        with full.at_work():
            ran = kosei(*call)
        if not full.refused:
            break
        found = _files(tmp_path)
        where = f"{name}: {full.refused}, step {steps}"
        assert ran.code == 2, f"{where}: {ran.code} {ran.out}{ran.err}"
        assert "ディスクに空きがありません" in ran.err, where
        assert "Traceback" not in ran.out + ran.err, where
        for file, data in found.items():
            assert data == before.get(file) or (file in written and _whole(file, data)), f"{where}: {file}"
        assert found.keys() >= before.keys(), where
        assert not [file for file in found if file.endswith(".tmp")], where
        if found[_MASTER] == old_master:
            backup = f"{_MASTER}.bak"
            assert found.get(backup) == before.get(backup), where
    assert ran.code == clean.code
    assert _files(tmp_path).keys() == after.keys()
    assert steps > 5
