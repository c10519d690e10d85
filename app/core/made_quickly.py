"""Makes frozen facts as fast as open ones, as a large case holds some ten thousand of them."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

Made = TypeVar("Made")


def made_quickly(cls: type[Made]) -> type[Made]:
    """The same frozen dataclass with slots, whose objects are made in a third of the time.

    A frozen dataclass sets each of its fields through a call, since its own ``__setattr__`` refuses; for a wallet's row
    of 23 fields that is 6 µs. Here a new object is of an open class with the same slots until all fields are set, which
    Python does at once; then it is frozen as ever. No other code meets it before.

    For classes without parents that only give fields their values: raises TypeError for any other.
    """
    given = fields(cls)  # type: ignore[arg-type]  # of a dataclass
    if cls.__bases__ != (object,) or hasattr(cls, "__post_init__"):
        raise TypeError(f"{cls.__name__} has a parent or works on its fields")
    if any(field.kw_only or not field.init or field.default_factory is not MISSING for field in given):
        raise TypeError(f"{cls.__name__} has a field that is not simply given")
    names = [field.name for field in given]
    known: dict[str, Any] = {
        "open_class": type(cls.__name__, (), {"__slots__": names}),
        "frozen_class": cls,
        "set_class": object.__setattr__,
        **{f"default_{field.name}": field.default for field in given},
    }
    taken = [
        name if field.default is MISSING else f"{name}=default_{name}" for name, field in zip(names, given, strict=True)
    ]
    lines = [
        f"def __init__(self, {', '.join(taken)}):",
        " set_class(self, '__class__', open_class)",
        *(f" self.{name} = {name}" for name in names),
        " self.__class__ = frozen_class",
    ]
    exec("\n".join(lines), known)  # as dataclasses do
    init = known["__init__"]
    init.__annotations__, init.__qualname__ = cls.__init__.__annotations__, cls.__init__.__qualname__
    cls.__init__ = init  # type: ignore[method-assign]
    return cls
