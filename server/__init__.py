"""The Flask application: the only package that knows Flask and the database."""
