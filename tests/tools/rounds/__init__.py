"""Whole rounds of reporting at random: departments and the office do to real workbooks whatever people do, and after
every run nothing typed is missing and nothing stands under another's name.

`python -m tests.tools.rounds --seeds 0-299` plays rounds and prints how often each thing was done; `--guards` looks for
a round that fails without each guard and keeps it in `guards.txt`, which `--guards --check` shows again.
"""
