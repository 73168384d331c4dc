"""Haskell formats."""
