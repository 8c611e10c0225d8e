"""A published folder proves itself: every figure of its page is counted again from its data, every hash compared.

Nothing of what made the page is used, and no master is needed.
"""

import csv
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from decimal import Decimal, InvalidOperation

from kosei_xl.later import dataclass
from kosei_xl.proof.verify.public_page import PageClaim, PublicPage, read_public_page
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.words.amounts import decimals_of
from kosei_xl.words.codes import Code
from kosei_xl.words.csv_text import text_of_csv
from kosei_xl.words.shorten import shortened
from kosei_xl.words.terms import BLANK

PAGE, PACKAGE, DATA = "index.html", "data/datapackage.json", "data"
_SHEETS = ("digest.html", "committee.html")
"""Pages to print, which lead to the places of the first."""
ReadFile = Callable[[str], bytes | None]
"""The bytes of a file of the folder by its path with "/"; None where it is not there."""

_ID = "項目ID"
_HASH = re.compile(r"^sha256:([0-9a-f]{64})$")
_DATA_FILE = re.compile(rf"{DATA}/(?:.*\.csv|data\.json)", re.DOTALL)
_LICENCE_NAME = re.compile(r"(?<![\w.-])[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\d+\.\d+(?![\w.-])")
_LICENCE_WORDS = re.compile(rf"(.+)（({_LICENCE_NAME.pattern})）")
_SPACE = re.compile(r"\s+")
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_AIR = Decimal("0.01")
"""Percent of the width that a bar may be off by rounding."""
_SHOWN = 30
_WHOLE_HASH, _SHORTEST = 64, 16
"""Letters of a hash, and so many that it is known by on paper."""


@dataclass(slots=True)
class _Found:
    """The rows that some conditions name: how many, their ids, the texts and numbers of the columns asked for."""

    rows: int = 0
    ids: dict[str, None] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    sums: dict[str, Decimal] = field(default_factory=dict)
    unread: bool = False


@dataclass(frozen=True, slots=True)
class PublicFolder:
    """What was looked at: how many figures, texts and bars were compared, what is wrong, the SHA-256 of all data (""
    where the page does not name any), and of which plan and point it is ("" where datapackage.json does not say).
    """

    compared: int
    problems: tuple[Diagnostic, ...]
    data_hash: str = ""
    plan_id: str = ""
    point: str = ""


def verify_public_folder(name: str, read: ReadFile, names: Iterable[str] = ()) -> PublicFolder:
    """Compare a published folder (called `name`) with itself; `names` are the paths of all that is in it. Returns
    K560-K566, K571, K572.
    """
    package, problems = _package(name, read)
    page_bytes = read(PAGE)
    if page_bytes is None:
        return PublicFolder(0, (*problems, _missing(name, PAGE)))
    page = read_public_page(page_bytes.decode("utf-8", "replace"))
    pages = {PAGE: page} | {path: read_public_page((read(path) or b"").decode("utf-8", "replace")) for path in _SHEETS}
    whole = _whole(page)
    problems += _hashes(name, package, page, read)
    problems += _licences(name, read(PACKAGE) or b"", page) if package else ()
    unnamed = (path for path in names if package and path not in package and path != PACKAGE)
    problems += (diagnostic(Code.PUBLIC_FILE_UNNAMED, CellRef(f"{name}/{path}"), name=path) for path in unnamed)
    problems += _printed_hashes(name, pages, whole)
    claims = [claim for one in pages.values() for claim in one.claims]
    found = {}
    for file in (one for one in package if one.startswith(f"{DATA}/") and one.endswith(".csv")):
        data = read(file)
        if data is not None:
            found[file] = _counted(data, [claim for claim in claims if claim.file == file])
    for path, one in pages.items():
        at = CellRef(f"{name}/{path}")
        for claim in one.claims:
            problems += _compared(at, claim, found.get(claim.file), page)
        problems += (diagnostic(Code.PUBLIC_NOT_PROVEN, at, about=bare, reason="data-where") for bare in one.bare)
    return PublicFolder(len(claims), tuple(problems), whole, *_about(read(PACKAGE) or b""))


# -- files -------------------------------------------------------------------------------------------------------------
def _package(name: str, read: ReadFile) -> tuple[dict[str, str], list[Diagnostic]]:
    """Path -> SHA-256 of every file that datapackage.json names."""
    data = read(PACKAGE)
    if data is None:
        return {}, [_missing(name, PACKAGE)]
    known = hashes_of_package(data)
    broken = diagnostic(Code.PUBLIC_FILE_CHANGED, CellRef(f"{name}/{PACKAGE}"), name=PACKAGE)
    return known, [] if known else [broken]


