"""Scratch repositories: git with nothing but what a test says."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

_CONFIGURATION = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Test",
    "GIT_AUTHOR_EMAIL": "test@example.org",
    "GIT_COMMITTER_NAME": "Test",
    "GIT_COMMITTER_EMAIL": "test@example.org",
}


def isolate(patch: pytest.MonkeyPatch) -> None:
    """Let git, in this process and those it starts, know no settings from outside.

    Tests may be run by a hook, which tells git in variables where it is.
    """
    for name in tuple(os.environ):
        if name.startswith("GIT_"):
            patch.delenv(name)
    for name, text in _CONFIGURATION.items():
        patch.setenv(name, text)


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder and return what it prints."""
    command = ["git", "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def repository(folder: Path) -> Path:
    """Make an empty repository in a folder and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def commit(folder: Path, message: str = "A state") -> str:
    """Commit everything in a repository and return the commit's name."""
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")
