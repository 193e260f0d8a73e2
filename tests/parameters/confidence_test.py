"""How sure each finding is, and why it is no surer: one pair of programs for each doubt."""

from __future__ import annotations

import json

import pytest

from commitworthy.parameters.confidence import (
    APPLICATION,
    CERTAIN,
    COURSE,
    DOCUMENTATION,
    DOUBTS,
    LEVELS,
    LIBRARY,
    LIKELY,
    NOTEBOOK,
    PIPELINE,
    POSSIBLE,
    SCRIPT,
    TUTORIAL,
    kind_of,
    reaches,
)
from commitworthy.parameters.find import SearchOptions, find
from commitworthy.parameters.rules import RULES
from commitworthy.parameters.rules.rule import ParameterRule
from commitworthy.parameters.source import read_source
from tests.parameters.looking import look, notebook

ALL = SearchOptions(confidence=POSSIBLE)
_LIB = "def f(x):\n    "
_TABLE = """\
def f(score):
    if score < 12.5:
        key = "low"
    elif score < 20:
        key = "middle"
    elif score < 30:
        key = {}
    return key
"""

_NAMED = (POSSIBLE, "its arms only name or number: a table")
# Code, the same without the doubt, and the reason.
DOUBTED = {
    "a record": (
        'p = {"name": "a", "dob": "1984-01-02", "city": "b"}',
        'params = {"name": "a", "start": "1984-01-02", "city": "b"}',
        "it stands in what looks like a record",
    ),
    "dates in a row": (
        "d = [date(2020, 2, 5), date(2020, 2, 6), date(2020, 2, 7)]",
        'd = ["2020-02-05", "2020-02-06"]',
        "several dates in a row look like data",
    ),
    "a folder of a service": (
        'p = Step(source="/opt/ml/processing/input")',
        'p = Step(source="/data/input")',
        "a service or system prescribes this folder",
    ),
    "an unknown call": (
        "transform(x, ratio=0.3)",
        "Model(x, ratio=0.3)",
        "neither the name nor the call says that it is tuned",
    ),
    "an unknown name of a class": (
        "SmartChunker(hard_ceiling=1000)",
        "SmartChunker(max_depth=1000)",
        "neither the name nor the call says that it is tuned",
    ),
    "a function": ("limit_vocab(2000)", "nn.Dropout(0.2)", "only the name of the function tells"),
    "the top of a module": (
        "n_estimators = 500",
        "n_estimators = 500\nrun()",
        "it has a name at the top of the module",
    ),
    "a file without a folder at the top": (
        'out = "scores.csv"\nrun()',
        'out = "out/scores.csv"\nrun()',
        "it has a name at the top of the module",
    ),
    "a word": ('os.listdir("data")', 'os.listdir("data/raw")', "a word alone may be anything"),
    "a limit": ("x = y.clip(10, 99)", "x = nn.Dropout(0.3)", "a limit may be one of arithmetic"),
    "a date of numbers": (
        "run(date(2020, 2, 5))",
        'run("2020-02-05")',
        "a date made of numbers may be data or a default",
    ),
    "what is drawn": (
        "run(x, weight=random.uniform(0.1, 0.5))",
        "run(x, dropout=random.uniform(0.1, 0.5))",
        "what is drawn may be data",
    ),
    "a length": (
        "if len(x) > 500: pass",
        "if score > 500: pass",
        "a length may be one of a format",
    ),
    "beside the program": (
        'p = Path(__file__).parent / "meta.pkl"',
        'p = os.path.join("out/run", "meta.pkl")',
        "what lies beside the program may be a part of it",
    ),
    "beside a package": (
        _LIB + 'return open(os.path.join(os.path.dirname(__file__), "tables/meta.rst"))',
        _LIB + 'return open(os.path.join(os.path.dirname(__file__), "tables/meta.csv"))',
        "what lies beside the program may be a part of it",
    ),
    "beside a package, by a variable": (
        _LIB + 'here = os.path.dirname(__file__)\n    return open(os.path.join(here, "tables/meta.rst"))',
        _LIB + 'return open(os.path.join("data/a", "tables/meta.rst"))',
        "what lies beside the program may be a part of it",
    ),
    "put in": (
        _LIB + 'u = f"postgresql://localhost/{x}"',
        _LIB + 'u = f"http://localhost:80/api/{x}"',
        "a part of it is put in when it runs",
    ),
    "a date that stands for none": (
        'default_date = "2001-02-03"',
        'start_date = "2001-02-03"',
        "its name says that it stands for no date",
    ),
    "a folder of a container": (
        'output_dir = "/fast_disk/results"',
        'output_dir = "/data/results"',
        "the folder may be one of a container",
    ),
    "a trial": (
        'class A: pass\nif __name__ == "__main__":\n    print(A(torch.randn(2, 3), dropout=0.3))',
        'class A: pass\nif __name__ == "__main__":\n    train(A(torch.randn(2, 3), dropout=0.3))',
        "the module is only tried out here",
    ),
    "beside the program, joined": (
        'p = Path(__file__).parent.joinpath("../sql/all.csv")',
        'p = Path(folder()).joinpath("../sql/all.csv")',
        "what lies beside the program may be a part of it",
    ),
    "a trial of a model": (
        'class A(nn.Module): pass\nif __name__ == "__main__":\n    args.embed_dim = 16\n    A(args)(batch)',
        'class A(nn.Module): pass\nif __name__ == "__main__":\n    args.embed_dim = 16\n    A(args).fit(batch)',
        "the module is only tried out here",
    ),
    "a trial of a data set": (
        'class Poses(Dataset): pass\nif __name__ == "__main__":\n    data = Poses("./data/a")\n    print(data[0])',
        'class Poses(Dataset): pass\nif __name__ == "__main__":\n    for x in Poses("./data/a"): work(x)',
        "the module is only tried out here",
    ),
    "days by the name of a period": (
        'if period == "8 weeks":\n    start = end - pd.Timedelta(days=55)',
        "if period == 8:\n    start = end - pd.Timedelta(days=55)",
        "a named choice decides it",
    ),
    "days under a key": (
        'p = {"last 30 days": timedelta(days=29)}',
        'p = {"recent": timedelta(days=29)}',
        "a named choice decides it",
    ),
    "a folder by a name": (
        'def f(title):\n    if "weekly" in title:\n        folder_prefix = "weekly/"',
        'def f(title):\n    if "weekly" in title:\n        folder_prefix = "out/weekly/"',
        "a named choice decides it",
    ),
    "degrees": (
        "run()\nsurface_temperature = 23",
        "run()\nsoftmax_temperature = 0.7",
        "a temperature above 10 may be one in degrees",
    ),
    "a median": (
        "x = m[cumulative >= 0.5]",
        "x = m[cumulative >= 0.8]",
        "a median or quartile may be part of the method",
    ),
    "a published model": (
        "def densenet201():\n    return DenseNet(growth_rate=32)",
        "def densenet_of_ours():\n    return DenseNet(growth_rate=32)",
        "it may define a published model",
    ),
    "a limit by keyword": (
        "x = np.clip(y, a_min=3, a_max=9)",
        "x = nn.Dropout(p=0.3)",
        "a limit may be one of arithmetic",
    ),
    "a lag in a text that is filled": (
        'x[f"{col}_mean7"] = y.rolling(window=7).mean()',
        'x[f"{col}_mean"] = y.rolling(window=7).mean()',
        "the feature is called by the number",
    ),
    "one active run": (
        "DAG(x, max_active_runs=1)",
        "DAG(x, max_active_runs=3)",
        "0 and 1 are the least that it can be",
    ),
    "a font of the system": (
        'p = Path("C:/Windows/Fonts/arial.ttf")',
        'p = Path("C:/data/Fonts/arial.ttf")',
        "a service or system prescribes this folder",
    ),
    "so small a spread": (
        "x = m[m.x_std < 0.001]",
        "x = m[m.x_std < 0.2]",
        "it may only guard against too little data or a division by zero",
    ),
    "so few rows": (
        "if mask.sum() < 3:\n    stop()",
        "if mask.sum() < 300:\n    stop()",
        "it may only guard against too little data or a division by zero",
    ),
    "a table that is written": (
        'scores.to_csv("scores.csv")',
        'scores.to_csv("out/scores.csv")',
        "the program makes it where it is run",
    ),
    "a file that is written": (
        'with open("scores.txt", "a") as f:\n    f.write(x)',
        'with open("scores.txt", "r") as f:\n    f.read(x)',
        "the program makes it where it is run",
    ),
    "a trial with assertions": (
        'if __name__ == "__main__":\n    y = train_split(n_steps=100)\n    assert y[0]\n    assert y[1]',
        'if __name__ == "__main__":\n    y = train_split(n_steps=100)\n    assert y[0]',
        "the module is only tried out here",
    ),
    "a trial on an example": (
        'def f(event): pass\nif __name__ == "__main__":\n    example = {"file": "data/a.csv"}\n    f(example)',
        'def f(event): pass\nif __name__ == "__main__":\n    event = {"file": "data/a.csv"}\n    f(event)',
        "the module is only tried out here",
    ),
    "a trial that says so": (
        'if __name__ == "__main__":\n    print("Running smoke test")\n    SVC(C=5).fit(*made_up())',
        'if __name__ == "__main__":\n    print("Running")\n    SVC(C=5).fit(*made_up())',
        "the module is only tried out here",
    ),
    "a trial that says so, of data": (
        'if __name__ == "__main__":\n    print("Demo of SVC")\n    SVC(C=5).fit(*made_up())',
        'if __name__ == "__main__":\n    print("Demo of SVC")\n    SVC(C=5).fit(*read_rows())',
        "the module is only tried out here",
    ),
    "a function that tests": (
        "def test_split():\n    SVC(C=5)",
        "def test_split(model):\n    SVC(C=5)",
        "the module is only tried out here",
    ),
    "a table": (
        _TABLE.format('"upper"'),
        _TABLE.format("look(score)"),
        "its arms only name or number: a table",
    ),
    "a table of ifs that return": (
        _LIB + 'if score < 12.5: return "low"\n    if score < 20: return "middle"\n    if score < 30: return "upper"',
        _LIB + "if score < 12.5: return f(1)\n    if score < 20: return f(2)\n    if score < 30: return f(3)",
        "its arms only name or number: a table",
    ),
    "a table of colours in a list": (
        (
            "def f(x):\n    if score < 12:\n        y.append(RED)\n    elif score < 20:\n        y.append(BLUE)\n"
            "    elif score < 30:\n        y.append(PINK)"
        ),
        (
            "def f(x):\n    if score < 12:\n        y.append(g(1))\n    elif score < 20:\n        y.append(g(2))\n"
            "    elif score < 30:\n        y.append(g(3))"
        ),
        "its arms only name or number: a table",
    ),
    "a table of conditions": (
        _LIB + 'return "a" if score < 12.5 else "b" if score < 20 else "c" if score < 30 else "d"',
        _LIB + "return f(1) if score < 12.5 else f(2) if score < 20 else f(3) if score < 30 else f(4)",
        "its arms only name or number: a table",
    ),
    "few classes": (
        _LIB + "if score < 30:\n        return 2\n    elif score > 120:\n        return 3\n    else:\n        return 4",
        _LIB + "if score < 30:\n        return False\n    elif score > 120:\n        return True\n    return None",
        "so few or urgent classes may be a definition",
    ),
    "urgent classes": (
        _LIB + 'if score < 12.5: return "low"\n    if score < 20: return "middle"\n    if score < 30: return "high"',
        _LIB
        + 'if score < 12.5: return f("low")\n    if score < 20: return f("mid")\n    if score < 30: return f("high")',
        "so few or urgent classes may be a definition",
    ),
    "a colour": (
        _LIB + 'return "#22c55e" if score >= 95 else "#f59e0b"',
        _LIB + 'return "yes" if score >= 95 else "no"',
        "so few or urgent classes may be a definition",
    ),
    "a download": (
        'get_download_link(data, "scores.csv")',
        'get_download(data, "scores.csv")',
        "a download may be called anything",
    ),
    "a download by its type": (
        'send_file(data, "scores.csv", "text/csv")',
        'pd.read_csv("scores.csv", data, "text")',
        "a download may be called anything",
    ),
    "a picture where it is run": (
        'plt.savefig("roc.png")',
        'plt.savefig("out/roc.png")',
        "the program makes it where it is run",
    ),
    "a name that is filled in": (
        'def f(x):\n    fname = "scores_%s.csv" % x\n    pd.read_csv(fname)',
        'def f(x):\n    fname = "out/scores_%s.csv" % x\n    pd.read_csv(fname)',
        "the rest of its name is put in when it runs",
    ),
    "a dict for somebody": (
        'model_params = {"speed": 3, "vision": 10}',
        'model_params = {"max_depth": 3, "eta": 0.1, "vision": 10}',
        "only the name of the dict tells",
    ),
    "a part of a command": (
        'os.system("cp /home/ann/a.csv data/a.csv")',
        'shutil.copy("/home/ann/a.csv", "data/a.csv")',
        "it is a part of a command",
    ),
    "a moment of a training": (
        "if epoch == 5:\n    unfreeze()",
        "if loss > 5:\n    unfreeze()",
        "what happens then may only be shown",
    ),
    "a loop that repeats": (
        "for _ in range(1000):\n    draw()",
        "for step in range(1000):\n    draw()",
        "it may be how many there are",
    ),
    "a level of significance": (
        _LIB + "return g(x) if x.p_value < 0.05 else None",
        _LIB + "return g(x) if x.p_value < 0.2 else None",
        "it is a usual level of significance",
    ),
    "tries of a call": (
        "run(max_retries=7)",
        "from prefect import flow\nrun(max_retries=7)",
        "how often it tries again rarely matters",
    ),
    "a result": (
        _LIB + 'return {"confidence": 0.9, "found": x}',
        _LIB + 'return {"dropout": 0.9, "found": x}',
        "it may be a result",
    ),
    "a unit": (
        _LIB + "total_hours_in_day = 24",
        _LIB + "n_estimators = 24",
        "so many make another unit",
    ),
    "an entry of a table": (
        _LIB + "if x.any() < y:\n        total_units = 15\n    elif x.any() < z:\n        total_units = 18\n"
        "    else:\n        total_units = 28",
        _LIB + 'if x.a == "y":\n        total_units = 15\n    elif x.a == "z":\n        total_units = 18\n'
        "    else:\n        total_units = 28",
        "it is an entry of a table",
    ),
    "a moment": (
        'p = {"checked": "2025-03-02T10:00:00Z"}',
        'p = {"start": "2025-03-02T10:00:00Z"}',
        "a point in time is mostly one of a record",
    ),
    "a moment in seconds": (
        'rows = [{"ts": 1700000000, "v": v}, {"ts": 1700000300, "v": v}]',
        'p = {"start_ts": 1700000000}',
        "a point in time is mostly one of a record",
    ),
    "a file that is handed on": (
        'report("scores.csv")',
        'load_report("scores.csv")',
        "nothing says that the call reads or writes",
    ),
    "what is taken at once": (
        "for at in range(0, len(ids), 50): pass",
        "for epoch in range(50): pass",
        "what is taken at once may be set by a service",
    ),
    "a fallback": (
        'os.environ.setdefault("OMP_NUM_THREADS", "1")',
        'os.environ.setdefault("HF_HOME", "/home/me/hf")',
        "whoever runs it can set another",
    ),
    "one day": (
        "start = now - timedelta(days=1)",
        "start = now - timedelta(days=7)",
        "one day more or less may be the next",
    ),
    "a number in a name": (
        'found = {"p95": np.percentile(x, 95)}',
        'found = {"high": np.percentile(x, 95)}',
        "its name says the number already",
    ),
    "a bound in a name": (
        'hit_at_10 = ranks[ranks["rank"] <= 10]',
        'hits = ranks[ranks["rank"] <= 10]',
        "its name says the number already",
    ),
    "defaults": (
        'defaults = {"max_depth": 6, "eta": 0.1}',
        'params = {"max_depth": 6, "eta": 0.1}',
        "a table of defaults is a place for settings",
    ),
    "defaults of parts": (
        _LIB + 'y = {"rf": {"max_depth": 6, "eta": 0.1}, "x": x}',
        _LIB + 'y = {"max_depth": 6, "eta": 0.1}',
        "a table of defaults is a place for settings",
    ),
    "a blank": (
        "x = torch.randn(1, 3, 224, 224)",
        "x = simulate(1, 3, 224, 224)",
        "the array may only stand in for one",
    ),
    "few of what is shown": (
        "top_impacts(x, limit=5)",
        "ask(x, limit=500)",
        "so few may only be shown",
    ),
    "no worker beside the main one": (
        "DataLoader(x, num_workers=0)",
        "DataLoader(x, num_workers=8)",
        "0 and 1 are the least that it can be",
    ),
    "few workers": (
        "CatBoostClassifier(thread_count=2)",
        "CatBoostClassifier(thread_count=32)",
        "any machine has so many",
    ),
    "a wait": (
        "consumer.poll(timeout=10.0)",
        "dask.config(memory=10)",
        "how long it waits rarely matters",
    ),
    "a wait between tries": (
        'p = {"retry_delay": timedelta(minutes=5)}',
        'p = {"lookback": timedelta(minutes=5)}',
        "how long it waits rarely matters",
    ),
    "tries": (
        "Retry(total=5, backoff_factor=0.2)",
        "Ridge(max_iter=5, alpha=0.2)",
        "how long it waits rarely matters",
    ),
    "a digest": (
        'm = {"url": "https://a.org/lenta.csv.gz", "hash": "6ab28ff0989ed8b8647f530e2e86452f"}',
        'm = {"url": "https://a.org/lenta.csv.gz", "name": "lenta"}',
        "its digest stands beside it",
    ),
    "a picture": (
        'error_icon = "https://cdn.a.org/failure.png?ex=65b75430"',
        'error_page = "https://cdn.a.org/failure.csv?ex=65b75430"',
        "a picture may be one of the program",
    ),
    "a name that is given": (
        'pd.read_csv("submission.csv")',
        'pd.read_csv("scores.csv")',
        "others give the name, or nobody keeps the file",
    ),
    "a folder with a name": (
        _LIB + 'x = pd.read_csv(os.path.join(RAW, "train.csv"))\nRAW = Path("../input")',
        _LIB + 'x = pd.read_csv(os.path.join("../input", "train.csv"))',
        "the folder has a name of its own",
    ),
    "what is made up": (
        "x, y = make_blobs(n_samples=500, cluster_std=0.3)",
        "x, y = fit_blobs(n_samples=500, cluster_std=0.3)",
        "the data are made up",
    ),
    "what is drawn from a distribution": (
        "x = rng.lognormal(mean=0.1, sigma=0.5)",
        "x = Lognormal(mean=0.1, sigma=0.5)",
        "the data are made up",
    ),
    "what a class is made of": (
        "class A(B):\n    def __init__(self):\n        super().__init__(quantile=0.5)",
        "class A(B):\n    def __init__(self):\n        self.model = Regressor(quantile=0.5)",
        "a class says what it is made of",
    ),
    "a plane": (
        "x = TSNE(n_components=2)",
        "x = TSNE(n_components=20)",
        "two or three dimensions are for a picture",
    ),
    "no worker in a dict": (
        'p = dict(params={"num_workers": 0})',
        'p = dict(params={"gpu_device_id": 0, "lr": 0.1})',
        "0 and 1 are the least that it can be",
    ),
    "a page": ("page_size = 250\nrun()", "batch_size = 250\nrun()", "a service may set how much comes at once"),
    "no bound": (
        "ask(x, limit=10**10)",
        "ask(x, limit=10**6)",
        "so large a number bounds nothing",
    ),
    "what is refused": (
        _LIB + "if not 0 < x.share < 0.3:\n        raise ValueError",
        _LIB + "if not 0 < x.share < 0.3:\n        return 1",
        "what is refused may make no sense",
    ),
    "a quartile": (
        "low = x.quantile(0.25)",
        "low = x.quantile(0.999)",
        "a median or a quartile is a method",
    ),
    "an interval of 95 %": (
        "low = x.quantile(0.025)",
        "low = x.quantile(0.999)",
        "an interval of 95 % may be the method's",
    ),
    "the most common": (
        "x = counter.most_common(20)",
        "x = df.nlargest(20)",
        "it may only be how much is shown",
    ),
    "a small kernel": (
        "x = nn.Conv2d(a, b, kernel_size=3, filter_size=(3, 3))",
        "x = nn.Conv2d(a, b, kernel_size=5)",
        "so small a kernel may be one of the architecture",
    ),
    "a port of a protocol": (
        "ftp.connect(x, port=21)",
        "ftp.connect(x, port=2121)",
        "the protocol has this port",
    ),
    "a lag in the name of a feature": (
        'df["sales_lag7"] = df.sales.shift(7)',
        'df["sales_lag"] = df.sales.shift(7)',
        "the feature is called by the number",
    ),
    "what weights begin with": (
        "w.weight.data.normal_(0, 0.01)",
        "x = nn.Dropout(0.01)",
        "what weights begin with is rarely tuned",
    ),
    "what layers begin with": (
        "x = nn.init.Constant(value=0.1)",
        "x = nn.Layer(threshold=0.1)",
        "what weights begin with is rarely tuned",
    ),
    "how a picture is stored": (
        "img.save(x, quality=95)",
        "img.detect(x, quality=95)",
        "it is how a picture or file is stored",
    ),
    "the first day of a schedule": (
        "d = DAG(catchup=False, start_date=datetime(2024, 6, 6))",
        "d = DAG(catchup=True, start_date=datetime(2024, 6, 6))",
        "a schedule has to begin at some day",
    ),
    "the first day of the tasks of a schedule": (
        'default_args = {"start_date": datetime(2024, 6, 6)}',
        'default = DAG(default_args={"start_date": datetime(2024, 6, 6)})',
        "a schedule has to begin at some day",
    ),
    "a digest in the name": (
        'urls = {"vgg11": "https://a.org/models/vgg11-bbd30ac9.pth"}',
        'urls = {"vgg11": "https://a.org/models/vgg11-20200109.csv", "b": load("https://a.org/b-features.csv")}',
        "its digest stands beside it",
    ),
    "a picture of a report": (
        _LIB + 'self.section_path = "valid_target.png"',
        _LIB + 'self.section_path = "valid_target.csv"',
        "a page or picture may be one of the program",
    ),
    "classes of rows": (
        'df.loc[df["nr"] < 10, "key"] = "0" + df["nr"]',
        'df = df[df["nr"] < 10]',
        "the bounds of classes may be a definition",
    ),
    "a chain of classes": (
        _LIB + 'if x["width"] > 7:\n        return 3\n    elif x["width"] > 4:\n        return 2',
        _LIB + 'if x["width"] > 7:\n        return 3',
        "the bounds of classes may be a definition",
    ),
    "a bound of a model": (
        "n_components = min(50, x.shape[1])",
        "max_workers = min(50, len(x))",
        "the bound may be one of the method",
    ),
    "classes": (
        'df.loc[df["weight"] < 1500, "group"] = "low"',
        'df = df[df["weight"] < 1500]',
        "the bounds of classes may be a definition",
    ),
    "a keyword in a library": (
        _LIB + "enlarge(x, shift_by=3)",
        _LIB + "enlarge(x, dropout=3)",
        "nothing but the keyword tells, and a library has many",
    ),
    "no ending": (
        _LIB + 'source_path = "acme/sales"',
        _LIB + 'source_path = "data/sales"',
        "it has neither the ending nor the folder of a file",
    ),
}


