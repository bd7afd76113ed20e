"""Deployment, proven: the image, the compose file and the Helm chart, checked with the tools that users have.

`make deploy-check-quick` reads and renders (tests/deploy/test_*.py, in CI), `make compose-check` brings the compose file
up on a Docker engine, `make deploy-check` installs the chart on a Kubernetes node. What these need is fetched or built
by tests/deploy/tools.py into a cache that checkouts share, in pinned versions.
"""
