"""VEX documents (OpenVEX, CSAF, CycloneDX) to typed facts; see `sbom.vex.read`."""
