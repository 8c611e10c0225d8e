"""The golden run: proves that a change of the package changes no output.

    python -m tests.tools.golden --check [--part PART …] [--out DIR]     against the manifests of tests/golden
    python -m tests.tools.golden --write [--part PART …]                 writes the manifests anew
    python -m tests.tools.golden --keep DIR                              keeps every output below DIR
    python -m tests.tools.golden --against DIR [--out DIR]               compares with what another version kept

A manifest holds hashes only: which file and which part differs. To see how, keep the outputs of the version before and
compare `--against` them: unified diffs of each part that differs are printed, and both versions, as lines to read, are
written below --out (NAME.old, NAME.new). Exit 1 when anything differs. The parts: see `golden_runs.RUNS`.
"""

import argparse
import contextlib
import datetime as dt
import difflib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args
from unittest.mock import patch

from kosei_xl.verbs import profile_cache
from kosei_xl.words.notation import DigitStyle, date_text
from tests.tools.golden_forms import Parts, Scrub, digest, parts_of, pretty, whole
from tests.tools.golden_runs import RUNS, Run

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
Manifest = Mapping[str, str | Mapping[str, str]]
"""File -> part -> digest; one digest alone for a file of one part, or where parts would be too many."""
_SHOWN_LINES = 60


def outputs(folder: Path) -> dict[str, Parts]:
    """Everything that a run left in its folder, in canonical parts."""
    scrub = Scrub(folder)
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".lock"))
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: parts_of(path, name, scrub) for name, path in names.items()}


def manifest_of(made: Mapping[str, Parts], run: Run) -> Manifest:
    """The manifest of a run's outputs."""
    return {
        name: whole(parts)
        if "" in parts or any(Path(name).match(pattern) for pattern in run.by_file)
        else {part: digest(data) for part, data in sorted(parts.items())}
        for name, parts in made.items()
    }


def differences(old: Manifest, new: Manifest) -> Iterator[tuple[str, str]]:
    """(file, part) of everything that is not the same; the part is "" where it is the whole file."""
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if isinstance(before, str) or isinstance(after, str) or before is None or after is None:
            if before != after:
                yield name, ""
        else:
            yield from (
                (name, part) for part in sorted(before.keys() | after.keys()) if before.get(part) != after.get(part)
            )


def written(run: Run) -> Manifest:
    """The manifest as it lies in tests/golden."""
    found: Manifest = json.loads((GOLDEN / f"{run.name}.json").read_text(encoding="utf-8"))
    return found


@contextlib.contextmanager
def made_by(run: Run, keep: Path | None = None) -> Iterator[dict[str, Parts]]:
    """Run it in a folder of its own (below `keep`, or one that goes away); its outputs."""
    with contextlib.ExitStack() as stack:
        profile = stack.enter_context(tempfile.TemporaryDirectory())  # what somebody's own holds decides about nothing
        stack.enter_context(patch.dict(os.environ, {profile_cache.VARIABLE: profile}))
        folder = keep / run.name if keep else Path(stack.enter_context(tempfile.TemporaryDirectory())) / run.name
        folder.mkdir(parents=True)
        run.make(folder.resolve())
        yield outputs(folder)


def check(run: Run) -> list[str]:
    """Run and compare with the manifest: "file, part" of all that differs, and of all that holds the day of the run, which
    would differ tomorrow.
    """
    with made_by(run) as made:
        differ = [f"{name} {part}".rstrip() for name, part in differences(written(run), manifest_of(made, run))]
        return differ + [f"{name} {part}: the day of this run" for name, part in of_today(made, dt.date.today())]


def of_today(made: Mapping[str, Parts], today: dt.date) -> Iterator[tuple[str, str]]:
    """(file, part) of everything that names the day, as a number or as it is printed in any style of digits."""
    printed = [date_text(today, style) for style in get_args(DigitStyle)]
    days = [text.encode() for text in (today.isoformat(), *printed)]
    for name, parts in made.items():
        yield from ((name, part) for part, data in parts.items() if any(day in data for day in days))