def graded(code: str, path: str = "src/train.py") -> list[tuple[str, str]]:
    return [(one.confidence, one.doubt) for one in look(code, path, ALL).found]


@pytest.mark.parametrize("case", DOUBTED)
def test_a_doubt_lowers_and_says_why(case: str) -> None:
    doubted, sure, reason = DOUBTED[case]
    (doubt,) = (one for one in DOUBTS if one.reason == reason)
    assert {(doubt.level, reason)} == set(graded(doubted))
    assert set(graded(sure)) == {(CERTAIN, "")}


def test_few_rows_are_doubted_in_notebooks() -> None:
    found = find("a.ipynb", notebook("import a", "b.records(limit=5)", "b.records(limit=5000)"), ALL).found
    assert [(one.cell, one.confidence, one.doubt) for one in found] == [
        (1, POSSIBLE, "so few rows are mostly only shown"),
        (2, CERTAIN, ""),
    ]


def test_a_date_of_a_library_is_doubted_more() -> None:
    reason = "a library has dates to compare others with"
    assert graded("def f(x):\n    return x < datetime(2020, 9, 2)\n") == [(POSSIBLE, reason)]
    assert graded("run(datetime(2020, 9, 2))\n")[0][0] == LIKELY
    assert graded("pd.date_range(datetime(2020, 9, 2), datetime(2021, 9, 2))\n") == [(CERTAIN, "")] * 2


