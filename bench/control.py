"""What the portal is compared with: a bare Flask application, served alike, in the same run."""

import sys

from flask import Flask, Response
from waitress import serve

HELLO = "<!doctype html><title>hello</title><p>Hello"
HTML_BYTES, CSS_BYTES = 2_000, 8_000
"""A page without scripts, as light as one written by hand (compressed sizes)."""


def application() -> Flask:
    """Return an application with the shortest page, and with a lean one that has a style sheet."""
    app = Flask(__name__, static_folder=None)
    words = "A line of text that stands for what a page says. " * (HTML_BYTES // 49)
    lean = (
        "<!doctype html><title>lean</title><link rel=stylesheet href=/lean.css>"
        f"<h1>Lean</h1><p>{words}</p>"
    )
    rules = "".join(f".a{number:04}{{margin:{number}px}}" for number in range(CSS_BYTES // 21))
    app.add_url_rule("/", "hello", lambda: HELLO)
    app.add_url_rule("/lean", "lean", lambda: lean)
    app.add_url_rule("/lean.css", "css", lambda: Response(rules, mimetype="text/css"))
    return app


if __name__ == "__main__":
    serve(application(), host="127.0.0.1", port=int(sys.argv[1]), threads=8, _quiet=True)
