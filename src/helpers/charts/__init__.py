"""The pictures. Each takes tidy frames and returns a matplotlib figure: direct labels, source line inside.

Pictures stand in indicators, shares and projections; what they are made of in style, colours and labels.
"""
