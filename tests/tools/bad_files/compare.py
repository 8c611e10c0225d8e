"""The corpus through three readers: kosei, and the loops that somebody would write with pandas and with openpyxl.

Each file goes through each reader in a process of its own with a limit of time and memory. A reader survives a file if
it comes to an end with cells or with a finding: at an exception a loop over forty files stops, and the rest is not read.
"""

import os
import signal
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from kosei_xl.read.returned import returned
from tests.tools.bad_files import CORPUS
from tests.tools.bad_files.corpus import PLAN, BadFile

SECONDS = 5
"""Processor time for one file."""
MEMORY = 1 << 30
"""Bytes beyond what the process with all libraries holds."""
_WALL_SECONDS = 600
Read = Callable[[bytes, str], None]


def _by_kosei(data: bytes, name: str) -> None:
    returned(data, name, PLAN)


def _by_pandas(data: bytes, name: str) -> None:
    import pandas as pd

    pd.set_option(
        "mode.string_storage", "python"
    )  # pyarrow, where it is there, asks for more address space than is given
    pd.read_excel(BytesIO(data), sheet_name=None, header=None)


def _by_openpyxl(data: bytes, name: str) -> None:
    import openpyxl

    for sheet in openpyxl.load_workbook(BytesIO(data), data_only=True).worksheets:
        for _ in sheet.iter_rows(values_only=True):
            pass


READERS: Mapping[str, Read] = {"kosei": _by_kosei, "pandas": _by_pandas, "openpyxl": _by_openpyxl}


class Row(NamedTuple):
    """A file and how each reader ended: "" for survived, else the exception or what ended the process."""

    name: str
    ends: Mapping[str, str]


def compare(files: Iterable[BadFile] = CORPUS.values()) -> Iterator[Row]:
    """A row a file."""
    import openpyxl  # noqa: F401 - loaded once, not in each process
    import pandas as pd  # noqa: F401

    for one in files:
        data = one.make()
        yield Row(one.name, {name: _end_of(read, data, one.file) for name, read in READERS.items()})


def _end_of(read: Read, data: bytes, name: str) -> str:
    """How reading a file in a process of its own ends."""
    answers, says = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        os.close(answers)
        os.write(says, _said_by(read, data, name).encode())
        os._exit(0)
    os.close(says)
    with os.fdopen(answers) as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        return said
    number = os.WTERMSIG(status)
    return "time" if number in (signal.SIGXCPU, signal.SIGKILL, signal.SIGALRM) else signal.Signals(number).name


def _said_by(read: Read, data: bytes, name: str) -> str:  # pragma: no cover - runs in another process
    import resource  # POSIX only: the other tests of this file run without it, too

    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(_WALL_SECONDS)
    warnings.simplefilter("ignore")
    try:
        read(data, name)
    except BaseException as error:
        return type(error).__name__
    return ""


def main(first: int = 0) -> int:
    """Print the table, from the file of this number on; the number of files at which kosei did not survive."""
    print(f"{'':44}" + "".join(f"{name:26}" for name in READERS))
    survived: Counter[str] = Counter()
    count = 0
    for row in compare(list(CORPUS.values())[first:]):
        count += 1
        survived.update(name for name, end in row.ends.items() if not end)
        print(f"{row.name:44}" + "".join(f"{end or 'ok':26}" for end in row.ends.values()), flush=True)
    print(f"{count} files, survived: " + ", ".join(f"{name} {survived[name]}" for name in READERS))
    return count - survived["kosei"]
