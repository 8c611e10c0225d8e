"""`python -m tests.tools.lists --out DIR` writes the twenty lists there, to be looked at."""

import argparse
from pathlib import Path

from tests.tools.lists.cases import CITIES


def main() -> None:
    """Write every list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for make in CITIES.values():
        case = make()
        print(f"{case.name:12} {len(case.rows):3} rows  {case.habits}")
        for name, data in case.files.items():
            (out / name).write_bytes(data)


if __name__ == "__main__":
    main()
