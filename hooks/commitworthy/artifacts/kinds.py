"""THE TABLE: every artifact format we know, one row a format.

A row says how the format is known: by `magic`, by a structure `check` (`checks.py`), by the `members` of a zip file,
by what it `opens` to, or, where the format has no mark of its own, by `suffixes` alone.  The order matters where two
rows can claim the same bytes: the first one wins.  Figures come from the formats' own documents.
"""

from __future__ import annotations

from ..values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .sniff import Sniff

MODEL, EXECUTABLE, DATA, ARCHIVE, MEDIA, DOCUMENT = "model", "executable", "data", "archive", "media", "document"
FAMILIES = (
    MODEL, EXECUTABLE, DATA, ARCHIVE, "binary", MEDIA, DOCUMENT, "notebook", "text", "pointer", "empty",
)  # fmt: skip
Magic = tuple[tuple[tuple[int, bytes], ...], ...]


class Kind(NamedTuple):
    """One format.

    `suffixes` are lower-case, with the dot, parted by blanks.  `magic` holds alternatives, each a tuple of (offset,
    bytes) that must all be there.  `check` names a function in `checks.CHECKS`, asked after the magic; `starts` are
    the first bytes that a check without magic needs.  `members` are names in a zip file: "a" itself, "a/" a folder,
    "/a" in any folder, "*.a .b" the suffixes that all members have.  `opens` names the container to look into.
    `text` means that a file of clean text may be this; without it, text never is.
    """

    id: str
    label: str
    family: str
    suffixes: str = ""
    magic: Magic = ()
    check: str = ""
    starts: bytes = b""
    members: tuple[str, ...] = ()
    opens: str = ""
    text: bool = False


def at(offset: int, *alternatives: bytes) -> Magic:
    """Any of the alternatives, at the offset."""
    return tuple([((offset, alternative),) for alternative in alternatives])


def both(*parts: tuple[int, bytes]) -> Magic:
    """All of the parts."""
    return (parts,)


HDF5 = b"\x89HDF\r\n\x1a\n"
HDF5_AT = tuple([((offset, HDF5),) for offset in (0, 512, 1024, 2048, 4096)])  # behind a user block
TORCH = b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."  # a pickled constant
JAVA = b"\xca\xfe\xba\xbe"
PICKLE_STARTS = b"\x80(c]}ILFSVNG)KMJTUX"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ISO = b"ftyp"

