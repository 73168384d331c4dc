"""What an SBOM must contain, field by field and norm by norm; data in `profiles.yaml`."""
