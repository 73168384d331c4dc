"""Dart formats."""
