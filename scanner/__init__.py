"""The tool: pipeline, SQLite store, reports and command line."""
