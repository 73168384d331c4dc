"""Gradle formats."""
