"""A published page as what it claims: each figure, bar, text and hash with the data that it names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal

ClaimKind = Literal["figure", "bar", "text"]

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_UNSAID = "vh"
"""Class of what is only spoken."""


@dataclass(slots=True)
class PageClaim:
    """What one element of the page says of the data: `text` is what it shows (of a bar its width), `file` and `where`
    the rows; a text has a `column`, of which it may be only a `part`, a sum `adds` one up, a bar fills the width with
    `whole`. `about` names it, `target` is the place on the main page that it leads to.
    """

    kind: ClaimKind
    file: str
    where: Mapping[str, str]
    about: str
    text: str = ""
    column: str = ""
    part: bool = False
    adds: str = ""
    whole: str = ""
    target: str = ""


@dataclass(slots=True)
class PublicPage:
    """A page as read. `lists` are the places that figures lead to with the ids of the items listed there ("" for one
    that the page does not have), `hashes` the SHA-256 that it prints, by path, `licences` the address of each link to
    a licence with its words.
    """

    claims: list[PageClaim] = field(default_factory=list)
    lists: dict[str, list[str]] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    bare: list[str] = field(default_factory=list)
    licences: list[tuple[str, str]] = field(default_factory=list)


def read_public_page(html: str) -> PublicPage:
    """Read a page; whatever its markup is, nothing is raised."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    page, ids = reader.page, reader.ids
    page.lists = {place: [ids.get(anchor, "") for anchor in anchors] for place, anchors in reader.listed.items()}
    return page


def conditions(where: str) -> dict[str, str]:
    """「評価=B&分野番号=1」 as head -> text."""
    pairs = (pair.partition("=") for pair in where.split("&") if pair)
    return {_plain(head): _plain(value) for head, _, value in pairs}


def _plain(text: str) -> str:
    return text.replace("%3D", "=").replace("%26", "&").replace("%25", "%")


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet, and what its closing ends."""

    tag: str
    unsaid: bool
    claim: PageClaim | None = None
    hash_of: str = ""
    place: str = ""
    file: str = ""
    row: tuple[str, str] = ("", "")
    is_licence: bool = False


class _Reader(HTMLParser):
    """Collects what the elements claim."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = PublicPage()
        self.ids: dict[str, str] = {}
        self.listed: dict[str, list[str]] = {}
        self._open: list[_Open] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        one = _Open(tag, _UNSAID in said.get("class", "").split())
        around = self._open[-1] if self._open else None
        one.file = said.get("data-file") or (around.file if around else "")
        row = (one.file, said["data-row"]) if "data-row" in said else None
        one.row = row or (around.row if around else ("", ""))
        one.claim = _claim(tag, said, one.file, one.row)
        if one.claim is not None:
            self.page.claims.append(one.claim)
        elif "n" in said.get("class", "").split():
            self.page.bare.append(said.get("aria-label", tag))
        one.hash_of = said.get("data-hash-of", "")
        if one.hash_of:
            self.page.hashes[one.hash_of] = ""
        if "data-id" in said:
            self.ids[said.get("id", "")] = said["data-id"]
        if "counted" in said.get("class", "").split():
            one.place = said.get("id", "")
            self.listed[one.place] = []
        place = next((other.place for other in reversed(self._open) if other.place), "")
        if tag == "li" and place:
            self.listed[place].append("")
        if tag == "a" and place and self.listed[place]:
            self.listed[place][-1] = said.get("href", "").removeprefix("#")
        one.is_licence = tag == "a" and "license" in said.get("rel", "").split()
        if one.is_licence:
            self.page.licences.append((said.get("href", ""), ""))
        if tag not in _VOID:
            self._open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if any(one.tag == tag for one in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if any(one.unsaid for one in self._open):
            return
        for one in self._open:
            if one.claim is not None and one.claim.kind != "bar":
                one.claim.text += data
            if one.hash_of:
                self.page.hashes[one.hash_of] += data.strip()
            if one.is_licence:
                address, words = self.page.licences[-1]
                self.page.licences[-1] = address, words + data


def _claim(tag: str, said: Mapping[str, str], file: str, row: tuple[str, str]) -> PageClaim | None:
    """What an element claims of a `file`, or a text of a `row` (file, conditions): as it or what is around it says."""
    about = said.get("aria-label", "")
    if "data-column" in said:
        where = conditions(row[1])
        about = "・".join(where.values())
        return PageClaim("text", row[0], where, about, column=said["data-column"], part="data-part" in said)
    if "data-where" not in said:
        return None
    where = conditions(said["data-where"])
    about = about.rpartition(" ")[0] or "・".join(value for value in where.values() if value)
    if tag == "rect":
        width, whole = said.get("width", ""), said.get("data-whole", "")
        return PageClaim("bar", file, where, about, text=width, whole=whole)
    target = said.get("href", "").rpartition("#")[2]
    return PageClaim("figure", file, where, about, adds=said.get("data-adds", ""), target=target)
