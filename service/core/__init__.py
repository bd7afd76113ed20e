"""The pure core: plain functions on bytes, str and frozen dataclasses.

Nothing here reads a clock, a file or a socket, writes a log or knows Kafka; import-linter holds it to that.
"""
