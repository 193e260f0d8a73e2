"""Nothing that may be a credential is shown: not by the one function, and not by any hook, format or file."""

from __future__ import annotations

import random
import string
from typing import TYPE_CHECKING

import pytest

from commitworthy.base import secrets
from tests.repo import Repo
from tests.samples import noise

if TYPE_CHECKING:
    from pathlib import Path

MARK = "SEKRET"
# A token of that length from the letters that tokens are made of.
HASH = "0d5f3a9c7be1846f20b97ad3c5e8164f7b2a90d1"
COMMIT = "87496e23447a06904bf9c07c389584147b87bd65"
DRAWN = "Zq81kPlmT0vXcR77aBsEcReT"

VALUES = f"""
https://b.s3.amazonaws.com/a.csv?X-Amz-Credential=A&X-Amz-Signature={MARK}
https://b.s3.amazonaws.com/a.csv?AWSAccessKeyId=A&Signature={MARK}&Expires=1
https://storage.googleapis.com/b/a.csv?X-Goog-Signature={MARK}
https://x.blob.core.windows.net/a.csv?sv=1&sig={MARK}
https://h.org/a.csv?auth={MARK}
https://h.org/a.csv?code={MARK}
https://h.org/a.csv?whatever={MARK}
https://h.org/a.csv?{MARK}
https://h.org/a.csv#access_token={MARK}
https://h.org/a.csv;token={MARK}
https://h.org/a;jsessionid={MARK}/b.csv
https://h.org/a.csv&token={MARK}
https://h.org/%3Ftoken%3D{MARK}
https://h.org/token/{MARK}/a.csv
https://h.org/p/api-key/{MARK}/a.csv
https://h.org/{MARK}-a.csv?private_token=x
https://h.org/{DRAWN}/a.csv
https://h.org/a-{DRAWN}.csv
https://{DRAWN}.h.org/a.csv
https://{MARK}@h.org/a.csv
https://u:{MARK}@h.org/a.csv
https://u:SE/{MARK}@h.org/a.csv
https://u:{MARK}#x@h.org/a.csv
https://u:{MARK}?x@h.org/a.csv
https://u:x@{MARK}@h.org/a.csv
https://u:a {MARK}@h.org/a.csv
https://h.org:{MARK}/a.csv
https://h.org\\u:{MARK}@x/a.csv
https://proxy.org/https://u:{MARK}@h.org/a.csv
HTTPS://{MARK}@h.org/a.csv
https:/u:{MARK}@h.org/a.csv
//u:{MARK}@h.org/a.csv
https://hooks.slack.com/services/T0/B0/{MARK}
https://discord.com/api/webhooks/12/{MARK}
https://api.telegram.org/bot12:{MARK}/getUpdates
git+https://{MARK}@h.org/a/b
ssh://{MARK}@h.org/a
ftp://u:{MARK}@h.org/a.csv
s3://KEY:{MARK}@bucket/a.parquet
s3://bucket/d.parquet?secret_key={MARK}
abfss://c:{MARK}@h.org/a
postgresql://u:{MARK}@h/d
postgresql://h/d?password={MARK}
redis://:{MARK}@h:6379/0
mongodb+srv://u:{MARK}@c.mongodb.net/?retryWrites=true
mssql+pyodbc:///?odbc_connect=DRIVER%3DX%3BUID%3Dsa%3BPWD%3D{MARK}
jdbc:sqlserver://h:1433;databaseName=x;user=u;password={MARK}
jdbc:postgresql://h/db?user=u&password={MARK}
jdbc:oracle:thin:scott/{MARK}@//h:1521/x
Driver={{ODBC Driver 17}};Server=tcp:db1.x.net,1433;Uid=sa;Pwd={MARK};
Driver={{X}};Server=y;PWD={{a;{MARK}}};
DefaultEndpointsProtocol=https;AccountName=a;AccountKey={MARK}==;EndpointSuffix=core.windows.net
Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=R;SharedAccessKey={MARK}=
SharedAccessSignature=sv=2020&sig={MARK}
host=h1 password={MARK} dbname=x
host=h1 password='a {MARK}' dbname=x
server=x;pwd = {MARK}
data:text/plain;base64,{MARK}
create user x with password=N'{MARK}'
CREATE USER x IDENTIFIED BY '{MARK}'; select * from t
create user x identified with mysql_native_password by '{MARK}'
CREATE USER x IDENTIFIED BY {MARK};
ALTER ROLE x WITH ENCRYPTED PASSWORD '{MARK}' VALID UNTIL '2027-01-01'
copy t from 's3://b/x' credentials '{MARK}'
Bearer {MARK}
Authorization: Bearer {MARK}
X-Api-Key: {MARK}
mysql -u root --password {MARK}
mysql -u root --password={MARK}
curl -u user:{MARK} https://h.org
AKIAIOSFODNN7{MARK}
ghp_{MARK}0123456789012345678901234
sk-proj-{MARK}0123456789012345
hf_{MARK}01234567890123456789
xoxb-{MARK}-0123456789
eyJhbGciOiJIUzI1NiJ9.{MARK}.x
-----BEGIN RSA PRIVATE KEY-----{MARK}
data/runs/{DRAWN}/a.csv
data/9e107d9d372bb6826bd81d3542a419d6/a.csv
https://github.com/a/b/raw/{COMMIT}/{DRAWN}/a.csv
https://github.com/a/b/raw/{COMMIT}/a.csv?token={MARK}
https://github.com/a/b/{HASH}/{COMMIT}/a.csv
https://gist.githubusercontent.com/a/{HASH}/raw/a.csv
https://gist.githubusercontent.com/a/b/raw/{HASH}/a.csv
https://{HASH}@github.com/a/b/raw/{COMMIT}/a.csv
https://{HASH}@github.com/a/b/raw/{HASH}/a.csv
https://example.com/a/b/raw/{HASH}/a.csv
https://github.com.example.com/a/b/raw/{HASH}/a.csv
https://github.com/token/b/raw/{HASH}/a.csv
https://api.github.com/a/b/raw/{HASH}/a.csv
https://github.com/a\\c/b\\{HASH}/raw/{COMMIT}\\{HASH}/a.csv
https://github.com/a/b/raw/{HASH}/a.csv?token={HASH}
https://raw.githubusercontent.com/a/b/{HASH}/x.csv?token={HASH}
https://raw.githubusercontent.com/{HASH}/b/{HASH}/x.csv
https://github.com/a/b/raw/{HASH}/{HASH}
https://github.com/a/b/raw/{HASH}%2F{HASH}/x
https://github.com/a/b/raw/{HASH}/u:{MARK}@h
https://github.com/a/b%2Ftoken/raw/{HASH}/x
https://github.com/x/a/b/raw/{HASH}/a.csv
data/{HASH}-15865345336407135.json
{DRAWN}-15865345336407135.json
task-{DRAWN}15865345336407135.json
task-15865345336407135{DRAWN}.json
data/550e8400-e29b-41d4-a716-446655440000.csv
/Users/ann:{MARK}@acme.io/x
https://Users/ann:{MARK}@acme.io/x
/Workspace/Users/{DRAWN}@acme.io/x
/Workspace/x/{MARK}@acme.io/x
/Workspace/Users/{HASH}@acme.io/x
root:prod{MARK}
file:{MARK}
file:{MARK}/x
root:1-{MARK}
root:1.2-{MARK}-slim
https://h.org/a.csv?raw={MARK}
https://h.org/a.csv?page=&token={MARK}
https://h.org/token/{MARK}?page=
https://h.org/u:{MARK}@10/a.js
snapshots/{HASH}/weights.pth
models--a--b/{HASH}/weights.pth
hub/models--a--b/snapshots/{HASH}{HASH}/weights.pth
models--{HASH}/snapshots/x
postgresql://%s:{MARK}@h/db
postgresql://{{user}}:{MARK}@h/db
""".strip().split("\n")
# As long as the number of a run.
DIGITS = "48210937461029384756"
NUMBERED = f"""
password_{DIGITS}.json
data/my-secret-{DIGITS}.txt
token-{DIGITS}.csv
MyKey_{DIGITS}.json
user_pin_{DIGITS}.txt
https://h.org/auth_{DIGITS}.json
https://api.telegram.org/bot_{DIGITS}.json
https://u:x@h.org/a_{DIGITS}.csv
https://h.org/a_{DIGITS}.csv?sig=x
{DIGITS}.csv
data/{DIGITS}_{DIGITS}.csv
a_{DIGITS}
""".strip().split("\n")
HEX = ("9e107d9d372bb6826bd81d3542a419d6", "550e8400-e29b-41d4-a716-446655440000")

