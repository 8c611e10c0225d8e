"""Exceptions for calls that cannot be carried out. What is wrong with data is a finding, never one of these."""

from collections.abc import Sequence

from kosei_xl.values.diagnostics import Diagnostic, KoseiError
from kosei_xl.words.messages import told


class WrongCall(KoseiError):
    """The call cannot be carried out as given (exit code 2): the message says what to give instead."""


class NothingReadable(WrongCall):
    """No input at all was readable, `reports` or `masters` where those were given; `diagnostics` say why for each."""

    def __init__(self, diagnostics: Sequence[Diagnostic], *, reports: bool = False, masters: bool = False) -> None:
        nothing = told("no_report_readable" if reports else "nothing_readable")
        super().__init__(told("no_master_readable") if masters else nothing)
        self.diagnostics = tuple(diagnostics)


class UnreadableMaster(KoseiError):
    """The master workbook's plan could not be put together; `diagnostics` say where and why."""

    def __init__(self, name: str, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(told("bad_master", name=name))
        self.diagnostics = tuple(diagnostics)


class UnfitSettings(KoseiError):
    """Settings of a master cannot be obeyed, and nothing is handed out until they can; `diagnostics` say which."""

    exit_code = 1

    def __init__(self, name: str, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(told("unfit_settings", name=name, count=len(diagnostics)))
        self.diagnostics = tuple(diagnostics)


class NewerFormat(WrongCall):
    """A newer version of the program made the workbook: this one could take from it what it does not know."""


class TooMuch(KoseiError):
    """More than one master is promised to take, and nothing was read; `diagnostics` say how much (K470)."""

    exit_code = 1

    def __init__(self, name: str, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(told("too_much_for_one", name=name))
        self.diagnostics = tuple(diagnostics)
