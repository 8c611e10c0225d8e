"""A city's own list -> a plan proposed with everything that was understood of it, and the 対応表 that says so."""
