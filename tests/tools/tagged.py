"""How accessible a PDF is, by a checker that is not ours: `python -m tests.tools.tagged FILE.pdf …` lists failures by rule.

The checker is page-validation (PyPI, MIT, one wheel without dependencies), which checks what a program can check of
PDF/UA-1 (ISO 14289-1), 104 rules, and passes the test corpus of veraPDF. veraPDF itself was not to be had: neither
Debian nor PyPI nor npm has it.

What it says of a claim is no failure here: we make none, since a person must look at reading order and descriptions
before a PDF may call itself PDF/UA.
"""

import sys
from collections import Counter
from pathlib import Path

import page

NOT_CLAIMED = frozenset({"PDFUA1-ID-PART-001", "PDFUA1-ID-SCHEMA-001"})
"""Rules about the mark that calls a PDF conformant."""


def failures(document: bytes) -> Counter[str]:
    """Rule and what is wrong -> how many times it fails; the rules of the claim are left out."""
    found = page.validate_pdf_bytes(document, profile="ua1").failures
    return Counter(f"{one.rule_id}: {one.message}" for one in found if one.rule_id not in NOT_CLAIMED)


def main(names: list[str]) -> None:
    """Say of each file what fails."""
    for name in names:
        found = failures(Path(name).read_bytes())
        print(f"{name}: {'nothing fails' if not found else ''}")
        for rule, times in found.most_common():
            print(f"  {times} {rule}")


if __name__ == "__main__":
    main(sys.argv[1:])
