"""The door that add-ins of 0.1 name: the worksheet functions moved to `kosei_xl.addin.udfs`."""

from kosei_xl.addin.udfs import *  # noqa: F403 - the functions as they are
