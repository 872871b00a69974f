"""Eligibility from dated rules, explained."""
