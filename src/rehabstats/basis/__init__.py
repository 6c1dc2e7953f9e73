"""What several metrics rest on: series of pain, weekly grids, windows, and kernels on them."""
