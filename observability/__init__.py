"""Dashboards for Grafana, generated; rules and alerts for Prometheus; and what draws the dashboards without a Grafana.

`python -m observability` writes dashboards/*.json anew, `python -m observability.draw URL FOLDER` draws them from a
Prometheus.
"""
