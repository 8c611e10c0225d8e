"""Proof that a finished report agrees with the ledger: a second way of counting and wording, not a line of the first.

`found` reads the report by its keys, `expected` says what each keyed cell must say, `compare` names what differs.
Nothing here imports `summarize` or what makes reports (tests/test_layers.py): where both ways agree, a page is proven.
"""