OPEN = """
https://example.com/data/churn_2021.csv
https://github.com/a/b/raw/87496e23447a06904bf9c07c389584147b87bd65/results/weights.tsv
https://raw.githubusercontent.com/a/b/87496e23447a06904bf9c07c389584147b87bd65/results/weights.tsv
https://gitlab.com/a/b/-/raw/87496e23447a06904bf9c07c389584147b87bd65/weights.tsv
https://huggingface.co/datasets/a/b/resolve/87496e23447a06904bf9c07c389584147b87bd65/train.parquet
cordis-eu_EURITO-ElasticsearchTask-2020-04-10-True-15865345336407135.json
http://localhost:8501/v1/models/resnet_model:predict
pytorch/vision:v0.6.0
ager >=22 and ager < 25
AGE<=65 and SEX==1
forecasts_intra-hour_horizon={}_{}.h5
checkpoint-{:05d}-of-{:05d}.pth
./logs/weights.epoch.{epoch:02d}-val_loss.{val_loss:.2f}.hdf5
mlp-optimized-trial33-epoch=33-val_loss=0.35-val_r2=0.88.ckpt
s3://team-bucket/data/train.parquet
s3://bucket/table/year=2020/month=01/part-00000.parquet
gs://cloud-samples-data/ai-platform/census/data/adult.data.csv
https://raw.githubusercontent.com/mwaskom/seaborn-data/master/penguins.csv
hdfs://namenode:8020/user/hive/warehouse
abfss://container@account.dfs.core.windows.net/raw/x.csv
jdbc:postgresql://localhost:5432/db
mysql+pymysql://localhost/db
mongodb://localhost:27017
http://mlflow:5000
host=localhost port=5432 dbname=x
ssh://git@github.com/a/b.git
data/train.csv
/home/jovyan/data/2021-03-04_12-33-21/model.pt
C:\\Users\\me\\data\\train.csv
epoch=05-val_loss=0.23.ckpt
WA_Fn-UseC_-Telco-Customer-Churn.csv
facebook/wav2vec2-large-960h-lv60-self
meta-llama/Llama-2-7b-hf
claude-3-5-sonnet-20240620
text-bison@001
resnet50-0676ba61.pth
2020-01-31T10:00:00Z
neg_mean_squared_error
SELECT * FROM sales WHERE day > '2020-01-01' AND kind = 1
data/{{ ds }}.json
%s/models/%d.pkl
EPSG:4326
/Workspace/Users/ann.b@acme.io/labs/lab_04
/dbfs/FileStore/shared_uploads/avinash.sooriyarachchi@acme.com/fashion_images/
atddocker/atd-knack-services:production
/dbfs/FileStore/shared_uploads/ann@acme.co.uk/images/239.png
file:./mlruns
file:../runs/mlruns
mlrun/mlrun:1.10.0-rc41
pytorch/pytorch:2.1.0-cuda12.1-cudnn8-runtime
https://cdn.jsdelivr.net/npm/mermaid@10.2.3/dist/mermaid.min.js
https://www.zophar.net/music/nintendo-snes-spc?page=
https://github.com/a/b/raw/87496e23447a06904bf9c07c389584147b87bd65/weights.tsv?raw=true
vocab_tfidf_all_sfis_preprocessed_sfi_type_all_sfis_ngram_range_12_max_df_09_min_df_2_max_features_750.parquet
l1_l4-lookbehind_183_365_730-all_relevant_tfidf_1000_lookbehind_730.parquet
/tmp/1.2.156.14702.1.1000.16.1.2020031111365289000020001/seg.nii.gz
results/03-05_15:47__COCO_HigherHRNet
✅ Table Health
postgresql://%s:%s@localhost:5439/db
postgresql://{user}:{password}@localhost/db
/home/ann/.cache/huggingface/hub/models--google--vit/snapshots/87496e23447a06904bf9c07c389584147b87bd65/model.pth
""".strip().split("\n")


