"""The numbered cases of the specification that concern what is found."""

from __future__ import annotations

import pytest

from commitworthy.parameters.confidence import LIKELY
from commitworthy.parameters.find import SearchOptions
from tests.parameters.looking import look, notebook, said

ALL = SearchOptions(select=("all",))

FLAGGED = {
    1: ("RandomForestClassifier(n_estimators=500, max_depth=12)", ["PAR101 n_estimators=500 max_depth=12"]),
    2: ("ensemble.RandomForestClassifier(n_estimators=500)", ["PAR101 n_estimators=500"]),
    4: ("optim.Adam(model.parameters(), lr=3e-4)", ["PAR101 lr=0.0003"]),
    5: ("Adam(net.parameters(), 2e-4, betas=(0.5, 0.999))", ["PAR101 learning_rate=0.0002 betas=(0.5, 0.999)"]),
    6: ("nn.Dropout(0.5)", ["PAR102 dropout=0.5"]),
    10: ("Ridge(alpha=0.1)", ["PAR101 alpha=0.1"]),
    11: ('model.compile(loss="mse", optimizer="nadam", metrics=["mae"])', ["PAR105 optimizer='nadam'"]),
    12: ('SVC(kernel="poly", degree=3, C=5)', ["PAR101 kernel='poly' degree=3 C=5"]),
    13: ("model.fit(X, y, epochs=12, batch_size=512)", ["PAR101 epochs=12 batch_size=512"]),
    15: (
        'params = {"num_leaves": 31, "learning_rate": 0.05, "verbose": -1}',
        ["PAR103 num_leaves=31 learning_rate=0.05"],
    ),
    18: ('param_grid = {"max_depth": [3, 5, 10]}', ["PAR106 max_depth=[3, 5, 10]"]),
    19: ('trial.suggest_int("n_estimators", 10, 50)', ["PAR106 n_estimators=10 n_estimators=50"]),
    20: ("epochs = 20", ["PAR104 epochs=20"]),
    34: ("if proba > 0.7:\n    pass", ["PAR201 proba=0.7"]),
    35: ("if 0.2 < score < 0.8:\n    pass", ["PAR201 score=0.2 score=0.8"]),
    36: ('keep = df["corr"] > -0.35', ["PAR201 df_corr=-0.35"]),
    38: ("if random.random() < 0.2:\n    pass", ["PAR202 random_random=0.2"]),
    41: (
        "df = df[(df.duration >= 1) & (df.duration <= 60)]",
        ["PAR201 df_duration=1 df_duration=60"],
    ),
    43: (
        "train_test_split(X, y, test_size=0.2, random_state=42)",
        ["PAR301 test_size=0.2 random_state=42"],
    ),
    45: ("df.sample(n=5000)", ["PAR303 sample_n=5000"]),
    47: (
        'pd.date_range("2019-02-26", "2019-03-11")',
        ["PAR401 start='2019-02-26' end='2019-03-11'"],
    ),
    49: ("datetime(2020, 2, 20)", ["PAR401 year=2020 month=2 day=20"]),
    50: ("for year in range(2008, 2023):\n    load(year)", ["PAR402 year=2008 year=2023"]),
    51: (
        "spark.sql(\"SELECT * FROM t WHERE d >= '2024-01-01'\")",
        ["PAR403 date=\"SELECT * FROM t WHERE d >= '2024-01-01'\""],
    ),
    52: ('pd.read_csv("C:/Users/me/x.csv")', ["PAR501 path='C:/Users/me/x.csv'"]),
    # The guide: widths of layers are positive.
    7: ("nn.Linear(256, 128)", ["PAR803 linear=256 linear=128"]),
    53: ('data = "/kaggle/input/titanic"', ["PAR501 data='/kaggle/input/titanic'"]),
    55: ('open("models/pre.bin", "wb")', ["PAR502 path='models/pre.bin'"]),
    60: ('read_parquet("s3://b/k")', ["PAR504 uri='s3://b/k'"]),
    61: ('create_engine("postgresql://u:secret@host/db")', ["PAR506 url=None"]),
    63: ('mlflow.set_tracking_uri("sqlite:///mlflow.db")', ["PAR506 url='sqlite:///mlflow.db'"]),
    64: ('AutoModel.from_pretrained("allenai/scibert")', ["PAR507 model_name='allenai/scibert'"]),
    65: ("RandomForestClassifier(n_jobs=8)", ["PAR601 n_jobs=8"]),
    66: ('b.config("spark.executor.memory", "50g")', ["PAR602 spark.executor.memory='50g'"]),
    67: ("df.repartition(200)", ["PAR602 partitions=200"]),
    77: ("focal_loss(y, p, alpha=0.25, gamma=2.0)", ["PAR101 alpha=0.25 gamma=2.0"]),
    78: ("rolling_features(df, periods=[6, 12, 24])", ["PAR101 periods=[6, 12, 24]"]),
    80: ("col.is_between(2010, 2021)", ["PAR203 col=2010 col=2021"]),
}

