"""The knowledge desk: entries, drafts, releases, and what people asked."""
