"""What a program does, without what it needs: run with everything that is not in the standard library played.

A name that is played (a `Player`) writes down what is done with it, and what it is given.  So two texts of one program
can be compared where neither its libraries nor its data are here: each statement at the top is run by itself, then
each function, class and method is called with players for what it wants.
"""

from __future__ import annotations
import __future__ as futures

import ast
import asyncio
import builtins
import contextlib
import importlib.abc
import importlib.machinery
import inspect
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import time
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

# Of one program.
MOST_EVENTS = 20_000
MOST_SECONDS = 10
_MOST_BYTES = 3 << 30
# Part of the standard library, but what it does is done to the outside.
_OUTSIDE = frozenset(
    """
    subprocess socket ssl http urllib smtplib ftplib multiprocessing concurrent threading webbrowser tkinter
    turtle ctypes signal _thread pty readline curses sqlite3 logging
    """.split()
)
_CHANGING = "system remove unlink rmdir mkdir makedirs rename replace kill killpg fork chmod popen _exit abort".split()
_MOVING = "rmtree move copy copy2 copyfile copytree copyfileobj chown make_archive unpack_archive".split()
_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
# In a traceback; lines that are added move the others.
_LINE = re.compile(r"\bline \d+, in ")


class Enough(BaseException):
    """The program has done so much that more says nothing."""


class Log:
    """What was done, in order."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.is_off = False

    def add(self, event: str) -> None:
        if self.is_off:
            return
        self.events.append(_LINE.sub("line, in ", _ADDRESS.sub("0x", event))[:2000])
        if len(self.events) >= MOST_EVENTS:
            raise Enough


LOG = Log()


def _words(arguments: Sequence[object], keywords: dict[str, object]) -> str:
    return ", ".join([*map(repr, arguments), *(f"{name}={value!r}" for name, value in keywords.items())])


class Player:
    """Stands for anything, known by how it was come by."""

    def __init__(self, name: str) -> None:
        self.__dict__["_name"] = name

    def __repr__(self) -> str:
        return f"<{self._name}>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return f"<{self._name}:{spec}>"

    def __fspath__(self) -> str:
        return f"/nowhere/{hash(self._name) % 1000}"

    def __hash__(self) -> int:
        return hash(self._name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Player(_short(f"{self._name}.{name}"))

    def __setattr__(self, name: str, value: object) -> None:
        LOG.add(f"{self._name}.{name} = {value!r}")

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        LOG.add(f"{self._name}({_words(arguments, keywords)})")
        if len(arguments) == 1 and not keywords and isinstance(arguments[0], (types.FunctionType, type)):
            # It decorates.
            return arguments[0]
        for given in (*arguments, *keywords.values()):
            if isinstance(given, types.FunctionType):
                call(given)
        return Player(_short(f"{self._name}()"))

    def __mro_entries__(self, bases: object) -> tuple[type, ...]:
        return (Base,)

    def __iter__(self) -> Iterator[Any]:
        return iter([Player(_short(f"{self._name}[]"))])

    def __len__(self) -> int:
        return 1

    def __bool__(self) -> bool:
        return True

    def __int__(self) -> int:
        return 1

    __index__ = __int__

    def __float__(self) -> float:
        return 1.0

    def __contains__(self, item: object) -> bool:
        LOG.add(f"{item!r} in {self._name}")
        return True

    def __getitem__(self, key: object) -> Any:
        return Player(_short(f"{self._name}[{key!r}]"))

    def __setitem__(self, key: object, value: object) -> None:
        LOG.add(f"{self._name}[{key!r}] = {value!r}")

    def __delitem__(self, key: object) -> None:
        LOG.add(f"del {self._name}[{key!r}]")

    def __enter__(self) -> Any:
        return Player(_short(f"{self._name}.entered"))

    def __exit__(self, *words: object) -> None:
        return None

    async def __aenter__(self) -> Any:
        return self.__enter__()

    async def __aexit__(self, *words: object) -> None:
        return None

    def __await__(self) -> Generator[Any, Any, Any]:
        yield from ()
        return self

    def __next__(self) -> Any:
        return Player(_short(f"{self._name}.next"))


class Base:
    """What a class is built on that is built on a player."""

    def __init__(self, *arguments: object, **keywords: object) -> None:
        LOG.add(f"Base({_words(arguments, keywords)})")

    def __init_subclass__(cls, **keywords: object) -> None:
        LOG.add(f"class {cls.__name__}({_words((), keywords)})")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Player(f"{type(self).__name__}.{name}")

    def __repr__(self) -> str:
        return f"<a {type(self).__name__}>"


def _short(name: str) -> str:
    name = _ADDRESS.sub("0x", name)
    return name if len(name) < 200 else f"{name[:100]}...{name[-60:]}"


def _operator(name: str) -> Callable[..., Any]:
    def operate(self: Player, *others: object) -> Any:
        LOG.add(f"{self._name} {name} {_words(others, {})}")
        return Player(_short(f"({self._name} {name})"))

    return operate


for _each in (
    "add sub mul matmul truediv floordiv mod pow lshift rshift and or xor lt le gt ge eq ne neg pos invert abs round"
).split():
    setattr(Player, f"__{_each}__", _operator(_each))
for _each in "add sub mul matmul truediv floordiv mod pow and or xor".split():
    setattr(Player, f"__r{_each}__", _operator(f"r{_each}"))


class _Played(types.ModuleType):
    __all__: tuple[str, ...] = ()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__ = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Player(f"{self.__name__}.{name}")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Modules that are neither of the standard library nor of the project."""

    def __init__(self, folders: Sequence[str]) -> None:
        self.folders = folders

    def find_spec(self, name: str, *_: object) -> Any:
        first = name.partition(".")[0]
        if first in ("yaml", "__main__") or (first in sys.stdlib_module_names and first not in _OUTSIDE):
            return None
        for folder in self.folders:
            place = os.path.join(folder, *name.split("."))
            if os.path.isfile(f"{place}.py") or os.path.isdir(place):
                # By a finder of its own: a project that has an odd folder on its path is played there.
                spec = importlib.machinery.PathFinder.find_spec(name, [os.path.dirname(place)])
                if spec is not None:
                    return spec
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: Any) -> types.ModuleType:
        return _Played(spec.name)

    def exec_module(self, _: types.ModuleType) -> None:
        return None


