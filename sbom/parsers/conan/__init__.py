"""Conan formats."""
