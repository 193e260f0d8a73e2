# ruff: noqa: E501
"""Programs to which one more key is more than that: they hand the config on whole, change it, or look at names."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.commands.extract.learn import LEARN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.repo import Repo

DATACLASS = """\
from dataclasses import asdict, dataclass
from learn import RandomForestClassifier
@dataclass
class Config:
    out: str = "x"
config = Config()
def fit(out): return RandomForestClassifier(max_depth=9, out=out)
"""
ARGPARSE = """\
import argparse
from learn import RandomForestClassifier
def fit(out): return out
parser = argparse.ArgumentParser()
parser.add_argument("--out")
args = parser.parse_args([])
"""
HYDRA = """\
import hydra
def fit(max_depth=0, out=""): print(max_depth, out)
RandomForestClassifier = fit
@hydra.main(version_base=None, config_path="conf", config_name="config")
def main(cfg):
    {}
main()
"""
LOADED = 'import os, yaml\nfrom learn import RandomForestClassifier\nos.chdir(os.path.dirname(__file__))\nparams = yaml.safe_load(open("params.yaml"))\n'
WHOLE = "max_depth = 9 stays: {} is unpacked into a call, where a new {} would be a new argument; use {}"
FIELD, OPTION, KEY = (
    WHOLE.format(*words, "--holder plain") for words in (("config", "field"), ("args", "option"), ("cfg", "key"))
)


class Case(NamedTuple):
    """A program, a line of it afterwards, the line on what stays, what its config file has, and files beside them.

    `runs` is the program of them that is run, where it is another one.
    """

    text: str
    holds: str = ""
    stays: str = ""
    config: tuple[str, str] = ("", "")
    more: Mapping[str, str] = {}
    path: str = "train.py"
    runs: str = ""


LOOKED = "max_depth = 9 stays: all of {} is used by {}, which would see the new {}; use {}"
NAMES = "max_depth = 9 stays: the program lists its own names, and would see the new ones"
MODEL = "from learn import RandomForestClassifier\n"
MADE = "print(RandomForestClassifier(max_depth=9))\n"
PLAIN = 'max_depth=params["model"]["max_depth"]'
OPTIONS = """\
import argparse
from learn import RandomForestClassifier
from common import add
parser = argparse.ArgumentParser()
parser.add_argument("--out")
{}
args = parser.parse_args()
print(RandomForestClassifier(max_depth=9), vars(add))
"""
BUILT = """\
import argparse
from learn import RandomForestClassifier
from common import add
def more(parser):
    parser.add_argument("--more")
def build():
    {0} = argparse.ArgumentParser()
    {0}.add_argument("--out")
    return {0}
parser = build()
more(parser)
args = parser.parse_args()
print(RandomForestClassifier(max_depth=9), args.out)
"""
COMMON = "import argparse\ndef add(parser=None, **words):\n    parser = parser or argparse.ArgumentParser(**words)\n    parser.add_argument('--max-depth', type=int, default=3)\n    return parser\n"
CLICK = """\
import click
from learn import RandomForestClassifier
def deco(f):
    def g(out):
        return f(out)
    return g