# fmt: off
KINDS: tuple[Kind, ...] = (
    # Trained models.
    Kind("torch-export", "a PyTorch exported program", MODEL, ".pt2", members=("/archive_format",)),
    Kind("torchscript", "a TorchScript model", MODEL, ".ptl", members=("/data.pkl", "/constants.pkl")),
    Kind("torch", "a PyTorch model", MODEL, ".pt .pth .ckpt .ptl", members=("/data.pkl",)),
    Kind("torch-legacy", "a PyTorch model (legacy format)", MODEL, ".pt .pth .ckpt", at(0, TORCH)),
    Kind("keras", "a Keras model", MODEL, ".keras", members=("config.json", "metadata.json", "model.weights.h5")),
    Kind("skops", "a skops model", MODEL, ".skops", members=("schema.json", "*.json .npy .npz .bin")),
    Kind("joblib", "a pickle (joblib)", MODEL, ".joblib", check="joblib", starts=PICKLE_STARTS),
    Kind("pickle", "a pickle", MODEL, ".pkl .pickle .p .dill .cloudpickle .joblib", check="pickle",
         starts=PICKLE_STARTS, text=True),
    Kind("safetensors", "a safetensors model", MODEL, ".safetensors", check="safetensors"),
    Kind("gguf", "a GGUF model", MODEL, ".gguf", at(0, b"GGUF")),
    Kind("onnx", "an ONNX model", MODEL, ".onnx", check="onnx", starts=b"\x08"),
    Kind("keras-h5", "a Keras model (HDF5)", MODEL, ".h5 .hdf5 .keras", HDF5_AT, "keras_h5"),
    # Data.
    Kind("parquet", "Parquet data", DATA, ".parquet .parq .pq .geoparquet", at(0, b"PAR1", b"PARE")),
    Kind("arrow", "an Arrow file", DATA, ".arrow .feather .ipc", at(0, b"ARROW1\0\0")),
    Kind("arrow-stream", "an Arrow stream", DATA, ".arrows .arrow .ipc", at(0, b"\xff\xff\xff\xff"), "arrow_stream"),
    Kind("feather", "Feather data (version 1)", DATA, ".feather", at(0, b"FEA1")),
    Kind("orc", "ORC data", DATA, ".orc", at(0, b"ORC"), "orc"),
    Kind("avro", "Avro data", DATA, ".avro", at(0, b"Obj\x01")),
    Kind("hdf5", "HDF5 data", DATA, ".h5 .hdf5 .hdf .he5 .h5ad .loom .nc .nc4 .mat .cool", HDF5_AT),
    Kind("npy", "a NumPy array", DATA, ".npy", at(0, b"\x93NUMPY")),
    Kind("npz", "NumPy arrays", DATA, ".npz", members=("*.npy",)),
    Kind("sqlite", "an SQLite database", DATA, ".sqlite .sqlite3 .db .db3 .gpkg .mbtiles", at(0, b"SQLite format 3\0")),
    Kind("duckdb", "a DuckDB database", DATA, ".duckdb .ddb .db", at(8, b"DUCK")),
    Kind("xlsx", "an Excel workbook", DATA, ".xlsx .xlsm .xlsb .xltx", members=("xl/",)),
    Kind("ole", "an Office file (OLE)", DOCUMENT, ".doc .ppt .msg .vsd .dot .pps", at(0, OLE), "ole_document"),
    Kind("xls", "an Excel workbook (OLE)", DATA, ".xls .xlt", at(0, OLE)),
    # Data as text, known by name at any size; CSV and JSON Lines also by content when large.
    Kind("csv", "CSV data", DATA, ".csv", text=True),
    Kind("tsv", "tab-separated data", DATA, ".tsv", text=True),
    Kind("jsonl", "JSON Lines data", DATA, ".jsonl .ndjson .ldjson .geojsonl .geojsonseq", text=True),
    Kind("arff", "ARFF data", DATA, ".arff", text=True),
    Kind("libsvm", "LIBSVM data", DATA, ".libsvm .svmlight", text=True),
    # Executables.
    Kind("elf", "an ELF executable", EXECUTABLE, ".so .o .ko .elf .axf .node", at(0, b"\x7fELF")),
    Kind("pe", "a Windows executable", EXECUTABLE, ".exe .dll .pyd .sys .ocx .scr .mexw64", at(0, b"MZ"), "pe"),
    Kind("macho", "a Mach-O executable", EXECUTABLE, ".dylib .so .o .bundle .node .mexmaci64 .mexmaca64",
         at(0, b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xfe\xed\xfa\xce")),
    Kind("macho-fat", "a Mach-O executable (universal)", EXECUTABLE, ".dylib .so .bundle", at(0, JAVA), "macho_fat"),
    Kind("java-class", "a Java class", EXECUTABLE, ".class", at(0, JAVA), "java_class"),
    Kind("wasm", "a WebAssembly module", EXECUTABLE, ".wasm", at(0, b"\0asm")),
    Kind("pyc", "compiled Python", EXECUTABLE, ".pyc .pyo", at(2, b"\r\n"), "pyc"),
    Kind("deb", "a Debian package", ARCHIVE, ".deb .udeb", at(0, b"!<arch>\ndebian-binary"), text=True),
    Kind("static-library", "a static library", EXECUTABLE, ".a .lib", at(0, b"!<arch>\n", b"!<thin>\n"), "ar",
         text=True),
    Kind("coff", "an object file (COFF)", EXECUTABLE, ".o", check="coff", starts=b"\x4c\x64"),
    # Documents and media.
    Kind("pdf", "a PDF document", DOCUMENT, ".pdf .ai", at(0, b"%PDF-"), "pdf", text=True),
    Kind("docx", "a Word document", DOCUMENT, ".docx .docm .dotx", members=("word/document.xml",)),
    Kind("pptx", "a PowerPoint file", DOCUMENT, ".pptx .pptm .potx .ppsx", members=("ppt/presentation.xml",)),
    Kind("png", "a PNG image", MEDIA, ".png .apng", at(0, b"\x89PNG\r\n\x1a\n")),
    Kind("jpeg", "a JPEG image", MEDIA, ".jpg .jpeg .jpe .jfif", at(0, b"\xff\xd8\xff")),
    Kind("gif", "a GIF image", MEDIA, ".gif", at(0, b"GIF87a", b"GIF89a")),
    Kind("webp", "a WebP image", MEDIA, ".webp", both((0, b"RIFF"), (8, b"WEBP"))),
    Kind("bmp", "a BMP image", MEDIA, ".bmp .dib", both((0, b"BM"), (6, b"\0\0\0\0")), "bmp"),
    Kind("tiff", "a TIFF image", MEDIA, ".tif .tiff .btf", at(0, b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
    Kind("jp2", "a JPEG 2000 image", MEDIA, ".jp2 .jpx .j2k .jpf",
         at(0, b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51\0")),
    Kind("exr", "an OpenEXR image", MEDIA, ".exr", at(0, b"\x76\x2f\x31\x01")),
    Kind("ico", "an icon", MEDIA, ".ico .cur", at(0, b"\0\0\1\0", b"\0\0\2\0"), "ico"),
    Kind("avif", "an AVIF image", MEDIA, ".avif", at(4, ISO + b"avif", ISO + b"avis")),
    Kind("heic", "a HEIC image", MEDIA, ".heic .heif",
         at(4, ISO + b"heic", ISO + b"heix", ISO + b"mif1", ISO + b"msf1", ISO + b"hevc")),
    Kind("mp4", "an MP4 file", MEDIA, ".mp4 .m4a .m4v .mov .3gp .qt", at(4, ISO, b"moov", b"wide")),
    Kind("psd", "a Photoshop image", MEDIA, ".psd .psb", at(0, b"8BPS\0")),
    Kind("wav", "WAV audio", MEDIA, ".wav", at(0, b"RF64", b"RIFX") + both((0, b"RIFF"), (8, b"WAVE"))),
    Kind("avi", "an AVI video", MEDIA, ".avi", both((0, b"RIFF"), (8, b"AVI "))),
    Kind("flac", "FLAC audio", MEDIA, ".flac", at(0, b"fLaC")),
    Kind("ogg", "an Ogg file", MEDIA, ".ogg .oga .ogv .opus .spx", at(0, b"OggS\0")),
    Kind("aiff", "AIFF audio", MEDIA, ".aif .aiff .aifc", both((0, b"FORM"), (8, b"AIF"))),
    Kind("au", "AU audio", MEDIA, ".au .snd", at(0, b".snd\0")),
    Kind("mp3", "MP3 audio", MEDIA, ".mp3 .mp2", at(0, b"ID3\2", b"ID3\3", b"ID3\4")),
    Kind("mp3-frames", "MP3 audio", MEDIA, ".mp3 .mp2 .mpa", check="mp3", starts=b"\xff"),
    Kind("mkv", "a Matroska video", MEDIA, ".mkv .webm .mka", at(0, b"\x1a\x45\xdf\xa3")),
    Kind("flv", "a Flash video", MEDIA, ".flv", at(0, b"FLV\x01")),
    Kind("asf", "a Windows media file", MEDIA, ".wmv .wma .asf", at(0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11")),
    Kind("mpeg", "an MPEG video", MEDIA, ".mpg .mpeg .vob", at(0, b"\0\0\1\xba", b"\0\0\1\xb3")),
    Kind("midi", "a MIDI file", MEDIA, ".mid .midi", at(0, b"MThd\0\0\0\6")),
    Kind("truetype", "a font", MEDIA, ".ttf .ttc .otf", at(0, b"\0\1\0\0", b"true", b"OTTO"), "font"),
    Kind("ttc", "a font collection", MEDIA, ".ttc .otc", at(0, b"ttcf\0")),
    Kind("woff", "a web font", MEDIA, ".woff .woff2", at(0, b"wOFF", b"wOF2")),
    # Archives and compressed files: last, since what is in them goes first.
    Kind("zip", "a zip archive", ARCHIVE, ".zip", at(0, b"PK\3\4", b"PK\5\6", b"PK\7\x08PK"), opens="zip"),
    Kind("zip-program", "a zip archive behind a script", ARCHIVE, ".pyz .pyzw .pex .shiv", at(0, b"#!"), "zip_at_end"),
    Kind("gzip", "gzip-compressed data", ARCHIVE, ".gz .tgz", at(0, b"\x1f\x8b\x08"), opens="gzip"),
    Kind("xz", "xz-compressed data", ARCHIVE, ".xz .txz", at(0, b"\xfd7zXZ\0"), opens="xz"),
    Kind("bzip2", "bzip2-compressed data", ARCHIVE, ".bz2 .tbz2 .tbz", at(0, b"BZh"), "bzip2", opens="bzip2",
         text=True),
    Kind("zstd", "Zstandard-compressed data", ARCHIVE, ".zst .tzst", at(0, b"\x28\xb5\x2f\xfd"), opens="zstd",
         text=True),
    Kind("lzma", "LZMA-compressed data", ARCHIVE, ".lzma", at(0, b"\x5d\0\0"), "lzma_alone", opens="lzma"),
    Kind("zlib", "zlib-compressed data", ARCHIVE, ".zz .zlib", at(0, b"\x78\x01", b"\x78\x5e", b"\x78\x9c",
         b"\x78\xda"),
        "zlib_stream", opens="zlib"),
    Kind("7z", "a 7z archive", ARCHIVE, ".7z", at(0, b"7z\xbc\xaf\x27\x1c")),
    Kind("tar", "a tar archive", ARCHIVE, ".tar", at(257, b"ustar")),
    Kind("tar-v7", "a tar archive", ARCHIVE, ".tar", check="tar_v7"),
    Kind("jar", "a Java archive", ARCHIVE, ".jar .war .ear .apk .aar", members=("META-INF/MANIFEST.MF",)),
    Kind("wheel", "a Python wheel", ARCHIVE, ".whl", members=("/WHEEL", "/RECORD")),
    Kind("egg", "a Python egg", ARCHIVE, ".egg", members=("EGG-INFO/",)),
)
# fmt: on

# Suffixes of many formats, and of files that belong in git: no pattern may be made of them.
SILENT = frozenset(("", ".bin", ".dat", ".data", ".raw", ".tmp", ".bak", ".old", ".blob", ".file"))
SHARED = SILENT | frozenset(
    ".txt .json .csv .tsv .jsonl .ndjson .ldjson .md .py .xml .log .ts .obj .p .index .model .ai .pb .mat".split()
)
COMPRESSED = frozenset((".gz", ".xz", ".bz2", ".zst", ".lz4", ".lzma", ".z", ".zz"))
SOURCES = frozenset(
    """
    .py .pyi .pyx .pxd .pyw .ipy .rmd .qmd .r .jl .m .sas .do .ado .sps .stan .bug .jags .scala .sc .java .kt .kts
    .groovy .gradle .clj .cljs .cljc .edn .c .h .cc .cpp .cxx .hh .hpp .hxx .inl .ipp .cu .cuh .cl .f .f77 .f90 .f95
    .f03 .for .go .rs .swift .mm .cs .fs .fsx .vb .js .mjs .cjs .jsx .ts .tsx .vue .svelte .coffee .dart .lua .pl .pm
    .t .rb .erb .php .ex .exs .erl .hrl .hs .lhs .ml .mli .elm .nim .zig .d .pas .ada .adb .ads .asm .s .v .sv .vhd
    .vhdl .tcl .lisp .el .scm .rkt .pro .sh .bash .zsh .fish .ksh .bat .cmd .ps1 .psm1 .awk .sed .sql .hql .cypher
    .graphql .gql .proto .thrift .avsc .avdl .fbs .capnp .md .markdown .mdx .rst .adoc .asciidoc .org .tex .bib .sty
    .cls .bst .html .htm .xhtml .css .scss .sass .less .styl .svg .xml .xsd .xsl .xslt .dtd .yaml .yml .toml .ini .cfg
    .conf .cnf .config .properties .env .editorconfig .json5 .jsonc .hocon .hcl .tf .tfvars .nix .bzl .bazel .cmake
    .mk .mak .make .ninja .am .ac .in .m4 .spec .dockerfile .service .desktop .gitignore .gitattributes .gitmodules
    .lock .po .pot .srt .vtt .diff .patch .rej .j2 .jinja .jinja2 .tmpl .tpl .mustache .hbs .feature .puml .plantuml
    .dot .gv .mmd .drawio .snap .pem .crt .key .pub .asc .sig .el .vim .plist .pbxproj .csproj .sln .vcxproj .ui .qrc
    """.split()
)


def _by_suffix() -> dict[str, frozenset[str]]:
    families: dict[str, frozenset[str]] = {".ipynb": frozenset(("notebook",))}
    for kind in KINDS:
        own = frozenset((kind.family,))
        for suffix in kind.suffixes.split():
            families[suffix] = families.get(suffix, own) | own
    for suffix in SOURCES.union((".txt", ".json", ".log")):
        families[suffix] = families.get(suffix, frozenset()) | {"text"}
    return families


SUFFIX_FAMILIES = _by_suffix()


def suffix_of(path: bytes) -> str:
    """The last suffix, lower-case, with its dot; "" where there is none."""
    name = path[path.rfind(b"/") + 1 :]
    dot = name.rfind(b".")
    return name[dot:].lower().decode("latin-1") if dot >= 0 else ""


def is_disguise(family: str, suffix: str, opened: bool = False) -> bool:
    """Whether `suffix` promises another family; a container's own suffix is honest about what is in it (`opened`)."""
    families = SUFFIX_FAMILIES.get(suffix)
    return families is not None and family not in families and not (opened and ARCHIVE in families)


def own_suffix(path: bytes, sniff: Sniff) -> str | None:
    """The suffix, as `path` spells it, where it belongs to the blob's family alone: `*.parquet` is a sound pattern."""
    suffix = suffix_of(path)
    families = SUFFIX_FAMILIES.get(suffix)
    if suffix in COMPRESSED and sniff.family != ARCHIVE:
        inner = suffix_of(path[: -len(suffix)])
        suffix, families = inner + suffix, SUFFIX_FAMILIES.get(inner)
        return _spelt(path, suffix) if families == frozenset((sniff.family,)) else None
    return _spelt(path, suffix) if suffix not in SHARED and families == frozenset((sniff.family,)) else None


def _spelt(path: bytes, suffix: str) -> str:
    return path[-len(suffix) :].decode("utf-8", "surrogateescape")
