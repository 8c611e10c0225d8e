"""What each button does: a function without arguments, started by VBA (`RunPython`). No rule lives here.

A button saves and closes the master, runs the same verb as the command, and opens the new file at the sheet that
matters. Whatever goes wrong is one message, and the old file is opened again.
"""

import datetime as dt
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from kosei_xl import __version__
from kosei_xl.addin.desk import ColumnLook, Desk, Refused
from kosei_xl.addin.jobs import ASKING, WORK, WRITING, Answers, Done, Job, counts_of
from kosei_xl.addin.viewer import show_file
from kosei_xl.make.operation import Settings, read_settings
from kosei_xl.values.diagnostics import Diagnostic, KoseiError, apart
from kosei_xl.verbs import disk
from kosei_xl.verbs.claims import Claimed, withdraw
from kosei_xl.verbs.collector import look_seldom
from kosei_xl.verbs.macro_sources import MACROS_SUFFIX
from kosei_xl.verbs.opening import open_master
from kosei_xl.verbs.telling import finding_line, language, missing_package
from kosei_xl.words import terms
from kosei_xl.words.findings import SEVERITY_LABELS
from kosei_xl.words.messages import Message, Note, in_language, told
from kosei_xl.workbook.parts import PackageError

MANUAL = ("macros", "manual.html")
"""The manual, as a bundled file."""
_SHOWN_FINDINGS = 5
_LIST = {
    "severity": ColumnLook(8),
    "file": ColumnLook(34),
    "sheet": ColumnLook(16),
    "cell": ColumnLook(8),
    "message": ColumnLook(90, name=False),
    "code": ColumnLook(8),
}
"""Columns of 指摘 that a list of findings shows."""


# -- what VBA calls ----------------------------------------------------------------------------------------------------
def distribute() -> None:
    """配布ファイル作成"""
    _pressed("distribute")


def status() -> None:
    """提出状況"""
    _pressed("status")


def check() -> None:
    """点検"""
    _pressed("check")


def consolidate() -> None:
    """統合"""
    _pressed("consolidate")


def report() -> None:
    """委員会資料"""
    _pressed("report")


def pdf() -> None:
    """PDF"""
    _pressed("pdf")


def verify() -> None:
    """検証"""
    _pressed("verify")


def adopt() -> None:
    """取り込み"""
    _pressed("adopt")


def new_master() -> None:
    """新しいブック"""
    _pressed("new_master")


def import_list() -> None:
    """一覧から"""
    _pressed("import_list")


def check_master() -> None:
    """足りないもの"""
    _pressed("check_master")


def reminders() -> None:
    """督促の文"""
    _pressed("reminders")


def send_back() -> None:
    """返す写し"""
    _pressed("send_back")


def log() -> None:
    """経過"""
    _pressed("log")


def undo() -> None:
    """元に戻す"""
    _pressed("undo")


def pack() -> None:
    """決裁資料"""
    _pressed("pack")


def close() -> None:
    """確定"""
    _pressed("close")


def end_plan() -> None:
    """計画を終える"""
    _pressed("end_plan")


def next_plan() -> None:
    """次の計画"""
    _pressed("next_plan")


def history() -> None:
    """引き継ぎ"""
    _pressed("history")


def errata() -> None:
    """正誤表"""
    _pressed("errata")


def next_point() -> None:
    """次の時点"""
    _pressed("next_point")


def diff() -> None:
    """比べる"""
    _pressed("diff")


def settings() -> None:
    """設定"""
    _pressed("settings")


def manual() -> None:
    """手引き"""
    _pressed("manual")


def check_survey() -> None:
    """入力チェック"""
    _pressed("check_survey")


# -- one way through ---------------------------------------------------------------------------------------------------
def _pressed(verb: str) -> None:
    """Carry out a button; every problem is one message. Without a workbook to tell it in, Refused goes to stderr."""
    look_seldom()
    try:
        desk = Desk.of_caller()
    except Refused as error:
        raise SystemExit(in_language(error.args[0], language())) from error
    problem: str | None = None
    try:
        done = _HERE[verb](desk) if verb in _HERE else _on_master(desk, verb)
        if done is not None:
            _show(desk, done)
    except KoseiError as error:
        problem = _words(error)
    except ImportError as error:
        problem = in_language(missing_package(error) or _crash(error), language())
    except Exception as error:  # a person stands before it: our own bugs are told like everything else
        problem = in_language(_crash(error), language())
    desk.status(None)
    if problem is not None:
        desk.tell(problem, good=False)


