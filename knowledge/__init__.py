"""The policy and service content as files, its schema and its importers.

Pure library: knows no Flask, no database, no network. Content lives in
``knowledge/content/*.yaml``; :func:`knowledge.loader.load` reads and checks it.
"""
