"""Contracts as facts: the text of a document, its passages, and the clauses found in them."""
