"""Ability assessment: the GB/T 42195-2022 score."""
