"""Makes `kosei_xl/workbook/glyph_table.py` from the installed BIZ UD fonts: `python -m tests.tools.glyph_table --write`.

The fonts' own tables are read with `struct`: only what a character map of format 12 or 14 needs (OpenType: cmap).
"""

import base64
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import wrap

import kosei_xl
from kosei_xl.workbook.glyphs import PLANES_END

TABLE = Path(kosei_xl.__file__).parent / "workbook" / "glyph_table.py"
_WIDTH = 100


def installed_fonts() -> tuple[Path, ...]:
    """The files of every BIZ UD font that fontconfig knows, P variants too."""
    listed = subprocess.run(["fc-list", ":", "file", "family"], capture_output=True, check=True)
    lines = listed.stdout.decode("utf-8").splitlines()
    return tuple(sorted(Path(line.split(":")[0]) for line in lines if "BIZ UD" in line))


def _subtables(font: bytes) -> Iterator[tuple[int, bytes]]:
    """(format, bytes from its start) of each subtable of a font's character map."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[at : at + 4]: struct.unpack_from(">L", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    cmap = font[tables[b"cmap"] :]
    for n in range(struct.unpack_from(">H", cmap, 2)[0]):
        part = cmap[struct.unpack_from(">L", cmap, 4 + 8 * n + 4)[0] :]
        yield struct.unpack_from(">H", part)[0], part


def characters_of(font: bytes) -> frozenset[int]:
    """The characters that a font has a glyph for."""
    found: set[int] = set()
    for kind, part in _subtables(font):
        if kind == 12:
            for n in range(struct.unpack_from(">L", part, 12)[0]):
                start, end, glyph = struct.unpack_from(">LLL", part, 16 + 12 * n)
                found.update(code for code in range(start, end + 1) if glyph + code - start)
    return frozenset(found)


def forms_of(font: bytes) -> dict[int, frozenset[int]]:
    """Variation selector -> the characters that a font has in that form, its usual one or another."""
    found: dict[int, set[int]] = {}
    for kind, part in _subtables(font):
        if kind == 14:
            for n in range(struct.unpack_from(">L", part, 6)[0]):
                selector = int.from_bytes(part[10 + 11 * n : 13 + 11 * n])
                usual, other = struct.unpack_from(">LL", part, 13 + 11 * n)
                own = found.setdefault(selector, set())
                for at in range(usual + 4, usual + 4 + 4 * _count(part, usual), 4):
                    start = int.from_bytes(part[at : at + 3])
                    own.update(range(start, start + part[at + 3] + 1))
                own.update(
                    int.from_bytes(part[at : at + 3]) for at in range(other + 4, other + 4 + 5 * _count(part, other), 5)
                )
    return {selector: frozenset(own) for selector, own in sorted(found.items())}


def _count(part: bytes, at: int) -> int:
    return int(struct.unpack_from(">L", part, at)[0]) if at else 0


def _packed(codes: Iterable[int], size: int = PLANES_END) -> str:
    bits = bytearray(size // 8)
    for code in codes:
        bits[code >> 3] |= 1 << (code & 7)
    return base64.b64encode(zlib.compress(bytes(bits), 9)).decode("ascii")


def _constant(name: str, text: str, about: str) -> str:
    lines = "\n".join(f'    "{line}"' for line in wrap(text, _WIDTH, break_on_hyphens=False))
    return f'{name} = (\n{lines}\n)\n"""{about}"""\n'


def table(font: bytes) -> str:
    """The text of the module for a font."""
    forms = forms_of(font)
    shifted = (n * PLANES_END + code for n, own in enumerate(forms.values()) for code in own)
    selectors = ", ".join(f"0x{code:X}" for code in forms)
    return (
        "\n".join(
            (
                '"""What the BIZ UD fonts can draw: made by `python -m tests.tools.glyph_table --write`, read by `glyphs`."""\n',
                f'SELECTORS = ({selectors})\n"""The variation selectors that the fonts know."""',
                _constant("CHARACTERS", _packed(characters_of(font)), "A bit for each character up to U+2FFFF."),
                _constant(
                    "FORMS", _packed(shifted, PLANES_END * len(forms)), "The same for each of `SELECTORS` in turn."
                ),
            )
        ).rstrip("\n")
        + "\n"
    )


if __name__ == "__main__":
    made = table(installed_fonts()[0].read_bytes())
    if sys.argv[1:] == ["--write"]:
        TABLE.write_text(made, encoding="utf-8")
    else:
        sys.stdout.write(made)
