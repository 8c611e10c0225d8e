"""What the program calls its own files beside, or in place of, one of the office's."""

import hashlib
import os
from pathlib import Path


def digest(path: Path) -> str:
    """A short name of a file that is the same by whatever path this PC calls it."""
    return hashlib.sha256(os.path.normcase(path.resolve()).encode()).hexdigest()[:32]


def temporary_prefix(path: Path) -> str:
    """How the names of the temporary files of one file begin; what a killed process left is known by it."""
    return f".kosei.{digest(path)[:12]}."