NOT_FLAGGED = {
    "3": 'RandomForestClassifier(n_estimators=cfg.n, max_depth=params["d"])',
    "7": "nn.Linear(n_in, n_out)",
    "8": "MaxPool2D(pool_size=2, strides=2)",
    "9": "plt.scatter(x, y, alpha=0.1, s=50)",
    "14": "DataLoader(ds, batch_size=1)",
    "16": '[{"params": decay, "weight_decay": 0.0}]',
    "17": 'PRESETS = {"gpt2": dict(n_layer=12, n_head=12)}',
    "21": "EPOCHS = 20",
    "22": "def train(lr=1e-3, epochs=10): ...",
    "23": "@dataclass\nclass Cfg:\n    lr: float = 1e-3",
    "24": 'parser.add_argument("--lr", type=float, default=1e-3)',
    "25": 'arg = parser.add_argument\narg("--lr", type=float, default=1e-3)',
    "26": 'def f(lr: Annotated[float, typer.Option(help="x")] = 1e-3): ...',
    "27": 'os.environ.get("BATCH", 32)\ncfg.get("patience", 5)',
    "37": "if abs(a - b) > 1e-10:\n    pass",
    "38": "if random.random() < 0.5:\n    pass",
    "39": "if len(rows) > 10 or x.ndim == 3 or r.status_code >= 400:\n    pass",
    "40": "if label == 2:\n    pass",
    "42": "assert acc > 0.9",
    "45": "df.sample(frac=1)",
    "46": "df.head(10)",
    "48": 'ax.vlines("2019-02-25", 0, 1)',
    "50": "range(0, 10)",
    # The guide: constants of the top block are negative, whatever their value.
    "53": 'DATA = "/kaggle/input/titanic"',
    "54": 'os.path.exists("/kaggle")',
    "56": 'open(os.path.join(args.root, "metadata.json"))\nPath(cfg.out, "log.txt")\nout / "x.csv"',
    "57": 'sorted(root.glob("*.zip"))',
    "58": 'open(Path(__file__).parent / "q.sql")',
    "59": 'crop = "Grassland/Pasture"',
    "60": 'url.startswith("s3://")',
    "62": 'duckdb.connect(":memory:")',
    "66": 'b.config("spark.jars.packages", "a:b:1")',
    "67": "df.coalesce(1)",
    "68": '@hydra.main(config_path="../conf", config_name="x.yaml")\ndef main(cfg): ...',
    "75": 'params = yaml.safe_load(open("params.yaml"))["train"]',
    "76": 'sns.distplot(v, hist_kws={"alpha": 0.8})',
}


@pytest.mark.parametrize(("code", "expected"), FLAGGED.values(), ids=map(str, FLAGGED))
def test_is_found(code: str, expected: list[str]) -> None:
    assert said(look(code).found) == expected


@pytest.mark.parametrize("code", NOT_FLAGGED.values(), ids=NOT_FLAGGED)
def test_is_not_found(code: str) -> None:
    assert said(look(code).found) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [("EPOCHS = 20", "PAR801 EPOCHS=20")],
    ids=["21"],
)
def test_is_found_once_asked_for(code: str, expected: str) -> None:
    assert said(look(code, options=ALL).found) == [expected]


@pytest.mark.parametrize(
    "path", ["config/train.py", "settings.py", "conf/base.py", "src/train_config.py", "setup.py"], ids=str
)
def test_28_settings_have_their_place(path: str) -> None:
    assert said(look("epochs = 20", path).found) == []


@pytest.mark.parametrize(
    "path", ["tests/test_train.py", "conftest.py", "test/data.py", "regression_tests/run.py"], ids=str
)
def test_29_tests_are_exempt(path: str) -> None:
    assert said(look("epochs = 20", path).found) == []


@pytest.mark.parametrize("path", ["src/train_test.py", "test_train.py", "src/test.py"], ids=str)
@pytest.mark.parametrize(
    "code",
    [
        "import pytest\n",
        "from unittest import mock\n",
        "x = 1\ndef test_depth():\n    assert x\n",
        "x = 1\nclass TestDepth:\n  def test_it(self):\n    self.assertTrue(x)\n",
        "x = 1\nclass DepthTest(Base):\n  def test_it(self):\n    self.assertTrue(x)\n",
        "def main():\n    assert x\n    assert y\n",
        "x = 1\nassert x\n",
        "requests.post(x)\n",
    ],
)
def test_29_what_is_called_a_test_and_holds_tests(path: str, code: str) -> None:
    assert said(look(f"{code}epochs = 20", path).found) == []


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("protos/net_pb2.py", ""),
        ("versioneer.py", ""),
        ("versions/1_add.py", "from alembic import op\n"),
        ("app/.ipynb_checkpoints/run-checkpoint.py", ""),
    ],
)
def test_29_what_is_made_by_a_program_or_runs_once(path: str, code: str) -> None:
    assert said(look(f"{code}epochs = 20", path).found) == []


