"""Alpine packages as installed."""
