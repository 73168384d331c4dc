"""Is this SBOM plausible for this product? One test per module; see `policies.sbom_truth.registry`."""