def test_an_evaluation_called_test_is_judged_as_any_script() -> None:
    assert graded("import torch\nrun(SVC(C=5))", "src/test.py") == [(CERTAIN, "")]
    assert graded("import pytest\nrun(SVC(C=5))", "src/test.py") == []


def test_what_a_tutorial_shows_is_doubted_but_no_folder_of_one_machine() -> None:
    code = 'run(RandomForestClassifier(n_estimators=500))\nplt.savefig("/home/me/fit.png")\n'
    shown = (LIKELY, "a tutorial shows how something is done")
    assert graded(code, "src/tutorial/fit.py") == [shown, (CERTAIN, "")]
    assert graded(code, "src/rituals/fit.py") == [(CERTAIN, "")] * 2
    cells = notebook("import a", "run(RandomForestClassifier(n_estimators=500))")
    assert [one.doubt for path in ("docs/a.ipynb", "Uplift_Tutorial_2.ipynb") for one in find(path, cells).found] == [
        "a tutorial shows how something is done"
    ] * 2


def test_what_an_example_sets_is_doubted_but_no_file_that_it_needs() -> None:
    code = 'run(RandomForestClassifier(n_estimators=500), pd.read_csv("data/a.csv"))\n'
    assert graded(code, "examples/fit.py") == [
        (LIKELY, "an example shows how something is done"),
        (CERTAIN, ""),
    ]
    assert graded(code, "samples/fit.py") == [(CERTAIN, "")] * 2
    assert graded(code, "examples/demo3.py") == [(LIKELY, "a tutorial shows how something is done")] * 2


