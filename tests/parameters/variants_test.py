"""Kinds of noise that are accepted, and kinds of parameters that look like something else: each with its variants."""

from __future__ import annotations

import pytest

from tests.parameters.looking import look, said

ACCEPTED = (
    "import attr\nclass A:\n    rate = attr.ib(default=0.1)\n    n_estimators = attr.ib(default=100)",
    "import param as pm\nclass A(pm.Parameterized):\n    lr = pm.Number(0.5, bounds=(0, 0.9))",
    "from sqlalchemy import Column, Float\nclass A:\n    lr = Column(Float, default=0.5, timeout=30)",
    "import luigi\nclass T(luigi.Task):\n    epochs = luigi.IntParameter(default=10)",
    "class M(models.Model):\n    score = models.FloatField(default=0.3, max_length=30)",
    "class M:\n    threshold = Column(Float, default=0.3)",
    'epochs = 10 #@param {type:"integer"}',
    "lr = 0.1 # @param",
    "model.fit(x, epochs=50) #@param",
    "best_loss = 1e9\nfor x in y:\n    best_loss = f(x, best_loss)",
    "min_distance = 500\nfor x in y:\n    if x < min_distance:\n        min_distance = x",
    "seed = -1",
    "if 0 <= value <= 255:\n    pass",
    "df = df[(df.lat > -90) & (df.lat < 90)]",
    "x = min(2147483647, max_steps)",
    'df = pd.DataFrame({"max_depth": [3, 5], "score": [0.1, 0.2]})',
    'data = {"depth": [3, 5], "name": ["a", "b"]}',
    'd = {"depth": [3, 5], "score": [1, 2]}\ndf = pd.DataFrame(d)',
    'os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"',
    "x = random.uniform(0.1, 0.5)",
    'open(Path(__file__).parent / "q.sql")',
    'd = torch.device(f"cuda:{rank}")',
    'u = f"https://{host}/api/{x}"',
    'u = f"s3://{bucket}/{key}"',
    'df.to_csv("s3://{}/x.csv".format(bucket))',
    'u = f"postgresql://{user}:{password}@{host}:{port}/{db}"',
    'files.append(f"img_{i}.png")',
    'p = base + "_scores.csv"',
    'find_files(folder, ".nii.gz")',
    'mlflow.log_artifacts("out", artifact_path="plots")',
    "x = np.clip(img, 0, 255)",
    "Queue(20)",
    "@lru_cache(128)\ndef f(): pass",
    "c = LRUCache(capacity=100)",
    'Pelt(model="rbf")',
    'sm.tsa.seasonal_decompose(x, model="additive")',
    'model_name = "xgb"',
    'st.sidebar.slider("x", 0, 100)',
    "import matplotlib.pyplot as mp\nmp.scatter(x, y, alpha=0.3)",
    'parser.add_argument("--out", default=Path("data/x.csv"))',
    'app = Flask(__name__, template_folder="templates", static_folder="static")',
    'df = pd.read_csv(url, index_col="Date/Time")',
    "TZ = timezone(timedelta(hours=7))",
    "codes = df.code.str.slice(start=0, stop=15)",
    'run(command=f"./jobs/load.py -a {name}")',
    'open(os.path.join(args.root, "sub", "x.json"))',
    "from bokeh.models import RangeSlider as RS\ns = RS(start=0, end=10, value=(2, 5), step=0.5)",
    "from ipywidgets import interact\ninteract(f, alpha=0.3)",
    "@functools.lru_cache(maxsize=None)\ndef f(): pass",
    "cache = cachetools.LFUCache(maxsize=300)",
    "q = multiprocessing.JoinableQueue(maxsize=50)",
    "class T(luigi.Task):\n    day = luigi.DateParameter(default=datetime.date(2020, 1, 2))",
)
FLAGGED = {
    "min_distance = 500\nrun(min_distance)": ["PAR104 min_distance=500"],
    'params = {"num_leaves": 31, "learning_rate": 0.1, "max_depth": -1}': ["PAR103 num_leaves=31 learning_rate=0.1"],
    "df = df[(df.latitude > 40.5) & (df.latitude < 41)]": ["PAR203 df_latitude=40.5 df_latitude=41"],
    'grid = {"alpha": 10.0 ** np.arange(-4, 2), "max_depth": [int(x) for x in np.linspace(10, 110, num=11)]}': [
        "PAR106 alpha=-4 alpha=2",
        "PAR106 max_depth=10 max_depth=110 max_depth=11",
    ],
    'param_grid = {"max_features": ["sqrt", 0.5, None], "max_depth": [None, 5, 10], "bootstrap": [True, False]}': [
        "PAR103 max_features=0.5 max_depth=5 max_depth=10"
    ],
    "alphas = 10.0 ** np.arange(-5, 3)": ["PAR106 alphas=-5 alphas=3"],
    'GridSearchCV(m, {"n_estimators": [2 ** i for i in range(3, 9)]})': ["PAR106 n_estimators=3 n_estimators=9"],
    'os.environ["CUDA_VISIBLE_DEVICES"] = "0"': ["PAR601 CUDA_VISIBLE_DEVICES='0'"],
    'os.environ["CUDA_VISIBLE_DEVICES"] = "0,1"': ["PAR601 CUDA_VISIBLE_DEVICES='0,1'"],
    'os.environ["OMP_NUM_THREADS"] = "4"': ["PAR601 OMP_NUM_THREADS='4'"],
    'os.environ.setdefault("OMP_NUM_THREADS", "4")': ["PAR601 OMP_NUM_THREADS='4'"],
    "Trainer(gpus=[0], precision=16)": ["PAR601 gpus=[0]", "PAR101 precision=16"],
    'pl.Trainer(devices=[0, 1], accelerator="gpu", max_epochs=5)': ["PAR601 devices=[0, 1]", "PAR101 max_epochs=5"],
    "bbox = (40.5, 40.9, -74.1, -73.7)": ["PAR307 bbox=(40.5, 40.9, -74.1, -73.7)"],
    "center = (48.8566, 2.3522)": ["PAR307 center=(48.8566, 2.3522)"],
    "home_location = [52.5, 13.4]": ["PAR307 home_location=[52.5, 13.4]"],
    "dropout = random.uniform(0.1, 0.5)": ["PAR106 dropout=0.1 dropout=0.5"],
    "learning_rate = 10 ** np.random.uniform(-5, -1)": ["PAR106 learning_rate=-5 learning_rate=-1"],
    "n_layers = random.randint(1, 5)": ["PAR106 n_layers=1 n_layers=5"],
    "train_data = data[:int(n * 0.9)]": ["PAR305 portion=0.9"],
    'p = os.path.join(os.path.dirname(__file__), "train.bin")': ["PAR502 path='train.bin'"],
    'p = os.path.join(os.path.dirname(os.path.abspath(__file__)), "meta.pkl")': ["PAR502 path='meta.pkl'"],
    'p = Path(__file__).parent / "meta.pkl"': ["PAR502 path='meta.pkl'"],
    'df.repartitionByRange(3, "x")': ["PAR602 partitions=3"],
    "rdd.partitionBy(8)": ["PAR602 partitions=8"],
    "rdd.reduceByKey(add, 10)": ["PAR602 partitions=10"],
    "HashPartitioner(16)": ["PAR602 partitions=16"],
    'spark.conf.set("spark.sql.shuffle.partitions", 400)': ["PAR602 spark.sql.shuffle.partitions=400"],
    'spark.conf.set("spark.sql.shuffle.partitions", "400")': ["PAR602 spark.sql.shuffle.partitions='400'"],
    'u = f"http://localhost:{port}/api"': ["PAR505 u=None"],
    'u = f"s3://raw-data/{key}"': ["PAR504 u=None"],
    'u = f"postgresql://{user}:{password}@db.acme.org:{port}/{db}"': ["PAR506 u=None"],
    "time.sleep(random.uniform(1, 3))": ["PAR601 sleep=1 sleep=3"],
    'h = logging.handlers.RotatingFileHandler("app.log", maxBytes=10**6, backupCount=3)': ["PAR502 path='app.log'"],
    "buffer = ReplayBuffer(capacity=10000, batch_size=64)": ["PAR101 capacity=10000 batch_size=64"],
    "x = x.view(-1, 16 * 5 * 5)": ["PAR107 flat_size=400"],
    "x = x.reshape(-1, 64, 64, 3)": ["PAR107 image_size=64 image_size=64"],
    "x = x.reshape((64, 28, 28, 1))": ["PAR107 image_size=(64, 28, 28, 1)"],
    'client.chat.completions.create(model="gpt-4o", temperature=0)': ["PAR507 model='gpt-4o'", "PAR101 temperature=0"],
    'payload = {"model": "gpt-4o", "messages": m, "temperature": 0.2}': [
        "PAR507 model='gpt-4o'",
        "PAR103 temperature=0.2",
    ],
    'model = timm.create_model("resnet50", pretrained=True)': ["PAR507 model_name='resnet50'"],
    'nlp = spacy.load("en_core_web_sm")': ["PAR507 model_name='en_core_web_sm'"],
    'import gradio as gr\ngr.Interface(f, theme="x").launch(server_port=7860)': ["PAR506 server_port=7860"],
    'ds.sel(time=slice("1979", "2012"))': ["PAR402 year='1979' year='2012'"],
    'os.environ.update({"CUDA_VISIBLE_DEVICES": "1"})': ["PAR601 CUDA_VISIBLE_DEVICES='1'"],
    'with open(os.path.join("..", "figures", "a.pdf")) as f:\n    pass': ["PAR502 path='figures' path='a.pdf'"],
    'x = os.path.join(os.path.expanduser("~"), "data.csv")': ["PAR502 path='data.csv'"],
    "rare = np.less(counts, 7)": ["PAR201 counts=7"],
    "old = df.age.gt(65)": ["PAR201 df_age=65"],
    'limits = {"nano_cpus": int(4e9)}': ["PAR103 nano_cpus=4000000000.0"],
    'model = SomeClient.chat(model="claude-3-5-sonnet-20241022", max_tokens=1024)': [
        "PAR507 model='claude-3-5-sonnet-20241022'",
        "PAR101 max_tokens=1024",
    ],
    'llm = init_chat_model("gpt-4o-mini")': ["PAR507 model_name='gpt-4o-mini'"],
    "x = x.permute(0, 2, 1).view(8, 3, 32, 32)": ["PAR107 image_size=32 image_size=32"],
}


@pytest.mark.parametrize("code", ACCEPTED)
def test_noise_is_accepted(code: str) -> None:
    assert said(look(code).found) == []


@pytest.mark.parametrize("code", FLAGGED)
def test_what_looks_like_something_else_is_found_under_its_name(code: str) -> None:
    assert said(look(code).found) == FLAGGED[code]
