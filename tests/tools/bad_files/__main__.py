"""`python -m tests.tools.bad_files [FIRST]`: the comparison of readers, from the file of that number on."""

import sys

from tests.tools.bad_files.compare import main

sys.exit(min(1, main(*map(int, sys.argv[1:2]))))
