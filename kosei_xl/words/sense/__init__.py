"""What a Japanese text says, as far as a rule can prove it: figures, days and periods, slips of language. Pure.

Everything works on a text narrowed letter by letter (`narrow`), so that a position in it is one in the text itself.
"""
