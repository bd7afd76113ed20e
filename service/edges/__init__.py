"""The edges: what touches the world on behalf of the shell (settings, files, metrics, embedded broker)."""
