"""OCaml formats."""
