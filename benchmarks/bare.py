"""The first reference: the least that a Flask application can do."""

from flask import Flask

app = Flask(__name__)


@app.post("/api/v1/chat/messages")
def answer() -> dict[str, str]:
    """A small JSON object, whatever was asked."""
    return {"text": "您好"}
