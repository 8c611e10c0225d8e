"""How long kosei_xl takes, beside what others take for the same files in the same run: `python -m tests.tools.bench`.

`timing` measures, `inputs` makes plans and surveys with texts as long as those of real ones, `loops` are what one would
write without kosei_xl, `starting`, `reading`, `commands` and `writing` are the parts of the table, `table` prints it.
"""
