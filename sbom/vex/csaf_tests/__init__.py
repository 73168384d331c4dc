"""The mandatory tests of CSAF, one function each; see `sbom.vex.csaf_check`."""
