"""Versions of language runtimes that a project pins."""
