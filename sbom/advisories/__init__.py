"""Security advisories as facts: read from the forms in which they are published, and matched."""
