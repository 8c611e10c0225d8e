"""Runs a program and writes down how it ended, for a test outside: run.py REQUEST.json ANSWER.json, in the Windows Python."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
command = request["command"]
done = subprocess.run(
    command,
    stdin=subprocess.DEVNULL,
    capture_output=True,
    cwd=request["cwd"],
    env={**os.environ, **request["env"]},
    check=False,
)
answer = {"code": done.returncode, "out": done.stdout, "err": done.stderr}
made = json.dumps(answer, default=lambda data: base64.b64encode(data).decode("ascii"))
temporary = Path(sys.argv[2] + ".tmp")
temporary.write_text(made, encoding="ascii")
temporary.replace(sys.argv[2])