@pytest.mark.parametrize(
    "mark", ["Parameters\n    ----------\n    x : int\n", ">>> f(3)\n    7\n", ".. versionadded:: 2\n"]
)
def test_what_a_package_with_users_sets_is_doubted(mark: str) -> None:
    code = 'def f(x):\n    """Fit.\n\n    {}    """\n    return SVC(C=5).fit(open("/home/me/a.csv"))\n'
    published = (LIKELY, "a package with users documents what it does")
    assert sorted(graded(code.format(mark))) == [(CERTAIN, ""), published]
    assert graded(code.format("")) == [(CERTAIN, "")] * 2


def test_workers_of_a_pipeline_are_machines() -> None:
    code = "import airflow\nrun(num_workers=3)\n"
    assert graded(code) == [(CERTAIN, "")]
    assert graded(code.replace("airflow", "a")) == [(LIKELY, "any machine has so many")]


def test_a_pipeline_sets_how_often_it_tries_again_but_not_how_long_it_sleeps() -> None:
    rarely = (LIKELY, "how long it waits rarely matters")
    code = "import airflow\nrun(retry_delay_seconds=30)\ntime.sleep(30)\n"
    assert graded(code) == [(CERTAIN, ""), rarely]
    assert graded('import airflow\ndefault_args = {"retry_delay": timedelta(minutes=5)}\n') == [rarely]


