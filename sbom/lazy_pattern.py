"""Regular expressions that are compiled when they are first used.

Of the 127 patterns that an average run meets in our modules it uses 52; compiling the others took
15 ms of a cold start of 115 ms (`docs/adr/0009-cold-start.md`). A pattern that every run uses is
compiled with `re.compile`, which costs 30 ns less a call.
"""

import re
from typing import AnyStr, cast

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "split", "sub", "subn")


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern with the methods and attributes of `re.Pattern`.

    A mistake in the pattern is raised at its first use; a test compiles them all.
    """
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


class _Lazy:
    """Compiles at the first look at an attribute; then holds the methods of the compiled one."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # asked for by copy, pickle and inspect, never by a match
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
