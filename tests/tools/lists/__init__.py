"""Twenty lists as imagined cities keep them, what is right for each, and a score of what an import makes of them.

The lists were written before the import and without regard to it. They are made by code: no binary is kept.
"""
