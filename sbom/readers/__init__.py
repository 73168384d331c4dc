"""Readers of the carrier syntaxes (JSON, YAML, TOML, XML, text) with caps and line numbers."""
