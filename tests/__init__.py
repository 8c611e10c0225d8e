"""The tests. Where the environment forbids Python to keep compiled modules beside their sources (many that run programs
do), they are kept in pytest's own folder: compiling everything anew takes each process as long as a quarter of the
quick tests. What tests start as programs of their own is left alone.
"""

import sys
from pathlib import Path

if sys.dont_write_bytecode:
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
