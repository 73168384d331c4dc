"""A sample export: what it is by its content, which tables it holds, and whether they hang together."""
