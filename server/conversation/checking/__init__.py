"""The self-check by GB/T 42195-2022 in chat, and a level that was only estimated."""
