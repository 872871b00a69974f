"""A question finds its entry: the index, what is measured of a candidate, the models, the decision."""