def test_29_a_library_of_tests() -> None:
    assert said(look("class Base(tf.test.TestCase):\n    pass\nepochs = 20", "a/model_test_lib.py").found) == []
    assert said(look("epochs = 20", "a/model_test_lib.py").found) == ["PAR104 epochs=20"]


@pytest.mark.parametrize("path", ["src/train_test.py", "test_train.py", "src/test.py"], ids=str)
@pytest.mark.parametrize("code", ["", "x = 1\ndef test_model(net):\n    return net\n", "def main():\n    assert x\n"])
def test_29_what_is_called_a_test_and_evaluates_a_model(path: str, code: str) -> None:
    assert said(look(f"{code}epochs = 20", path).found) == ["PAR104 epochs=20"]


@pytest.mark.parametrize("tag", ["parameters", "injected-parameters"])
def test_30_a_tagged_cell_is_a_place_for_settings(tag: str) -> None:
    cell = {"source": "lr = 0.01", "metadata": {"tags": [tag]}}
    assert look(notebook(cell).decode(), "a.ipynb").found == ()


def test_31_the_same_cell_without_the_tag() -> None:
    (found,) = look(notebook({"cell_type": "markdown", "source": "x"}, "lr = 0.01").decode(), "nb.ipynb").found
    assert (found.cell, found.literals[0].line, said((found,))) == (1, 1, ["PAR104 lr=0.01"])


def test_32_magics_around_it() -> None:
    (found,) = look(notebook("%matplotlib inline\nlr = 0.01\n!pip install x").decode(), "a.ipynb").found
    assert (found.literals[0].line, found.literals[0].column) == (2, 6)


@pytest.mark.parametrize("magic", ["%%bash", "%%sql", "%%html", "%%R", "%%writefile a.py", "%%configure"])
def test_33_cells_of_other_languages_are_skipped(magic: str) -> None:
    found = look(notebook(f"{magic}\nlr = 0.01").decode(), "a.ipynb")
    assert (found.found, found.notes) == ((), ())


def test_44_seeds_of_a_file_are_one_finding() -> None:
    (found,) = look("np.random.seed(42)\n" * 12).found
    assert (found.rule.code, len(found.literals)) == ("PAR302", 12)


def test_44_seeds_of_a_notebook_are_one_finding_a_cell() -> None:
    """A line of JSON has one cell; the report sums them up."""
    found = look(notebook(*["np.random.seed(42)"] * 3).decode(), "a.ipynb").found
    assert [(one.cell, said((one,))) for one in found] == [(cell, ["PAR302 seed=42"]) for cell in range(3)]


def test_49_a_date_by_its_keywords() -> None:
    assert said(look("datetime(year=2015, month=7, day=1)").found) == ["PAR401 year=2015 month=7 day=1"]


def test_61_the_password_is_nowhere() -> None:
    (found,) = look('create_engine("postgresql://u:secret@host/db")').found
    assert found.literals[0].secret
    assert "secret@" not in repr(found)


def test_65_all_cores_are_a_warning() -> None:
    """They are right on every machine, and yet the guide calls them a parameter: said, but no reason to stop."""
    (found,) = look("RandomForestClassifier(n_jobs=-1)").found
    assert (found.rule.name, found.confidence) == ("all-cores", LIKELY)


def test_79_a_swept_list_is_a_warning() -> None:
    """The guide calls it a parameter, where the specification asks for it by name."""
    (found,) = look("for t in [0.05, 0.1, 0.2]:\n    evaluate(t)").found
    assert (found.rule.code, found.confidence) == ("PAR804", LIKELY)


def test_69_a_pragma_accepts_and_an_unused_one_is_told() -> None:
    used = look("lr = 0.01  # commitworthy: ignore[hyperparameter-variable] toy value")
    assert (used.found, used.pragmas) == ((), ())
    unused = look("lr = rate  # commitworthy: ignore[hyperparameter-variable] toy value")
    assert [(pragma.line, pragma.rules) for pragma in unused.pragmas] == [(1, ("hyperparameter-variable",))]


def test_70_columns_are_characters() -> None:
    (found,) = look('s = "é"; f(lr=0.01)').found
    assert (found.literals[0].column, found.literals[0].end_column) == (15, 19)


@pytest.mark.parametrize("code", ["lr = = 0.01", 'print "x"; lr = 0.01'])
def test_71_what_cannot_be_parsed_is_noted(code: str) -> None:
    found = look(code)
    assert found.found == ()
    assert [(note.cell, note.line) for note in found.notes] == [(None, 1)]


def test_a_literal_that_is_a_list_can_be_a_key() -> None:
    (found,) = look("rolling_features(df, periods=[6, 12, 24])").found
    (literal,) = found.literals
    assert {literal: 1}[literal._replace()] == 1
    assert literal != literal._replace(value=[6])
