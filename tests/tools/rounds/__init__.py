"""Whole rounds of reporting at random: departments and the office do to real workbooks whatever people do, and after
every run nothing typed is missing and nothing stands under another's name.

`python -m tests.tools.rounds --seeds 0-299` plays rounds and prints how often each thing was done; `--guards` switches
one guard after the other off and prints the first round that then fails.
"""
