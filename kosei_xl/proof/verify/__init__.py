"""Proof that a finished report agrees with the ledger: a second way of counting and wording.

`read.report` reads the report by its keys, `expected` says what each keyed cell must say, `compare` names what differs.
Nothing here imports `collect.summarize` or what makes reports (tests/test_layers.py). What a revision changed
(`values.revision`) and how numbers and dates are written (`words`) come from the same code on both sides.
"""
