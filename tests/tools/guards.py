"""Guards switched off one by one: does a test notice?

    python -m tests.tools.guards                 every guard: which tests fail without it; exit 1 where none does
    python -m tests.tools.guards NAME [NAME …]   these
    python -m tests.tools.guards --off NAME [FILE …]   one run of pytest with the guard off (what the others start)

A guard is a function, or a method, that finds one thing; off, it finds nothing. It is exchanged before anything that
uses it is imported, in a process of its own. Of each guard the files that hold it are run, until a test fails.
"""

import argparse
import importlib
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

_FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
_RAN = (0, 1, 5)
"""Exit codes of pytest where it ran: all passed, some failed, none was asked for."""
_NO_PLUGINS = ("-p", "no:randomly", "-p", "no:cacheprovider")


def _nothing(*_: Any, **__: Any) -> tuple[()]:
    return ()


def _empty(*_: Any, **__: Any) -> dict[str, Any]:
    return {}


def _none(*_: Any, **__: Any) -> None:
    return None


def _no(*_: Any, **__: Any) -> bool:
    return False


@dataclass(frozen=True)
class Guard:
    """Where it stands ("module:name" or "module:Class.name"), what stands there instead, the files of tests that hold it,
    and words in the names of those that should (they are run first).
    """

    target: str
    off: Callable[..., Any]
    tests: tuple[str, ...]
    words: str = ""


