"""The pages as part of the application."""

from __future__ import annotations

from fastapi import FastAPI

from pacecar.service.pages import (
    logging_in,
    portfolio,
    rulebook,
    static,
    submissions,
    submitting,
    waivers,
)
from pacecar.service.pages.visiting import refusal


def install(app: FastAPI) -> None:
    """Let an application serve the pages, and tell browsers of problems in pages too."""
    app.state.problem_page = refusal
    for module in (logging_in, portfolio, submissions, submitting, rulebook, waivers, static):
        app.include_router(module.router)