def _on_master(desk: Desk, verb: str) -> Done | None:
    """Ask, save, close, work, open again: also when the work fails, and then the old file. None where a person said
    that nothing is to be done.
    """
    _need_master(desk)
    path = desk.path()
    answers = _asked(desk, verb) if verb in ASKING else Answers()
    if answers is None:
        return None
    desk.put_away(writing=verb in WRITING)
    sheet, notes = None, list[Note]()

    def say(line: str) -> None:
        _progress(desk, line)
        notes.extend([line] if isinstance(line, Note) else [])

    try:
        done = replace(_work(desk, verb, Job(path, _settings(path), say, answers)), notes=tuple(notes))
        sheet = done.sheet
    finally:
        desk.reopen(path, sheet)
    return done


def _asked(desk: Desk, verb: str) -> Answers | None:
    """What a person answers, with the workbook before them; a copy of it is read, with what was typed and not saved."""
    from kosei_xl.addin.asking import ASKS

    desk.refuse_read_only()
    with tempfile.TemporaryDirectory(prefix="kosei_") as folder:
        copy = desk.copy_to(Path(folder))
        return ASKS[verb](desk, Job(copy, _settings(copy), lambda line: _progress(desk, line)))


def _work(desk: Desk, verb: str, job: Job) -> Done:
    """Another writer's mark beside the master is passed over where a person says that nobody writes there."""
    try:
        return WORK[verb](job)
    except Claimed as claimed:
        if not desk.ask(in_language(told("button_claimed", problem=claimed.args[0]), language()), grave=True):
            raise
        withdraw(claimed.path, claimed.claim)
        return WORK[verb](job)


def _settings(path: Path) -> Settings:
    try:
        return read_settings(disk.read(path))
    except PackageError:
        open_master(path)  # says in the reader's words why the file cannot be read
        raise


def _need_master(desk: Desk) -> None:
    """Raises Refused when another kind of workbook is in front."""
    names = desk.sheets()
    if terms.IDENTITY_SHEET not in names or not {terms.PLAN_SHEET, terms.LEDGER_SHEET, terms.ITEMS_SHEET} & {*names}:
        raise Refused(told("button_no_master", name=desk.name))


def _progress(desk: Desk, line: str) -> None:
    desk.status(in_language(told("button_said", line=line), language()))


def _show(desk: Desk, done: Done) -> None:
    """Findings and made files first, so that they lie behind the message when it is read."""
    if done.workbook is not None:
        desk.open(done.workbook)
    if done.lines:
        desk.list(
            in_language(told("button_lines"), language()),
            [[line] for line in done.lines],
            [ColumnLook(110, name=False)],
        )
    if done.findings:
        labels = terms.MASTER_SHEETS[terms.FINDINGS_SHEET]
        rows: list[list[str | None]] = [[labels[key] for key in _LIST], *_rows(done.findings)]
        desk.list(in_language(told("button_list"), language()), rows, list(_LIST.values()))
    said = [in_language(text, language()) for text in (done.message, *done.notes)]
    if done.document is not None:
        try:
            show_file(done.document)
        except Refused as error:
            said.append(in_language(error.args[0], language()))
    desk.status(None)
    desk.tell("\n".join(said), good=True)


def _rows(problems: Sequence[Diagnostic]) -> Iterator[list[str | None]]:
    """A row for each finding; what rules of this version found stands below the rest and says so."""
    known, new = apart(problems, __version__)
    for problem in (*known, *new):
        at, message = problem.at, problem.message(language())
        if problem in new:
            message = in_language(told("new_rule", message=message), language())
        place = [at.file, at.sheet, at.cell] if at else [None, None, None]
        yield [SEVERITY_LABELS[problem.severity], *place, message, problem.code]


def _words(error: KoseiError) -> str:
    """What the command would print: the message and the first findings behind it."""
    found: Sequence[Diagnostic] = getattr(error, "diagnostics", ())
    lines = [finding_line(problem, language()) for problem in found[:_SHOWN_FINDINGS]]
    return "\n".join([in_language(error.args[0], language()), *lines, *(["…"] if len(found) > len(lines) else [])])