@click.command()
@click.option("--out")
{}def main(out):
    print({}RandomForestClassifier(max_depth=9))
{}main()
"""
LIBRARY = {"pyproject.toml": "[project]\nname = 'pkg'\n", "pkg/__init__.py": "", "use.py": "import pkg.train\n"}
PACKAGE = "from learn import RandomForestClassifier\n{}\ndef main(out='a'):\n    return {}RandomForestClassifier(max_depth=9)\nprint(main())\n"
OTHERS = "params, {} of another program"

CASES = {
    "names, by globals": Case(MODEL + MADE + "print(sorted(name for name in globals() if name[0] != '_'))\n", stays=NAMES),
    "names, by dir": Case(MODEL + MADE + "print([name for name in dir() if name[0] != '_'])\n", stays=NAMES),
    "names, by the module": Case(
        "import inspect, sys\n" + MODEL + MADE
        + "print([name for name, _ in inspect.getmembers(sys.modules[__name__]) if name[0] != '_'])\n",
        stays=NAMES,
    ),
    "names, one of them": Case(MODEL + MADE + "print(globals()['__name__'])\n", PLAIN),
    "names, those of a type": Case(
        MODEL + MADE + "print([name for name, value in list(globals().items()) if isinstance(value, int)])\n", PLAIN
    ),
    "names, all of them taken by another program": Case(
        MODEL + "model = RandomForestClassifier(max_depth=9)\n",
        'max_depth=_params["model"]["max_depth"]',
        more={"use.py": "params = yaml = Path = 3\nfrom train import *\nprint(params, yaml, Path, model)\n"},
        runs="use.py",
    ),
    "a docstring that is not alone on its line": Case(
        '"""Doc."""; batch_size = 64\nprint(__doc__, batch_size)\n',
        stays="its docstring would be none any more",
    ),
    "a class that is compiled": Case(
        MODEL + "def jitclass(c):\n    assert 'params' not in c.f.__code__.co_names\n    return c\n@jitclass\nclass A:\n"
        "    def f(self): return RandomForestClassifier(max_depth=9)\nprint(A().f())\n",
        stays="max_depth = 9 stays: it is in A, which is compiled and reads no dict of the module",
    ),
    "a class of which an instance is compiled": Case(
        MODEL + "def script(c):\n    assert 'params' not in c.f.__code__.co_names\n    return c\nclass A:\n"
        "    def f(self): return RandomForestClassifier(max_depth=9)\na = A()\nprint(script(a).f())\n",
        stays="max_depth = 9 stays: it is in A, which is compiled and reads no dict of the module",
    ),
    "a function that is sent elsewhere as text": Case(
        "import inspect\ndef component(f):\n    names = {}\n    exec(inspect.getsource(f).partition('\\n')[2], names)\n"
        "    return names[f.__name__]\n@component\ndef step():\n    from learn import RandomForestClassifier\n"
        "    return RandomForestClassifier(max_depth=9)\nprint(step())\n",
        stays="max_depth = 9 stays: it is in step(), which runs elsewhere, without the module around it",
    ),
    "argparse, printed": Case(ARGPARSE + MADE + "print(args)\n", stays=LOOKED.format("args", "print()", "option", "--holder plain")),
    "argparse, in a text": Case(ARGPARSE + MADE + "print(f'{args}')\n", stays=LOOKED.format("args", "string formatting", "option", "--holder plain")),
    "argparse, all of it": Case(
        ARGPARSE + MADE + "for name, value in vars(args).items(): print(name, value)\n",
        stays=LOOKED.format("args", "vars()", "option", "--holder plain"),
    ),
    "argparse, an option that begins with the new one": Case(
        ARGPARSE.replace("parse_args([])", 'parse_args("--max-depth 7".split())').replace("--out", "--max-depth-of-tree")
        + MADE + "print(args.max_depth_of_tree)\n",
        stays="max_depth = 9 stays: --max-depth works as a short form of --max-depth-of-tree today; use --holder plain",
    ),
    "argparse, an option that begins with the new one, but is never shortened": Case(
        ARGPARSE.replace("ArgumentParser()", "ArgumentParser(allow_abbrev=False)").replace("--out", "--max-depth-of-tree")
        + MADE + "print(args.max_depth_of_tree)\n",
        "max_depth=args.max_depth",
    ),
    "argparse, a position that begins with the new one": Case(
        ARGPARSE.replace("parse_args([])", 'parse_args(["7"])').replace("--out", "max_depth_of_tree")
        + MADE + "print(args.max_depth_of_tree)\n",
        "max_depth=args.max_depth",
    ),
    "argparse, options from elsewhere": Case(
        OPTIONS.format("add(parser)"),
        stays="max_depth = 9 stays: add() is given parser, and may add options; use --holder plain",
        more={"common.py": COMMON},
    ),
    "argparse, a parser from elsewhere": Case(
        OPTIONS.format("parser = add()"),
        stays="max_depth = 9 stays: parser is made by add(), which may add options of its own; use --holder plain",
        more={"common.py": COMMON},
    ),
    "argparse, a group that is handed on": Case(
        OPTIONS.format("group = parser.add_argument_group()\nadd(group)"),
        stays="max_depth = 9 stays: add() is given group, and may add options; use --holder plain",
        more={"common.py": COMMON},
    ),
    "argparse, a parser that is imported": Case(
        "import argparse\nfrom learn import RandomForestClassifier\nfrom common import parser\nargs = parser.parse_args([])\n"
        "parser.add_argument('--out')\n" + MADE,
        stays="max_depth = 9 stays: parser is not made in this file, so its options are not known; use --holder plain",
        more={"common.py": "import argparse\nparser = argparse.ArgumentParser()\n"},
    ),
    "argparse, defaults by name": Case(
        OPTIONS.format("parser.add_mutually_exclusive_group()\nparser.set_defaults(out='a')"),
        "max_depth=args.max_depth",
        more={"common.py": COMMON},
    ),
    "argparse, a default of the same name": Case(
        OPTIONS.format("parser.set_defaults(max_depth=3)"),
        stays="max_depth = 9 stays: the command line has an option max_depth already; use --holder plain",
        more={"common.py": COMMON},
    ),
    "argparse, defaults from elsewhere": Case(
        OPTIONS.format("parser.set_defaults(**dict([('max_depth', 'a')]))"),
        stays="max_depth = 9 stays: parser.set_defaults() may give the new option another value; use --holder plain",
        more={"common.py": COMMON},
    ),
    "argparse, a name that begins with an underscore": Case(
        ARGPARSE + "print(RandomForestClassifier(_max_depth=9))\n", "_max_depth=args.max_depth"
    ),
    "argparse, a calculation": Case(ARGPARSE + "print(RandomForestClassifier(batch_size=2 * 32))\n", "default=2 * 32)"),
    "argparse, above it": Case(
        MADE.join((MODEL, ARGPARSE)),
        stays="max_depth = 9 stays: args is not available at the top of the module; use --holder plain",
    ),
    "argparse, above it in one function": Case(
        "import argparse\nfrom learn import RandomForestClassifier\ndef main():\n    print(RandomForestClassifier(max_depth=9))\n"
        "    parser = argparse.ArgumentParser()\n    parser.add_argument('--out')\n    args = parser.parse_args()\nmain()\n",
        stays="max_depth = 9 stays: args has no value there yet; use --holder plain",
    ),
    "argparse, a parser with parents": Case(
        OPTIONS.format("parser = argparse.ArgumentParser(parents=[add(add_help=False)])"),
        stays="max_depth = 9 stays: parser may take options from other parsers; use --holder plain",
        more={"common.py": COMMON},
    ),
    "argparse, a parser made by a function": Case(
        BUILT.format("parser"),
        "max_depth=args.max_depth",
        more={"common.py": COMMON},
    ),
    "argparse, a parser made by a function under another name": Case(
        BUILT.format("p"),
        "max_depth=args.max_depth",
        more={"common.py": COMMON},
    ),
    "argparse, a function that takes its parser from elsewhere": Case(
        BUILT.format("p").replace("argparse.ArgumentParser()", "add()"),
        stays="max_depth = 9 stays: p is made by add(), which may add options of its own; use --holder plain",
        more={"common.py": COMMON},
    ),
    "argparse, functions that make a parser of one another": Case(
        BUILT.format("p").replace("argparse.ArgumentParser()", "build() if __doc__ else add()"),
        stays="max_depth = 9 stays: p is not made in this file, so its options are not known; use --holder plain",
        more={"common.py": COMMON},
    ),
    "argparse, twice": Case(
        ARGPARSE + "if args.out:\n    args = parser.parse_args([])\n" + MADE,
        stays="max_depth = 9 stays: it has several `args = parser.parse_args()`; use --holder plain",
    ),
    "argparse, parsed under the name of the parser": Case(
        ARGPARSE.replace("parser", "args") + MADE,
        stays="max_depth = 9 stays: args is given a value more than once; use --holder plain",
    ),
    "a dataclass, printed": Case(DATACLASS + "print(config, fit(1))\n", stays=LOOKED.format("config", "print()", "field", "--holder plain")),
    "a dataclass as a dict": Case(DATACLASS + "print(asdict(config), fit(1))\n", stays=LOOKED.format("config", "asdict()", "field", "--holder plain")),
    "a dataclass, its fields": Case(
        DATACLASS + "print(list(Config.__dataclass_fields__), fit(1))\n",
        stays=LOOKED.format("config", "Config.__dataclass_fields__", "field", "--holder plain"),
    ),
    "click, its names": Case(
        CLICK.format("", "sorted(locals()), ", ""), stays="max_depth = 9 stays: main() calls locals(), which would see the new argument; use --holder plain"
    ),
    "click, decorated by more": Case(
        CLICK.format("@deco\n", "", ""),
        stays="max_depth = 9 stays: main() has a decorator that is not click's and may not pass the option on; use --holder plain",
    ),
    "click, called by itself": Case(
        CLICK.format("", "", 'main.callback("a")\n'),
        stays="max_depth = 9 stays: main.callback() is called directly, without its options; use --holder plain",
    ),
    "typer, its names": Case(
        MODEL + "import typer\ndef main(out: str = 'a'): print(sorted(locals()), RandomForestClassifier(max_depth=9))\ntyper.run(main)\n",
        stays="max_depth = 9 stays: main() calls locals(), which would see the new argument; use --holder plain",
    ),
    "a library, its names": Case(
        PACKAGE.format("", "sorted(locals()), "), path="pkg/train.py", more=LIBRARY, runs="use.py",
        stays="max_depth = 9 stays: main() calls locals(), which would see the new argument; add it by hand if that is fine",
    ),
    "a library, its signatures": Case(
        PACKAGE.format("import inspect", "inspect.signature(main), "), path="pkg/train.py", more=LIBRARY, runs="use.py",
        stays="max_depth = 9 stays: the program inspects signatures, and may see the new argument; add it by hand if that is fine",
    ),
    "a library, a name that is that of no function of inspect's": Case(
        PACKAGE.format("signature = 1", "signature, "), "max_depth=max_depth", path="pkg/train.py", more=LIBRARY,
        runs="use.py",
    ),
    "a library, its signatures by name": Case(
        PACKAGE.format("from inspect import signature", "signature(main), "), path="pkg/train.py", more=LIBRARY,
        runs="use.py",
        stays="max_depth = 9 stays: the program inspects signatures, and may see the new argument; add it by hand if that is fine",
    ),
    "a library that its package imports when it is asked for": Case(
        PACKAGE.format("", "").replace("print(main())", 'if __name__ == "__main__":\n    print(main())'),
        "max_depth=max_depth", path="pkg/train.py",
        more=LIBRARY | {
            "pkg/__init__.py": "import importlib\ndef __getattr__(name):\n    return importlib.import_module('pkg.train').main\n",
            "use.py": "from pkg import fit\nprint(fit())\n",
        },
        runs="use.py",
    ),
    "hydra, a folder that is worked out": Case(
        HYDRA.format("fit(cfg.out)\ndef later(): return RandomForestClassifier(max_depth=9)").replace(
            'config_path="conf"', 'config_path=os.path.abspath("conf")'
        ).replace("import hydra", "import os, hydra\nos.chdir(os.path.dirname(os.path.abspath(__file__)))"),
        stays="max_depth = 9 stays: the folder of @hydra.main is worked out, so it may not be that of conf/config.yaml; use --holder plain",
        config=("conf/config.yaml", "out: a\n"),
    ),
    "hydra, printed": Case(
        HYDRA.format("RandomForestClassifier(max_depth=9)\n    print(cfg)"),
        stays=LOOKED.format("cfg", "print()", "key", "--holder plain"),
        config=("conf/config.yaml", "out: a\n"),
    ),
    "hydra, a section in a loop": Case(
        HYDRA.format("RandomForestClassifier(max_depth=9)\n    for key in cfg.model: print(key)"),
        "max_depth=cfg.random_forest.max_depth",
        config=("conf/config.yaml", "model:\n  out: b\n"),
    ),
    "hydra, a section that another file sets": Case(
        HYDRA.format("RandomForestClassifier(max_depth=9)"),
        "max_depth=cfg.random_forest.max_depth",
        config=("conf/config.yaml", "defaults:\n  - _self_\n  - extra: a\nout: b\n"),
        more={"conf/extra/a.yaml": "# @package _global_\nmodel:\n  max_depth: 99\n"},
    ),
    "hydra, a value that another file sets": Case(
        HYDRA.format("RandomForestClassifier(max_depth=9)"),
        "max_depth=cfg.random_forest.max_depth",
        config=("conf/config.yaml", "defaults:\n  - _self_\n  - extra: a\nmodel:\n  max_depth: 9\n"),
        more={"conf/extra/a.yaml": "# @package _global_\nmodel:\n  max_depth: 99\n"},
    ),
    "params, all of it": Case(
        LOADED + MADE + "for key in params: print(key)\n",
        stays=LOOKED.format("params", "a loop", "key", "--to FILE"),
        config=("params.yaml", "out: b\n"),
    ),
    "params, a section in a loop": Case(
        LOADED + MADE + 'for key, value in params["model"].items(): print(key, value)\n',
        'max_depth=params["random_forest"]["max_depth"]',
        config=("params.yaml", "model:\n  out: b\n"),
    ),
    OTHERS.format("a section"): Case(
        MODEL + MADE,
        'max_depth=params["random_forest"]["max_depth"]',
        config=("params.yaml", "model:\n  out: b\n"),
        more={"use.py": LOADED + 'words = params["model"]\nfor key in words.items(): print(key)\n'},
        runs="use.py",
    ),
    "params, read as texts": Case(
        LOADED.replace('safe_load(open("params.yaml"))', 'load(open("params.yaml"), yaml.BaseLoader)') + MADE,
        'max_depth=parameters["model"]["max_depth"]',
        config=("params.yaml", "out: b\n"),
    ),
    "params, read by another library": Case(
        LOADED.replace("import os, yaml", "import os\nfrom common import yaml").replace("safe_load", "load") + MADE,
        'max_depth=parameters["model"]["max_depth"]',
        config=("params.yaml", "out: b\n"),
        more={"common.py": "import yaml as other\nclass yaml:\n    load = lambda file: other.load(file, other.BaseLoader)\n"},
    ),
    "argparse, arguments of a function within another": Case(
        ARGPARSE + "def call(*args): return lambda: fit(*args)\nprint(call(1)(), RandomForestClassifier(max_depth=9))\n",
        "max_depth=args.max_depth",
    ),
    "argparse, printed by another name": Case(
        ARGPARSE + "from pprint import pprint as pp\npp(args)\nprint(RandomForestClassifier(max_depth=9))\n",
        stays=LOOKED.format("args", "pp()", "option", "--holder plain"),
    ),
    "argparse, arguments of a function that is given them": Case(
        ARGPARSE + "def call(*args): print([vars(one) for one in args])\ncall(args)\nprint(RandomForestClassifier(max_depth=9))\n",
        stays=LOOKED.format("args", "a loop", "option", "--holder plain"),
    ),
    "argparse, a list of the same name": Case(
        ARGPARSE + "def names(info):\n    args = info.get('a', [])\n    return [one for one in args]\n"
        "print(names({'a': [1]}), RandomForestClassifier(max_depth=9))\n",
        "max_depth=args.max_depth",
    ),
    "argparse, a number of the same name": Case(
        ARGPARSE + "def most(x):\n    args = x * x\n    return args > 3\nprint(most(2), RandomForestClassifier(max_depth=9))\n",
        "max_depth=args.max_depth",
    ),
    "argparse, what a call of the same name may be": Case(
        ARGPARSE + "def own(): return args\ndef seen():\n    args = own()\n    return vars(args)\n"
        "print(seen(), RandomForestClassifier(max_depth=9))\n",
        stays=LOOKED.format("args", "vars()", "option", "--holder plain"),
    ),
    "argparse, a variable of a loop that is called like the parser": Case(
        "import argparse\nfrom learn import RandomForestClassifier\nfor parser in ('a', 'b'): print(parser)\ndef main():\n"
        "    parser = argparse.ArgumentParser()\n    parser.add_argument('--out')\n    args = parser.parse_args([])\n"
        "    print(args.out, RandomForestClassifier(max_depth=9))\nmain()\n",
        "max_depth=args.max_depth",
    ),
    "argparse, in a module of a package": Case(
        "import argparse\nfrom learn import RandomForestClassifier\ndef main():\n    parser = argparse.ArgumentParser()\n"
        "    parser.add_argument('--out')\n    args = parser.parse_args([])\n    print(vars(args), RandomForestClassifier(max_depth=9))\n",
        path="pkg/train.py", more=LIBRARY | {"use.py": "import pkg.train\npkg.train.main()\n"}, runs="use.py",
        stays=LOOKED.format("args", "vars()", "option", "--holder plain if it is never installed"),
    ),
    "click, in a script of a package": Case(
        CLICK.format("@deco\n", "", ""),
        path="pkg/train.py", more=LIBRARY | {"use.py": ""},
        stays="max_depth = 9 stays: main() has a decorator that is not click's and may not pass the option on; use --holder plain if it is never installed",
    ),
    "a library, a folder of it without a file of its own": Case(
        PACKAGE.format("", "").replace("print(main())", ""), "max_depth=max_depth", path="pkg/inner/train.py",
        more=LIBRARY | {"use.py": "from pkg.inner.train import main\nprint(main())\n"}, runs="use.py",
    ),
    "a library, a class within a function": Case(
        "from learn import RandomForestClassifier\ndef main():\n    trees = RandomForestClassifier(n_estimators=10)\n    class Inner:\n"
        "        def make(self): return RandomForestClassifier(max_depth=9)\n    return trees, Inner().make()\n",
        "max_depth=max_depth", path="pkg/train.py",
        more=LIBRARY | {"use.py": "from pkg.train import main\nprint(main())\n"}, runs="use.py",
    ),
    "argparse, arguments of another function": Case(
        ARGPARSE + "def call(*args): return fit(*args)\nprint(call(1), RandomForestClassifier(max_depth=9))\n",
        "max_depth=args.max_depth",
    ),
    "argparse, an option that is called like a method of a class": Case(
        ARGPARSE.replace('"--out"', '"--schema"') + "print(args.schema, RandomForestClassifier(max_depth=9))\n",
        "max_depth=args.max_depth",
    ),
    "a dataclass by asdict": Case(DATACLASS + "print(fit(**asdict(config)))\n", stays=FIELD),
    "a dataclass, another instance": Case(DATACLASS + "print(fit(**asdict(Config())))\n", stays=FIELD),
    "a dataclass by another name": Case(DATACLASS + "words = vars(config)\nprint(fit(**words))\n", stays=FIELD),
    "a dataclass by its dict": Case(DATACLASS + "print(fit(**config.__dict__))\n", stays=FIELD),
    "a dataclass of which one field is handed on": Case(
        DATACLASS + "print(fit(**dict(out=config.out)))\n", "max_depth=config.max_depth"
    ),
    "a dataclass that gets a field from outside": Case(
        DATACLASS + 'config.max_depth = len("abc")\nprint(fit(1), config.max_depth)\n', stays="max_depth = 9 stays: Config has max_depth already; use --holder plain"
    ),
    "argparse by another name": Case(
        ARGPARSE + "words = vars(args)\nprint(RandomForestClassifier(max_depth=9), fit(**words))\n", stays=OPTION
    ),
    "argparse with more beside it": Case(
        ARGPARSE + "words = {**vars(args)}\nprint(RandomForestClassifier(max_depth=9), fit(**words))\n", stays=OPTION
    ),
    "argparse in a class, whose methods do not see it": Case(
        "import argparse\nfrom learn import RandomForestClassifier\nclass Run:\n    parser = argparse.ArgumentParser()\n"
        '    parser.add_argument("--out")\n    args = parser.parse_args([])\n'
        "    model = RandomForestClassifier(n_estimators=500)\n"
        "    def fit(self): return RandomForestClassifier(max_depth=9)\nprint(Run.model, Run().fit())\n",
        "n_estimators=args.n_estimators",
        "max_depth = 9 stays: args is not available in fit(); make it an argument of fit(), or use --holder plain",
    ),
    "argparse and a list of lists": Case(
        ARGPARSE + "print(RandomForestClassifier(hidden_layer_sizes=[[64, 32], [1, 2]]))\n",
        stays="hidden_layer_sizes = [[64, 32], [1, 2]] stays: an option has no type for it; use --holder plain",
    ),
    "argparse and a word of Python": Case(
        ARGPARSE.replace("RandomForestClassifier", "XGBRegressor")
        + 'more = {"lambda": 1.5, "objective": "reg:squarederror"}\nprint(XGBRegressor(**more))\n',
        '"lambda": args.lambda_value',
    ),
    "click and a capital letter": Case(
        "import click\nfrom learn import SVC\n@click.command()\n@click.option('--out')\ndef main(out):\n"
        "    print(SVC(C=12.5))\nmain()\n",
        '@click.option("--C", "C", type=float, default=12.5)',
    ),
    "hydra": Case(
        HYDRA.format("fit(max_depth=9, **cfg)"), stays=KEY, config=("conf/config.yaml", "out: a\n")
    ),
    "hydra, a section by another name": Case(
        HYDRA.format("words = cfg.model\n    RandomForestClassifier(max_depth=9, **words)"),
        "max_depth=cfg.random_forest.max_depth",
        config=("conf/config.yaml", "model:\n  out: b\n"),
    ),
    "hydra, a section that is set": Case(
        HYDRA.format('cfg.model = {"out": "b"}\n    RandomForestClassifier(max_depth=9)'),
        stays="max_depth = 9 stays: the program gives cfg values of its own there; use --holder plain",
        config=("conf/config.yaml", "model:\n  out: b\n"),
    ),
    "params, a section by another name": Case(
        LOADED + 'words = params["model"]\nprint(RandomForestClassifier(max_depth=9, **words))\n',
        'max_depth=params["random_forest"]["max_depth"]',
        config=("params.yaml", "model:\n  out: b\n"),
    ),
    "params, another value of the same thing in another section": Case(
        LOADED + "print(RandomForestClassifier(max_depth=9))\n",
        stays="max_depth = 9 stays: params.yaml has another value for models.RandomForest.max_depth: 7",
        config=("params.yaml", "models:\n  RandomForest:\n    max_depth: 7\n"),
    ),
    "params, by another name": Case(
        LOADED + "words = dict(params)\nprint(RandomForestClassifier(max_depth=9, **words))\n",
        stays=WHOLE.format("params", "key", "--to FILE"),
        config=("params.yaml", "out: b\n"),
    ),
    "params, a section that is set": Case(
        LOADED + 'params["model"] = {}\nprint(RandomForestClassifier(max_depth=9))\n',
        'max_depth=parameters["model"]["max_depth"]',
        config=("params.yaml", "out: b\n"),
    ),
    "params, a method that changes it": Case(
        LOADED + "params.update(model={})\nprint(RandomForestClassifier(max_depth=9))\n",
        'max_depth=parameters["model"]["max_depth"]',
        config=("params.yaml", "out: b\n"),
    ),
}  # fmt: skip


def printed(repo: Repo, program: str) -> str:
    env = {**os.environ, "PYTHONPATH": str(repo.top)}
    command = [sys.executable, repo.path(program)]
    done = subprocess.run(command, cwd=repo.top, capture_output=True, text=True, env=env, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_program_prints_the_same(repo: Repo, case: Case) -> None:
    repo.write("learn.py", LEARN)
    repo.write(case.path, case.text)
    for path, text in ([case.config] if case.config[0] else []) + list(case.more.items()):
        repo.write(path, text)
    repo.git("add", *filter(None, [case.config[0], *case.more]))
    expected = printed(repo, case.runs or case.path)
    outcome = repo.run("extract", case.path)
    said = [line.partition(": ")[2] for line in outcome.out.splitlines() if " stays: " in line]
    if "stays" in case.stays or not case.stays:
        assert (outcome.status, outcome.err, said) == (bool(case.stays), "", [case.stays] if case.stays else [])
    else:
        assert (outcome.status, outcome.err) == (
            2,
            f"commitworthy: {case.path}: {case.stays}, so nothing was written\n",
        )
    with open(repo.path(case.path), encoding="utf-8") as file:
        after = file.read()
    assert case.holds in after
    assert (after == case.text) is not bool(case.holds)
    assert printed(repo, case.runs or case.path) == expected


def test_what_would_not_compile_is_not_written(repo: Repo) -> None:
    text = "from __future__ import annotations; batch_size = 64\nprint(batch_size)\n"
    repo.write("train.py", text)
    outcome = repo.run("extract", "train.py")
    reason = "the rewritten file would not compile: from __future__ imports must occur at the beginning of the file"
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == f"commitworthy: train.py: {reason}, so nothing was written\n"
    with open(repo.path("train.py"), encoding="utf-8") as file:
        assert file.read() == text
