"""Open standards as they show in files: what can be seen, tested or read of them."""