def leaks(text: str) -> bool:
    return any(mark.lower() in text.lower() for mark in (MARK, DRAWN, HASH, *HEX))


@pytest.mark.parametrize("text", VALUES)
def test_what_may_be_a_credential_is_not_shown(text: str) -> None:
    assert not leaks(secrets.shown(text))
    assert secrets.shown(secrets.shown(text)) is not None


@pytest.mark.parametrize("text", ["user12:34secret", "admin:12:34secret"])
def test_a_time_is_one_only_by_itself(text: str) -> None:
    assert "secret" not in secrets.shown(text)


@pytest.mark.parametrize("text", NUMBERED)
def test_a_long_number_is_shown_in_no_name_of_a_secret(text: str) -> None:
    assert DIGITS not in secrets.shown(text)


@pytest.mark.parametrize("text", OPEN)
def test_what_is_plainly_words_and_numbers_is_shown_in_full(text: str) -> None:
    assert secrets.shown(text) == text


SHOWN = {
    VALUES[0]: "https://b.s3.amazonaws.com/a.csv?...",
    f"https://h.org/{DRAWN}/a.csv": "https://h.org/.../a.csv",
    f"https://u:{MARK}@h.org/a.csv": "https://...@h.org/a.csv",
    f"https://hooks.slack.com/services/T0/B0/{MARK}": "https://hooks.slack.com/...",
    f"host=h1 password={MARK} dbname=x": "host=h1 password=... dbname=x",
}


