"""Pages made of templates; every text is escaped, and a name that is missing is an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import jinja2
from fastapi import Request, Response
from markupsafe import Markup

from pacecar.service.pages.words import changed_words, company_words, counted, day, moment

_MEDIA_TYPE: Final = "text/html; charset=utf-8"

_TEMPLATES: Final = jinja2.Environment(
    loader=jinja2.PackageLoader("pacecar.service.pages", "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(
    moment=moment, day=day, counted=counted, company=company_words, changed=changed_words
)


def page(
    request: Request,
    template: str,
    values: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a page.

    Args:
        request: what asked for it; who is logged in is told by its `state.visitor`.
        template: the name of the template.
        values: what the template shows.
        status: of the answer.
        headers: of the answer.
    """
    visitor = getattr(request.state, "visitor", None)
    shared = {
        "visitor": visitor,
        "form_key": getattr(request.state, "form_key", ""),
        "path": request.url.path,
    }
    text = _TEMPLATES.get_template(template).render({**shared, **values})
    return Response(text, int(status), dict(headers or {}), _MEDIA_TYPE)


def html(text: str) -> Markup:
    """Return HTML that is well-formed already, so that it is not escaped again."""
    return Markup(text)  # noqa: S704 - `pacecar.specification.site.html` escapes every text in it
