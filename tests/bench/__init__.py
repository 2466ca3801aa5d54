"""Hot paths measured beside what they stand on, in one run: ratios, not promises."""
