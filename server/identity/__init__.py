"""Who is calling, and what they may call: accounts, sessions, staff, API clients."""
