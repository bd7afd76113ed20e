"""Measurements beside peers; each checks its answers before it times."""
