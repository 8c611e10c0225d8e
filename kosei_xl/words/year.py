"""The year of an office in eight steps: what is done, with which command, with which button."""

from typing import NamedTuple


class YearStep(NamedTuple):
    """A step: its name, what is done, the commands without their arguments, the verbs of the buttons (`buttons`)."""

    name: str
    what: str
    commands: tuple[str, ...]
    buttons: tuple[str, ...] = ()


YEAR = (
    YearStep(
        "作る",
        "計画から事務局ブックを作る（二年目からは、次の報告時点を足す）",
        ("import", "init", "next"),
        ("import_list", "new_master", "next_point"),
    ),
    YearStep("配る", "課ごとの調査票を作り、各課に送る", ("distribute",), ("distribute",)),
    YearStep("書く", "課が黄色の欄に書き、確かめて返す", ("check",), ("check_survey",)),
    YearStep("点検する", "戻った調査票を点検し、直すところを課に返す", ("check",), ("check", "send_back")),
    YearStep("統合する", "台帳に入れ、競合と空欄を決める。届くたびに何度でも", ("consolidate",), ("consolidate",)),
    YearStep("そろえる", "まだの課、残る記入を見て督促する", ("status",), ("status", "reminders")),
    YearStep("資料にする", "台帳の文を整え、案と、案の印のない資料を作る", ("report",), ("report", "pdf")),
    YearStep(
        "照合して出す",
        "資料で直した文を台帳に入れ、数と文を照合し、決裁に添え、済んだら確定する",
        ("adopt", "verify", "pack", "close"),
        ("adopt", "verify", "pack", "close"),
    ),
)
"""In the order of the year."""
