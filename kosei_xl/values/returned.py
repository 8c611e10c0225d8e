"""A returned workbook as it was read: what a worker, a pool, a cache or another machine hands back, and its codec.

JSON with a version in front, never pickle: nothing in it can run, and another version of the program says so instead of
guessing. `decode(encode(returned)) == returned`. Pictures do not travel: a photo names its picture by SHA-256, and who
needs the bytes reads them from the workbook (`read.returned.read_pictures`).
"""

import json
import zlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from sys import intern
from typing import Any

from kosei_xl.later import dataclass
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, KoseiError, Outcome, SourceMap, ValuePath
from kosei_xl.values.model import Slot, SlotKind, Submission, ValueSet
from kosei_xl.words.messages import Message, told

CODEC = 4
"""Version of what `encode` writes. Every change of a value in here raises it."""
_MAPS = ("base", "earlier")
_PLAIN = tuple(
    field.name
    for field in fields(Submission)
    if field.name not in (*_MAPS, "value_sets", "others", "pictures", "copies")
)


class OtherCodec(KoseiError):
    """The bytes were written by another version of the program, or are none of ours; read the workbook again."""


@dataclass(frozen=True, slots=True)
class Returned:
    """One returned workbook: its submissions (of a 部 one a department, none for what is no survey), what was wrong
    with the file as a whole, its sheets in order (for sorting findings), and the pictures (SHA-256) of its photos.
    """

    name: str
    sha256: str
    submissions: tuple[Outcome[Submission], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    sheets: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


class HeldReturn:
    """A returned workbook between reading and writing: its name, SHA-256, sheets and pictures, and what was read of it,
    which can be let go of where its codec is at hand (`packed`, a twentieth of the value).
    """

    def __init__(self, value: Returned, packed: bytes | None = None) -> None:
        self.name, self.sha256, self.sheets, self.pictures = value.name, value.sha256, value.sheets, value.pictures
        self.packed = packed
        self._value: Returned | None = value

    @property
    def value(self) -> Returned:
        """What was read; made anew where it was let go of, and not held then."""
        if self._value is not None:
            return self._value
        assert self.packed is not None
        return unpacked_return(self.packed)

    def let_go(self) -> None:
        """Hold no more than the codec, where there is one."""
        if self.packed is not None:
            self._value = None


def packed_return(encoded: bytes) -> bytes:
    """What `encode` gave, as small as it is cheap to make it."""
    return zlib.compress(encoded, 1)


def unpacked_return(packed: bytes) -> Returned:
    """The value whose codec was packed. Raises OtherCodec as `decode` does."""
    try:
        return decode(zlib.decompress(packed))
    except zlib.error as error:
        raise OtherCodec(told("other_codec")) from error


def encode(returned: Returned) -> bytes:
    """The value as bytes; of equal values the same."""
    made = {
        "codec": CODEC,
        "name": returned.name,
        "sha256": returned.sha256,
        "submissions": [_outcome(one) for one in returned.submissions],
        "diagnostics": [_diagnostic(one) for one in returned.diagnostics],
        "sheets": returned.sheets,
        "pictures": returned.pictures,
    }
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def decode(data: bytes) -> Returned:
    """The value that was encoded. Raises OtherCodec for bytes of another version, and for any others."""
    try:
        made = json.loads(data.decode("utf-8", "surrogatepass"))
        version = made["codec"]
    except (ValueError, TypeError, LookupError) as error:
        raise OtherCodec(told("other_codec")) from error
    if version != CODEC:
        raise OtherCodec(told("other_codec"))
    return Returned(
        made["name"],
        made["sha256"],
        tuple(_read_outcome(one) for one in made["submissions"]),
        tuple(_read_diagnostic(one) for one in made["diagnostics"]),
        tuple(made["sheets"]),
        tuple(made["pictures"]),
    )


def _outcome(outcome: Outcome[Submission]) -> dict[str, Any]:
    value = outcome.value
    return {
        "plain": {name: getattr(value, name) for name in _PLAIN},
        "sets": [
            [*one.key, dict(one.fields), dict(one.unread), sorted(one.lost), dict(one.deleted)]
            for one in value.value_sets
        ],
        "maps": {name: [[*key, dict(f)] for key, f in getattr(value, name).items()] for name in _MAPS},
        "copies": [[*key, list(map(dict, rows))] for key, rows in value.copies.items()],
        "others": value.others,
        "at": _places(outcome.at),
        "diagnostics": [_diagnostic(one) for one in outcome.diagnostics],
    }


def _read_outcome(made: Mapping[str, Any]) -> Outcome[Submission]:
    sets = tuple(
        ValueSet(item, sub, _read_slot(slot), values, unread, frozenset(lost), deleted)
        for item, sub, slot, values, unread, lost, deleted in made["sets"]
    )
    maps = {
        name: {(item, sub, _read_slot(slot)): values for item, sub, slot, values in made["maps"][name]}
        for name in _MAPS
    }
    others, base, earlier = tuple(made["others"]), maps["base"], maps["earlier"]
    copies = {(item, sub, _read_slot(slot)): tuple(rows) for item, sub, slot, rows in made["copies"]}
    value = Submission(**made["plain"], value_sets=sets, others=others, base=base, earlier=earlier, copies=copies)
    return Outcome(value, _read_places(made["at"]), tuple(_read_diagnostic(one) for one in made["diagnostics"]))


def _places(at: SourceMap) -> dict[str, Any]:
    """Paths and their cells: files and sheets by number, and the fields of a row with it, as nearly all cells are."""
    sheets: dict[tuple[str, str | None], int] = {}
    rows: list[tuple[ValuePath, int, int | None, int | None, dict[str, int | None]]] = []
    for path, (file, sheet, row, column) in at.items():
        place = sheets.setdefault((file, sheet), len(sheets))
        above = rows[-1] if rows else None
        if above is not None and path and type(path[-1]) is str and (path[:-1], place, row) == above[:3]:
            above[4][path[-1]] = column
        else:
            rows.append((path, place, row, column, {}))
    return {"sheets": list(sheets), "rows": rows}


def _read_places(made: Mapping[str, Any]) -> SourceMap:
    found: dict[ValuePath, CellRef] = {}
    sheets = [(intern(file), sheet if sheet is None else intern(sheet)) for file, sheet in made["sheets"]]
    for path, place, row, column, columns in made["rows"]:
        (file, sheet), whole = sheets[place], _read_path(path)
        found[whole] = CellRef(file, sheet, row, column)
        for name, number in columns.items():
            found[*whole, intern(name)] = CellRef(file, sheet, row, number)
    return found


def _read_slot(pair: Sequence[int]) -> Slot:
    kind, number = pair
    return _slot(kind, number)


@lru_cache(maxsize=1024)
def _slot(kind: int, number: int) -> Slot:
    """A slot, which stands in every path: JSON writes it as the list of its kind and number."""
    return Slot(SlotKind(kind), number)


def _read_path(parts: Iterable[Any]) -> ValuePath:
    found: list[Hashable] = [
        intern(part) if type(part) is str else _read_slot(part) if type(part) is list else part for part in parts
    ]
    return tuple(found)


def _ref(at: CellRef | None) -> list[object] | None:
    return None if at is None else [at.file, at.sheet, at.row, at.column]


def _read_ref(made: Iterable[Any]) -> CellRef:
    """A place; the names of file and sheet stand in all those of a workbook, and are one text each."""
    file, sheet, row, column = made
    return CellRef(intern(file), sheet if sheet is None else intern(sheet), row, column)


def _diagnostic(problem: Diagnostic) -> dict[str, Any]:
    return {
        "code": problem.code,
        "at": _ref(problem.at),
        "params": [[name, *_both(text)] for name, text in problem.params],
        "related": [_ref(at) for at in problem.related],
        "item": problem.item,
        "point": problem.point,
        "basis": problem.basis,
        "acknowledged": problem.acknowledged,
        "said": problem.said,
    }


def _read_diagnostic(made: Mapping[str, Any]) -> Diagnostic:
    return Diagnostic(
        made["code"],
        None if made["at"] is None else _read_ref(made["at"]),
        tuple((name, Message(*texts) if len(texts) > 1 else texts[0]) for name, *texts in made["params"]),
        tuple(_read_ref(at) for at in made["related"]),
        made["item"],
        made["point"],
        tuple(made["basis"]),
        made["acknowledged"],
        made["said"],
    )


def _both(text: str) -> tuple[str, ...]:
    """A text, and its English where it is a message."""
    return (str(text), text.en) if isinstance(text, Message) else (text,)
