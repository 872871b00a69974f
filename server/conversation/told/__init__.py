"""What a message tells of whom, taken into the state; ``learning`` lists the steps."""
