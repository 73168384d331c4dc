"""Licences of the estate: evidence from elsewhere, decisions, obligations, notices and history."""
