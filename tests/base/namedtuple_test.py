"""`NamedTuple` without `typing` behaves as the real one."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import typing
from pathlib import Path

import pytest

import commitworthy
from commitworthy.base.namedtuple import NamedTuple


class Blob(NamedTuple):
    """A blob, for these tests."""

    name: str
    size: int = 0
    tags: tuple[str, ...] = ()

    def grown(self, by: int) -> Blob:
        return self._replace(size=self.size + by)

    @property
    def empty(self) -> bool:
        return self.size == 0


class Twin(typing.NamedTuple):
    """A blob, for these tests."""

    name: str
    size: int = 0
    tags: tuple[str, ...] = ()


def test_fields_can_be_given_by_place_and_by_name() -> None:
    assert Blob("a", size=3) == Blob(name="a", size=3, tags=()) == ("a", 3, ())


def test_a_field_without_default_is_required() -> None:
    with pytest.raises(TypeError, match="name"):
        Blob()  # type: ignore[call-arg]


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        Blob("a", colour="red")  # type: ignore[call-arg]


def test_values_do_not_change() -> None:
    with pytest.raises(AttributeError):
        Blob("a").size = 3  # type: ignore[misc]


def test_values_take_no_further_attributes() -> None:
    with pytest.raises(AttributeError):
        Blob("a").colour = "red"  # type: ignore[attr-defined]
    assert not hasattr(Blob("a"), "__dict__")


def test_methods_and_properties_work() -> None:
    assert Blob("a").empty
    assert Blob("a", 1).grown(2) == Blob("a", 3)


def test_equal_content_is_one_key() -> None:
    assert {Blob("a"): 1}[Blob("a", 0)] == 1


def test_patterns_match_by_place() -> None:
    match Blob("a", 3):
        case Blob(name, size):
            assert (name, size) == ("a", 3)
        case _:
            pytest.fail("no match")


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda blob: pickle.loads(pickle.dumps(blob))])
def test_a_copy_is_the_same_value_of_the_same_class(again: typing.Callable[[Blob], Blob]) -> None:
    blob = again(Blob("a", 3, ("x",)))
    assert blob == Blob("a", 3, ("x",))
    assert type(blob) is Blob


def test_it_prints_as_it_is_written() -> None:
    assert repr(Blob("a", 3)) == "Blob(name='a', size=3, tags=())"


@pytest.mark.parametrize("attribute", ["_fields", "_field_defaults", "__match_args__", "__doc__", "__module__"])
def test_it_describes_itself_as_the_real_one_does(attribute: str) -> None:
    assert getattr(Blob, attribute) == getattr(Twin, attribute)


def test_neither_values_nor_findings_nor_sizes_import_anything_heavy() -> None:
    heavy = {"typing", "re", "subprocess", "argparse", "json", "pathlib", "dataclasses", "enum", "functools", "logging"}
    source = "import sys; from commitworthy.base import findings, namedtuple, wording; print(*sys.modules)"
    root = str(Path(next(iter(commitworthy.__path__))).parent)
    asked = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {root!r}); {source}"]
    loaded = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
    assert "commitworthy.base.wording" in loaded
    assert heavy.isdisjoint(loaded)


class Odd(NamedTuple):
    """Fields called as what the making of a tuple is written with."""

    new: int
    cls: int = 2
    tuple: int = 3


def test_a_field_may_have_any_name() -> None:
    assert Odd(1, tuple=5)._asdict() == {"new": 1, "cls": 2, "tuple": 5}
