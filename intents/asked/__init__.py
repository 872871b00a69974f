"""What a message asks: one question or several, said in full or left short after the one before it."""