@pytest.mark.parametrize(
    ("name", "text", "hidden"),
    [
        ("key", "ml_dataset/year=2025/month=09/part_074954.parquet", False),
        ("s3_key", "raw/{}/latest.csv.gz", False),
        ("bucket_key", "janis/orders/{{execution_date.strftime('%Y/%m/%d/%H%M')}}_orders.csv", False),
        ("bucket_key", "janis/{{ ds }}" + DRAWN, True),
        ("key", "{{ ds }}" + DRAWN, True),
        ("key", DRAWN, True),
        ("key", f"{DRAWN[:8]}/{DRAWN[8:]}", True),
        ("license_key", "ABCD-EFGH/IJKL-MNOP.lic", True),
        ("hmac_key", "Xk2/pQ9/vL7/mN4a.txt", True),
        ("key", "iIX6meo/EmA61eQ/OMtei1j/Zo3JOo.eqm", True),
        ("key", "year={year}/day={{ ds }}/part-{}.parquet", False),
        ("bucket_key", "orders/{{ ds }}.csv?X-Amz-Signature=letmein", True),
        ("bucket_key", "orders/token/letmein/a.csv", True),
        ("api_key", "raw/latest.csv", True),
        ("token", "raw/2025/01/latest.csv", True),
    ],
)
def test_the_key_of_an_object_is_a_path_and_no_secret(name: str, text: str, hidden: bool) -> None:
    assert secrets.may_be_secret(name, text) is hidden


