from __future__ import annotations

import gzip
import io
import pickle
import tarfile
import zipfile

from commitworthy.formats.detect import HEAD_SIZE, sniff
from tests.samples import MODEL, SAMPLES, look, npy, parquet, rows, torch, zipped


def test_zip_members_decide() -> None:
    deflated = zipfile.ZIP_DEFLATED
    assert look("m.zip", zipped({"clf.pkl": pickle.dumps(MODEL)}, deflated)).family == "model"
    assert look("m.zip", zipped({"a.csv": rows(",")}, deflated)).family == "data"
    assert look("m.zip", zipped({"schema.json": b"{}", "a.csv": rows(",")})).format == "zip"
    assert look("m.zip", zipped({"docs/data.pkl.txt": b"text"})).format == "zip"
    assert look("m.zip", zipped({})).format == "zip"
    assert not look("m.zip", torch()).disguised


def test_the_outer_directory_counts_not_an_inner_zip() -> None:
    content = zipped({"p/data/model.pt": torch(), "p/archive_format": b"pt2"})
    assert look("a.pt2", content).format == "torch-export"


def test_the_end_is_read_only_where_the_head_leaves_it_open() -> None:
    reads = []

    def tail(count: int) -> bytes:
        reads.append(count)
        return content[-count:]

    for content in (torch(), SAMPLES["keras"](), parquet(), npy(), b"text" * 9000, pickle.dumps([0.1] * 9000)):
        sniff(b"a", len(content) + 1000, content[:HEAD_SIZE], tail)
    assert reads == []
    content = zipped({f"{number}.npy": npy() for number in range(40)})
    assert sniff(b"a", len(content), content[:HEAD_SIZE], tail).format == "npz"
    assert reads


def test_sizes_of_zip64_are_followed() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("m/code/a.py", "m/data/0", "m/data.pkl"):
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(b"x" * 100)
    content = target.getvalue()
    assert sniff(b"a", len(content) + 9, content).format == "torch"


def test_a_tar_archive_is_what_its_first_file_is() -> None:
    model = pickle.dumps(MODEL)
    for name in ("model.pkl", "a/" * 60 + "model.pkl", "größe.bin"):
        for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
            content = tarred({"folder/": b"", name: model}, form)
            assert look("model.tar", content)[:3] == ("model", "pickle", "a pickle, in a tar file")
            packed = look("model.tar.gz", gzip.compress(content, mtime=0))
            assert packed[:3] == ("model", "pickle", "a pickle, in a tar file, compressed with gzip")
    assert look("a.tar", tarred({"a.txt": b"text", "model.pkl": model}))[:2] == ("archive", "tar")
    assert look("a.tar", tarred({"folder/": b""}))[:2] == ("archive", "tar")


def tarred(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """Names that end in a slash are folders."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name.rstrip("/"))
            info.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return target.getvalue()
