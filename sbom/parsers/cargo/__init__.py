"""Rust formats."""
