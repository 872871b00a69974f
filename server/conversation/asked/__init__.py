"""What a message asks, after what was asked before: its questions, wishes, places, the days it means."""
