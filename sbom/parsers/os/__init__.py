"""The operating system itself."""
