"""The base of all values that are read from a workbook or from JSON, and the forms of their keys."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[^\s|/]+$")]
"""An opaque key; "|", "/" and white space join keys elsewhere and so may not be in one."""
FieldKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Frozen(BaseModel):
    """Base of all values: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
