"""What a text looks like: a path, an address, a date.  Told from its shape, without a regular expression."""

from __future__ import annotations

ABSOLUTE = "absolute"
RELATIVE = "relative"
FILE = "file"
STORAGE = "storage"
URL = "url"
DATABASE = "database"

_STORES = frozenset("s3 s3a s3n gs gcs hdfs abfs abfss wasb wasbs dbfs adl az oss swift".split())
_DATABASES = frozenset(
    """
    postgresql postgres mysql mariadb sqlite mongodb redis rediss mssql oracle snowflake bigquery redshift clickhouse
    duckdb spark unix thrift mqtt nats pulsar ldap ldaps amqps amqp kafka jdbc cassandra neo4j bolt trino presto
    hive databricks
    """.split()
)
_ROOTS = tuple(
    """
    /home/ /Users/ /content /kaggle /mnt/ /data /dbfs /tmp /var/ /opt/ /root/ /scratch /media/ /workspace /gpfs /nfs
    /beegfs/ /lustre/ /cluster/ /local_disk0/ /project /storage /datasets /export/ /srv/ /usr/ /etc/ /efs /Volumes/
    /gdrive /drive /ssd /hdd /raid /share
    ~/ \\\\
    """.split()
)
_ENDINGS = frozenset(
    """
    csv tsv txt dat data json jsonl ndjson parquet parq pq feather arrow avro orc h5 hdf5 hdf nc npy npz pkl pickle
    p joblib dill pt pth ckpt safetensors onnx pb tflite keras bin model mdl sav xls xlsx xlsm ods db sqlite sqlite3
    duckdb zip gz tar tgz bz2 xz zst 7z rar png jpg jpeg gif bmp tif tiff svg webp pdf html htm xml log yml yaml
    toml ini cfg mat rds rdata sav dta sas7bdat mp4 avi mov mkv mp3 wav flac ogg m4a geojson shp gpkg kml tfrecord
    tfrecords record libsvm svm arff vec bvec wv gensim fasttext md rst tex out cdf ipynb sps edgelist gml graphml
    root fits dcm nii hdr obj ply pcd las laz snappy gzip lz4 ttl rdf owl nt bed vcf fasta fa fastq bam sam gff gtf
    h5ad loom pmml dump bak tmp tab psv
    """.split()
)
_CODE = frozenset(
    """
    sql py pyc sh js css ts cpp c h java so dll exe whl lock j2 jinja jinja2 tpl tmpl ps1 bat r R
    """.split()
)
_MIME = frozenset("text application image audio video multipart font message".split())
_FOLDERS = frozenset(
    """
    data dataset datasets input inputs output outputs out model models result results figure figures fig figs plot
    plots image images img imgs log logs runs run checkpoint checkpoints ckpt weights cache tmp temp raw processed
    interim external features submission submissions report reports artifacts saved save download downloads assets
    resources corpus csv files experiments predictions embeddings notebooks . ..
    """.split()
)


# An empty part in front, a folder, and what is in it.
_ROOTED = 3
_LONGEST = 400


# What no path that is worth a name has in it.
_NEVER = frozenset('<>|"?;,!$^`')


# With either slash, of which only one is looked for in a path.
_SIGNS = tuple("/d{ /d+ /w+ /d) /w) /s+ /s* [^ (? [// .*) .*? .+) [a-z [A-Z [0-9".split())


def location(text: str) -> str:
    """ABSOLUTE, RELATIVE, FILE (a name with a known ending), STORAGE, URL or DATABASE; "" if it is no place at all.

    RELATIVE has a folder in it, but what it names may still be something else, such as `Grassland/Pasture`.
    """
    if "{{" in text:
        text = _filled(text)
    if not 2 <= len(text) <= 400 or "\n" in text or (text[0] in " <([#@%" and not text.startswith("%s")):
        return ""
    if text.startswith("jdbc:"):
        return DATABASE
    scheme, separator, rest = text.partition("://")
    if separator and scheme.isascii() and " " not in scheme:
        return _address(scheme.lower(), rest)
    if text.startswith(("dbfs:/", "runs:/", "models:/")):
        return STORAGE
    path = text.replace("\\", "/")
    if text.startswith(_ROOTS) or (path[1:3] == ":/" and text[0].isalpha()):
        return ABSOLUTE if not _is_prose(path) else ""
    return _relative(path)


def is_rooted(text: str) -> bool:
    """Whether it may be an absolute path below any root: `/local_disk0/results`."""
    parts = text.split("/")
    if len(parts) < _ROOTED or parts[0] or not parts[1] or "{}" in parts[1] or len(text) > _LONGEST:
        return False
    return not _is_prose(text) and all(part or at == len(parts) - 1 for at, part in enumerate(parts[1:], 1))


def _filled(text: str) -> str:
    """Of `/data/{{ ds }}.json`, which a scheduler fills in, `/data/{}.json`."""
    before, *rest = text.split("{{")
    return before + "".join("{}" + part.partition("}}")[2] for part in rest)


def _address(scheme: str, rest: str) -> str:
    if scheme in _STORES:
        return STORAGE
    if scheme.partition("+")[0] in _DATABASES:
        return DATABASE
    if scheme in ("http", "https", "ftp", "ftps", "sftp", "ws", "wss", "grpc", "tcp", "git"):
        return URL if rest.strip("/") else ""
    return ABSOLUTE if scheme == "file" else ""


def _relative(path: str) -> str:
    """RELATIVE, FILE or "" of a path with forward slashes that begins nowhere."""
    folder, slash, name = path.rpartition("/")
    ending = extension(name)
    if _is_prose(path):
        return ""
    if ending and (ending in _ENDINGS or ending.rstrip("{}") in _ENDINGS):
        return RELATIVE if slash else FILE
    if not slash or path[0] == "/":
        return ""
    parts = folder.split("/")
    if parts[0] in _MIME and len(parts) == 1 and "." not in name and not path.endswith("/"):
        return ""
    return RELATIVE


