"""Measures what Pecia costs, as ratios within one run: machines are noisy, ratios less so."""
