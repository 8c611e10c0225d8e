"""Values -> surveys, master, marked copies: the inverse of `read`."""
