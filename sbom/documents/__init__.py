"""SBOM documents: CycloneDX and SPDX, in and out."""
