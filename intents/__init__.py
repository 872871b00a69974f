"""Text in, ranked answers out: normalise, look for danger, find slots, match, decide.

Pure library: knows no Flask, no database, no network. It works on any set of Chinese questions;
what it indexes are :class:`intents.matching.model.Item` objects.
"""
