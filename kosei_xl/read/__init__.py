"""Book -> model values, with the cell of every value and a diagnostic for every doubt."""

from kosei_xl.read.choices import read_choices
from kosei_xl.read.ledger import read_ledger
from kosei_xl.read.plan import read_plan
from kosei_xl.read.survey import read_submission

__all__ = ["read_choices", "read_ledger", "read_plan", "read_submission"]
