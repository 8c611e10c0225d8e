"""Texts as they were typed, with their numbers in one digit style: what is evened, and what is a name and stays.

Only the width of digits, and of the commas and points between them, changes: the evened text has the letters of the
typed one at the same places. Pure text functions.
"""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from kosei_xl.words.notation import DigitStyle, digits_folded, values_in

_DIGIT, _LETTER = "0-9０-９", "A-Za-zＡ-Ｚａ-ｚ"
_SIGNS = "-－‐‑–−"
_HYPHENS = _SIGNS.replace("-", r"\-")
_MAIL = rf"[{_LETTER}{_DIGIT}._+{_HYPHENS}]+[@＠][{_LETTER}{_DIGIT}.．{_HYPHENS}]+"
_ADDRESS = rf"(?:https?|ftp)[:：][!-~！-～]+|www\.[!-~]+|{_MAIL}"
"""URLs and e-mail addresses, in any width."""
_NUMBERED = rf"(?:[NＮ][oOｏＯ][.．]?|[№#＃])[ 　]*[{_DIGIT}]+(?:[{_HYPHENS}][{_DIGIT}]+)*"
"""The number of an item, a law or a form: No.4-1."""
_RUN = rf"(?:[{_DIGIT}{_LETTER}_＿./／:：?&=%~+{_HYPHENS}]|(?<=[{_DIGIT}])[,，](?=[{_DIGIT}]))+"
"""Letters and digits that hang together."""
_PIECES = re.compile(f"(?P<kept>{_ADDRESS}|{_NUMBERED})|(?P<run>{_RUN})")
_NUMBER = rf"[{_DIGIT}]+(?:[.,．，][{_DIGIT}]+)*"
_UNITS = (
    "mm cm m km mm2 cm2 m2 km2 m3 km3 ha mg g kg t mL ml dL dl L l kL kl W kW MW GW Wh kWh MWh GWh V kV kVA Hz kHz "
    "MHz GHz B KB kB MB GB TB bps kbps Mbps Gbps J kJ MJ GJ cal kcal Pa hPa MPa ppm ppb dB pt px min t-CO2 kg-CO2"
)
_MEASURE = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>[{_LETTER}][^,，]*)")
_JOINED = re.compile(rf"[{_DIGIT}][{_HYPHENS}_＿]+[{_DIGIT}]")
"""Digits with a hyphen between them: a telephone or item number, a date as programs write it."""
_WITH_SIGNS = re.compile(rf"{_NUMBER}(?:[/／:：]{_NUMBER})+")
"""Numbers with a sign between them: 4/20, 10:30."""
_KNOWN_UNITS = frozenset(_UNITS.split())


@lru_cache(maxsize=1 << 14)
def even_digits(text: str, style: DigitStyle) -> str:
    """A text with its numbers in one digit style. Mixed leaves numbers with commas, decimals or signs (4/20) in half
    width.

    What is a name rather than a number stays as it was typed: addresses, No.5, digits beside letters (R7, A4, 5G) other
    than those of a unit (5km), with hyphens between them (042-341-1211, 4-1), with leading zeros.
    """
    return _PIECES.sub(lambda found: found["kept"] or _even_run(found["run"], style), text)


def _even_run(run: str, style: DigitStyle) -> str:
    if re.search(f"[{_LETTER}]", run):
        found = _MEASURE.fullmatch(run.rstrip(f".．:：?&=%~+/／{_SIGNS}"))
        if found is None or not all(unit in _KNOWN_UNITS for unit in _units_of(found["unit"])):
            return run
        return values_in(found["number"], style) + run[len(found["number"]) :]
    if _JOINED.search(run):
        return run
    half: DigitStyle = "half" if style == "mixed" else style
    found = _WITH_SIGNS.search(run)
    if found is not None:
        ends = (found.start(), found.end())
        return values_in(run[: ends[0]], style) + values_in(found[0], half) + values_in(run[ends[1] :], style)
    return values_in(run, style)


def _units_of(text: str) -> list[str]:
    """「km/h」 is km; what the unit is counted in stands behind the stroke."""
    plain = unicodedata.normalize("NFKC", text)
    first, *others = plain.split("/")
    return [first, *(other for other in others if other not in ("h", "s", "d", "min"))]


def evened_places(typed: str, evened: str) -> Iterator[tuple[int, int]]:
    """Where numbers were evened: (start, end) of each stretch of digits, with its commas, that holds a change."""
    for start, end in _stretches(typed):
        if typed[start:end] != evened[start:end]:
            yield start, end


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer(_NUMBER, text):
        yield found.span()


def with_typed_digits(typed: str, evened: str, edited: str) -> str:
    """A text that somebody edited after it was printed evened: what was not edited as it was typed.

    `evened` is `typed` as it was printed. Cost: that of comparing `evened` with `edited`, quadratic at worst.
    """
    if digits_folded(typed) != digits_folded(evened):
        return edited
    made = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, evened, edited, autojunk=False).get_opcodes():
        made.append(typed[start:end] if tag == "equal" else edited[new_start:new_end])
    return "".join(made)
