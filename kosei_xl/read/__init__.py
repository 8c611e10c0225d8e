"""Book -> model values, with the cell of every value and a diagnostic for every doubt."""
