"""Defined names of a workbook: reading, setting, finding the place they stand for."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from lxml import etree

from kosei_xl.workbook.parts.markup import (
    WORKBOOK_ORDER,
    Element,
    PackageError,
    child,
    main_namespace,
    remove_node,
    unset,
)

_NAME: Final = re.compile(r"(?:_xlnm\.)?[^\W\d][\w.\\]*|\\[\w.\\]*")
_LIKE_A_CELL: Final = re.compile(r"[A-Za-z]{1,3}\d{1,7}|[Rr]\d*[Cc]\d*|[RrCc]")
_CORNER: Final = r"\$?([A-Z]{1,3})\$?(\d+)"
_PLACE: Final = re.compile(rf"(?:'((?:[^']|'')+)'|([^'!,()\[\]:]+))!{_CORNER}(?::{_CORNER})?")


class DefinedNames:
    """The defined names in workbook.xml; `at` is the position of the sheet a name belongs to, None = the workbook."""

    def __init__(self, workbook: Element) -> None:
        self._workbook = workbook

    def elements(self) -> list[Element]:
        """Every name, in file order."""
        return self._workbook.findall(f"{main_namespace('definedNames')}/{main_namespace('definedName')}")

    def of(self, at: int | None) -> list[Element]:
        """The names of one sheet, or of the workbook."""
        wanted = None if at is None else str(at)
        return [n for n in self.elements() if n.get("localSheetId") == wanted]

    def find(self, name: str, at: int | None) -> Element | None:
        """One name; capitals do not matter."""
        return next((n for n in self.of(at) if n.get("name", "").lower() == name.lower()), None)

    def set(self, name: str, ref_text: str, at: int | None, *, hidden: bool) -> None:
        """Define a name or change it. PackageError when Excel would not accept it."""
        if not _NAME.fullmatch(name) or len(name) > 255 or _LIKE_A_CELL.fullmatch(name):
            raise PackageError(f"Excel does not allow the name {name!r}")
        element = self.find(name, at)
        if element is None:
            element = etree.SubElement(
                child(self._workbook, "definedNames", WORKBOOK_ORDER), main_namespace("definedName")
            )
            element.set("name", name)
            if at is not None:
                element.set("localSheetId", str(at))
        if hidden:
            element.set("hidden", "1")
        else:
            unset(element, "hidden")
        element.text = ref_text.removeprefix("=")

    def drop(self, name: str, at: int | None) -> None:
        """Forget a name; nothing happens when there is none."""
        element = self.find(name, at)
        if element is not None:
            box = element.getparent()
            remove_node(element)
            if box is not None and not len(box):
                remove_node(box)

    def drop_all(self, names: Iterable[str]) -> None:
        """Forget names of the workbook, all at once."""
        wanted = {name.lower() for name in names}
        gone = [element for element in self.of(None) if element.get("name", "").lower() in wanted]
        for element in gone:
            remove_node(element)
        box = self._workbook.find(main_namespace("definedNames"))
        if gone and box is not None and not len(box):
            remove_node(box)

    def move_sheets(self, before: Sequence[Element], now: Sequence[Element]) -> None:
        """Sheets changed places: names go with theirs; names of sheets that are gone go too."""
        places = {entry: i for i, entry in enumerate(now)}
        for n in self.elements():
            at = n.get("localSheetId")
            if at is None:
                continue
            place = places.get(before[int(at)]) if int(at) < len(before) else None
            if place is None:
                remove_node(n)
            else:
                n.set("localSheetId", str(place))
        box = self._workbook.find(main_namespace("definedNames"))
        if box is not None and not len(box):
            remove_node(box)


def place_of(text: str) -> tuple[str, str] | None:
    """(sheet, "B3" or "B3:D9") of "'計画'!$B$3"; None when the text is not one area of this workbook."""
    found = _PLACE.fullmatch(text.strip())
    if not found:
        return None
    sheet = found[1].replace("''", "'") if found[1] else found[2]
    return sheet, f"{found[3]}{found[4]}" + (f":{found[5]}{found[6]}" if found[5] else "")