def _crash(error: Exception) -> Message:
    """Our own bug: its traceback goes into a file beside other temporary ones."""
    log = Path(tempfile.gettempdir()) / "kosei_xl_error.txt"
    disk.write(log, "".join(traceback.format_exception(error)).encode())
    return told("button_crashed", what=type(error).__name__, log=log)


# -- the verbs that leave the workbook open ----------------------------------------------------------------------------
def _show_status(desk: Desk) -> None:
    _need_master(desk)
    if not desk.show(terms.STATUS_SHEET):
        hint = told("button_consolidate_first")
        raise Refused(told("button_no_sheet", sheet=terms.STATUS_SHEET, hint=hint))


def _show_settings(desk: Desk) -> None:
    _need_master(desk)
    if not desk.show(terms.OPERATION_SHEET):
        hint = told("button_make_buttons")
        raise Refused(told("button_no_sheet", sheet=terms.OPERATION_SHEET, hint=hint))


def _show_manual(desk: Desk) -> None:
    path = disk.bundled_path(*MANUAL)
    if not path.exists():
        raise Refused(told("button_no_manual", path=path))
    show_file(path)


def _check_survey(desk: Desk) -> Done:
    """A copy is checked, so that the department need not save or close its workbook."""
    from kosei_xl.verbs import check

    if terms.LEDGER_SHEET in desk.sheets():
        raise Refused(told("button_no_survey", name=desk.name))
    with tempfile.TemporaryDirectory(prefix="kosei_") as folder:
        found = check.check([desk.copy_to(Path(folder))], None, lambda line: _progress(desk, line))
    message = told("button_checked", read=found.read, counts=counts_of(found.diagnostics))
    return Done(message, findings=found.diagnostics)


def _new_master(desk: Desk) -> Done:
    """Beside the workbook in front, or in the folder of documents where that was never saved; never over a file."""
    from kosei_xl.verbs import init

    folder = desk.folder() or Path.home() / "Documents"
    names = (f"{_NEW_MASTER}{'' if n == 1 else n}{MACROS_SUFFIX}" for n in count(1))
    path = next(path for name in names if not (path := folder / name).exists())
    init.init_from(path, init.PlanSource(), lambda line: _progress(desk, line))
    return Done(told("button_new_master", path=path), workbook=path)


_NEW_MASTER = "事務局ブック"


def _import_list(desk: Desk) -> Done:
    """Of a list: its 対応表, beside it. Of a 対応表: the master, from the list that lies beside it.

    A copy of what is open is read, so that nothing need be saved first.
    """
    from kosei_xl.verbs import import_list

    folder = desk.path().parent
    with tempfile.TemporaryDirectory(prefix="kosei_") as temporary:
        copy = desk.copy_to(Path(temporary))
        names = import_list.lists_of(copy)
        paths = [folder / name for name in names] if names else [copy]
        options = import_list.ImportOptions(mapping=copy if names else None)
        out = folder / f"{_NEW_MASTER}.xlsx"
        made = import_list.import_lists(paths, out, options, dt.date.today(), lambda line: _progress(desk, line))
    if made.files:
        message = told("button_imported" if names else "button_mapping", path=made.files[-1])
        return Done(message, findings=made.checked.diagnostics, workbook=made.files[-1])
    return Done(told("button_import_nothing", path=out), findings=made.checked.diagnostics)


def _check_master(desk: Desk) -> Done:
    """A copy is checked, so that what is being written need not be saved first."""
    from kosei_xl.verbs import check

    _need_master(desk)
    with tempfile.TemporaryDirectory(prefix="kosei_") as folder:
        found = check.check([desk.copy_to(Path(folder))], None, lambda line: _progress(desk, line))
    return Done(told("button_checked_master", counts=counts_of(found.diagnostics)), findings=found.diagnostics)


_HERE: Mapping[str, Callable[[Desk], Done | None]] = {
    "new_master": _new_master,
    "import_list": _import_list,
    "check_master": _check_master,
    "status": _show_status,
    "settings": _show_settings,
    "manual": _show_manual,
    "check_survey": _check_survey,
}