class _Names(dict[str, Any]):
    """Names of a module; one that nothing gives a value, as of a star import, is played."""

    def __missing__(self, name: str) -> Any:
        if hasattr(builtins, name) or (name.startswith("__") and name.endswith("__")):
            raise KeyError(name)
        return Player(name)


def _fake(name: str) -> Callable[..., Any]:
    def act(*arguments: object, **keywords: object) -> Any:
        LOG.add(f"{name}({_words(arguments, keywords)})")
        return Player(name)

    return act


def _outside(top: str) -> None:
    """Nothing is written, nothing is started, nothing waits."""
    real = io.open

    def opened(file: Any, mode: str = "r", *words: Any, **more: Any) -> Any:
        if isinstance(mode, str) and not set(mode) & set("wax+") and not isinstance(file, Player):
            with contextlib.suppress(OSError, TypeError):
                return real(file, mode, *words, **more)
        LOG.add(f"open({file!r}, {mode!r})")
        return Player("file")

    builtins.open = io.open = opened
    for name in _CHANGING:
        if hasattr(os, name):
            setattr(os, name, _fake(f"os.{name}"))
    for name in [name for name in dir(os) if name.startswith(("exec", "spawn", "posix_spawn"))]:
        setattr(os, name, _fake(f"os.{name}"))
    builtins.input = lambda *_: "1"
    builtins.print = _fake("print")
    time.sleep = lambda *_: None
    for name in _MOVING:
        setattr(shutil, name, _fake(f"shutil.{name}"))
    for name in _OUTSIDE:
        sys.modules[name] = _Played(name)
    sys.stdin = io.StringIO()
    os.chdir(top)


def _wanted(function: Callable[..., Any]) -> tuple[list[Player], dict[str, Player]]:
    """Players for the arguments without a default."""
    wanted = [
        one
        for one in inspect.signature(function).parameters.values()
        if one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
    ]
    arguments = [Player(one.name) for one in wanted if one.kind is not one.KEYWORD_ONLY]
    return arguments, {one.name: Player(one.name) for one in wanted if one.kind is one.KEYWORD_ONLY}


