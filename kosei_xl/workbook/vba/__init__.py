"""VBA projects written from text: the project's streams, the compound file around them, workbooks that carry them."""
