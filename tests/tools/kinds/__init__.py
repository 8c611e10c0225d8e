"""Plans of every kind, drawn at random, their way to paper, and a count of what must be printed that knows none of it."""
