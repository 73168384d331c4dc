"""Arch Linux and kin (pacman)."""