def test_rows_that_are_only_looked_at_are_doubted() -> None:
    found = find("a.ipynb", notebook("import a", "df[df.price > 70]", "kept = df[df.price > 70]")).found
    assert [(one.confidence, one.doubt) for one in found] == [(LIKELY, "the rows are only looked at"), (CERTAIN, "")]


def test_a_script_that_trains_and_tests_is_no_test() -> None:
    code = "run(RandomForestClassifier(n_estimators=500))"
    assert graded(code, "src/train_test_forest.py") == [(CERTAIN, "")]


def test_what_documentation_shows_is_doubted() -> None:
    code = 'run(RandomForestClassifier(n_estimators=500))\nplt.savefig("out/fit.png")\n'
    shown = (POSSIBLE, "documentation shows how to use it")
    assert graded(code, "docs/scripts/fit.py") == [shown] * 2
    assert graded(code, "src/documents.py") == [(CERTAIN, "")] * 2


@pytest.mark.parametrize(
    ("code", "doubt"),
    [
        ('x = np.select([score < 12, score < 20, score < 30], ["a", "b", "c"])\n', _NAMED),
        ('x = np.where(score < 12, "a", np.where(score < 20, "b", np.where(score < 30, "c", "d")))\n', _NAMED),
        ("x = y.map(lambda score: 1 if score < 12 else 2 if score < 20 else 3 if score < 30 else 4)\n", _NAMED),
        ("x = np.select([score < 12, score < 20, score < 30], [a, b, c])\n", None),
        ('x = np.where(score < 12, "a", np.where(score < 20, "b", np.where(score < 30, "c", d)))\n', None),
        ("x = np.select([], [])\ny = score < 12\n", None),
    ],
)
def test_a_table_in_an_expression_is_doubted(code: str, doubt: tuple[str, str] | None) -> None:
    found = graded(code)
    assert found
    assert (doubt is None and _NAMED not in found) or set(found) == {doubt}


