"""Debian packages as installed: dpkg and opkg databases, copyright files."""