def _about(data: bytes) -> tuple[str, str]:
    """The plan and the point that a datapackage.json is about."""
    try:
        plan_id, _, point = str(json.loads(data)["id"]).partition(":")
    except (ValueError, KeyError, TypeError):
        return "", ""
    return plan_id, point


def hashes_of_package(data: bytes) -> dict[str, str]:
    """Path -> SHA-256 of every file that a datapackage.json of ours names; none for any other."""
    try:
        said = json.loads(data)
        resources = [(f"{DATA}/{one['path']}", one["hash"]) for one in said["resources"]]
        named = [*resources, *((one["path"], one["hash"]) for one in said["files"])]
        return {str(path): _hash(text) for path, text in named}
    except (ValueError, KeyError, TypeError):
        return {}


def _hash(text: object) -> str:
    found = _HASH.match(str(text))
    return found[1] if found else ""


def _missing(name: str, path: str) -> Diagnostic:
    return diagnostic(Code.PUBLIC_FILE_MISSING, CellRef(name), name=path)


def _hashes(name: str, package: Mapping[str, str], page: PublicPage, read: ReadFile) -> Iterator[Diagnostic]:
    """Files that are not what datapackage.json, or the page, says that they are."""
    for path in dict.fromkeys((*package, *(one for one in page.hashes if one != DATA))):
        data = read(path)
        if data is None:
            yield _missing(name, path)
            continue
        actual = hashlib.sha256(data).hexdigest()
        if package.get(path, actual) != actual or page.hashes.get(path, actual) != actual:
            yield diagnostic(Code.PUBLIC_FILE_CHANGED, CellRef(f"{name}/{path}"), name=path)


