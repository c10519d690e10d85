"""Facts that are made quickly are the frozen dataclasses that they are declared to be."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from app.core.made_quickly import made_quickly


@dataclass(frozen=True, slots=True, order=True)
class Plain:
    """As the dataclass is without."""

    row: int
    file: str = "a"
    cells: tuple[str, ...] = ()


@made_quickly
@dataclass(frozen=True, slots=True, order=True)
class Quick:
    """The same fields."""

    row: int
    file: str = "a"
    cells: tuple[str, ...] = ()


def test_it_is_made_by_place_by_name_and_by_default() -> None:
    assert inspect.signature(Quick) == inspect.signature(Plain)
    assert repr(Quick(1)) == "Quick(row=1, file='a', cells=())"
    assert Quick(1, "b", ("c",)) == Quick(cells=("c",), file="b", row=1) == replace(Quick(1), file="b", cells=("c",))


def test_it_is_frozen_has_no_other_field_and_is_of_its_class() -> None:
    made = Quick(1)
    assert type(made) is Quick
    assert not hasattr(made, "__dict__")
    with pytest.raises(FrozenInstanceError):
        made.row = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.row


def test_it_is_compared_ordered_hashed_copied_and_kept_as_declared() -> None:
    assert sorted([Quick(2), Quick(1, "b"), Quick(1)]) == [Quick(1), Quick(1, "b"), Quick(2)]
    assert len({Quick(1), Quick(1), Quick(2)}) == 2
    assert pickle.loads(pickle.dumps(Quick(1, "b"))) == copy.deepcopy(Quick(1, "b")) == Quick(1, "b")


@pytest.mark.parametrize(
    ("cells", "named"), [((), {}), ((1,), {"other": 2}), ((1, "a", (), 4), {}), ((1,), {"row": 1})]
)
def test_what_is_missing_or_unknown_is_refused(cells: tuple[object, ...], named: dict[str, int]) -> None:
    make: Callable[..., Quick] = Quick
    with pytest.raises(TypeError):
        make(*cells, **named)


def test_a_class_that_works_on_its_fields_or_has_a_parent_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Working:
        row: int

        def __post_init__(self) -> None:
            """Something to do."""

    @dataclass(frozen=True, slots=True)
    class Child(Plain):
        more: int = 0

    @dataclass(frozen=True, slots=True)
    class Making:
        rows: list[int] = field(default_factory=list)

    for cls in (Working, Child, Making):
        with pytest.raises(TypeError):
            made_quickly(cls)
