"""Counts up in a file that another process counts up too: count.py FILE TIMES, in the Windows Python."""

import sys
from pathlib import Path

from kosei_xl.verbs.disk import locked, read, write

path = Path(sys.argv[1])
for _ in range(int(sys.argv[2])):
    with locked(path, seconds=3600):
        data = read(path)
        write(path, str(int(data) + 1).encode(), backup=True, instead_of=data)
