"""Sections of the HTML report, one module a question of its reader."""
