"""How things are called, written and said: terms, messages, findings, notation, quantities. No logic about plans."""
