"""A file that another program holds open, as Excel does on Windows: replacing it fails."""

import os

import pytest


def hold_open(monkeypatch: pytest.MonkeyPatch, fails: int) -> None:
    """From here on the replacing of a file with the number `fails` (from 1) is refused; the others work."""
    real, calls = os.replace, 0

    def replace(source: str, target: str) -> None:
        nonlocal calls
        calls += 1
        if calls == fails:
            raise PermissionError(13, "being used by another process")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
