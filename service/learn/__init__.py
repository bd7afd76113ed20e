"""Learning a taxonomy's weights, thresholds and phrases from labelled articles. Pure: values in, values out.

What is learned stays a taxonomy: phrases with weights that a person can read, change and take out. `labels` reads what
a desk labelled, `grams` counts the phrases that could speak for a topic, `design` puts them beside what the taxonomy
already says, `logistic` weighs them, `choose` decides how far to trust them, `write` puts them into the file.
"""
