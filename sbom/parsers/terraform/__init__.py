"""Terraform and OpenTofu."""
