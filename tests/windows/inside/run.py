"""Runs a program and writes down how it ended, for a test outside: run.py REQUEST.json ANSWER.json, in the Windows Python.

Its output goes into files: the end of a pipe would be that of everything it started, such as Wine's desktop.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
command = request["command"]
here = Path(__file__).parent
with tempfile.TemporaryFile(dir=here) as out, tempfile.TemporaryFile(dir=here) as err:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        cwd=request["cwd"],
        env={**os.environ, **request["env"]},
        check=False,
    )
    answer = {"code": done.returncode}
    for name, file in (("out", out), ("err", err)):
        file.seek(0)
        answer[name] = file.read()
made = json.dumps(answer, default=lambda data: base64.b64encode(data).decode("ascii"))
temporary = Path(sys.argv[2] + ".tmp")
temporary.write_text(made, encoding="ascii")
temporary.replace(sys.argv[2])
