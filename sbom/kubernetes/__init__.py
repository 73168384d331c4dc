"""Kubernetes manifests and what is written around them."""
