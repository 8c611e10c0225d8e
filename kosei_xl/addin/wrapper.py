"""The VBA module through which Excel calls the worksheet functions."""


def wrapper_source() -> str:
    """The text of the module `xlwings_udfs`; without worksheet functions an empty module."""
    return 'Attribute VB_Name = "xlwings_udfs"\nOption Explicit\n'
