"""Collectors: everything that reads the outside world and hands over bytes with their origin."""