_LOOKED = ("tests/read/test_elsewhere.py", "tests/read/test_survey.py", "tests/verbs/test_looked_path.py")
_FINAL = ("tests/verbs/test_final.py",)
_OFFICE = ("tests/verbs/test_rows_of_the_office.py",)
_SETTINGS = ("tests/verbs/test_settings_path.py", "tests/read/test_unread.py")
_COPIES = (
    "tests/collect/test_file_names.py",
    "tests/collect/test_consolidation.py",
    "tests/verbs/test_blanks_and_twins.py",
)
_GLYPHS = ("tests/collect/test_rules_glyphs.py", "tests/verbs/test_glyphs_path.py", "tests/workbook/test_pdf_glyphs.py")
_FORMS = ("tests/verbs/test_fresh_forms.py", "tests/collect/test_blanks.py")
_READER = "kosei_xl.read.survey:_SurveyReader"
GUARDS: Mapping[str, Guard] = {
    # everything in the file is looked at
    "cells beside the fields": Guard(f"{_READER}.rest", _none, _LOOKED),
    "added sheets": Guard(f"{_READER}.foreign_sheet", _none, _LOOKED, "sheet__added"),
    "added rows": Guard(f"{_READER}.stray_row", _none, _LOOKED),
    "print typed over": Guard(f"{_READER}.locked_cell", _none, _LOOKED),
    "closed fields": Guard(f"{_READER}.closed_cell", _none, ("tests/verbs/test_settings_path.py",)),
    "struck entries": Guard(f"{_READER}.struck_out", _none, _LOOKED),
    "struck words": Guard("kosei_xl.workbook.looks:_is_struck", _no, ("tests/workbook/test_looks.py", *_LOOKED)),
    "number formats": Guard("kosei_xl.workbook.looks:_shown", _none, ("tests/workbook/test_looks.py", *_LOOKED)),
    "merged cells": Guard(f"{_READER}.under_merge", _none, _LOOKED, "merged"),
    "what is beside cells": Guard("kosei_xl.read.elsewhere:report_beside", _none, _LOOKED, "note__of"),
    "notes": Guard(
        "kosei_xl.workbook.beside:_plain_notes", _nothing, ("tests/workbook/test_beside.py", *_LOOKED), "note"
    ),
    "threaded notes": Guard(
        "kosei_xl.workbook.beside:_threaded_notes", _nothing, ("tests/workbook/test_beside.py",), "thread"
    ),
    "shapes": Guard("kosei_xl.workbook.beside:_shapes", _nothing, ("tests/workbook/test_beside.py", *_LOOKED), "shape"),
    "old shapes": Guard(
        "kosei_xl.workbook.beside:_vml_boxes", _nothing, ("tests/workbook/test_beside.py",), "vml or box"
    ),
    "headers": Guard(
        "kosei_xl.workbook.beside:_headers", _nothing, ("tests/workbook/test_beside.py", *_LOOKED), "header"
    ),
    "links": Guard("kosei_xl.workbook.beside:_links", _nothing, ("tests/workbook/test_beside.py", *_LOOKED), "link"),
    "properties": Guard("kosei_xl.workbook.beside:properties_beside", _nothing, _LOOKED, "property"),
    "names": Guard("kosei_xl.workbook.beside:names_beside", _nothing, _LOOKED, "property_and_name"),
    "print of cleaned files": Guard(
        "kosei_xl.read.imprint:recorded_imprint", lambda _: _unknown(), _FORMS, "typed_over"
    ),
    # final
    "findings of returns": Guard("kosei_xl.collect.return_findings:return_findings", _nothing, _FINAL, "error_about"),
    "unopened files": Guard("kosei_xl.collect.return_findings:unopened", _nothing, _FINAL, "unreadable"),
    "chain": Guard(
        "kosei_xl.read.chain:check_chain", _nothing, (*_FINAL, "tests/read/test_chain.py"), "row_edited or changed"
    ),
    "open errors": Guard(
        "kosei_xl.values.diagnostics:has_errors",
        _no,
        (*_FINAL, "tests/values/test_diagnostics.py"),
        "has_errors or errors",
    ),
    "errors in status": Guard(
        "kosei_xl.collect.status:_Returns.errors_of", _nothing, ("tests/collect/test_status.py",), "error"
    ),
    # settings
    "scale": Guard("kosei_xl.read.settings:_scale", _nothing, _SETTINGS, "scale or rating_scale"),
    "fields that ratings ask for": Guard(
        "kosei_xl.read.settings:_required", _nothing, _SETTINGS, "K156 or requires or asks"
    ),
    "settings of the form": Guard("kosei_xl.read.settings:_form", _nothing, _SETTINGS, "K153 or unused or refused"),
    "columns without a place": Guard(
        "kosei_xl.read.settings:_without_place", _nothing, _SETTINGS, "K157 or place or room"
    ),
    "heads of 項目": Guard("kosei_xl.read.settings:_heads", _nothing, _SETTINGS, "head"),
    "texts nobody reads": Guard("kosei_xl.read.unread:unread_texts", _nothing, _SETTINGS[::-1], "no_key_stands"),
    "words for ○": Guard("kosei_xl.read.unread:_meaningless", _nothing, _SETTINGS[::-1], "mark or order"),
    "placeholders": Guard(
        "kosei_xl.report.placeholders:placeholder_findings", _nothing, _SETTINGS, "placeholder or refused"
    ),
    "refusal of settings": Guard("kosei_xl.verbs.settings:refuse_unfit", _none, _SETTINGS, "refused"),
    "names of what is not there": Guard(
        "kosei_xl.read.references:unknown_references", _nothing, ("tests/read/test_references.py",)
    ),
    # rows of the office's own master
    "rows copied with their key": Guard("kosei_xl.read.ledger:_LedgerReader.twice", _none, _OFFICE, "copied"),
    "rows sorted without their key": Guard("kosei_xl.read.ledger:_LedgerReader.sorted_away", _none, _OFFICE, "sorted"),
    "rows of no point": Guard("kosei_xl.read.ledger:_LedgerReader.without_point", _nothing, _OFFICE, "point"),
    # what was said before
    "answers exchanged": Guard(
        "kosei_xl.collect.exchanged:without_exchanged", lambda _, one, __: one, ("tests/collect/test_exchanged.py",)
    ),
    "errors of one workbook alone": Guard(
        "kosei_xl.values.diagnostics:in_workbook", lambda one, _: one, _FINAL, "comes_changed"
    ),
    "texts that show nothing": Guard("kosei_xl.words.printable:is_seen", lambda _: True, _LOOKED, "shows_nothing"),
    # copies that differ in a cell
    "cells held up": Guard("kosei_xl.collect.consolidation:_held", _empty, _COPIES, "equal_rank or twins"),
    "returns of equal rank": Guard(
        "kosei_xl.collect.ledger_findings:rows_of_equal_rank", _nothing, _COPIES, "equal_rank or twins"
    ),
    "copies": Guard("kosei_xl.collect.returns:copies", _nothing, _COPIES, "copy or copies"),
    "order of returns": Guard("kosei_xl.collect.returns:doubtful_returns", _nothing, _COPIES, "order or equal"),
    "names of copies": Guard(
        "kosei_xl.collect.file_names:name_marks", lambda _: _unmarked(), _COPIES, "name_marks or copies"
    ),
    # letters that cannot be printed
    "letters of entries": Guard("kosei_xl.collect.rules.glyphs:check_glyphs", _nothing, _GLYPHS, "glyphs"),
    "letters of the plan": Guard("kosei_xl.read.glyphs:check_plan_glyphs", _nothing, _GLYPHS, "plan_glyphs"),
    "letters in the PDF": Guard("kosei_xl.workbook.pdf_glyphs:undrawn_letters", _nothing, _GLYPHS, "undrawn or pdf"),
    "letters not told": Guard("kosei_xl.collect.rules.glyphs:letters_not_told", _nothing, _GLYPHS, "not_told"),
    # what forms held
    "which form it was": Guard("kosei_xl.read.row_identity:AsHandedOut.form_of", _none, _FORMS, "cleaned"),
    "texts left as printed": Guard("kosei_xl.collect.blanks:_printed_again", _nothing, _FORMS, "printed or corrected"),
}
"""What is looked for -> how to stop looking."""


