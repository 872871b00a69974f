"""What is looked for before any matching: danger, fraud, thanks and courtesies, somebody who is lonely."""
