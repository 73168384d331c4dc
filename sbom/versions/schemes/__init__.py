"""One module per version scheme, each with `key(version) -> bytes`."""
