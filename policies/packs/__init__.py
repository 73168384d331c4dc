"""Policy data: one folder per pack, JSON Schemas, and the compiled default pack."""
