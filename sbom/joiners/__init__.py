"""Joiners: combine several files of one source (parents, includes, locks with manifests). Pure."""
