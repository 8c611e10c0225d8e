"""Mutants of returned workbooks, drawn with a seed: bytes, parts of the zip, nodes of the XML, and values in them.

`python -m tests.tools.fuzz [COUNT] [SEED]` reads that many and prints each that raises, takes longer than `SECONDS` or
more memory than `MEMORY`. A mutant is named by its number: `mutant(number, seed)` makes it again.
"""

import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from typing import Final

from kosei_xl.read.returned import returned
from kosei_xl.values.returned import Returned, decode, encode
from tests.tools.bad_files.corpus import PLAN, good, parts
from tests.tools.hostile import rezip

SECONDS: Final = 5.0
MEMORY: Final = 1 << 20
"""KiB that the process may hold."""
_VALUES: Final = (
    *("", "0", "-1", "1e999", "-1e999", "nan", "inf", "9" * 20, "9" * 4301, "4294967295", "4294967296", "2147483648"),
    *("1048576", "1048577", "16384", "16385", "0x10", "１２", "²", "٣", "1.5", "1,000", "true", "TRUE", " 1 ", "+1"),
    *("A1", "XFD1048576", "XFE1", "A0", "a1", "$A$1", "A1:XFD1048576", "B2:A1", "A1:A1:A1", "R1C1", "ZZZZ1", "'A'!A1"),
    *("1900-01-00", "9999-12-31T23:59:59Z", "0000-00-00", "10000-01-01", "2026-02-30", "24:00", "令和99年13月"),
    *(
        "s",
        "str",
        "e",
        "b",
        "d",
        "inlineStr",
        "n",
        "zzz",
        "#REF!",
        "#SPILL!",
        "=1+1",
        "_x0000_",
        "_xD800_",
        "{0}",
        "%s",
    ),
    *(
        "../../etc/passwd",
        "http://127.0.0.1:9/",
        "\\\\host\\share",
        "rId1",
        "rId999",
        "|",
        "||",
        "item||x",
        "K1/a/1/b/c/00",
    ),
    *(
        "あ" * 40_000,
        "\u202e",
        "\ue000",
        "𠮷",
        "\ufffd",
        "（削除しました）",
        "General",
        "[$-411]ggge",
        "@" * 300,
        '"' * 9,
    ),
)
"""What stands where something else is expected; escaped for XML where it is put in."""
_ATTRIBUTE: Final = re.compile(rb'([\w:]+)="([^"]*)"')
_TEXT: Final = re.compile(rb">([^<>]+)<")
_NODE: Final = re.compile(rb"<(\w+:?\w*)(?:\s[^<>]*)?/>|<(\w+)(?:\s[^<>]*)?>[^<>]*</\2>")
_TAG: Final = re.compile(rb"</?\w+:?\w*")
_Mutate = Callable[[random.Random, dict[str, bytes], str], None]


def mutant(number: int, seed: int = 0) -> bytes:
    """The mutant of this number: one to four changes of one kind or several, or of the bytes of the whole."""
    chance = random.Random(f"{seed}:{number}")
    if chance.random() < 0.08:
        return _bytes_of(chance, good())
    made = dict(parts())
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        names = [name for name in made if name.endswith((".xml", ".rels"))]
        weights = [4 if "worksheets/sheet" in name else 1 for name in names]
        chance.choices(_MUTATIONS, _WEIGHTS)[0](chance, made, chance.choices(names, weights)[0])
    data = rezip(made)
    return _bytes_of(chance, data) if chance.random() < 0.03 else data


def _value(chance: random.Random) -> bytes:
    text = chance.choice(_VALUES)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").encode()


def _replaced(chance: random.Random, data: bytes, pattern: re.Pattern[bytes], group: int, new: bytes | None) -> bytes:
    """One match of a pattern with a group written anew; None for the group of another match."""
    start = chance.randrange(len(data) or 1)
    found = pattern.search(data, start) or pattern.search(data)
    if found is None:
        return data
    if new is None:
        other = pattern.search(data, chance.randrange(len(data))) or found
        new = other[group] or b""
    return data[: found.start(group)] + new + data[found.end(group) :]


def _an_attribute(chance: random.Random, made: dict[str, bytes], name: str) -> None:
    made[name] = _replaced(chance, made[name], _ATTRIBUTE, 2, _value(chance))


def _an_attribute_swapped(chance: random.Random, made: dict[str, bytes], name: str) -> None:
    made[name] = _replaced(chance, made[name], _ATTRIBUTE, 2, None)


def _a_name(chance: random.Random, made: dict[str, bytes], name: str) -> None:
    made[name] = _replaced(
        chance, made[name], _ATTRIBUTE, 1, chance.choice((b"r", b"s", b"t", b"ref", b"x", b"r:id", b"hidden"))
    )


