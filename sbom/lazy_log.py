"""A logger that does not load `logging` before there is something to hear it: 3 ms of a cold start.

Who wants DEBUG or INFO has to set up `logging`, and so has imported it; warnings and errors are
shown by default and load it themselves.
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import logging


class LazyLog:
    """The calls of `logging.Logger` that we make, by name of the logger."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def debug(self, message: str, *values: object) -> None:
        """A decision; `message` holds a `%s` for each value."""
        if "logging" in sys.modules:
            self._logger().debug(message, *values, stacklevel=2)

    def info(self, message: str, *values: object) -> None:
        """A stage with counts."""
        if "logging" in sys.modules:
            self._logger().info(message, *values, stacklevel=2)

    def exception(self, message: str, *values: object) -> None:
        """An error that did not stop the run, with its trace."""
        self._logger().exception(message, *values, stacklevel=2)

    def _logger(self) -> "logging.Logger":
        import logging

        return logging.getLogger(self._name)
