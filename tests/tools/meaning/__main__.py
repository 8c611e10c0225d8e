"""The tables: faults seeded, visible and found, and new findings on harmless edits, by kind.

`python -m tests.tools.meaning [--faults 500] [--edits 500] [--missed] [--data DIR]`. A fault is found where the page
has a finding about its item that it did not have before. The transcribed documents are taken too where they are there.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kosei_xl.values.model import LineKey
from tests.tools.meaning.faults import OPERATORS, Fault, Operator, seed
from tests.tools.meaning.harmless import HARMLESS, edit
from tests.tools.meaning.pages import Page, Place, Told, findings, real_pages, sample_pages
from tests.tools.real.adapt import DATA

_TRIES = 60


@dataclass
class Tally:
    """What came of one kind: how many were seeded, could be seen, were found of those, and found of the others."""

    seeded: int = 0
    visible: int = 0
    found: int = 0
    besides: int = 0
    missed: list[str] = field(default_factory=list)


def tally(
    pages: Sequence[Page],
    operators: Mapping[str, Operator],
    make: Callable[[str, Page, int], Fault | None],
    wanted: int,
) -> dict[str, Tally]:
    """`wanted` different changes over all kinds and pages, as evenly as these have places; what the rules said of each."""
    before = {page.name: findings(page) for page in pages}
    result = {kind: Tally() for kind in operators}
    for page, fault in _drawn(pages, operators, make, wanted):
        _count(result[fault.kind], fault, page, before[page.name])
    return result


def _drawn(
    pages: Sequence[Page],
    operators: Iterable[str],
    make: Callable[[str, Page, int], Fault | None],
    wanted: int,
) -> Iterator[tuple[Page, Fault]]:
    """Kind by kind in turn, each on its pages in turn; a kind without another place leaves its share to the others."""
    kinds = {kind: _in_turn(pages, [_different(kind, page, make) for page in pages]) for kind in operators}
    drawn = 0
    while kinds and drawn < wanted:
        for kind, places in tuple(kinds.items()):
            one = next(places, None) if drawn < wanted else None
            if one is not None:
                drawn += 1
                yield one
            elif drawn < wanted:
                del kinds[kind]


def _in_turn(pages: Sequence[Page], of_pages: Sequence[Iterator[Fault]]) -> Iterator[tuple[Page, Fault]]:
    """The changes of one kind, one from each page and again, until no page has another."""
    left = list(zip(pages, of_pages, strict=True))
    while left:
        for page, places in tuple(left):
            fault = next(places, None)
            if fault is None:
                left.remove((page, places))
            else:
                yield page, fault


def _different(kind: str, page: Page, make: Callable[[str, Page, int], Fault | None]) -> Iterator[Fault]:
    """The changes of a kind on a page, each once, until many tries on end have given no other."""
    seen: set[frozenset[tuple[Place, str]]] = set()
    number = tried = 0
    while tried < _TRIES:
        fault = make(kind, page, number)
        number, tried = number + 1, tried + 1
        if fault is not None and (changed := frozenset(fault.changes.items())) not in seen:
            seen.add(changed)
            tried = 0
            yield fault


def _count(found: Tally, fault: Fault, page: Page, before: frozenset[Told]) -> None:
    no = page.plan.no_of(LineKey(fault.row[0], fault.row[1] or None))
    new = findings(page.changed(fault.changes)) - before
    told = any(item == no for _, item, _ in new)
    found.seeded += 1
    found.visible += fault.visible
    if fault.visible:
        found.found += told
        if not told:
            found.missed.append(f"{page.name} No.{no}: {fault.what}")
    elif new:
        found.besides += 1
        found.missed.append(f"{page.name} No.{no}: {fault.what} {sorted({one[0] for one in new})}")


def main(argv: Sequence[str] | None = None) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.meaning", description=__doc__)
    parser.add_argument("--faults", type=int, default=500)
    parser.add_argument("--edits", type=int, default=500)
    parser.add_argument("--missed", action="store_true", help="name the visible faults that were not found")
    parser.add_argument("--kind", help="only this kind of fault or edit")
    parser.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="folder with the transcribed documents")
    args = parser.parse_args(argv)
    pages = (*sample_pages(), *real_pages(args.data))
    print("、".join(page.name for page in pages))
    kinds = {kind: one for kind, one in OPERATORS.items() if args.kind in (None, kind)}
    edits = {kind: one for kind, one in HARMLESS.items() if args.kind in (None, kind)}
    if kinds:
        faults = tally(pages, kinds, seed, args.faults)
        print(f"{'誤り':　<14}　seeded visible found    ％  （見えない誤りで指摘）")
        for kind, one in faults.items():
            share = f"{one.found / one.visible:6.1%}" if one.visible else "     ―"
            print(f"{kind:　<14}　{one.seeded:6} {one.visible:7} {one.found:5} {share}  {one.besides}")
        seeded, visible, told = (sum(getattr(o, n) for o in faults.values()) for n in ("seeded", "visible", "found"))
        print(f"{'計':　<14}　{seeded:6} {visible:7} {told:5} {told / max(visible, 1):6.1%}")
        _say_missed(faults, args.missed)
    if edits:
        harmless = tally(pages, edits, edit, args.edits)
        print(f"\n{'害のない書き換え':　<14}　edited  新しい指摘")
        for kind, one in harmless.items():
            print(f"{kind:　<14}　{one.seeded:6} {one.besides:7}")
        print(
            f"{'計':　<14}　{sum(o.seeded for o in harmless.values()):6} {sum(o.besides for o in harmless.values()):7}"
        )
        _say_missed(harmless, args.missed)


def _say_missed(tallies: Mapping[str, Tally], asked: bool) -> None:
    for kind, one in tallies.items() if asked else ():
        for text in one.missed:
            print(f"  {kind}｜{text!r}")


if __name__ == "__main__":
    main()
