"""`python -m tests.tools.bad_files`: the comparison of readers."""

import sys

from tests.tools.bad_files.compare import main

sys.exit(min(1, main()))
