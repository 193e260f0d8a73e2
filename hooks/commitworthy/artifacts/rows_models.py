"""Rows of the table: models and executables, which git should not hold at any size."""

from __future__ import annotations

from .kind import EXECUTABLE, HDF5_AT, MODEL, Kind, at, both
from .rows_texts import PICKLE_STARTS

TORCH = b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."  # a pickled constant
JAVA = b"\xca\xfe\xba\xbe"

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
