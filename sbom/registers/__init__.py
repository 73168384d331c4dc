"""A city's own registers and those of others: vendors, contracts, systems, sub-processors."""
