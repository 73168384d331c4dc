"""Files about the project itself."""
