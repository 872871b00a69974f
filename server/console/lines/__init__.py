"""What each domain tells of an elder in her time line at the desk, one module each."""
