"""Judgement: rules in Python over choices in YAML. Pure: facts, packs and the day are inputs."""
