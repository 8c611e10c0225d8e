"""What the command takes before it does anything, beside `import pandas`."""

from pathlib import Path

from tests.tools.bench import inputs
from tests.tools.bench.table import Block
from tests.tools.bench.timing import Way, interleaved, whole_process


def kosei(*arguments: str | Path) -> list[str]:
    """The command `kosei` as arguments of Python."""
    return ["-c", "from kosei_xl.cli import main_alone; main_alone()", *map(str, arguments)]


def start(scratch: Path, rounds: int) -> Block:
    """`--help` and `check` of one file against importing pandas."""
    survey = inputs.filled_round(scratch, 1, 4).surveys[0]
    ways = [
        Way("`import pandas`", whole_process(["-c", "import pandas"])),
        Way("`python -c pass`", whole_process(["-c", "pass"])),
        Way("`import kosei_xl.values.model`", whole_process(["-c", "import kosei_xl.values.model"])),
        Way("`kosei --help`", whole_process(kosei("--help"))),
        Way("`kosei check ONEFILE`", whole_process(kosei("check", survey))),
    ]
    return Block("Start, whole processes", "run", interleaved(ways, rounds))