@pytest.mark.parametrize(
    "text", ["password<=12345", "pwd==12345", f"{DRAWN}>=5", f"https://h.org/u:{MARK}", f"age>={MARK}", f"a-b={MARK}"]
)
def test_what_is_compared_and_called_is_hidden_where_it_is_no_word(text: str) -> None:
    assert secrets.shown(text) != text


@pytest.mark.parametrize("text", SHOWN)
def test_the_host_and_the_words_of_its_path_are_shown(text: str) -> None:
    assert secrets.shown(text) == SHOWN[text]


@pytest.mark.parametrize("letters", ["0123456789abcdef", string.ascii_letters + string.digits, string.ascii_lowercase])
def test_what_is_drawn_at_random_looks_so(letters: str) -> None:
    chance = random.Random(1)
    drawn = ["".join(chance.choice(letters) for _ in range(length)) for length in (20, 24, 32, 40) for _ in range(100)]
    assert sum(map(secrets.is_random, drawn)) >= 396


LINES = {
    f"fatal: could not read Username for 'https://u:{MARK}@h.org/r.git': x": (
        "fatal: could not read Username for 'https://...@h.org/r.git': x"
    ),
    f"remote: {MARK}:x@h.org is ghp_{MARK}0123456789012345": "remote: ...@h.org is ...",
    f"token={MARK} and Bearer {MARK}": "token=... and Bearer ...",
    f"error:token={MARK}": "error:token=...",
    f"url=/x?token={MARK}": "url=/x?token=...",
    f"https:/u:{MARK}@h.org/x?token={MARK}: no such file": "https:/...@h.org/x?...: no such file",
    f"https:/{MARK}@h.org/x": "https:/...@h.org/x",
    f"Set password: {MARK}, and token: {MARK}": "Set password: ..., and token: ...",
    f"db_password => {MARK}": "db_password => ...",
    f"python train.py --api-key {MARK} --password '{MARK} x' --depth 3": (
        "python train.py --api-key ... --password ... --depth 3"
    ),
    f"X-Amz-Security-Token={MARK}0123456789": "X-Amz-Security-Token=...",
    f"hvs.{MARK}0123456789 and gsk_{MARK}0123456789": "... and ...",
    "added 1 key: model.learning_rate; see --password and pad_token=[PAD]": (
        "added 1 key: model.learning_rate; see --password and pad_token=[PAD]"
    ),
    "a secret: set it in the environment, and never in git": "a secret: set it in the environment, and never in git",
    "https://h.org/x: no such commit 9e107d9d372bb6826bd81d3542a419d6": (
        "https://h.org/x: no such commit 9e107d9d372bb6826bd81d3542a419d6"
    ),
}


@pytest.mark.parametrize("line", LINES)
def test_a_sentence_keeps_all_but_addresses_and_tokens(line: str) -> None:
    assert secrets.line(line) == LINES[line]


def test_an_address_that_is_written_or_pasted_has_no_user_and_no_query() -> None:
    assert secrets.address(f"https://u:{MARK}@h.org/a.git?x={MARK}") == "https://h.org/a.git"
    assert secrets.address("ssh://git@h.org/a.git") == "ssh://git@h.org/a.git"
    assert secrets.address("/a/b") == "/a/b"


