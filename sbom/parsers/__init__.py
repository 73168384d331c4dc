"""One module per file format; each has `parse(source) -> Inventory`. Registered in sbom/registry.py."""