def test_a_chain_that_sets_a_hyperparameter_is_a_rule() -> None:
    code = "def f(score):\n    if score < 12:\n        {0} = 50\n    elif score < 20:\n        {0} = 60\n"
    code += "    elif score < 30:\n        {0} = 70\n    return {0}\n"
    assert set(graded(code.format("batch_size"))) == {(CERTAIN, "")}
    assert _NAMED in graded(code.format("level"))


def test_what_a_benchmark_sets_is_doubted() -> None:
    code = 'run(SVC(C=5), pd.read_csv("data/a.csv"), pd.read_csv("a.csv"))\n'
    shown = (LIKELY, "an example shows how something is done")
    assert [graded(code, path) for path in ("benchmarks/fit.py", "src/benchmark_fit.py", "examples/fit.py")] == [
        [shown, (CERTAIN, ""), shown]
    ] * 3
    assert graded(code, "src/fit.py") == [(CERTAIN, "")] * 3


def test_a_module_of_nothing_but_settings_is_doubted_but_no_folder_of_one_machine() -> None:
    names = "".join(f"name_{number} = {number}\n" for number in range(10))
    code = 'import pandas as pd\npd.set_option("display.width", 9)\n' + names
    code += 'git_dir = "/home/me/work"\nmodel = KernelRidge(alpha=0.6)\n'
    held = (POSSIBLE, "the module holds nothing but settings")
    assert held in graded(code, "src/cons.py")
    assert (CERTAIN, "") in graded(code, "src/cons.py")
    assert held not in graded(code + "model.fit(x)\n", "src/cons.py")
    assert held not in graded("np.random.seed(42)\n" * 20, "src/cons.py")
    assert held not in graded(code + 'x = pd.read_csv("data/x.csv")\n', "src/cons.py")


