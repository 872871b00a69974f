"""What a text says of a person and whom it means: ages, registration, income, disability, what is received."""
