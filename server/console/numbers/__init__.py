"""The numbers of the domains below the console, one module each."""
