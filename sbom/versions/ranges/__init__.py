"""Ranges of versions: VERS, and the notations of the ecosystems."""
