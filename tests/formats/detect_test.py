from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.formats.detect import FAMILIES, HEAD_SIZE, sniff
from tests.samples import MODEL, SAMPLES, field, hdf5, look, npy, parquet, random_bytes

ARTIFACT_SUFFIXES = (
    ".pkl .pickle .joblib .pt .pth .ckpt .safetensors .onnx .gguf .keras .h5 .hdf5 .npy .npz .parquet .arrow "
    ".feather .orc .avro .sqlite .db .duckdb .xlsx .xls .zip .gz .xz .tar .7z .so .exe .dll .class .pyc "
    ".wasm .png .jpg .mp4 .pdf"
).split()


PROSE = [
    b"BM25_K1 = 1.2\nBM25_B = 0.75\n",
    b"PAR1 is the parquet magic.\n",
    b"LASSO_ALPHA = 0.1\n",
    b'ID3 = "decision tree"\n',
    b"MZ is how Windows programs begin.\n",
    b"ORC files are columnar.\n",
    b"Obj is short for object\n",
    b"%PDF-1.7 is the header of a PDF file.\n",
    b"PK\n\nis a primary key\n",
    b"GGUF models go to models/\n",
    b"BZh is the start of bzip2\n",
    b"!<arch>\nis the magic of ar\n",
    b"x = 1\n",
    b"RIFF WAVE\n",
    b"II* MM*\n",
    b"SQLite format 3 is stable\n",
    b"(define (square x) (* x x))\n",
    b"(dp0 is how pickles of protocol 0 begin\n",
    b"(lp0\np1\n is not a list.",
    b"class A:\n    pass\n",
    b"cos\nsystem\np0\nis a global\n",
    b"const x = 1;\nlet p0\n",
    b"Vp0\np0\n",
    b"S'unclosed\np0\n.",
    b"]\n.",
    b"DUCK DUCK DUCK\n",
    b"FORM of AIFF\n",
    b"ftypes = 4\n",
    b"\x1b[31mred\x1b[0m\n",
    b"GIF89a is an image format from 1989\n",
    b"a/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\na/b.py,sha256=x,12\n" * 40,
    b"\xef\xbb\xbfversion\n",
    b"cos\nsystem\np0\nN.",
    b"cos\nsystem\nV" + b"." * 9000,
]


@pytest.mark.parametrize("content", PROSE)
@pytest.mark.parametrize("path", ["notes.txt", "notes", "a.md", "a.pkl", "a.parquet"])
def test_magic_words_in_prose_are_prose(path: str, content: bytes) -> None:
    assert look(path, content)[:2] == ("text", "text")
    assert not look(path, content).disguised


@pytest.mark.parametrize("content", [b"I1\n.", b"N.", b"F0.5\n.", b"L%d0L\n." % 10**50])
def test_a_value_alone_is_a_pickle_only_where_the_name_says_so(content: bytes) -> None:
    assert look("a.pkl", content)[:2] == look("A.PICKLE", content)[:2] == ("model", "pickle")
    for path in ("notes.txt", "notes", "a.md", "a.parquet"):
        assert look(path, content).family == "text"


def test_pixels_and_samples_without_control_bytes_are_no_text() -> None:
    assert look("a.raw", b"\xff" * 9000)[:4] == (
        "binary", "binary", "unknown binary content", "content: no text in the first 8 KiB",
    )  # fmt: skip
    assert look("a.txt", b"\xff\xff\xff \xc0" * 3000).disguised
    assert look("a.txt", b"\xff" * (HEAD_SIZE - 1)).family == "text"


@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251", "cp866", "mac-cyrillic", "utf-8"])
def test_one_long_line_in_another_script_is_text_up_to_8_kib(encoding: str) -> None:
    assert look("a.txt", ("привет, мир " * 300).encode(encoding)).family == "text"
    assert look("a.txt", ("привет, мир " * 3000 + "\n").encode("utf-8")).family == "text"
    assert look("a.txt", ("привет, мир\n" + "привет, мир " * 3000).encode(encoding)).family == "text"


ENCODINGS = "utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be latin-1 cp1252 cp437 utf-8-sig".split()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", ["Straße und Café, alles Text.\r\n" * 5, "id,größe\n" + "1,2\n" * 5000])
def test_western_text_in_any_encoding_is_text(encoding: str, text: str) -> None:
    assert look("a.txt", text.encode(encoding)[:60000]).family == "text"


@pytest.mark.parametrize(
    "encoding", ["koi8-r", "cp1251", "shift_jis", "gb18030", "euc-kr", "big5", "iso2022_jp", "utf-16"]
)
def test_other_scripts_are_text(encoding: str) -> None:
    texts = {"koi8-r": "Привет, мир\n", "cp1251": "Привет, мир\n", "euc-kr": "안녕하세요\n", "big5": "你好世界\n"}
    text = texts.get(encoding, "你好世界\n" if encoding == "gb18030" else "こんにちは世界\n")
    if encoding != "iso2022_jp":  # whose escapes are control bytes by design
        assert look("a.txt", (text * 2000).encode(encoding)).family == "text"


