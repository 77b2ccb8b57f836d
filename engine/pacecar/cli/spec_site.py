"""`pacecar spec site`."""

from __future__ import annotations

from pathlib import Path

import click

from pacecar.cli.main import say
from pacecar.cli.rulebooks import rulebook_of
from pacecar.cli.troubles import Trouble
from pacecar.resources import bundled

_EPILOG = """\b
Examples:
  pacecar spec run --results results.json
  pacecar spec site pages --results results.json

\b
Exit codes: 0 written, 2 usage or rulebook error.
"""


@click.command("site", epilog=_EPILOG, short_help="Write the specification as HTML pages.")
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--results", metavar="FILE", help="What pacecar spec run --results wrote.")
@click.option("--rules", metavar="DIR", multiple=True, help="Folder of rules; may repeat.")
@click.option("--features", metavar="DIR", help="Folder of their features.")
def command(out: Path, results: str | None, rules: tuple[str, ...], features: str | None) -> None:
    """Write rules and their examples, with their last results, as HTML pages into OUT.

    The pages need no server: open OUT/index.html. Without --features, those in ./features are
    taken, or those that come with Pacecar.
    """
    from pytest_bdd.exceptions import GherkinParseError

    from pacecar.specification.results import NoResults, Results, read_results
    from pacecar.specification.site.building import NotOurs, pages, write

    folder = Path(features) if features else Path("features")
    if not features and not folder.is_dir():
        folder = bundled("features")
    if not folder.is_dir():
        raise Trouble(f"pacecar: there is no folder {folder}")
    rulebook = rulebook_of(rules)
    try:
        last = read_results(Path(results)) if results else Results(())
        files = pages(rulebook, folder, last)
        write(files, out)
    except (NoResults, NotOurs) as problem:
        raise Trouble(f"pacecar: {problem}") from None
    except GherkinParseError as problem:
        raise Trouble(f"{problem.filename}:{problem.line}: {problem.message}") from None
    except OSError as problem:
        raise Trouble(f"pacecar: {out} cannot be written: {problem.strerror}") from None
    say(f"pacecar: {len(files)} files written to {out}; begin with {out / 'index.html'}")
