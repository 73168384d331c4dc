"""Perl formats."""
