"""The check of a vendor before signing: lines with evidence, and what they decide."""
