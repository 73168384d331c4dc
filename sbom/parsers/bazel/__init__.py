"""Bazel formats."""