def compared(old: Mapping[str, Parts], new: Mapping[str, Parts], out: Path | None) -> int:
    """Print every part that differs with the first lines of its diff; how many."""
    count = 0
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name, {}), new.get(name, {})
        for part in sorted(before.keys() | after.keys()):
            if before.get(part) != after.get(part):
                count += 1
                _show(name, part, before.get(part), after.get(part), out)
    return count


def _show(name: str, part: str, before: bytes | None, after: bytes | None, out: Path | None) -> None:
    label = f"{name} {part}".rstrip()
    kind = part or name
    texts = [None if data is None else pretty(kind, data) for data in (before, after)]
    print(f"differs: {label}")
    old, new = ((text or "").splitlines() for text in texts)
    lines = list(difflib.unified_diff(old, new, f"old/{label}", f"new/{label}", n=1, lineterm=""))
    print("\n".join(lines[:_SHOWN_LINES]))
    if len(lines) > _SHOWN_LINES:
        print(f"… {len(lines) - _SHOWN_LINES} more lines")
    _write_both(label, texts, out)


def _write_both(label: str, texts: Sequence[str | None], out: Path | None) -> None:
    if out is None:
        return
    out.mkdir(parents=True, exist_ok=True)
    for ending, text in zip(("old", "new"), texts, strict=True):
        if text is not None:
            (out / f"{label.replace('/', '_').replace(' ', '_')}.{ending}").write_text(text, encoding="utf-8")


def _write(run: Run, made: Mapping[str, Parts]) -> None:
    GOLDEN.mkdir(exist_ok=True)
    text = json.dumps(manifest_of(made, run), ensure_ascii=False, indent=1, sort_keys=True)
    (GOLDEN / f"{run.name}.json").write_text(text + "\n", encoding="utf-8")


def _check(run: Run, made: Mapping[str, Parts], out: Path | None) -> int:
    found = list(differences(written(run), manifest_of(made, run)))
    for name, part in found:
        print(f"differs: {name} {part}".rstrip())
        shown = {p: data for p, data in made.get(name, {}).items() if p == part or not part}
        for own, data in shown.items():
            _write_both(f"{name} {own}".rstrip(), (None, pretty(own or name, data)), out)
    return len(found)


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; 1 when anything differs, else 0."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.tools.golden", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write the manifests anew")
    parser.add_argument("--check", action="store_true", help="compare with the manifests")
    parser.add_argument("--part", action="append", choices=RUNS, help="only this run (again for more); else all")
    parser.add_argument("--keep", type=Path, help="keep the outputs below this folder, which must hold none of them")
    parser.add_argument("--against", type=Path, help="compare with outputs that were kept")
    parser.add_argument("--out", type=Path, help="write the parts that differ here, as lines to read")
    given = parser.parse_args(argv)
    if not (given.write or given.check or given.keep or given.against):
        parser.error("one of --write, --check, --keep, --against")
    names = given.part or list(RUNS)
    if given.keep and (there := [name for name in names if (given.keep / name).exists()]):
        parser.error(f"{given.keep} holds {', '.join(there)} already")
    count = 0
    for run in map(RUNS.__getitem__, names):
        if not run.possible():
            print(f"{run.name}: its data is not here", file=sys.stderr)
            continue
        start = time.monotonic()
        with made_by(run, given.keep) as made:
            print(f"{run.name}: {len(made)} files, {time.monotonic() - start:.1f} s", file=sys.stderr)
            if given.write:
                _write(run, made)
            if given.check:
                count += _check(run, made, given.out)
            if given.against:
                count += compared(outputs(given.against / run.name), made, given.out)
    print(f"{count} differences" if given.check or given.against else "done", file=sys.stderr)
    return min(count, 1)


if __name__ == "__main__":
    sys.exit(main())