@pytest.mark.parametrize(
    "text",
    [
        "## Exercise 3\nWhich?",
        "<b>EXERCISE</b>: which?",
        "**Exercises**",
        "<div class='alert'>\n    <b>Exercise 2</b>\n",
    ],
)
def test_what_an_exercise_asks_for_is_doubted_but_not_the_model(text: str) -> None:
    code = "kept = df[df.price > 70]\nSVC(C=5).fit(pd.read_csv('data/a.csv'))"
    cells = json.loads(notebook("import a", code))
    doubted = [(LIKELY, "an exercise may ask for this value"), (CERTAIN, ""), (CERTAIN, "")]
    for source, expected in ((text, doubted), ("How to exercise: run. The exercise data", [(CERTAIN, "")] * 3)):
        cells["cells"].insert(0, {"cell_type": "markdown", "metadata": {}, "source": source})
        found = find("a.ipynb", json.dumps(cells).encode()).found
        assert [(one.confidence, one.doubt) for one in found] == expected
        del cells["cells"][0]
    assert graded(code, "_solutions/a.py") == doubted


def test_each_doubt_is_tested() -> None:
    elsewhere = {
        "documentation shows how to use it", "so few rows are mostly only shown",
        "a library has dates to compare others with", "a tutorial shows how something is done",
        "the rows are only looked at", "an example shows how something is done",
        "a package with users documents what it does", "the module holds nothing but settings",
        "an exercise may ask for this value",
    }  # fmt: skip
    assert {doubt.reason for doubt in DOUBTS} == {reason for *_, reason in DOUBTED.values()} | elsewhere


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule.name)
def test_a_rule_that_is_not_certain_says_why(rule: ParameterRule) -> None:
    assert bool(rule.doubt) == (rule.confidence != CERTAIN)


