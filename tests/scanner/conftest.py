"""Fixtures for the scanner."""

from command_line import sluis as sluis  # noqa: PLC0414 - pytest finds fixtures by name
