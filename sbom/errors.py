"""The one family of errors; each message names its subject first."""


class SluisError(Exception):
    """Anything Sluis reports to a person. The message opens with what it is about."""


class ParseError(SluisError):
    """A file cannot be read as its format.

    Args:
        reason: What is wrong, without the file name (the caller knows and adds it).
        line: 1-based line of the mistake, or None when it cannot be placed.
    """

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        super().__init__(reason if line is None else f"line {line}: {reason}")
        self.reason = reason
        self.line = line


class NotThisFormatError(ParseError):
    """The name fits the format but the content is something else; another parser may fit."""


class CollectError(SluisError):
    """A target cannot be read: gone, refused, too large, or not what the configuration says."""


class ConfigError(SluisError):
    """`estate.yaml` or another file of the user's is wrong.

    The message is `FILE:LINE: $.path: reason`.
    """


class PackError(SluisError):
    """A policy pack is wrong; the message is `FILE: $.path: reason`."""


class StoreError(SluisError):
    """The database cannot be used: locked, damaged, newer than this version, or disk full."""
