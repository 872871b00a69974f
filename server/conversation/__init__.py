"""One turn of chat: text in, reply out; the transcript."""