def _a_text(chance: random.Random, made: dict[str, bytes], name: str) -> None:
    made[name] = _replaced(chance, made[name], _TEXT, 1, _value(chance))


def _a_text_swapped(chance: random.Random, made: dict[str, bytes], name: str) -> None:
    made[name] = _replaced(chance, made[name], _TEXT, 1, None)


def _a_node(chance: random.Random, made: dict[str, bytes], name: str) -> None:
    """A node left out, written many times, or put elsewhere."""
    data = made[name]
    found = _NODE.search(data, chance.randrange(len(data) or 1)) or _NODE.search(data)
    if found is None:
        return
    rest = data[: found.start()] + data[found.end() :]
    what = chance.randrange(3)
    if what == 1:
        rest = data[: found.start()] + found[0] * chance.choice((2, 50, 2000)) + data[found.end() :]
    elif what == 2:
        place = _NODE.search(rest, chance.randrange(len(rest) or 1))
        at = place.start() if place is not None else 0
        rest = rest[:at] + found[0] + rest[at:]
    made[name] = rest


def _a_tag(chance: random.Random, made: dict[str, bytes], name: str) -> None:
    made[name] = _replaced(
        chance, made[name], _TAG, 0, chance.choice((b"<c", b"</c", b"<row", b"<x:c", b"<", b"<!--", b"<f", b"<v"))
    )


def _a_part(chance: random.Random, made: dict[str, bytes], name: str) -> None:
    """A part left out, renamed, emptied, or in another's place."""
    what = chance.randrange(4)
    data = made.pop(name)
    if what == 1:
        made[chance.choice((name.upper(), "/" + name, name.replace("/", "\\"), name + "x"))] = data
    elif what == 2:
        made[name] = b""
    elif what == 3:
        made[name] = made[chance.choice(sorted(made))]


def _bytes_in(chance: random.Random, made: dict[str, bytes], name: str) -> None:
    made[name] = _bytes_of(chance, made[name])


def _bytes_of(chance: random.Random, data: bytes) -> bytes:
    spoiled = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        at = chance.randrange(len(spoiled) or 1)
        what = chance.randrange(3)
        if what == 0:
            spoiled[at : at + 1] = bytes([chance.randrange(256)])
        elif what == 1:
            del spoiled[at : at + chance.choice((1, 20, 500))]
        else:
            spoiled[at:at] = spoiled[at // 2 : at // 2 + chance.choice((1, 20, 500))]
    return bytes(spoiled)


_MUTATIONS: Final[Sequence[_Mutate]] = (
    *(_an_attribute, _an_attribute_swapped, _a_name, _a_text, _a_text_swapped, _a_node, _a_tag, _a_part, _bytes_in),
)
_WEIGHTS: Final = (8, 3, 1, 8, 3, 4, 1, 1, 2)


def trouble(data: bytes) -> str:
    """What is wrong with the reading of a file; "" where it ends in findings, in time and within the memory."""
    start = time.process_time()
    try:
        read: Returned = returned(data, "D01.xlsx", PLAN)
        told = [*read.diagnostics, *(one for each in read.submissions for one in each.diagnostics)]
        lines = [f"{one.at} {one.message()} {one.message('en')}" for one in told]
        if decode(encode(read)) != read:
            return "another value comes out of its bytes"
        if not read.submissions and not lines:
            return "nothing read and nothing said"
        stumbled = [one for one in told if one.code == "K190"]
    except Exception as error:  # whatever it is: it is what is looked for
        return f"{type(error).__name__}: {error}"
    spent = time.process_time() - start
    if spent > SECONDS:
        return f"{spent:.1f} s"
    return stumbled[0].message() if stumbled else ""


def memory() -> int:
    """KiB that this process has held at most."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(count: int = 2000, seed: int = 0) -> int:
    """Read so many mutants; the number of those with trouble."""
    found, start = 0, time.monotonic()
    for number in range(count):
        problem = trouble(mutant(number, seed))
        if not problem and memory() > MEMORY:
            print(f"{number}: {memory() >> 10} MiB")
            return found + 1
        if problem:
            found += 1
            print(f"{number}: {problem[:300]}", flush=True)
        if number % 1000 == 999:
            print(f"-- {number + 1} in {time.monotonic() - start:.0f} s, {memory() >> 10} MiB", flush=True)
    print(f"{count} mutants, {found} with trouble")
    return found


if __name__ == "__main__":
    sys.exit(min(1, main(*map(int, sys.argv[1:3]))))
