"""Results as Cucumber messages, one JSON object a line: what other tools for Gherkin read.

The messages follow https://github.com/cucumber/messages. Of each feature: its source, its
document, its pickles; then what became of each pickle that ran.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gherkin.ast_builder import AstBuilder
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from gherkin.stream.id_generator import IdGenerator

import pacecar
from pacecar.specification.catalogue import Definition, definition_of, definitions
from pacecar.specification.results import ExampleResult, Results, StepResult

PROTOCOL = "34.2.0"

Message = dict[str, Any]
Key = tuple[str, int, tuple[str, ...]]


def ndjson(results: Results, root: Path, started: float, finished: float) -> str:
    """Return the results of a session as the text of a file of messages.

    Args:
        results: what became of the examples.
        root: the folder that the features' paths are relative to.
        started: when the session started, in seconds since 1970.
        finished: when it ended.
    """
    lines = _messages(results, root, started, finished)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _messages(results: Results, root: Path, started: float, finished: float) -> Iterator[Message]:
    ids = IdGenerator()
    yield {"meta": _meta()}
    pickles: dict[Key, Message] = {}
    for feature in sorted({example.feature for example in results.examples}):
        yield from _of_feature(feature, root, ids, pickles)
    known = {definition.name: ids.get_next_id() for definition in definitions()}
    for definition in definitions():
        yield {"stepDefinition": _definition(definition, known[definition.name])}
    run = ids.get_next_id()
    yield {"testRunStarted": {"id": run, "timestamp": _time(started)}}
    for example in results.examples:
        pickle = pickles.get((example.feature, example.line, tuple(example.row.values())))
        if pickle is not None:
            yield from _of_example(example, pickle, run, known, ids)
    passed = not results.problems and all(one.status != "failed" for one in results.examples)
    finish: Message = {"testRunStartedId": run, "timestamp": _time(finished), "success": passed}
    if results.problems:
        finish["message"] = "\n".join(results.problems)
    yield {"testRunFinished": finish}


def _of_feature(
    uri: str, root: Path, ids: IdGenerator, pickles: dict[Key, Message]
) -> Iterator[Message]:
    """Yield the messages of a feature, and note its pickles by how results name them."""
    text = (root / uri).read_text("utf-8")
    media = "text/x.cucumber.gherkin+plain"
    yield {"source": {"uri": uri, "data": text, "mediaType": media}}
    document: Any = {**Parser(AstBuilder(ids)).parse(text), "uri": uri}
    yield {"gherkinDocument": document}
    places = dict(_places(document["feature"]))
    for pickle in Compiler(ids).compile(document):
        scenario, *row = pickle["astNodeIds"]
        key = (uri, places[scenario][0], places[row[0]][1] if row else ())
        pickles[key] = dict(pickle)
        yield {"pickle": pickle}


def _places(parent: Message) -> Iterator[tuple[str, tuple[int, tuple[str, ...]]]]:
    """Yield the ids of scenarios and of rows, with the line and the cells of each."""
    for child in parent["children"]:
        if "rule" in child:
            yield from _places(child["rule"])
        if scenario := child.get("scenario"):
            yield scenario["id"], (scenario["location"]["line"], ())
            for table in scenario["examples"]:
                for row in table["tableBody"]:
                    cells = tuple(cell["value"] for cell in row["cells"])
                    yield row["id"], (row["location"]["line"], cells)


def _of_example(
    example: ExampleResult, pickle: Message, run: str, known: dict[str, str], ids: IdGenerator
) -> Iterator[Message]:
    """Yield what became of an example."""
    case, attempt = ids.get_next_id(), ids.get_next_id()
    pairs = list(zip(pickle["steps"], example.steps, strict=False))
    steps = [_step(step, known, ids) for step, _ in pairs]
    yield {
        "testCase": {
            "id": case,
            "pickleId": pickle["id"],
            "testSteps": steps,
            "testRunStartedId": run,
        }
    }
    now = example.started
    begun = {"id": attempt, "testCaseId": case, "attempt": 0, "timestamp": _time(now)}
    yield {"testCaseStarted": begun}
    for step, (_, result) in zip(steps, pairs, strict=True):
        of = {"testCaseStartedId": attempt, "testStepId": step["id"]}
        yield {"testStepStarted": {**of, "timestamp": _time(now)}}
        now += result.seconds
        outcome = _outcome(result, example)
        yield {"testStepFinished": {**of, "testStepResult": outcome, "timestamp": _time(now)}}
    end = {"testCaseStartedId": attempt, "willBeRetried": False}
    yield {"testCaseFinished": {**end, "timestamp": _time(example.started + example.seconds)}}


def _step(step: Message, known: dict[str, str], ids: IdGenerator) -> Message:
    """Return a step of a test case, with the definition that it is matched to."""
    types = {"Context": "given", "Action": "when", "Outcome": "then"}
    found = definition_of(types.get(step["type"], ""), step["text"])
    test: Message = {"id": ids.get_next_id(), "pickleStepId": step["id"]}
    if found is None:
        return {**test, "stepDefinitionIds": [], "stepMatchArgumentsLists": []}
    arguments = [
        {"group": {"children": [], "start": start, "value": text}}
        for start, text in found.matched(step["text"])
    ]
    return {
        **test,
        "stepDefinitionIds": [known[found.name]],
        "stepMatchArgumentsLists": [{"stepMatchArguments": arguments}],
    }


def _outcome(result: StepResult, example: ExampleResult) -> Message:
    outcome: Message = {"duration": _time(result.seconds), "status": result.status.upper()}
    if result.status in ("failed", "undefined") and example.message:
        outcome["message"] = example.message
    return outcome


def _definition(definition: Definition, own: str) -> Message:
    return {
        "id": own,
        "pattern": {"source": definition.pattern, "type": "REGULAR_EXPRESSION"},
        "sourceReference": {
            "uri": "pacecar/specification/steps.py",
            "location": {"line": definition.line},
        },
    }


def _meta() -> Message:
    return {
        "protocolVersion": PROTOCOL,
        "implementation": {"name": "pacecar", "version": pacecar.__version__},
        "runtime": {
            "name": platform.python_implementation(),
            "version": platform.python_version(),
        },
        "os": {"name": platform.system(), "version": platform.release()},
        "cpu": {"name": platform.machine()},
    }


def _time(seconds: float) -> Message:
    """Return seconds as a timestamp or a duration."""
    whole = int(seconds)
    return {"seconds": whole, "nanos": round((seconds - whole) * 1_000_000) * 1000}
