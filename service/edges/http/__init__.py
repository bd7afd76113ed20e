"""The world over HTTP: servers that are not ours, asked in a way that cannot be turned against our own network."""
