"""What is raised for bytes that are not a workbook, or one that is too large to be read."""

from kosei_xl.values.diagnostics import KoseiError


class UnreadableWorkbook(KoseiError):
    """The bytes are not a workbook that can be read; `code` is K101 or K102, `reason` says why in Japanese."""

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(reason or code)
        self.code = code
        self.reason = reason
