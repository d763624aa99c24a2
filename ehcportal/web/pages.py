"""The same address answers with a page, or with the very part of it that is to be replaced."""

from typing import Any

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue


def is_partial_request(target: str | None = None) -> bool:
    """Whether htmx asks, and (with ``target``) whether it will replace the element of that id."""
    if request.headers.get("HX-Request") != "true":
        return False
    wanted = request.headers.get("HX-Target", "")
    return target is None or wanted.split("#")[-1] == target


def render(
    page: str,
    *,
    partial: str | None = None,
    target: str | None = None,
    status: int = 200,
    **context: Any,
) -> ResponseReturnValue:
    """Answer with ``page``, or with ``partial`` when htmx asks for just that.

    htmx asking for something that has no part here is sent to load the whole page.
    """
    if request.headers.get("HX-Request") != "true":
        return Response(render_template(page, **context), status)
    if partial is None or not is_partial_request(target):
        return Response(status=200, headers={"HX-Redirect": request.full_path.rstrip("?")})
    answer = Response(render_template(partial, **context), status)
    if request.method == "GET":
        answer.headers["HX-Push-Url"] = request.full_path.rstrip("?")
    return answer


def see_other(location: str) -> ResponseReturnValue:
    """Send the browser on after a change (303), so that reloading repeats nothing."""
    return redirect(location, 303)