def source() -> str:
    """Each value where rules look for parameters: by position, keyword, in dicts, lists, constants, conditions."""
    lines = ["import pandas as pd\n"]
    for number, value in enumerate(VALUES):
        text = repr(value)
        lines += [
            f"a{number} = pd.read_csv({text})",
            f"b{number} = create_engine({text}, pool_size=7)",
            f"url_{number} = {text}",
            f"path{number} = {text} + suffix",
            f"file_{number} = {value[:9]!r} + {value[9:]!r}",
            f"requests.post({text}, json={{}})",
            f"df{number} = spark.read.parquet({text} % x)",
            f"c{number} = Client(url={text}, host={text}, path={text}, password={text})",
            f"CONFIG_{number} = {{'url': {text}, 'data_dir': {text}, {text}: 0.37}}",
            f"model{number} = AutoModel.from_pretrained({text})",
            f"fit(model, files=[{text}, 'a.csv'], learning_rate=0.{number + 100})",
            f"params = {{{text}: {{'max_depth': 12, 'learning_rate': 0.013}}}}",
            f"if df[{text}] > 0.{number + 300}: pass",
            f"os.environ.setdefault('DB_URL', {text})",
            f"def f{number}(path={text}): pd.read_csv(path)",
            f"parser.add_argument('--url', default={text})",
        ]
        if "{" not in value and "\\" not in value and "'" not in value:
            lines.append(f"g{number} = pd.read_csv(f'{value}{{x}}')")
    return "\n".join(lines) + "\n"


POLICY = f"""
[tool.commitworthy.homes]
model = "s3://KEY:{MARK}@bucket/models?x={MARK}"
data = "put it at https://u:{MARK}@h.org/x?token={MARK} please"
"""


@pytest.fixture
def leaky(repo: Repo) -> Repo:
    repo.stage("train.py", source())
    repo.stage("conf/config.yaml", "".join(f"url_{number}: {value!r}\n" for number, value in enumerate(VALUES)))
    repo.stage("pyproject.toml", POLICY)
    repo.stage("model.pkl", b"\x80\x04\x95" + noise(9000))
    repo.stage(
        "table.npy",
        b"\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'fortran_order': False, 'shape': (90000,), }" + noise(200_000),
    )
    repo.git("config", "remote.origin.url", f"https://u:{MARK}@h.org/r.git")
    return repo


WORDS = {
    "flag-parameters, text": ["flag-parameters", "--all"],
    "flag-parameters, json": ["flag-parameters", "--format", "json"],
    "flag-parameters, github": ["flag-parameters", "--format", "github"],
    "every confidence of every rule": ["flag-parameters", "--all", "--select", "all"],
    "written to a file": ["flag-parameters", "--all", "--write-params", "params.yaml"],
    "written to one that has other values": ["flag-parameters", "--all", "--write-params", "conf/config.yaml"],
    "block-artifacts": ["block-artifacts", "--all"],
    "block-artifacts, json": ["block-artifacts", "--format", "json"],
    "require-lfs": ["require-lfs"],
    "the combined hook": ["commitworthy", "--all"],
    **{
        f"check, {form}": ["check", "--format", form] for form in ("text", "json", "github", "sarif", "gitlab", "junit")
    },
    "which": ["which", "model.pkl", "table.npy", "train.py"],
    "which, json": ["which", "--format", "json", "model.pkl", "table.npy"],
    "doctor": ["doctor"],
    "init": ["init"],
    "baseline": ["baseline"],
    "a push by hand": ["check-push"],
    "a push to an address": ["check-push", f"https://u:{MARK}@h.org/r.git"],
}


def written(top: Path, before: dict[Path, bytes]) -> dict[Path, bytes]:
    """The files that are new or other than before, those under .git/commitworthy too."""
    now = {path: path.read_bytes() for path in top.rglob("*") if path.is_file() and "objects" not in path.parts}
    return {path: content for path, content in now.items() if before.get(path) != content}


@pytest.mark.parametrize("case", WORDS)
def test_no_hook_and_no_format_shows_or_writes_one(leaky: Repo, case: str) -> None:
    if "push" in case:
        leaky.git("commit", "--quiet", "--message", f"Add https://u:{MARK}@h.org/x and ghp_{MARK}01234567890123456789")
    before = written(leaky.top, {})
    outcome = leaky.run(*WORDS[case])
    assert (outcome.out + outcome.err) or case == "require-lfs"
    assert "this is a bug" not in outcome.err
    assert not [line for line in (outcome.out + outcome.err).split("\n") if leaks(line)]
    for path, content in written(leaky.top, before).items():
        if path.parent.name == "commitworthy":
            # A policy is remembered as it is, under .git and for its owner alone.
            assert path.stat().st_mode & 0o077 == 0
            continue
        known = before.get(path, b"").decode("utf-8", "replace").split("\n")
        lines = content.decode("utf-8", "replace").split("\n")
        assert not [line for line in lines if leaks(line) and line not in known], path


