"""Staff side of the knowledge: what is kept, what is published, what processes answer from."""
