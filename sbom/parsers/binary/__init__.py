"""Compiled programs and libraries."""