def _unknown() -> Any:
    from kosei_xl.read.imprint import NOTHING_KNOWN

    return NOTHING_KNOWN


def _unmarked() -> Any:
    from kosei_xl.collect.file_names import NameMarks

    return NameMarks("")


def switch_off(guard: Guard) -> None:
    """Put what finds nothing in its place."""
    module, _, path = guard.target.partition(":")
    owner: Any = importlib.import_module(module)
    *classes, name = path.split(".")
    for one in classes:
        owner = getattr(owner, one)
    assert callable(getattr(owner, name)), guard.target
    setattr(owner, name, guard.off)
    for loaded in [one for key, one in sys.modules.items() if key.startswith("kosei_xl") and not classes]:
        if hasattr(loaded, name) and getattr(getattr(loaded, name), "__module__", None) == module:
            setattr(loaded, name, guard.off)


def failing(name: str) -> tuple[str, ...]:
    """Tests that fail while a guard is off, the first of each file."""
    found = []
    guard = GUARDS[name]
    likely = [(*guard.tests, "-k", guard.words)] if guard.words else []
    for tests in (*likely, *((file,) for file in guard.tests)):
        command = [sys.executable, "-m", "tests.tools.guards", "--off", name, "--", *tests]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode in _RAN, done.stderr
        found += _FAILED.findall(done.stdout)[:1]
        if found:
            break
    return tuple(found)


def main(arguments: Sequence[str]) -> int:
    """The command; what it prints is a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--off", choices=GUARDS, metavar="NAME")
    asked = parser.parse_args(arguments)
    if asked.off is not None:
        guard = GUARDS[asked.off]
        switch_off(guard)
        return int(pytest.main([*_NO_PLUGINS, "-q", "-n", "0", "-x", "--tb=no", "-rfE", *(asked.names or guard.tests)]))
    uncaught = 0
    print("| guard | seconds | tests that fail without it |\n|---|---|---|")
    for name in asked.names or GUARDS:
        began = time.monotonic()
        found = failing(name)
        uncaught += not found
        print(f"| {name} | {time.monotonic() - began:.0f} | {'<br>'.join(found) or '**none**'} |", flush=True)
    return int(uncaught > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