def test_only_what_is_sure_enough_is_found() -> None:
    code = 'p = {"name": "a", "dob": "1984-01-02", "city": "b"}\nSVC(C=5)\nos.listdir("data")\n'
    for least in LEVELS:
        found = look(code, options=SearchOptions(confidence=least)).found
        assert {one.confidence for one in found} == {level for level in LEVELS if reaches(level, least)}


def test_a_comment_accepts_also_what_is_not_reported() -> None:
    code = 'p = {"name": "a", "dob": "1984-01-02", "city": "b"}  # commitworthy: ignore[date] typed in\n'
    assert look(code).pragmas == ()
    assert look(code).found == ()


KINDS = {
    SCRIPT: ("import a\nrun()\n", 'def f(): pass\n\nif __name__ == "__main__":\n    f()\n', "for x in y:\n    f(x)\n"),
    LIBRARY: ("import a\n\n\ndef f():\n    run()\n", "class A:\n    b = 3\n", '"""Docstring."""\nX = 3\n'),
    PIPELINE: ("from airflow import DAG\n", "import kedro.io as k\nrun()\n"),
    APPLICATION: ("import streamlit as st\nst.title(x)\n", "from flask import Flask\n"),
    NOTEBOOK: (
        "# %%\na()\n\n# %%\nb()\n",
        "# %%\na()\n",
        "a()\n#%%\nb()\n",
        "# Databricks notebook source\na()\n\n# COMMAND ----------\nb()\n",
        "# Databricks notebook source\na()\n",
        "import marimo\napp = marimo.App()\n\n@app.cell\ndef _():\n    a()\n    return\n",
    ),
}


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in KINDS.items() for code in codes])
def test_the_kind_of_a_file(kind: str, code: str) -> None:
    parts = read_source("src/a.py", code.encode()).units
    assert kind_of("src/a.py", parts) == kind


def test_the_kind_of_a_file_by_its_path() -> None:
    parts = read_source("a.py", b"x = f()\n").units
    assert kind_of("dags/a.py", parts) == kind_of("src/pipelines/x/nodes.py", parts) == PIPELINE
    assert kind_of("notebooks/_solutions/a.py", parts) == kind_of("exercises/a.ipynb", []) == COURSE
    assert kind_of("docs/scripts/a.py", parts) == DOCUMENTATION
    assert {kind_of(path, []) for path in ("a.ipynb", "a.qmd", "src/A.Rmd")} == {NOTEBOOK}
    assert {kind_of(path, parts) for path in ("docs/a.ipynb", "examples/demo/a.py", "My Tutorial.ipynb")} == {TUTORIAL}
