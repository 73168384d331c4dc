"""Licences as found to SPDX expressions: ids, parsing, names, choosing between branches. Pure."""