def test_wide_csv_is_data_by_its_name() -> None:
    assert look("a.csv", "id,größe\n1,2\n".encode("utf-16")) == ("data", "csv", "CSV data", "name: .csv", False)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16", "utf-32-be"])
def test_wide_text_cut_in_the_middle_of_a_character_is_text(encoding: str) -> None:
    content = ("abcdef😀" * 2000).encode(encoding)
    assert {look("a", content[: HEAD_SIZE - cut]).family for cut in range(8)} == {"text"}


POINTERS = {
    "lfs-pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0a" * 32 + b"\nsize 900000\n",
    "git-annex-pointer": b"/annex/objects/SHA256E-s900000--" + b"0a" * 32 + b".bin\n",
    "git-crypt": b"\0GITCRYPT\0" + random_bytes(40),
}


@pytest.mark.parametrize("suffix", ARTIFACT_SUFFIXES)
def test_pointers_and_empty_files_are_no_artifacts(suffix: str) -> None:
    for name, content in POINTERS.items():
        assert look("a" + suffix, content)[:2] == ("pointer", name)
    assert look("a" + suffix, b"").family == "empty"
    assert look("a" + suffix + ".dvc", b"outs:\n- md5: 0a\n  size: 3\n  path: a\n")[:2] == ("pointer", "dvc-pointer")


def test_a_document_about_pointers_is_text() -> None:
    content = b"# Pointers\n\n    " + POINTERS["lfs-pointer"].replace(b"\n", b"\n    ")
    assert look("docs/lfs.md", content).family == "text"


def test_a_large_onnx_graph_is_known_by_its_head() -> None:
    node = field(1, b"x") + field(2, b"y") + field(4, b"Identity")
    graph = b"".join(field(1, node) for _ in range(1000))
    content = field(1, 8) + field(2, b"pytorch") + field(3, b"2.3.0") + field(7, graph) + field(8, field(2, 13))
    assert look("a", content).format == "onnx"
    assert sniff(b"a", len(content), content[:HEAD_SIZE]).format == "onnx"
    assert sniff(b"a", len(content) // 2, content[:HEAD_SIZE]).format != "onnx"


def test_encrypted_parquet_is_parquet() -> None:
    assert look("a", parquet(magic=b"PARE")).format == "parquet"


def test_an_object_array_is_still_an_array() -> None:
    assert look("a.txt", npy("|O", pickle.dumps(MODEL)))[:2] == ("data", "npy")


@pytest.mark.parametrize("offset", [512, 1024, 2048, 4096])
def test_hdf5_behind_a_user_block(offset: int) -> None:
    assert look("a.dat", hdf5(user_block=offset)).format == "hdf5"


def test_names_of_text() -> None:
    assert look("a.ipynb", b"{}").family == "notebook"
    assert look("a.py", b"x = 1\n")[:2] == ("text", "python")
    assert look("a.csv", b"a,b\n")[:2] == ("data", "csv")
    assert look("a.CSV", b"a,b\n")[:2] == ("data", "csv")
    assert look("a.csv", random_bytes(500)) == (
        "binary", "binary", "unknown binary content", "content: a NUL byte in the first 8 KiB", True,
    )  # fmt: skip


@pytest.mark.parametrize("control", range(32))
def test_control_bytes(control: int) -> None:
    text = control in (8, 9, 10, 12, 13, 26, 27)
    assert look("a", b"some words %c and more" % control).family == ("text" if text else "binary")


def test_a_byte_order_mark_makes_no_text() -> None:
    assert look("a", b"\xff\xfe" + b"\1\0" * 500).family == "binary"
    assert look("a", b"\xfe\xff" + random_bytes(500)).family == "binary"


def test_names_of_binaries() -> None:
    assert look("a.pt", random_bytes(500))[:4] == ("model", "torch", "a PyTorch model", "name: .pt")
    assert look("a.png", random_bytes(500)).family == "binary"
    assert look("a", b"text \x01 text").evidence == "content: a control byte in the first 8 KiB"


@given(st.binary(max_size=400), st.integers(-5, 10**13), st.binary(max_size=20), st.binary(max_size=40))
def test_any_bytes_any_size_any_path(head: bytes, size: int, path: bytes, end: bytes) -> None:
    found = sniff(path, size, head, lambda count: end)
    assert found == sniff(path, size, head, lambda count: end)
    assert found.family in FAMILIES
    assert found.format
    assert found.label
    assert found.evidence
    assert not found.format.strip("abcdefghijklmnopqrstuvwxyz0123456789-")


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_damaged_files(name: str, data: st.DataObject) -> None:
    content = bytearray(SAMPLES[name]())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=6)):
        content[place] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content)))])
    size = data.draw(st.sampled_from([len(cut), len(content), 0, 1, 10**12]))
    suffix = data.draw(st.sampled_from([".gz", ".txt", ".pkl", ""])).encode()
    found = sniff(b"a" + suffix, size, cut, lambda count: cut[-count:])
    assert found.family in FAMILIES
