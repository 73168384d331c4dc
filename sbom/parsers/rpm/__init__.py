"""RPM packages as installed: the database in its three shapes, and listings of it."""