def call(function: Any) -> None:
    """A function with players for what it wants, and what it gives."""
    try:
        arguments, keywords = _wanted(function)
        given = function(*arguments, **keywords)
        if inspect.iscoroutine(given):
            with contextlib.suppress(asyncio.CancelledError):
                given.send(None)
        elif inspect.isgenerator(given):
            given = [item for item, _ in zip(given, range(3), strict=False)]
        LOG.add(f"gives {given!r}")
    except Exception as error:  # noqa: BLE001 (whatever the program raises is what it does)
        LOG.add(f"raises {_said(error)}")


def _said(error: Exception) -> str:
    """The kind of an error and its words; of Python's own words on a text only the first, as lines may have moved."""
    return type(error).__name__ if isinstance(error, SyntaxError) else f"{type(error).__name__}: {error}"


def _call_all(names: dict[str, Any]) -> None:
    """Each function of the module, and of each class the methods of an instance."""
    for name, value in list(names.items()):
        if isinstance(value, types.FunctionType) and value.__globals__ is names:
            LOG.add(f"def {name}")
            call(value)
        elif isinstance(value, type) and value.__module__ == "__main__":
            LOG.add(f"class {name}")
            made: Any = None
            try:
                arguments, keywords = _wanted(value)
                made = value(*arguments, **keywords)
                LOG.add(f"has {sorted(vars(made).items())!r}")
            except Exception as error:  # noqa: BLE001
                LOG.add(f"raises {_said(error)}")
            for inner, method in list(vars(value).items()):
                if isinstance(method, (types.FunctionType, staticmethod, classmethod, property)) and made is not None:
                    LOG.add(f"method {inner}")
                    if isinstance(method, property):
                        call(lambda made=made, inner=inner: getattr(made, inner))
                    elif not (inner.startswith("__") and inner not in ("__call__", "__len__", "__getitem__")):
                        call(getattr(made, inner))
                elif not inner.startswith("__") and not callable(method):
                    LOG.add(f"{inner} = {method!r}")


def _run(place: str, trees: Sequence[ast.Module], top: str, *, calls: bool) -> None:
    names = _Names({"__name__": "__main__", "__file__": place, "__builtins__": builtins, "__package__": None})
    module = types.ModuleType("__main__")
    module.__dict__.update(names)
    sys.modules["__main__"] = module
    sys.argv = [place]
    _outside(top)
    folders = [os.path.dirname(place), top, os.path.join(top, "src")]
    for name in [name for name in sys.modules if name.partition(".")[0] in ("bench", "commitworthy")]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Finder(folders))
    random.seed(0)
    body = [node for tree in trees for node in tree.body]
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    for node in body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for alias in node.names:
                flags |= getattr(futures, alias.name).compiler_flag
    for node in body:
        try:
            eval(compile(ast.Module([node], []), place, "exec", flags=flags, dont_inherit=True), names)
        except SystemExit as error:
            LOG.add(f"exits {error}")
        except Exception as error:  # noqa: BLE001
            LOG.add(f"raises {_said(error)}")
    if calls:
        _call_all(names)


def events(place: str, trees: Sequence[ast.Module], top: str, *, calls: bool = True) -> list[str]:
    """What a program does, in a process of its own; `calls` also what its functions do when they are called.

    `trees` are those of its cells, or the one that it has.
    """
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
        leave = os._exit
        sys.stdout = sys.stderr = io.StringIO()
        send = os.fdopen(write, "w", encoding="utf-8", errors="backslashreplace")

        def stop(*_: object) -> None:
            raise Enough

        signal.signal(signal.SIGALRM, stop)
        signal.alarm(MOST_SECONDS)
        try:
            _run(place, trees, top, calls=calls)
        except BaseException as error:  # noqa: BLE001
            LOG.is_off = True
            LOG.events.append(f"ends {type(error).__name__}")
        signal.alarm(0)
        LOG.is_off = True
        json.dump([one.replace(top, "TOP") for one in LOG.events], send)
        send.close()
        leave(0)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as got:
        said = got.read()
    os.waitpid(child, 0)
    found: list[str] = json.loads(said) if said else ["died"]
    return found
