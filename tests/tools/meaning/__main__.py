"""The tables: faults seeded, visible and found, and new findings on harmless edits, by kind.

`python -m tests.tools.meaning [--faults 500] [--edits 500] [--missed] [--data DIR]`. A fault is found where the page
has a finding about its item that it did not have before. The transcribed documents are taken too where they are there.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kosei_xl.values.model import LineKey
from tests.tools.meaning.faults import OPERATORS, Fault, Operator, seed
from tests.tools.meaning.harmless import HARMLESS, edit
from tests.tools.meaning.pages import Page, Told, findings, real_pages, sample_pages
from tests.tools.real.adapt import DATA

_TRIES = 20


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
    """At least `wanted` changes over all kinds and pages, as evenly as the pages allow; what the rules said of each."""
    before = {page.name: findings(page) for page in pages}
    each = -(-wanted // (len(operators) * len(pages)))
    result = {}
    for kind in operators:
        found = result[kind] = Tally()
        for page in pages:
            made = 0
            for number in range(each * _TRIES):
                fault = make(kind, page, number) if made < each else None
                if fault is None:
                    continue
                made += 1
                _count(found, fault, page, before[page.name])
    return result


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
