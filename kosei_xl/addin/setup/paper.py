"""The paper for the information department in a kit: macros/for_it.md with what the kit and the program say.

What is written where comes from the very steps that install; the packages from the kit's own wheels.
"""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

from kosei_xl import __version__
from kosei_xl.addin.building.look import STYLE
from kosei_xl.addin.building.markup import table, to_html
from kosei_xl.addin.setup.bill import SBOM, Wheel
from kosei_xl.addin.setup.install import install_steps
from kosei_xl.addin.setup.machine import Machine, NoRegistry
from kosei_xl.addin.setup.security import POLICIES
from kosei_xl.words.messages import text_of_message

PAPER_TEXT: Final = "for_it.md"
"""The running text, in macros/."""
_TITLE: Final = "行革進捗（kosei_xl） 情報部門向け説明書"
_VARYING: Final = re.compile(r"：\{\w+\}|（\{\w+\}）")
_HOME: Final = r"%LOCALAPPDATA%\kosei_xl"


def it_paper(text: str, packages: Sequence[Wheel], python: str) -> str:
    """The page. Equal kits give an equal page."""
    for name, value in (("version", __version__), ("python", python), ("sbom", SBOM)):
        text = text.replace(f"{{{name}}}", value)
    pieces = {
        "written": table(("すること", "場所"), map(_cells, _written())),
        "packages": table(
            ("部品", "版", "ライセンス", "SHA-256"),
            (_cells((one.name, one.version, one.licence), one.sha256) for one in packages),
        ),
        "policies": table(
            ("レジストリー", "値", "doctor が示すこと"),
            (
                (f"<code>{escape(key)}</code>", f"<code>{escape(value)}</code>", escape(_said(message)))
                for key, value, message in POLICIES
            ),
        ),
    }
    return (
        '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{_TITLE}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{_TITLE}</h1>\n<main>\n{to_html(text, pieces)}</main>\n</body>\n</html>\n"
    )


def _cells(texts: Sequence[str], code: str = "") -> list[str]:
    return [*map(escape, texts), *([f"<code>{code}</code>"] if code else [])]


def _said(message: str) -> str:
    """The first sentence of what doctor says, without what differs from PC to PC."""
    said = text_of_message(message).split("。")[0]
    return _VARYING.sub("", said.replace("{value}", "3、4"))


def _written() -> list[tuple[str, str]]:
    """What installing writes, step by step as it says itself, for a user who has nothing of it."""
    environment = rf"{_HOME}\venv"
    machine = Machine(
        windows=True,
        profile=Path("%USERPROFILE%"),
        appdata=Path("%APPDATA%"),
        python=Path(rf"{environment}\Scripts\python.exe"),
        base=Path(),
        version=(0, 0),
        bits=0,
        packages=(Path(rf"{environment}\Lib\site-packages"),),
        encoding="cp932",
        registry=NoRegistry(),
    )
    said = [step.text.partition("：") for step in install_steps(machine, b"")]
    place = rf"{environment}（Pythonそのものは {_HOME}\python、または先に入れた場所）"
    first = ("Pythonの環境を作り、部品を入れます", place)
    return [first, *((what, where.replace("/", "\\")) for what, _, where in said)]
