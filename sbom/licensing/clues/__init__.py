"""Licence statements that are no licence texts: tags, notices, names and links in prose. Pure."""
