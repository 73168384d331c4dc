"""Licence texts: words that count, the index of known texts, and finding them in a text. Pure."""
