"""The signal by which the fast YAML reader hands a text to the complete one."""


class GiveUpError(Exception):
    """The text is outside the subset; nothing is known of its validity."""
