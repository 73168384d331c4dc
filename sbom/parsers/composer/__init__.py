"""Composer, the package manager of PHP."""
