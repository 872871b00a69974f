"""Tools without domain words: clock, column types, ids, rate limits."""
