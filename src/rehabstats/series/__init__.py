"""Series: statistics of one series or of many at once; it knows arrays, not patients."""
