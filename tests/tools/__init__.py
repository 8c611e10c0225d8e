"""Tools for those who change the package; none of them is a test."""
