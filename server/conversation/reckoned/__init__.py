"""What the rules make of what is known: who may have what, what it comes to over which time, who errs."""