def _licences(name: str, package: bytes, page: PublicPage) -> Iterator[Diagnostic]:
    """Where the page leads to another licence than datapackage.json names, or calls it otherwise.

    A page of one's own may call it as it likes; only the form of ours, 「title（short name）」, and short names count.
    """
    said = json.loads(package).get("licenses")
    known = [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
    for address, words in page.licences:
        if not any(_is_licence(one, address, _SPACE.sub(" ", words).strip()) for one in known):
            stated = "、".join(f"{one.get('title', '')}（{one.get('name', '')}）{one.get('path', '')}" for one in known)
            at = CellRef(f"{name}/{PACKAGE}")
            yield diagnostic(Code.PUBLIC_LICENCE_DIFFERS, at, page=f"{words.strip()}{address}", package=stated or BLANK)


def _is_licence(one: Mapping[str, object], address: str, words: str) -> bool:
    """Whether a licence of datapackage.json is the one that a link calls by these words."""
    if one.get("path") != address:
        return False
    ours = _LICENCE_WORDS.fullmatch(words)
    if ours is not None:
        return (ours[1], ours[2]) == (one.get("title"), one.get("name"))
    return all(short == one.get("name") for short in _LICENCE_NAME.findall(words))


def _whole(page: PublicPage) -> str:
    """One SHA-256 for all data, by those of the CSVs and the JSON that the page names."""
    lines = sorted(f"{path} {sha}\n" for path, sha in page.hashes.items() if _DATA_FILE.fullmatch(path))
    return hashlib.sha256("".join(lines).encode()).hexdigest() if lines else ""


def _printed_hashes(name: str, pages: Mapping[str, PublicPage], whole: str) -> Iterator[Diagnostic]:
    """Pages that print another hash of all data, or too little of it; sheets print its beginning."""
    for path, page in pages.items():
        said = page.hashes.get(DATA)
        least = _WHOLE_HASH if path == PAGE else _SHORTEST
        if said is not None and not (len(_bare(said)) >= least and whole.startswith(_bare(said))):
            yield diagnostic(Code.PUBLIC_FILE_CHANGED, CellRef(f"{name}/{path}"), name=DATA)


# -- rows --------------------------------------------------------------------------------------------------------------
_Asked = dict[tuple[str, ...], dict[tuple[str, ...], _Found]]
"""The heads of some conditions -> the texts that they ask for -> what was found."""


def _counted(data: bytes, claims: Iterable[PageClaim]) -> _Asked:
    """One pass over a CSV for all that the page claims of it."""
    asked: _Asked = {}
    columns: dict[int, set[str]] = {}
    adds: dict[int, set[str]] = {}
    for claim in claims:
        heads, values = tuple(claim.where), tuple(claim.where.values())
        found = asked.setdefault(heads, {}).setdefault(values, _Found())
        columns.setdefault(id(found), set()).add(claim.column)
        adds.setdefault(id(found), set()).add(claim.adds)
    with io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", errors="replace", newline="") as text:
        for written in csv.DictReader(text):
            row = {head: text_of_csv(said) for head, said in written.items() if isinstance(said, str)}
            for heads, by_values in asked.items():
                found_here = by_values.get(tuple(row.get(head) or "" for head in heads))
                if found_here is not None:
                    _add(found_here, row, columns[id(found_here)], adds[id(found_here)])
    return asked


def _add(found: _Found, row: Mapping[str, str], columns: Iterable[str], adds: Iterable[str]) -> None:
    found.rows += 1
    found.ids[row.get(_ID) or ""] = None
    for column in filter(None, columns):
        found.texts[column] = row.get(column) or ""
    for column in filter(None, adds):
        try:
            found.sums[column] = found.sums.get(column, Decimal(0)) + Decimal(row.get(column) or "0")
        except InvalidOperation:
            found.unread = True


# -- claims ------------------------------------------------------------------------------------------------------------
def _compared(at: CellRef, claim: PageClaim, asked: _Asked | None, page: PublicPage) -> Iterator[Diagnostic]:
    if asked is None or not claim.where:
        yield diagnostic(Code.PUBLIC_NOT_PROVEN, at, about=claim.about, reason=claim.file or "data-file")
        return
    found = asked[tuple(claim.where)][tuple(claim.where.values())]
    if claim.kind == "text":
        said = found.texts.get(claim.column)
        if said is None:
            yield diagnostic(Code.PUBLIC_NOT_PROVEN, at, about=claim.about, reason=claim.column)
        elif not (_bare(claim.text) in _bare(said) if claim.part else _bare(said) == _bare(claim.text)):
            yield diagnostic(
                Code.PUBLIC_TEXT_DIFFERS,
                at,
                about=claim.about,
                label=claim.column,
                file=claim.file,
                found=shortened(claim.text.strip(), _SHOWN),
                expected=shortened(said, _SHOWN),
            )
        return
    expected = found.sums.get(claim.adds, Decimal(0)) if claim.adds else Decimal(found.rows)
    if claim.kind == "bar":
        if not _is_width(claim, expected):
            yield diagnostic(Code.PUBLIC_BAR_DIFFERS, at, about=claim.about, file=claim.file, expected=expected)
        return
    number = _number(claim.text)
    rounded = expected if number is None else round(expected, decimals_of(number))
    if number is None or found.unread or not _is_rounded(expected, number, claim):
        yield diagnostic(
            Code.PUBLIC_FIGURE_DIFFERS,
            at,
            about=claim.about,
            file=claim.file,
            found=claim.text.strip(),
            expected=f"{rounded:,f}",
        )
    yield from _listed(at, claim, found, page)


def _is_rounded(expected: Decimal, number: Decimal, claim: PageClaim) -> bool:
    """Whether a number is what was added up, to as many digits as it shows; a count is exact."""
    if not claim.adds:
        return expected == number
    return abs(expected - number) * 2 <= Decimal(1).scaleb(-len(claim.text.strip().partition(".")[2]))


def _listed(at: CellRef, claim: PageClaim, found: _Found, page: PublicPage) -> Iterator[Diagnostic]:
    """Where the list that a figure leads to has other items than those that it counts."""
    if claim.target:
        there = page.lists.get(claim.target)
        known = {one for one in there or () if one}
        if there is None or not known <= found.ids.keys() or (not claim.adds and len(there) != len(found.ids)):
            yield diagnostic(Code.PUBLIC_LIST_DIFFERS, at, about=claim.about)


def _number(text: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "").replace("△", "-")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _is_width(claim: PageClaim, expected: Decimal) -> bool:
    width, whole = _number(claim.text.removesuffix("%")), _number(claim.whole)
    if width is None or not whole:
        return False
    return abs(width - 100 * expected / whole) <= _AIR


def _bare(text: str) -> str:
    return _SPACE.sub("", _UNSHOWN.sub("\ufffd", text))
