"""SBOM documents."""
