"""Lua formats."""
