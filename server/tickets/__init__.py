"""我要反映: complaints, requests and suggestions, each with a number, an owner and a due date."""
