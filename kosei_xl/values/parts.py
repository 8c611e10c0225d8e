"""The parts of a workbook's package as a reader of it sees them."""

from collections.abc import Mapping
from typing import Protocol

from kosei_xl.later import dataclass


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part says of another: the last word of the kind, and the part (or the address of what lies outside).

    `inside` is whether the part is there.
    """

    kind: str
    target: str
    inside: bool


class PackageParts(Protocol):
    """The parts by name; however a name is spelled, and XML in one form (`workbook.archive`)."""

    def namelist(self) -> tuple[str, ...]:
        """The names of all parts."""

    def read(self, name: str) -> bytes:
        """A part. Raises KeyError where there is none."""

    def size(self, name: str) -> int:
        """Bytes of a part unpacked, as the package says. Raises KeyError where there is none."""

    def relations(self, part: str) -> Mapping[str, Relation]:
        """What a part relates to, by id; nothing where it does not say or cannot be read."""
