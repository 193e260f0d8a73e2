"""Programs and notebooks to measure flag-parameters on: as projects have them, the same for the same number."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

from bench.repositories import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = "alpha batch column frame epoch feature graph entry label model node output score series target value".split()
_HEAD = '"""{title}."""\n\nfrom __future__ import annotations\n\nimport numpy as np\nimport pandas as pd\n\n'
# What most of a project is: code without parameters.
_PLAIN = (
    (
        'def {a}_{b}(frame, {a}, *, {b}=None):\n    """The {a} of each {b}."""\n    found = []\n'
        "    for number, row in enumerate(frame.itertuples(index=False)):\n        if row.{a} is None or number == 0:\n"
        "            continue\n        found.append((row.{a}, row[1:], len(row) - 1))\n    return found\n"
    ),
    (
        "class {A}{B}:\n    def __init__(self, {a}, {b}):\n        self.{a} = {a}\n        self.{b} = list({b})\n\n"
        "    def {a}_of(self, key):\n        return self.{b}[key] if key in self.{b} else self.{a}.get(key, 0)\n\n"
        '    def __repr__(self):\n        return f"{A}{B}({{self.{a}!r}})"\n'
    ),
    (
        "def merge_{a}(left, right):\n    joined = left.merge(right, on='{b}_id', how='left', suffixes=('', '_{b}'))\n"
        "    joined['{a}'] = joined['{a}'].fillna(0).astype('float32')\n"
        "    return joined.drop(columns=['{b}_id']).reset_index(drop=True)\n"
    ),
    (
        "def plot_{a}(axes, {a}, {b}):\n    axes[0].plot({a}, color='tab:blue', linewidth=2)\n"
        "    axes[1].hist({b}, bins=30, alpha=0.5)\n    axes[1].set_xlim(0, {b}.max())\n    return axes\n"
    ),
)
# What flag-parameters is for.
_TUNED = (
    ("def train_{a}({a}, {b}):\n    model = RandomForestClassifier(n_estimators={n}00, max_depth={n})\n"
    "    train, test = train_test_split({a}, test_size=0.2, random_state={n})\n    return model.fit(train, {b})\n"),
    ("def load_{a}():\n    frame = pd.read_csv('/home/ana/data/{a}_{n}.csv')\n"
    "    return frame[frame.score > 0.{n}]\n"),
)  # fmt: skip
_CELLS = (
    "%matplotlib inline\nimport numpy as np\nimport pandas as pd\n",
    "df = pd.read_csv('../input/{a}/train.csv')\ndf.head()\n",
    "df['{a}'] = df['{b}'].str.strip().fillna('')\ndf.groupby('{b}')['{a}'].size().sort_values()\n",
    "fig, ax = plt.subplots(figsize=(12, 6))\nax.plot(df['{a}'])\nplt.show()\n",
    "X = df.drop(columns=['{b}'])\ny = df['{b}']\nX.shape, y.shape\n",
    "model = lgb.LGBMClassifier(n_estimators={n}00, learning_rate=0.0{n})\nmodel.fit(X, y)\n",
    "for name in df.columns:\n    print(name, df[name].nunique(), df[name].isna().sum())\n",
)


def program(number: int, lines: int, *, tuned: int) -> bytes:
    """A module of at least so many lines, of whose blocks `tuned` in a hundred hold parameters."""
    chance = random.Random(number)
    text = _HEAD.format(title=f"Module {number}")
    while text.count("\n") < lines:
        block = chance.choice(_TUNED if chance.randrange(100) < tuned else _PLAIN)
        text += "\n\n" + _filled(block, chance)
    return text.encode()


def notebook(number: int, cells: int = 20) -> bytes:
    """A notebook without outputs."""
    chance = random.Random(number)
    sources = [_filled(_CELLS[at % len(_CELLS)], chance) for at in range(cells)]
    made: list[dict[str, object]] = [
        {"cell_type": "code", "execution_count": None, "id": f"c{at}", "metadata": {}, "outputs": [],
         "source": source.splitlines(keepends=True)}
        for at, source in enumerate(sources)
    ]  # fmt: skip
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode() + b"\n"


def _filled(block: str, chance: random.Random) -> str:
    a, b = chance.choice(_WORDS), chance.choice(_WORDS)
    return block.format(a=a, b=b, A=a.title(), B=b.title(), n=chance.randrange(2, 10))


def one_staged(top: str, *, is_notebook: bool = False) -> Repository:
    """One module of 60 lines without parameters is staged, or a notebook without anything to say."""
    made = Repository(top)
    made.write([("src/look.ipynb", notebook(0, 1)) if is_notebook else ("src/features.py", program(0, 60, tuned=0))])
    made.stage()
    return made


def modules(count: int, lines: int, *, tuned: int = 5) -> Iterator[tuple[str, bytes]]:
    """Modules, of whose blocks `tuned` in a hundred hold parameters."""
    return ((f"src/part{at // 50:03}/module_{at:05}.py", program(at, lines, tuned=tuned)) for at in range(count))


def notebooks(count: int) -> Iterator[tuple[str, bytes]]:
    return ((f"notebooks/{at // 50:02}/n{at}.ipynb", notebook(at)) for at in range(count))
