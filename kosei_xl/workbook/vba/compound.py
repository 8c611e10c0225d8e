"""Compound files (MS-CFB version 3, 512-byte sectors): storages and streams as bytes, always the same ones."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

Tree: TypeAlias = Mapping[str, "bytes | Tree"]
"""Storages by name; what is not a storage is a stream's bytes."""

_FREE: Final = 0xFFFFFFFF
_END: Final = 0xFFFFFFFE
_FAT_SECTOR: Final = 0xFFFFFFFD
_SECTOR: Final = 512
_MINI_SECTOR: Final = 64
_MINI_LIMIT: Final = 4096
"""Shorter streams lie in the mini stream."""
_HEADER_FAT_SECTORS: Final = 109
_LONGEST_NAME: Final = 31
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1


@dataclass(slots=True)
class _Entry:
    """One directory entry; `left`, `right` and `child` are entry numbers."""

    name: str
    kind: int
    colour: int
    data: bytes = b""
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    start: int = 0

    def packed(self) -> bytes:
        wide = self.name.encode("utf-16-le") + b"\0\0"
        numbers = (len(wide), self.kind, self.colour, self.left, self.right, self.child)
        return wide.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ", *numbers, b"", 0, 0, 0, self.start, len(self.data)
        )


@dataclass(slots=True)
class _Directory:
    """The entries in order; the siblings of a storage form a balanced tree."""

    entries: list[_Entry] = field(default_factory=lambda: [_Entry("Root Entry", _ROOT, _BLACK, start=_END)])

    def add_storage(self, tree: Tree) -> int:
        """Add what a storage holds; the number of the entry at the top of it."""
        # names are compared by length first, then as capitals (MS-CFB 2.6.4)
        nodes = sorted(tree.items(), key=lambda node: (len(node[0]), node[0].upper()))
        return self._siblings(nodes, 0, len(nodes).bit_length() - 1)

    def _siblings(self, nodes: list[tuple[str, "bytes | Tree"]], depth: int, last: int) -> int:
        if not nodes:
            return _FREE
        middle = len(nodes) // 2
        name, value = nodes[middle]
        if len(name) > _LONGEST_NAME:
            raise ValueError(f"a name in a compound file has at most {_LONGEST_NAME} characters: {name!r}")
        # all paths must hold as many black entries: only the last, incomplete level is red
        colour = _RED if depth == last and depth else _BLACK
        is_stream = isinstance(value, bytes)
        entry = _Entry(name, _STREAM if is_stream else _STORAGE, colour, value if isinstance(value, bytes) else b"")
        number = len(self.entries)
        self.entries.append(entry)
        entry.left = self._siblings(nodes[:middle], depth + 1, last)
        entry.right = self._siblings(nodes[middle + 1 :], depth + 1, last)
        if not isinstance(value, bytes):
            entry.child = self.add_storage(value)
        return number


@dataclass(slots=True)
class _Chains:
    """Data in sectors of one size, with the table that says which sector follows which."""

    size: int
    table: list[int] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)

    def put(self, data: bytes) -> int:
        """Append a stream; the number of its first sector."""
        if not data:
            return _END
        first, count = len(self.table), -(-len(data) // self.size)
        self.table += [*range(first + 1, first + count), _END]
        self.body += data.ljust(count * self.size, b"\0")
        return first


def compound_file(tree: Tree) -> bytes:
    """The bytes of a compound file that holds `tree`. Raises ValueError for what does not fit (7 MB, long names)."""
    directory = _Directory()
    root = directory.entries[0]
    root.child = directory.add_storage(tree)
    sectors, mini = _Chains(_SECTOR), _Chains(_MINI_SECTOR)
    for entry in directory.entries[1:]:
        if entry.kind == _STREAM:
            entry.start = (sectors if len(entry.data) >= _MINI_LIMIT else mini).put(entry.data)
    root.data = bytes(mini.body)
    root.start = sectors.put(root.data)
    directory_at = sectors.put(_directory_bytes(directory.entries))
    mini_table = _filled(mini.table)
    mini_at = sectors.put(struct.pack(f"<{len(mini_table)}I", *mini_table))
    fat_at, fat_sectors = len(sectors.table), _fat_sectors(len(sectors.table))
    fat = _filled([*sectors.table, *[_FAT_SECTOR] * fat_sectors])
    in_header = [*range(fat_at, fat_at + fat_sectors)]
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII109I",
        bytes.fromhex("D0CF11E0A1B11AE1"),
        *(0x3E, 3, 0xFFFE, 9, 6),  # version 3, little-endian, sectors of 2**9 and 2**6 bytes
        *(0, fat_sectors, directory_at, 0, _MINI_LIMIT),
        *(mini_at, len(mini_table) * 4 // _SECTOR, _END, 0),
        *in_header,
        *[_FREE] * (_HEADER_FAT_SECTORS - fat_sectors),
    )
    return header + bytes(sectors.body) + struct.pack(f"<{len(fat)}I", *fat)


def _directory_bytes(entries: list[_Entry]) -> bytes:
    raw = b"".join(entry.packed() for entry in entries)
    unused = bytes(64) + struct.pack("<HBBIII", 0, 0, 0, _FREE, _FREE, _FREE) + bytes(48)
    return raw + unused * (-len(entries) % (_SECTOR // len(unused)))


def _filled(table: list[int]) -> list[int]:
    """A table of sector numbers filled up to whole sectors."""
    return [*table, *[_FREE] * (-len(table) % (_SECTOR // 4))]


def _fat_sectors(used: int) -> int:
    """How many sectors the table needs that describes `used` sectors and itself."""
    needed = 1
    while needed * (_SECTOR // 4) < used + needed:
        needed += 1
    if needed > _HEADER_FAT_SECTORS:
        raise ValueError("too large for a compound file without a further table")
    return needed
