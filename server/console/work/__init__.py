"""The work lists of the domains below the console, one module each."""