def _is_prose(path: str) -> bool:
    """Words of a sentence, of markup, of a pattern or a query rather than a path."""
    if not _NEVER.isdisjoint(path) or is_pattern(path) or "==" in path or "://" in path or "  " in path:
        return True
    blanks = path.count(" ")
    return blanks > 0 and (
        blanks > 6 or "/ " in path or " /" in path or ": " in path or ". " in path or (blanks > 3 and "/" not in path)
    )


def is_pattern(text: str) -> bool:
    """Whether it is a regular expression; backslashes may have been made slashes already."""
    if not any(mark in text for mark in ")]}+"):
        return False
    return any(sign in text for sign in _SIGNS)


def is_named_file(text: str) -> bool:
    """Whether it may be the name of a file, in words such as people give to files, with an ending of data."""
    if len(text) > 120 or not _NEVER.isdisjoint(text) or "://" in text or "\n" in text or is_pattern(text):
        return False
    return extension(text) in _ENDINGS


def extension(name: str) -> str:
    """The lower-case ending behind the last dot, "" if there is none or nothing in front of it."""
    stem, dot, ending = name.rpartition(".")
    if (
        not dot
        or (not stem.strip("*{}") and not stem)
        or (not ending.isalnum() and not ending.endswith("{}"))
        or len(ending) > 10
    ):
        return ""
    return ending.lower()


def is_code(text: str) -> bool:
    """Whether it names a piece of code or a template, which belongs to the program."""
    name = text.rpartition("/")[2]
    return extension(name) in _CODE or name == "index.html"


def has_known_ending(text: str) -> bool:
    """Whether its ending is one that data, models, pictures or reports have; in a folder any ending will do."""
    _, folder, name = text.replace("\\", "/").rpartition("/")
    ending = extension(name)
    return ending in _ENDINGS or (bool(folder) and ending.isalnum() and not ending.isdigit())


def in_known_folder(text: str) -> bool:
    """Whether a folder of it is one that projects keep data or results in, or it begins at `.` or `..`."""
    parts = text.replace("\\", "/").lower().split("/")
    return not _FOLDERS.isdisjoint(parts[:-1]) or text.endswith("/")


def is_date(text: str) -> bool:
    """`2020-01-31`, `2020-01`, `2020/1/31`, `31.01.2020`, `20200131` are; a time may follow."""
    if not 6 <= len(text) <= 35 or not text[0].isdigit():
        return False
    day = text.replace("T", " ").split(" ")[0]
    if len(day) == 8 and day.isdigit():
        return _is_year(day[:4]) and "01" <= day[4:6] <= "12" and "01" <= day[6:] <= "31"
    for mark in "-/.":
        parts = day.split(mark)
        if len(parts) in (2, 3) and all(part.isdigit() for part in parts):
            if len(parts) == 2:
                return mark == "-" and len(parts[0]) == 4 and _is_year(parts[0]) and 1 <= int(parts[1]) <= 12
            return _is_ymd(parts) or _is_ymd(parts[::-1]) or _is_ymd([parts[2], parts[0], parts[1]])
    return False


def _is_ymd(parts: list[str]) -> bool:
    year, month, day = parts
    return _is_year(year) and max(len(month), len(day)) <= 2 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _is_year(text: str) -> bool:
    return len(text) == 4 and "1800" <= text <= "2199"


def has_sql_date(text: str) -> bool:
    """Whether it is SQL with a date such as '2024-01-01' in it."""
    if "'" not in text:
        return False
    upper = text.upper()
    if not any(word in upper for word in ("SELECT ", "WHERE ", "BETWEEN ", " AND ", "FROM ")):
        return False
    return any(is_date(part) for part in text.split("'")[1::2])


def has_password(address: str) -> bool:
    """Whether an address carries credentials: `user:password@` in front of the host, or a password as an option."""
    _, _, rest = address.partition("://")
    before, at, _ = rest.split("/")[0].rpartition("@")
    if at and ":" in before and before.partition(":")[2] not in ("", "{}"):
        return True
    lowered = address.lower()
    for key in ("password=", "passwd=", "pwd=", "secret=", "token=", "api_key=", "apikey=", "access_key=", "sig="):
        _, found, value = lowered.partition(key)
        if found and value and not value.startswith(("{}", "${", "&")):
            return True
    return False


def is_connection(text: str) -> bool:
    """Whether it is `host=db1 port=5432 ...` as libpq has it, or `Driver=...;Server=...;` as ODBC has it."""
    lowered = text.lower()
    if lowered.startswith(("host=", "dbname=", "server=", "driver=", "user=")):
        options = [part for part in lowered.replace(";", " ").split() if "=" in part and not part.endswith("={}")]
        return any(part.startswith(("host=", "server=", "dbname=")) for part in options)
    return False


def is_host(text: str) -> bool:
    """Whether it is `localhost`, an address of four numbers, or a name of three parts and more such as `db.a.org`."""
    if text == "localhost":
        return True
    parts = text.split(".")
    if len(parts) == 4 and all(part.isdigit() for part in parts):
        return True
    return len(parts) > 2 and all(part.replace("-", "").isalnum() for part in parts) and not has_known_ending(text)


def is_host_and_port(text: str) -> bool:
    """Whether it is `localhost:9092` or `10.0.0.1:80`."""
    host, colon, port = text.rpartition(":")
    return bool(colon) and port.isdigit() and 2 <= len(port) <= 5 and is_host(host)
