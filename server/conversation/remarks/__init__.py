"""What is said to a message that asks nothing new: again, why, one of the choices; grief; after a card."""
