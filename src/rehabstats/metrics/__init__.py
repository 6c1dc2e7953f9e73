"""Metrics: a module per metric, named as its function; what is private to one has an underscore."""
