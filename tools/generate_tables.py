"""Write `engine/pacecar/plan/tables.py` from the models of the plan format.

Run it after a change of `pacecar.plan.model`: `python -m tools.generate_tables`. A test fails
if the tables are not what it would write.
"""

from __future__ import annotations

import json
import sys
import types
from dataclasses import MISSING, is_dataclass
from dataclasses import fields as fields_of
from pathlib import Path
from typing import Any, Union, get_args, get_origin

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "engine"))

from pacecar.plan.fields import (  # noqa: E402 - the checkout's own, installed or not
    Collection,
    Date,
    Field,
    Kind,
    ListOf,
    Number,
    Record,
    Reference,
    Settings,
    Text,
    Truth,
)
from pacecar.plan.model import Part, PlanFile  # noqa: E402 - as above
from pacecar.plan.model_types import Among, Keyed, NoneIfAbsent  # noqa: E402 - as above

TABLES = ROOT / "engine" / "pacecar" / "plan" / "tables.py"

_KINDS = Text | Truth | Number | Date | Reference | Settings
_WIDTH = 100
_HEAD = '''"""The collections of a plan and their fields.

Generated from `pacecar.plan.model` by `tools/generate_tables.py`: change the model, then run
`python -m tools.generate_tables`.
"""

from __future__ import annotations

from typing import Final

from pacecar.plan.fields import (
    Collection,
    Date,
    Field,
    ListOf,
    Number,
    Record,
    Reference,
    Settings,
    Text,
    Truth,
)

'''


def schema() -> dict[str, Collection]:
    """Return the tables, by collection, in the order of the model."""
    return {
        name: _collection(name, info.annotation) for name, info in PlanFile.model_fields.items()
    }


def render() -> str:
    """Return the module's text."""
    tables = schema()
    entries = "".join(f'    "{name}": {_shown(tables[name], 4, 0)},\n' for name in tables)
    return f"{_HEAD}SCHEMA: Final[dict[str, Collection]] = {{\n{entries}}}\n"


def _collection(name: str, annotation: Any) -> Collection:
    single = not any(get_origin(part) is list for part in _parts(annotation))
    model = next(part for part in _leaves(annotation) if _is_model(part))
    return Collection(
        name=name,
        singular=model.singular,
        fields=_fields(model, name),
        named="id" in model.model_fields,
        single=single,
        one_of=model.one_of,
        ordered=model.ordered,
        description=_sentence(model),
    )


def _fields(model: type[Part], path: str) -> tuple[Field, ...]:
    """Return the fields of a model: its own first, those of every entity after them."""
    inherited = {name for base in model.__mro__[1:] for name in _annotations(base)}
    names = sorted(model.model_fields, key=lambda name: name in inherited)
    return (*(_field(model, name, path) for name in names), *model.derived)


def _annotations(model: type) -> set[str]:
    return set(getattr(model, "model_fields", ())) if model is not Part else set()


def _field(model: type[Part], name: str, path: str) -> Field:
    info = model.model_fields[name]
    metadata = [*info.metadata]
    return Field(
        name,
        _kind(info.annotation, metadata, f"{path}.{name}"),
        required=info.is_required(),
        may_be_null=type(None) in _parts(info.annotation),
        may_be_none=any(isinstance(m, NoneIfAbsent) for m in metadata),
        among=next((m.path for m in metadata if isinstance(m, Among)), ""),
        description=info.description or "",
    )


def _kind(annotation: Any, metadata: list[Any], path: str) -> Kind:
    keyed = next((m for m in metadata if isinstance(m, Keyed)), None)
    if keyed is not None:
        return ListOf(_kind(keyed.record, [], path), keyed=True)
    own = [m for m in metadata if isinstance(m, _KINDS)]
    if own:
        return own[-1]
    if _is_model(annotation):
        record = annotation
        return Record(path, _fields(record, path), label=record.label, filled=record.filled)
    origin = get_origin(annotation)
    if origin is list:
        return ListOf(_kind(get_args(annotation)[0], [], path))
    if origin in (Union, types.UnionType):
        (inner,) = (part for part in get_args(annotation) if part is not type(None))
        return _kind(inner, [], path)
    if hasattr(annotation, "__metadata__"):
        return _kind(get_args(annotation)[0], [*annotation.__metadata__], path)
    raise TypeError(f"{path}: no kind for {annotation}")


def _parts(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) in (Union, types.UnionType):
        return get_args(annotation)
    return (annotation,)


def _leaves(annotation: Any) -> list[Any]:
    inner = get_args(annotation)
    return [leaf for part in inner for leaf in _leaves(part)] if inner else [annotation]


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Part)


def _sentence(model: type[Part]) -> str:
    return (model.__doc__ or "").partition("\n")[0]


def _shown(value: Any, indent: int, prefix: int) -> str:
    """Return `value` as code: on one line if it fits, else one argument a line.

    The line begins with `indent` spaces and `prefix` further characters.
    """
    flat = _flat(value)
    if indent + prefix + len(flat) + 1 <= _WIDTH or isinstance(value, str):
        return flat
    if type(value) is tuple:
        opening, closing = "(", ")"
        lines = [_shown(item, indent + 4, 0) for item in value]
    else:
        opening, closing = f"{type(value).__name__}(", ")"
        lines = [f"{k}={_shown(v, indent + 4, len(k) + 1)}" for k, v in _arguments(value)]
    inner = "".join(f"{' ' * (indent + 4)}{line},\n" for line in lines)
    return f"{opening}\n{inner}{' ' * indent}{closing}"


def _flat(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value)
    if type(value) is tuple:
        return f"({', '.join(map(_flat, value))}{',' * (len(value) == 1)})"
    if is_dataclass(value) or isinstance(value, Field | Collection):
        given = ", ".join(f"{name}={_flat(v)}" for name, v in _arguments(value))
        return f"{type(value).__name__}({given})"
    return repr(value)


def _arguments(value: Any) -> list[tuple[str, Any]]:
    """Return the fields of a kind, field or collection that are not as by default."""
    if isinstance(value, Field | Collection):
        defaults = {name: value._field_defaults.get(name, MISSING) for name in value._fields}
    else:
        defaults = {field.name: field.default for field in fields_of(value)}
    return [
        (name, getattr(value, name))
        for name, default in defaults.items()
        if getattr(value, name) != default
    ]


if __name__ == "__main__":
    TABLES.write_text(render(), encoding="utf-8")
