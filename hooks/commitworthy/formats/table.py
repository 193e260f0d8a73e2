"""THE TABLE: every artifact format we know, one row a format, and what suffixes promise by it.

A row says how the format is known: by `magic`, by a structure `check` (`binary.CHECKS`), by the `members` of a zip
file, by what it `opens` to, or, where the format has no mark of its own, by `suffixes` alone.  The order matters where
two rows can claim the same bytes: the first one wins.  Figures come from the formats' own documents.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING
from .detect import (
    ARCHIVE,
    COMPRESSED,
    DATA,
    DOCUMENT,
    EXECUTABLE,
    HDF5_AT,
    MEDIA,
    MODEL,
    PICKLE_STARTS,
    SHARED,
    SOURCES,
    TEXTS,
    Kind,
    at,
    both,
    suffix_of,
)

if TYPE_CHECKING:
    from .detect import Detection

TORCH = b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."  # a pickled constant
JAVA = b"\xca\xfe\xba\xbe"

# ---- models and executables, which git should not hold at any size

# fmt: off
MODELS: tuple[Kind, ...] = (
    # Trained models.
    Kind("torch-export", "a PyTorch exported program", MODEL, ".pt2", members=("/archive_format",)),
    Kind("torchscript", "a TorchScript model", MODEL, ".ptl", members=("/data.pkl", "/constants.pkl")),
    Kind("torch", "a PyTorch model", MODEL, ".pt .pth .ckpt .ptl", members=("/data.pkl",)),
    Kind("torch-legacy", "a PyTorch model (legacy format)", MODEL, ".pt .pth .ckpt", at(0, TORCH)),
    Kind("keras", "a Keras model", MODEL, ".keras", members=("config.json", "metadata.json", "model.weights.h5")),
    Kind("skops", "a skops model", MODEL, ".skops", members=("schema.json", "*.json .npy .npz .bin")),
    Kind("joblib", "a pickle (joblib)", MODEL, ".joblib", check="joblib", starts=PICKLE_STARTS),
    Kind("safetensors", "a safetensors model", MODEL, ".safetensors", check="safetensors"),
    Kind("gguf", "a GGUF model", MODEL, ".gguf", at(0, b"GGUF")),
    Kind("coreml", "a Core ML model", MODEL, ".mlmodel", check="coreml", starts=b"\x08"),
    Kind("onnx", "an ONNX model", MODEL, ".onnx", check="onnx", starts=b"\x08"),
    Kind("keras-h5", "a Keras model (HDF5)", MODEL, ".h5 .hdf5 .keras", HDF5_AT, "keras_h5"),
    Kind("keras-weights", "weights of a Keras model (HDF5)", MODEL, "", HDF5_AT, "keras_weights"),
    Kind("tflite", "a TensorFlow Lite model", MODEL, ".tflite", at(4, b"TFL3")),
    Kind("ort", "an ONNX Runtime model", MODEL, ".ort", at(4, b"ORTM")),
    Kind("executorch", "an ExecuTorch model", MODEL, ".pte", at(4, *[b"ET%d" % number for number in range(10, 30)])),
    Kind("tf-savedmodel", "a TensorFlow SavedModel", MODEL, ".pb", check="savedmodel", starts=b"\x08"),
    Kind("caffe", "a Caffe model", MODEL, ".caffemodel", check="caffe", starts=b"\x0a"),
    Kind("tf-graphdef", "a TensorFlow graph", MODEL, ".pb", check="graphdef", starts=b"\x0a"),
    Kind("tf-checkpoint", "a TensorFlow checkpoint", MODEL, check="tf_checkpoint"),
    Kind("ggml", "a GGML model", MODEL, ".ggml", at(0, b"lmgg", b"fmgg", b"tjgg", b"algg")),
    Kind("catboost", "a CatBoost model", MODEL, ".cbm", at(0, b"CBM1")),
    Kind("xgboost", "an XGBoost model", MODEL, ".xgb", at(0, b"binf")),
    Kind("xgboost-ubjson", "an XGBoost model (UBJSON)", MODEL, ".ubj", at(0, b"{L"), "xgboost_ubjson"),
    Kind("fasttext", "a fastText model", MODEL, ".ftz", at(0, b"\xba\x16\x4f\x2f\x0b\0", b"\xba\x16\x4f\x2f\x0c\0")),
    Kind("faiss", "a Faiss index", MODEL, ".faiss", check="faiss", starts=b"I"),
    Kind("sentencepiece", "a SentencePiece model", MODEL, ".spm", check="sentencepiece", starts=b"\x0a"),
    Kind("word2vec", "word vectors", MODEL, ".w2v", check="word2vec", starts=b"123456789"),
    Kind("crfsuite", "a CRFsuite model", MODEL, ".crfsuite", at(0, b"lCRF")),
    Kind("kenlm", "an n-gram language model (KenLM)", MODEL, ".klm", at(0, b"mmap lm http://kheafield.com/code")),
    Kind("marisa", "a MARISA trie", MODEL, ".marisa", at(0, b"We love Marisa.\0")),
    Kind("torchserve", "a TorchServe archive", MODEL, ".mar", members=("MAR-INF/MANIFEST.json",)),
    Kind("h2o-mojo", "an H2O model", MODEL, ".mojo", members=("model.ini", "domains/")),
    Kind("tensorrt", "a TensorRT engine", MODEL, ".engine .trt", at(0, b"ftrt", b"ptrt")),
    Kind("mxnet", "an MXNet model", MODEL, ".params", at(0, b"\x12\1" + bytes(14))),
    Kind("hnswlib", "an hnswlib index", MODEL, ".hnsw", check="hnswlib", starts=b"\0"),
    Kind("usearch", "a USearch index", MODEL, ".usearch", check="usearch"),
    Kind("vowpal-wabbit", "a Vowpal Wabbit model", MODEL, ".vw", check="vowpal_wabbit", starts=bytes(range(6, 16))),
    # Models without a mark of their own.
    Kind("annoy", "an Annoy index", MODEL, ".ann .annoy"),
    # Executables.
    Kind("elf", "an ELF executable", EXECUTABLE, ".so .o .ko .elf .axf .node", at(0, b"\x7fELF")),
    Kind("pe", "a Windows executable", EXECUTABLE, ".exe .dll .pyd .sys .ocx .scr .mexw64", at(0, b"MZ"), "pe"),
    Kind("macho", "a Mach-O executable", EXECUTABLE, ".dylib .so .o .bundle .node .mexmaci64 .mexmaca64",
         at(0, b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xfe\xed\xfa\xce")),
    Kind("macho-fat", "a Mach-O executable (universal)", EXECUTABLE, ".dylib .so .bundle", at(0, JAVA), "macho_fat"),
    Kind("java-class", "a Java class", EXECUTABLE, ".class", at(0, JAVA), "java_class"),
    Kind("wasm", "a WebAssembly module", EXECUTABLE, ".wasm", at(0, b"\0asm")),
    Kind("pyc", "compiled Python", EXECUTABLE, ".pyc .pyo", at(2, b"\r\n"), "pyc"),
    Kind("coff", "an object file (COFF)", EXECUTABLE, ".o", check="coff", starts=b"\x4c\x64"),
    Kind("llvm", "LLVM bitcode", EXECUTABLE, "", at(0, b"BC\xc0\xde")),
    Kind("debug-symbols", "debug symbols", EXECUTABLE, ".pdb", at(0, b"Microsoft C/C++ MSF 7.00")),
    Kind("compiled-header", "a compiled header", EXECUTABLE, ".gch .pch", at(0, b"gpch", b"CPCH")),
    Kind("rust-metadata", "metadata of a Rust library", EXECUTABLE, ".rmeta", at(0, b"rust\0\0\0")),
    Kind("dex", "a Dalvik executable", EXECUTABLE, ".dex", at(0, b"dex\n03")),
    Kind("lua", "compiled Lua", EXECUTABLE, ".luac", at(0, b"\x1bLua", b"\x1bLJ\2")),
    Kind("beam", "compiled Erlang", EXECUTABLE, ".beam", both((0, b"FOR1"), (8, b"BEAM"))),
)
# fmt: on


# ---- data, binary and as text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# fmt: off
TABLES_AND_ARRAYS: tuple[Kind, ...] = (
    # Data.
    Kind("parquet", "Parquet data", DATA, ".parquet .parq .pq .geoparquet", at(0, b"PAR1", b"PARE")),
    Kind("arrow", "an Arrow file", DATA, ".arrow .feather .ipc", at(0, b"ARROW1\0\0")),
    Kind("arrow-stream", "an Arrow stream", DATA, ".arrows .arrow .ipc", at(0, b"\xff\xff\xff\xff"), "arrow_stream"),
    Kind("arrow-legacy", "an Arrow stream", DATA, "", check="arrow_legacy"),
    Kind("feather", "Feather data (version 1)", DATA, ".feather", at(0, b"FEA1")),
    Kind("orc", "ORC data", DATA, ".orc", at(0, b"ORC"), "orc"),
    Kind("avro", "Avro data", DATA, ".avro", at(0, b"Obj\x01")),
    Kind("mat5", "a MATLAB file", DATA, ".mat", at(0, b"MATLAB 5.0 MAT-file")),
    Kind("hdf5", "HDF5 data", DATA, ".h5 .hdf5 .hdf .he5 .h5ad .loom .nc .nc4 .mat .cool", HDF5_AT),
    Kind("mat4", "a MATLAB file (version 4)", DATA, "", check="matlab4"),
    Kind("hdf4", "HDF4 data", DATA, ".hdf4 .hdf", at(0, b"\x0e\x03\x13\x01")),
    Kind("netcdf", "netCDF data", DATA, ".nc .cdf .nc3", at(0, b"CDF\1", b"CDF\2", b"CDF\5")),
    Kind("nasa-cdf", "CDF data", DATA, ".cdf", at(0, b"\xcd\xf3\0\1", b"\xcd\xf2\x60\2")),
    Kind("npy", "a NumPy array", DATA, ".npy", at(0, b"\x93NUMPY")),
    Kind("npz", "NumPy arrays", DATA, ".npz", members=("*.npy",)),
    Kind("sqlite", "an SQLite database", DATA, ".sqlite .sqlite3 .db .db3 .gpkg .mbtiles", at(0, b"SQLite format 3\0")),
    Kind("duckdb", "a DuckDB database", DATA, ".duckdb .ddb .db", at(8, b"DUCK")),
    Kind("lmdb", "an LMDB database", DATA, ".mdb .lmdb", at(16, b"\xde\xc0\xef\xbe")),
    Kind("access", "an Access database", DATA, ".mdb .accdb", at(4, b"Standard Jet DB", b"Standard ACE DB")),
    Kind("root", "ROOT data", DATA, ".root", at(0, b"root\0")),
    Kind("grib", "GRIB data", DATA, ".grib .grb .grib2 .grb2", at(0, b"GRIB"), "edition"),
    Kind("bufr", "BUFR data", DATA, ".bufr .bfr", at(0, b"BUFR"), "edition"),
    Kind("mrc", "MRC data", DATA, ".mrc .mrcs .map", at(208, b"MAP ")),
    Kind("nifti", "NIfTI data", DATA, ".nii .hdr .img",
         at(344, b"n+1\0", b"ni1\0") + at(4, b"n+2\0\r\n\x1a\n", b"ni2\0\r\n\x1a\n")),
    Kind("dicom", "a DICOM image", DATA, ".dcm .dicom", at(128, b"DICM")),
    Kind("tdms", "TDMS data", DATA, ".tdms", at(0, b"TDSm")),
    Kind("mcap", "MCAP data", DATA, ".mcap", at(0, b"\x89MCAP0\r\n")),
    Kind("rosbag", "a ROS bag", DATA, ".bag", at(0, b"#ROSBAG V")),
    Kind("sas7bdat", "SAS data", DATA, ".sas7bdat", at(0, bytes(12) + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf")),
    Kind("spss", "SPSS data", DATA, ".sav .zsav", at(0, b"$FL2@(#)", b"$FL3@(#)")),
    Kind("idl-save", "IDL data", DATA, ".sav", at(0, b"SR\0\4", b"SR\0\6")),
    Kind("stata", "Stata data", DATA, ".dta", at(0, b"<stata_dta><header>")),
    Kind("stata-old", "Stata data", DATA, ".dta", check="stata_old", starts=b"qrs"),
    Kind("rds", "R data", DATA, ".rds", at(0, b"X\n\0\0\0\2", b"X\n\0\0\0\3", b"B\n\2\0\0\0", b"B\n\3\0\0\0")),
    Kind("rdata", "R data", DATA, ".rdata .rda", at(0, b"RDX2\n", b"RDX3\n")),
    Kind("shapefile", "a shapefile", DATA, ".shp .shx", at(0, b"\0\0\x27\x0a"), "shapefile"),
    Kind("flatgeobuf", "FlatGeobuf data", DATA, ".fgb", at(0, b"fgb\3")),
    Kind("las", "a point cloud", DATA, ".las .laz", at(0, b"LASF")),
    Kind("fiff", "FIFF data (MEG and EEG)", DATA, ".fif", at(0, b"\0\0\0\x64\0\0\0\x1f\0\0\0\x14")),
    Kind("genome", "a sequence or its tracks", DATA, ".2bit .sff .bigwig .bw .bigbed .bb",
         at(0, b"\x43\x27\x41\x1a", b"\x3a\x3d\xe9\x6b", b".sff\0", b"\x26\xfc\x8f\x88", b"\xeb\xf2\x89\x87")),
    Kind("genome-index", "an index of sequences", DATA, ".bai .csi .tbi", at(0, b"BAI\1", b"CSI\1", b"TBI\1")),
    Kind("onnx-tensor", "an ONNX tensor", DATA, "", check="onnx_tensor", starts=b"\x08\x0a\x10"),
    Kind("dicom-bare", "a DICOM image", DATA, "", check="dicom_bare", starts=b"\2\x08"),
    Kind("spacy", "spaCy documents", DATA, ".spacy"),
    Kind("pcap", "captured packets", DATA, ".pcap .cap .pcapng",
         at(0, b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d", b"\n\r\r\n")),
    Kind("cram", "CRAM data", DATA, ".cram", at(0, b"CRAM")),
    Kind("bam", "BAM data", DATA, ".bam", at(0, b"BAM\1")),
    Kind("bcf", "BCF data", DATA, ".bcf", at(0, b"BCF\2")),
    Kind("tfevents", "TensorBoard events", DATA, ".tfevents", check="tfevents"),
    Kind("tfrecord", "TFRecord data", DATA, ".tfrecord .tfrecords", check="tfrecord"),
    Kind("idx", "IDX data (as MNIST)", DATA, ".idx .idx1-ubyte .idx3-ubyte", check="idx", starts=b"\0"),
    Kind("lightgbm-dataset", "a LightGBM dataset", DATA, "", at(0, b"______LightGBM_Binary_File_Token")),
    Kind("java-serialized", "serialised Java objects", DATA, ".ser", at(0, b"\xac\xed\0\5")),
    Kind("bplist", "a binary property list", DATA, "", at(0, b"bplist0")),
    Kind("zarr", "a Zarr store", DATA, "", members=(".zgroup",)),
    Kind("zarr-array", "a Zarr array", DATA, "", members=(".zarray",)),
    Kind("zarr-3", "a Zarr store", DATA, "", members=("zarr.json",)),
    Kind("ods", "an OpenDocument spreadsheet", DATA, ".ods"),
    Kind("mgh", "an MGH volume", DATA, ".mgh .mgz", check="mgh", starts=b"\0"),
    Kind("trackvis", "TrackVis tracks", DATA, ".trk", at(0, b"TRACK\0")),
    Kind("mrtrix", "MRtrix data", DATA, ".tck .mif", at(0, b"mrtrix tracks", b"mrtrix image")),
    Kind("kaldi", "Kaldi data", DATA, ".ark", check="kaldi"),
    Kind("imagine", "an ERDAS Imagine raster", DATA, "", at(0, b"EHFA_HEADER_TAG")),
    Kind("blosc2", "a Blosc2 array", DATA, ".b2nd .b2frame", at(2, b"b2frame\0")),
    Kind("xgboost-dmatrix", "an XGBoost dataset", DATA, "", at(0, b"\1\xab\xff\xff")),
    Kind("sqlite-wal", "an SQLite log", DATA, ".sqlite-wal .db-wal", at(0, b"\x37\x7f\6\x82", b"\x37\x7f\6\x83")),
    Kind("sqlite-shm", "an index of an SQLite log", DATA, ".sqlite-shm .db-shm", at(0, b"\x18\xe2\x2d\0")),
    Kind("qs", "R data (qs)", DATA, ".qs", at(0, b"\x0b\x0e\x0a\x0c")),
    Kind("dbase", "a dBASE table", DATA, ".dbf", check="dbase"),
    Kind("bson", "BSON data", DATA, ".bson", check="bson"),
    Kind("cbor", "CBOR data", DATA, ".cbor", check="cbor", starts=bytes((*range(0x80, 0x9C), 0x9F, *range(0xA1, 0xBC),
                                                                          0xBF, 0xD9))),
    Kind("ubjson", "UBJSON data", DATA, ".ubjson", check="ubjson", starts=b"{["),
    # Known by the end of the file, or by the name alone: `binary.py` asks for the end where nothing else tells.
    Kind("lance", "Lance data", DATA, ".lance"),
    Kind("leveldb", "a LevelDB table", DATA, ".ldb .sst"),
    Kind("fst", "R data (fst)", DATA, ".fst"),
    Kind("xlsx", "an Excel workbook", DATA, ".xlsx .xlsm .xlsb .xltx", members=("xl/",)),
    Kind("ole", "an Office file (OLE)", DOCUMENT, ".doc .ppt .msg .vsd .dot .pps", at(0, OLE), "ole_document"),
    Kind("xls", "an Excel workbook (OLE)", DATA, ".xls .xlt", at(0, OLE)),
)
# fmt: on


# ---- documents, media, archives: what a container holds goes before the container

ISO = b"ftyp"

# fmt: off
OTHERS: tuple[Kind, ...] = (
    # Documents and media.
    Kind("docx", "a Word document", DOCUMENT, ".docx .docm .dotx", members=("word/document.xml",)),
    Kind("pptx", "a PowerPoint file", DOCUMENT, ".pptx .pptm .potx .ppsx", members=("ppt/presentation.xml",)),
    Kind("odt", "an OpenDocument text", DOCUMENT, ".odt .ott"),
    Kind("odp", "an OpenDocument presentation", DOCUMENT, ".odp .otp"),
    Kind("odg", "an OpenDocument drawing", DOCUMENT, ".odg .otg .odc .odf"),
    Kind("vsdx", "a Visio drawing", DOCUMENT, ".vsdx", members=("visio/document.xml",)),
    Kind("epub", "an EPUB book", DOCUMENT, ".epub"),
    Kind("djvu", "a DjVu document", DOCUMENT, ".djvu .djv", at(0, b"AT&TFORM")),
    Kind("mobi", "a Kindle book", DOCUMENT, ".mobi .azw .azw3", at(60, b"BOOKMOBI")),
    Kind("png", "a PNG image", MEDIA, ".png .apng", at(0, b"\x89PNG\r\n\x1a\n")),
    Kind("jpeg", "a JPEG image", MEDIA, ".jpg .jpeg .jpe .jfif", at(0, b"\xff\xd8\xff")),
    Kind("gif", "a GIF image", MEDIA, ".gif", at(0, b"GIF87a", b"GIF89a")),
    Kind("webp", "a WebP image", MEDIA, ".webp", both((0, b"RIFF"), (8, b"WEBP"))),
    Kind("bmp", "a BMP image", MEDIA, ".bmp .dib", both((0, b"BM"), (6, b"\0\0\0\0")), "bmp"),
    Kind("tiff", "a TIFF image", MEDIA, ".tif .tiff .btf", at(0, b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
    Kind("jp2", "a JPEG 2000 image", MEDIA, ".jp2 .jpx .j2k .jpf",
         at(0, b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51\0")),
    Kind("exr", "an OpenEXR image", MEDIA, ".exr", at(0, b"\x76\x2f\x31\x01")),
    Kind("dib", "a bitmap", MEDIA, ".dib", at(0, b"\x28\0\0\0"), "dib"),
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
    Kind("jxl", "a JPEG XL image", MEDIA, ".jxl", at(0, b"\0\0\0\x0cJXL \r\n\x87\n", b"\xff\x0a"), "jxl"),
    Kind("dds", "a DDS texture", MEDIA, ".dds", at(0, b"DDS \x7c\0\0\0")),
    Kind("netpbm", "a Netpbm image", MEDIA, ".pbm .pgm .ppm .pnm .pam", at(0, b"P4", b"P5", b"P6"), "netpbm"),
    Kind("icns", "an icon", MEDIA, ".icns", at(0, b"icns\0")),
    Kind("qoi", "a QOI image", MEDIA, ".qoi", at(0, b"qoif\0")),
    Kind("ras", "a Sun raster image", MEDIA, ".ras", at(0, b"\x59\xa6\x6a\x95")),
    Kind("cursor", "an animated cursor", MEDIA, ".ani", both((0, b"RIFF"), (8, b"ACON"))),
    Kind("caf", "CAF audio", MEDIA, ".caf", at(0, b"caff\0\1")),
    Kind("w64", "Wave64 audio", MEDIA, ".w64", at(0, b"riff\x2e\x91\xcf\x11")),
    Kind("amr", "AMR audio", MEDIA, ".amr", at(0, b"#!AMR\n", b"#!AMR-WB\n")),
    Kind("mpegts", "an MPEG transport stream", MEDIA, ".m2ts .mts", both((0, b"G"), (188, b"G"), (376, b"G"))),
    Kind("mpegts-timed", "an MPEG transport stream", MEDIA, ".m2ts .mts", both((4, b"G"), (196, b"G"), (388, b"G"))),
    Kind("aac", "AAC audio", MEDIA, ".aac .adts", check="aac", starts=b"\xff"),
    Kind("ac3", "AC-3 audio", MEDIA, ".ac3 .eac3", check="ac3", starts=b"\x0b"),
    Kind("tta", "TTA audio", MEDIA, ".tta", at(0, b"TTA1\1\0", b"TTA1\2\0", b"TTA1\3\0")),
    Kind("wavpack", "WavPack audio", MEDIA, ".wv", at(0, b"wvpk"), "wavpack"),
    Kind("ape", "Monkey's Audio", MEDIA, ".ape", at(0, b"MAC \x8c\x0f", b"MAC \x96\x0f")),
    Kind("ircam", "IRCAM audio", MEDIA, "", at(0, b"\x64\xa3\1\0", b"\x64\xa3\2\0", b"\x64\xa3\3\0", b"\0\1\xa3\x64",
         b"\0\2\xa3\x64", b"\0\3\xa3\x64")),
    Kind("paf", "PAF audio", MEDIA, ".paf", at(0, b" paf\0\0\0", b"fap \0\0\0")),
    Kind("avr", "AVR audio", MEDIA, ".avr", at(0, b"2BIT")),
    Kind("sound-sample", "a sampled sound", MEDIA, ".smp .sndt .sox .txw .wve .xi .pvf .hcom",
         at(0, b"SOUND SAMPLE DATA ", b"SOUND\x1a", b".SoX", b"XoS.", b"LM8953", b"ALawSoundFile**", b"PVF1\n",
            b"Extended Instrument: ") + at(65, b"FSSD")),
    Kind("iff", "an IFF file", MEDIA, ".iff .ilbm .lbm .maud", at(0, b"FORM"), "iff"),
    Kind("h264", "an H.264 stream", MEDIA, ".h264 .264", at(0, b"\0\0\0\1\x67", b"\0\0\0\1\x27", b"\0\0\0\1\x09")),
    Kind("hevc", "an HEVC stream", MEDIA, ".hevc .h265 .265", at(0, b"\0\0\0\1\x40\1", b"\0\0\0\1\x46\1")),
    Kind("ivf", "an IVF video", MEDIA, ".ivf", at(0, b"DKIF\0\0\x20\0")),
    Kind("dv", "a DV video", MEDIA, ".dv", at(0, b"\x1f\7\0\x3f", b"\x1f\7\0\xbf")),
    Kind("mxf", "an MXF video", MEDIA, ".mxf", at(0, b"\6\x0e\x2b\x34\2\5\1\1\x0d\1\2")),
    Kind("nut", "a NUT video", MEDIA, ".nut", at(0, b"nut/multimedia container\0")),
    Kind("real", "a RealMedia file", MEDIA, ".rm .rmvb .ra", at(0, b".RMF\0\0\0", b".ra\xfd\0")),
    Kind("swf", "a Flash film", MEDIA, ".swf", check="swf", starts=b"FCZ"),
    Kind("yuv4mpeg", "an uncompressed video", MEDIA, ".y4m", at(0, b"YUV4MPEG2 ")),
    Kind("mng", "an MNG animation", MEDIA, ".mng .jng", at(0, b"\x8aMNG\r\n\x1a\n", b"\x8bJNG\r\n\x1a\n")),
    Kind("gimp", "a GIMP image", MEDIA, ".xcf .gbr", at(0, b"gimp xcf ")),
    Kind("metafile", "a Windows metafile", MEDIA, ".wmf .emf", at(0, b"\xd7\xcd\xc6\x9a") + at(40, b" EMF")),
    Kind("blp", "a BLP texture", MEDIA, ".blp", at(0, b"BLP1\0\0\0", b"BLP2\1\0\0\0")),
    Kind("msp", "a Microsoft Paint image", MEDIA, ".msp", at(0, b"DanM", b"LinS")),
    Kind("ktx", "a KTX texture", MEDIA, ".ktx .ktx2", at(0, b"\xabKTX 11\xbb", b"\xabKTX 20\xbb")),
    Kind("camera-raw", "a camera's raw image", MEDIA, ".raf .orf .rw2 .crw .x3f",
         at(0, b"FUJIFILMCCD-RAW ", b"IIRO\x08\0\0\0", b"IIRS\x08\0\0\0", b"IIU\0\x18\0\0\0", b"FOVb")),
    Kind("radiance", "a Radiance image", MEDIA, ".hdr .rgbe", at(0, b"#?RADIANCE\n", b"#?RGBE\n")),
    Kind("pfm", "a float map", MEDIA, ".pfm", at(0, b"PF\n", b"Pf\n"), "netpbm"),
    Kind("film-scan", "a scan of film", MEDIA, ".dpx .cin", at(0, b"SDPX", b"XPDS", b"\x80\x2a\x5f\xd7")),
    Kind("dcx", "a DCX image", MEDIA, ".dcx", at(0, b"\xb1\x68\xde\x3a")),
    Kind("miff", "a MIFF image", MEDIA, ".miff", at(0, b"id=ImageMagick")),
    Kind("vicar", "a VICAR image", MEDIA, ".vicar", at(0, b"LBLSIZE=")),
    Kind("pgx", "a PGX image", MEDIA, ".pgx", at(0, b"PG ML ", b"PG LM ")),
    Kind("pam", "a PAM image", MEDIA, ".pam", at(0, b"P7\nWIDTH ", b"P7\n#")),
    Kind("im", "an IFUNC image", MEDIA, ".im", at(0, b"Image type: ")),
    Kind("3mf", "a 3MF model", MEDIA, ".3mf", members=("3D/3dmodel.model",)),
    Kind("gltf", "a glTF model", MEDIA, ".glb", at(0, b"glTF\1\0", b"glTF\2\0")),
    Kind("pcx", "a PCX image", MEDIA, ".pcx",
         at(0, *[bytes((10, version, 1, bits)) for version in (2, 3, 4, 5) for bits in (1, 2, 4, 8)]), "pcx"),
    Kind("sgi", "an SGI image", MEDIA, ".sgi .rgb",
         at(0, *[bytes((1, 218, packed, width, 0)) for packed in (0, 1) for width in (1, 2)])),
    Kind("voc", "VOC audio", MEDIA, ".voc", at(0, b"Creative Voice File\x1a")),
    Kind("svx", "8SVX audio", MEDIA, ".8svx .svx", both((0, b"FORM"), (8, b"8SVX"))),
    Kind("sphere", "SPHERE audio", MEDIA, ".sph .nist", at(0, b"NIST_1A\n")),
    Kind("tga", "a TGA image", MEDIA, ".tga"),
    Kind("stl", "an STL model", MEDIA, ".stl", check="stl"),
    Kind("ply", "a PLY model", MEDIA, ".ply", at(0, b"ply\nformat binary", b"ply\r\nformat binary")),
    Kind("fbx", "an FBX model", MEDIA, ".fbx", at(0, b"Kaydara FBX Binary  \0")),
    # Archives and compressed files: last, since what is in them goes first.
    Kind("zip", "a zip archive", ARCHIVE, ".zip", at(0, b"PK\3\4", b"PK\5\6", b"PK\7\x08PK"), opens="zip"),
    Kind("zip-program", "a zip archive behind a script", ARCHIVE, ".pyz .pyzw .pex .shiv", at(0, b"#!"), "zip_at_end"),
    Kind("jmod", "a Java module", ARCHIVE, ".jmod", at(0, b"JM\1\0PK")),
    Kind("gzip", "gzip-compressed data", ARCHIVE, ".gz .tgz", at(0, b"\x1f\x8b\x08"), opens="gzip"),
    Kind("xz", "xz-compressed data", ARCHIVE, ".xz .txz", at(0, b"\xfd7zXZ\0"), opens="xz"),
    Kind("lzma", "LZMA-compressed data", ARCHIVE, ".lzma", at(0, b"\x5d\0\0"), "lzma_alone", opens="lzma"),
    Kind("zlib", "zlib-compressed data", ARCHIVE, ".zz .zlib", at(0, b"\x78\x01", b"\x78\x5e", b"\x78\x9c",
         b"\x78\xda"),
        "zlib_stream", opens="zlib"),
    Kind("7z", "a 7z archive", ARCHIVE, ".7z", at(0, b"7z\xbc\xaf\x27\x1c")),
    Kind("lz4", "LZ4-compressed data", ARCHIVE, ".lz4", at(0, b"\x04\x22\x4d\x18"), opens="lz4"),
    Kind("rar", "a RAR archive", ARCHIVE, ".rar", at(0, b"Rar!\x1a\7")),
    Kind("cab", "a cabinet archive", ARCHIVE, ".cab", at(0, b"MSCF\0\0\0\0")),
    Kind("rpm", "an RPM package", ARCHIVE, ".rpm", at(0, b"\xed\xab\xee\xdb")),
    Kind("compress", "compressed data", ARCHIVE, ".z", at(0, b"\x1f\x9d")),
    Kind("lzip", "lzip-compressed data", ARCHIVE, ".lz", at(0, b"LZIP\1")),
    Kind("snappy", "Snappy-compressed data", ARCHIVE, ".sz .snappy", at(0, b"\xff\6\0\0sNaPpY")),
    Kind("lzop", "LZO-compressed data", ARCHIVE, ".lzo", at(0, b"\x89LZO\0\r\n\x1a\n")),
    Kind("lrzip", "lrzip-compressed data", ARCHIVE, ".lrz", at(0, b"LRZI\0")),
    Kind("rzip", "rzip-compressed data", ARCHIVE, ".rz", at(0, b"RZIP\2")),
    Kind("arj", "an ARJ archive", ARCHIVE, ".arj", at(0, b"\x60\xea"), "arj"),
    Kind("xar", "a XAR archive", ARCHIVE, ".xar .pkg", at(0, b"xar!\0\x1c")),
    Kind("squashfs", "a SquashFS image", ARCHIVE, ".squashfs .sqfs", at(0, b"hsqs")),
    Kind("cpio", "a cpio archive", ARCHIVE, ".cpio", at(0, b"070701", b"070702", b"070707", b"\xc7\x71"), "cpio"),
    Kind("git-bundle", "a git bundle", ARCHIVE, ".bundle", at(0, b"# v2 git bundle\n", b"# v3 git bundle\n")),
    Kind("iso", "a disk image", ARCHIVE, ".iso .dmg"),
    Kind("disk", "a virtual disk", ARCHIVE, ".qcow2 .vmdk .vhdx .vdi",
         at(0, b"QFI\xfb", b"KDMV", b"vhdxfile", b"conectix", b"QED\0") + at(64, b"\x7f\x10\xda\xbe")),
    Kind("filesystem", "an image of a file system", ARCHIVE, ".img", check="filesystem"),
    Kind("brotli", "Brotli-compressed data", ARCHIVE, ".br"),
    Kind("tar", "a tar archive", ARCHIVE, ".tar", at(257, b"ustar"), opens="tar"),
    Kind("tar-v7", "a tar archive", ARCHIVE, ".tar", check="tar_v7"),
    Kind("jar", "a Java archive", ARCHIVE, ".jar .war .ear .apk .aar", members=("META-INF/MANIFEST.MF",)),
    Kind("wheel", "a Python wheel", ARCHIVE, ".whl", members=("/WHEEL", "/RECORD")),
    Kind("egg", "a Python egg", ARCHIVE, ".egg", members=("EGG-INFO/",)),
)
# fmt: on

KINDS: tuple[Kind, ...] = (*MODELS, *TEXTS, *TABLES_AND_ARRAYS, *OTHERS)


def _by_suffix() -> dict[str, set[str]]:
    families = {".ipynb": {"notebook"}}
    for kind in KINDS:
        for suffix in kind.suffixes.split():
            families.setdefault(suffix, set()).add(kind.family)
    for suffix in (*SOURCES, ".txt", ".json", ".log"):
        families.setdefault(suffix, set()).add("text")
    return families


SUFFIX_FAMILIES = _by_suffix()


def is_disguise(family: str, suffix: str, opened: bool = False) -> bool:
    """Whether `suffix` promises another family; a container's own suffix is honest about what is in it (`opened`)."""
    families = SUFFIX_FAMILIES.get(suffix)
    return families is not None and family not in families and not (opened and ARCHIVE in families)


def own_suffix(path: bytes, sniff: Detection) -> str | None:
    """The suffix, as `path` spells it, where it belongs to the blob's family alone: `*.parquet` is a sound pattern.

    None for text and notebooks, which are large by exception: `*.rst` would take every document along.
    """
    if sniff.family in ("text", "notebook"):
        return None
    suffix = suffix_of(path)
    families = SUFFIX_FAMILIES.get(suffix)
    if suffix in COMPRESSED and sniff.family != ARCHIVE:
        inner = suffix_of(path[: -len(suffix)])
        suffix, families = inner + suffix, SUFFIX_FAMILIES.get(inner)
        return _spelt(path, suffix) if families == {sniff.family} else None
    return _spelt(path, suffix) if suffix not in SHARED and families == {sniff.family} else None


def _spelt(path: bytes, suffix: str) -> str:
    return path[-len(suffix) :].decode("utf-8", "surrogateescape")
