"""Gradle: coordinates, configurations and the literal calls of build files."""
