"""Helm formats."""
