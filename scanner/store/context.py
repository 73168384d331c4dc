"""What the functions that write a scan share."""

import sqlite3
from typing import NamedTuple

from scanner.store.dictionaries import Dictionaries


class Context(NamedTuple):
    """Inside one transaction of one scan."""

    connection: sqlite3.Connection
    dictionaries: Dictionaries
    scan: int
    """Number of the scan."""
    source: int = 0
    """Number of the source that is being written."""
