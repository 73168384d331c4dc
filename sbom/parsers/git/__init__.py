"""Git's own files."""
