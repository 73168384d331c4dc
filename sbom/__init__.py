"""Facts: bytes in, what the estate is made of out. Pure: no file, network or database access."""