ERRORS = {
    "a size": f'[tool.commitworthy.block-artifacts]\nmax-size = "https://u:{MARK}@h.org"\n',
    "a token": f'[tool.commitworthy.block-artifacts]\nmax-size = "ghp_{MARK}0123456789012345"\n',
    "a drawn word": f'[tool.commitworthy.block-artifacts]\nmax-size = "{DRAWN}"\n',
    "a key": f'[tool.commitworthy.block-artifacts]\n"https://u:{MARK}@h.org" = 1\n',
    "a home": f'[tool.commitworthy.homes]\nmodel = "https://u:{MARK}@h.org"\n',
}


@pytest.mark.parametrize("case", ERRORS)
@pytest.mark.parametrize("words", [["block-artifacts"], ["doctor"], ["check", "--format", "sarif"]], ids=" ".join)
def test_an_error_of_a_policy_does_not_quote_one(repo: Repo, case: str, words: list[str]) -> None:
    repo.stage("pyproject.toml", ERRORS[case])
    outcome = repo.run(*words)
    assert outcome.status in (1, 2)
    assert outcome.out + outcome.err
    assert not leaks(outcome.out + outcome.err)


NAMED = f"https://u:{MARK}@h.org/x?token={MARK}"


@pytest.mark.parametrize(
    "words",
    [
        *([word, NAMED] for word in ("check", "move", "fetch", "cards", "extract", "which", "block-artifacts")),
        ["explain", f"token:{MARK}"],
        ["check", f"--password {MARK}"],
    ],
    ids=" ".join,
)
def test_what_was_typed_in_place_of_a_file_is_not_shown(repo: Repo, words: list[str]) -> None:
    outcome = repo.run(*words)
    assert outcome.status == 2
    assert outcome.err
    assert not leaks(outcome.out + outcome.err)


def test_an_address_with_credentials_is_not_written_by_init(repo: Repo) -> None:
    outcome = repo.run("init", "--write", "--repo", f"https://u:{MARK}@h.org/r.git", "--rev", "v1")
    assert outcome == (
        2,
        "",
        "commitworthy: init: --repo contains credentials, which would be committed: leave them out\n",
    )


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_subject_of_a_commit_does_not_show_one(repo: Repo, form: str) -> None:
    repo.write("m.pkl", b"\x80\x04\x95" + noise(9000))
    repo.commit(f"Use token: {MARK} and password: {MARK}")
    outcome = repo.run("check-push", "--format", form)
    assert outcome.status == 1
    assert not leaks(outcome.out + outcome.err)


def test_a_traceback_does_not_quote_one(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    from commitworthy.hooks.block_artifacts import hook

    def broken(call: object) -> None:
        raise RuntimeError(f"https://u:{MARK}@h.org")

    monkeypatch.setattr(hook, "check", broken)
    for words in (["block-artifacts", "--debug"], ["block-artifacts"]):
        outcome = repo.run(*words)
        assert outcome.status == 2
        assert "https://...@h.org" in outcome.err
        assert not leaks(outcome.err)


def test_what_is_remembered_is_for_its_owner_alone(repo: Repo) -> None:
    for number in range(60):
        repo.write(f"a{number}.py", "x = y\n")
    repo.git("add", ".")
    repo.git("commit", "--quiet", "--message", "a")
    for hook in ("block-artifacts", "flag-parameters", "require-lfs"):
        assert repo.run(hook, "--all-files").status == 0
    files = [path for path in (repo.top / ".git/commitworthy").rglob("*") if path.is_file()]
    assert files
    assert {path.stat().st_mode & 0o077 for path in files} == {0}
