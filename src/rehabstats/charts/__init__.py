"""Charts: a metric frame drawn on Axes, nothing computed; ``plot_x`` is in the module ``x``."""
