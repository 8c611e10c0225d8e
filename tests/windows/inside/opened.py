"""Stands for the programs that show PDFs and web pages: writes down what it was asked to show. opened.py FILE, in the Windows
Python.
"""

import json
import sys
from pathlib import Path

with (Path(__file__).parent / "opened.log").open("a", encoding="utf-8") as file:
    file.write(json.dumps({"file": sys.argv[1]}) + "\n")
