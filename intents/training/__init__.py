"""Finds the weights in ``intents/data/model.json``. Needs the development tools (LightGBM)."""
