"""What is raised for bytes that are not a workbook, one that is too large, or one over which a reader stumbles."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, KoseiError, diagnostic
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told

_OURS = (KeyboardInterrupt, SystemExit, GeneratorExit)
"""What stops the program and says nothing about a file."""


class UnreadableWorkbook(KoseiError):
    """The bytes are not a workbook that can be read; `code` is K101, K102, K190 or K193, `reason` says why."""

    def __init__(self, code: str, reason: str = "", *, kind: str = "", advice: str = "") -> None:
        super().__init__(reason or code)
        self.code, self.reason, self.kind, self.advice = code, reason, kind, advice

    def finding(self, name: str) -> Diagnostic:
        """The finding of the file of this name."""
        if self.code == Code.NOT_A_RETURN:
            return diagnostic(Code.NOT_A_RETURN, CellRef(name), kind=self.kind, advice=self.advice)
        return diagnostic(self.code, CellRef(name), reason=self.reason)


@contextmanager
def whatever_fails(code: str = Code.FAULT_WHILE_READING) -> Iterator[None]:
    """Whatever is raised inside becomes an UnreadableWorkbook: one file stops only itself.

    Also what is no Exception, such as the panics of the libraries written in Rust; what stops the program goes on up.
    """
    try:
        yield
    except (UnreadableWorkbook, *_OURS):
        raise
    except BaseException as error:
        raise UnreadableWorkbook(code, stumbled(error)) from error


def stumbled(error: BaseException) -> Message:
    """What happened, for those who mend the program: the kind of exception, and where in the program it was."""
    if isinstance(error, MemoryError):
        return told("no_memory")
    if isinstance(error, KoseiError) and error.args and isinstance(error.args[0], Message):
        return error.args[0]
    where, frames = "", error.__traceback__
    while frames is not None:
        where = f"{Path(frames.tb_frame.f_code.co_filename).stem}:{frames.tb_lineno}"
        frames = frames.tb_next
    return told("stumbled", kind=type(error).__name__, where=where)
