"""Each module here runs with one command and prints one JSON object.

``python -m benchmarks.chat`` and ``python -m benchmarks.matcher`` (``make bench`` runs both).
"""
