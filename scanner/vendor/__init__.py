"""The check of a vendor: a folder in, one page out."""
