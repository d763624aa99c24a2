"""A number that refreshes by itself: nothing is sent while it stays the same."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from ehcportal.web.pages import is_partial_request, render

TARGET = "new-messages"


def is_asked() -> bool:
    """Whether a page that is open already asks for its number alone."""
    return is_partial_request(TARGET)


def answer(count: int, words: str, address: str) -> ResponseReturnValue:
    """Answer with the new number, or with 204 and no body when the page shows it already."""
    if request.args.get("shown") == str(count):
        return Response(status=204)
    return render(
        "messages/_count.html",
        partial="messages/_count.html",
        target=TARGET,
        count=count,
        words=words,
        address=address,
        came=True,
    )
