"""Communique's tests: a package, so that tests share the brokers of `tests.kafka`."""
