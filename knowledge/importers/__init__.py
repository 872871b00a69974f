"""Reads raw policy documents and proposes entries for a person to rewrite.

``read`` → ``clean`` → ``structure`` → ``relevance`` → ``propose``. Nothing here writes final
content: :func:`knowledge.importers.propose.propose` returns proposals, each with the passage of
the source word for word, and :func:`knowledge.importers.propose.to_yaml` writes them in a form
that :func:`knowledge.loader.load` refuses.
"""
