"""What the calls of a file are, told from the words of their names, and what else is known of the whole file."""

from __future__ import annotations

import _ast as ast

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import shapes, sites
from .names import MODEL, RESOURCE, SAMPLE, SPLIT, is_class, role, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .find import SearchOptions
    from .sites import LiteralSite
    from .visitor import SiteVisitor

_PLOT_ROOTS = frozenset(
    """
    plt ax axs axes sns px go fig alt hv pylab mpl matplotlib seaborn plotly bokeh figure st ggplot folium ff pyplot
    bq vis viz canvas turtle pygame plot plots subplot chart opts gv datashade style styles wordcloud Style ImageDraw
    draw pn widgets ipywidgets visualkeras
    """.split()
)
# Where a call that draws numbers at random is told how many: the position of its size.
SIZE_AT = {
    **dict.fromkeys(("standard_normal", "random", "random_sample", "rand", "randn"), 0),
    **dict.fromkeys(("poisson", "exponential", "geometric"), 1),
    **dict.fromkeys(
        "normal uniform randint integers lognormal gamma beta binomial laplace multivariate_normal".split(), 2
    ),
}
# How variables are called that are drawn on: `loss_axis`.
_AXES = (("ax",), ("axis",), ("axes",), ("fig",), ("figure",))
_PLOT_WORDS = frozenset(
    """
    plot plots subplot subplots scatter hist histogram hist2d barh boxplot violinplot imshow heatmap pairplot distplot
    displot countplot barplot lineplot scatterplot kdeplot pie axvline axhline vlines hlines annotate xlim ylim xlabel
    ylabel xticks yticks legend colorbar figure savefig suptitle set_title tight_layout cmap palette set_xlim set_ylim
    fill_between errorbar contour contourf quiver streamplot polar stem hexbin swarmplot stripplot catplot relplot
    lmplot regplot jointplot PairGrid FacetGrid GridSpec Figure Scatter Bar Line Histogram Pie Box Violin Heatmap
    Layout Rectangle Circle Ellipse Arrow Polygon Patch Font ImageFont truetype putText rectangle line circle ellipse
    set_option rcParams despine color_palette ListedColormap get_cmap CircleMarker Map Marker WordCloud set_context
    set_style set figtext text axvspan axhspan add_subplot add_trace update_layout update_traces update_xaxes
    update_yaxes add_vline add_hline add_shape add_annotation plotly_chart subplots_adjust set_xticks set_yticks
    set_size_inches set_figheight set_figwidth locator_params tick_params margins view_init slider number_input
    columns get_figure plot_model plot_tree export_graphviz grid
    """.split()
)
_SHOWN = frozenset(
    """
    print pprint display head tail show take round format repr str len isinstance issubclass hasattr getattr setattr
    info debug warning warn error critical exception log echo secho printf write writeline center ljust rjust zfill
    exit _exit abort set_options set_printoptions describe item enumerate zip chr ord hex bin oct divmod pow insert
    pop index find get setdefault getenv append extend add remove strip lstrip rstrip split rsplit partition replace
    startswith endswith count join ones zeros full empty eye arange linspace logspace array asarray reshape transpose
    permute swapaxes squeeze unsqueeze expand_dims view flatten sum mean std var argmax argmin cumsum concat
    concatenate stack vstack hstack tile repeat power sqrt maximum minimum constant fill_ zeros_ ones_ fillna astype
    isin Decimal Fraction complex float int bool max min getLogger setLevel basicConfig seek read truncate to_string
    sleep_ms sort_values sort argsort sorted pad crop StringType IntegerType DecimalType String Column VARCHAR
    CharField IntegerField FloatField ForeignKey Integer Numeric Series DataFrame Row Point Vector Tensor tensor
    Variable Input Size Rect Counter OrderedDict namedtuple deque Enum assertEqual assertAlmostEqual approx
    assert_allclose raises HTTPException Response status_code Timestamp_ struct unpack
    """.split()
)
_OPTIONS = frozenset(
    """
    add_argument add_option option argument Option Argument Field field Parameter DEFINE_integer DEFINE_float
    DEFINE_string DEFINE_bool DEFINE_enum DEFINE_list text dropdown multiselect combobox initialize main
    set_defaults IntPrompt Arg
    """.split()
)
_ARGUMENTS = frozenset(("add_argument", "add_option", "option", "argument", "Option", "Argument"))
_BATCHING = frozenset("loader loaders dataloader dataloaders batches".split())
_FITTING = frozenset(
    """
    fit train cv compile fit_transform fit_predict fit_generator partial_fit fit_resample train_on_batch evaluate
    predict tune optimize minimize search
    """.split()
)
# Models and methods that are written as their initials.
_INITIALS = frozenset(
    """
    PCA SVC SVR SVM NMF SGD LSTM GRU DBSCAN HDBSCAN OPTICS TSNE UMAP ARIMA SARIMAX ARMA VAR VARMAX STL LDA LSA KNN GMM
    HMM RNN CNN MLP GAN VAE DQN PPO A2C SAC TD3 DDPG GBM DNN ANN SOM ICA RFE RFECV SMOTE ADASYN ALS FM TCN NUTS HMC
    """.split()
)
_ENDINGS = frozenset(
    """
    classifier regressor regression cv pca means nmf svd lda tsne umap ridge lasso svc svr knn forest tree fold split
    sampler loss scheduler lr stopping optimizer adam adamw sgd rmsprop adagrad resize blur jitter noise search
    imputer detector pool executor encoder decoder model clustering dbscan mixture booster bagging net elastic
    transformer discretizer selector vectorizer best features plateau annealing decay layer dense lstm gru rnn
    embedding dropout conv attention normalizer scaler forest callback checkpoint trainer loader environment agent
    policy buffer kernel process loader generator ensemble
    """.split()
)
_COSMETIC = frozenset(
    """
    figsize color colour c cmap linewidth lw linestyle ls marker fontsize edgecolor facecolor label hue palette
    markersize width height kde bins ax alpha boxstyle arrowstyle bbox zorder
    """.split()
)
PATHS = frozenset(("Path", "PurePath", "join", "abspath", "expanduser", "resolve", "str", "joinpath"))
_PLOTTED = frozenset(("figsize", "linewidth", "fontsize"))
# Beside these the width and height are those of data that are asked for or written.
_REQUESTED = frozenset(("bbox", "crs", "dtype", "time", "driver"))
_DECLARING = frozenset(("type", "help", "dest", "action", "envvar", "doc"))
_TUNED = frozenset((MODEL, RESOURCE, SAMPLE, SPLIT))
_LOOKS = frozenset("alpha fontsize labelsize size s lw linewidth width height markersize rotation dpi".split())
_FAR = 10_000
_EXTREMES = frozenset(("min", "max", "minimum", "maximum"))
_RESOLVING = ("absolute", "resolve", "expanduser")
_DECLARING_ROOTS = ("widgets", "typer", "click", "flags", "environ")
# Packages of plots, and of what a user moves or fills in; the second build classes or functions called input or slider.
_DRAWING = frozenset("matplotlib seaborn plotly bokeh altair holoviews hvplot folium plotnine streamlit".split())
_INTERFACES = frozenset(
    """
    ipywidgets gradio panel dash dash_core_components nicegui shiny solara tkinter PyQt5 PyQt6 PySide2 PySide6 kivy wx
    marimo PySimpleGUI dearpygui
    """.split()
)
_INPUTS = frozenset("slider input interact interactive number text radio dropdown checkbox knob select".split())
# What makes the fields of a class, where they have their defaults.
_DECLARING_PACKAGES = frozenset(
    """
    attr attrs param luigi sqlalchemy sqlmodel django dataclasses pydantic traitlets traittypes wtforms marshmallow
    peewee mongoengine odmantic tortoise pony msgspec environ environs db models fields serializers
    """.split()
)
_FIELDS = frozenset((word,) for word in "column field parameter attrib ib trait setting".split())
# Sizes and counts that are nobody's choice where the callee is not a model.
VAGUE = frozenset(
    """
    min max length len size count n k order top order days hours minutes months weeks years seconds capacity weight
    weights ratio label labels classes level cap bound floor features eps duration rank
    """.split()
)
_COUNTS = frozenset(("n", "num", "nb", "no", "number"))
_GENERATORS = frozenset("random np numpy rng secrets".split())
_DRAWN = frozenset("uniform randint randrange loguniform choice triangular".split())
_SERVING = frozenset(("Interface", "Blocks", "Dash", "App", "ChatInterface"))


_IO = frozenset(
    """
    read write load save open dump imread imwrite imsave savefig savetxt loadtxt genfromtxt fromfile tofile memmap
    listdir scandir walk glob iglob makedirs mkdir mkdtemp rmtree remove unlink rename move copy copyfile copytree
    symlink chdir path purepath folder image upload download fetch export import store restore parse connect file from
    to csv parquet json pickle hdf excel artifact artifacts checkpoint checkpoints logger writer reader dataset
    zipfile tarfile h5file dir directory saver persist store cache weights model graph vectors embeddings corpus
    ls unpack archive summarywriter tensorboard inference
    """.split()
)


# How functions that write a file begin.
_WRITING = (("to",), ("save",), ("write",), ("dump",), ("export",))


class Callee(NamedTuple):
    """What is called: of `nn.init.normal_(...)` the `root` nn, the `last` name normal_, its words, the whole chain.

    `draws` tells that the call is about the looks of a plot, `declares` that it declares an option: by its name, or
    by `default=` beside `type=`, `help=` and the like.
    """

    root: str
    last: str
    words: tuple[str, ...]
    chain: tuple[str, ...]
    draws: bool = False
    declares: bool = False


NO_CALLEE = Callee("", "", (), ())
_PLOTTED_DICT = NO_CALLEE._replace(draws=True)


def is_shown(callee: Callee) -> bool:
    """Whether its numbers are shapes, positions, formatting or output rather than choices."""
    return callee.last in _SHOWN or callee.words[-1:] in (("error",), ("exception",), ("warning",))


def declares_field(callee: Callee, imported: Mapping[str, str]) -> bool:
    """Whether it makes a field of a class of settings or records; `imported` is name -> module."""
    package = imported.get(callee.root, callee.root).partition(".")[0]
    return callee.declares or package in _DECLARING_PACKAGES or callee.words[-1:] in _FIELDS


def reads_or_writes(callee: Callee) -> bool:
    """Whether a call opens, reads, writes or names something on a disk."""
    return not _IO.isdisjoint(callee.words)


def writes(callee: Callee) -> bool:
    """Whether a call writes a file, as its name says: `to_csv`, `savefig`, `write_html`, `dump`."""
    return callee.words[:1] in _WRITING or callee.last.startswith("save")


def is_vague(name: str) -> bool:
    """Whether a name says no more than that it is a size or a count: `n_top`, `max_len`."""
    return name.lower() in VAGUE or VAGUE.union(_COUNTS).issuperset(words(name))


def is_drawn(callee: Callee) -> bool:
    """Whether a program draws at random itself, as no library of searches does."""
    return callee.root in _GENERATORS and callee.last in _DRAWN


def is_fitting(callee: Callee) -> bool:
    """Whether it trains, searches or evaluates."""
    return callee.last in _FITTING or "train" in callee.words or "fit" in callee.words


def is_batching(callee: Callee) -> bool:
    """Whether it is a function that makes what hands out the data: `create_dataloader(data, 64)`."""
    return not is_class(callee.last) and len(callee.words) > 1 and not _BATCHING.isdisjoint(callee.words[-1:])


def is_builder(callee: Callee) -> bool:
    """Whether it builds a thing with settings of its own: a class."""
    return (is_class(callee.last) and not callee.last.isupper()) or callee.last in _INITIALS


def is_estimator(callee: Callee) -> bool:
    """Whether it builds a model, a step of one, or what trains one, by the words of a class name."""
    return is_builder(callee) and not _ENDINGS.isdisjoint(callee.words)


class FileContext:
    """What the visitor of a file has seen, the options, and what was found out about its calls already.

    `bounded` are (id of a statement, name) of what masks compare with a number; `stepped` are (scope, name) of what a
    function compares with several numbers.
    """

    def __init__(self, visitor: SiteVisitor, options: SearchOptions) -> None:
        self.bound = visitor.bound
        self.changed = visitor.changed
        self.added = visitor.added
        self.divided = visitor.divided
        self.nested = visitor.nested
        self.parents = visitor.parents
        self.titles = visitor.titles
        self.imported = visitor.imported
        self.tables = visitor.tables
        self.looped = visitor.looped
        self.trials = visitor.trials
        self.arms = visitor.arms
        self.ladders = visitor.ladders
        self.extra = frozenset(options.extra_hyperparameters)
        self.bounded: frozenset[tuple[int, str]] = frozenset()
        self.stepped: frozenset[tuple[str, str]] = frozenset()
        self._plotted = visitor.plotted
        self._uses = visitor.uses
        self._functions = visitor.functions
        self._callees: dict[int, Callee] = {}
        self._last: tuple[ast.AST | None, Callee] = (None, NO_CALLEE)
        self._hard_coded: dict[str, bool] = {}

    def callee(self, node: ast.AST) -> Callee:
        """What a call is to, NO_CALLEE for what is no call; a dict that a plot is given draws as well."""
        last, callee = self._last
        if node is last:  # rules ask again and again of the same one
            return callee
        known = self._callees.get(id(node))
        if known is None:
            known = self._callees[id(node)] = self._read(node)
        self._last = node, known
        return known

    def _read(self, node: ast.AST) -> Callee:
        if node.__class__ is ast.Dict:
            parent = self.parents.get(id(node))
            draws = id(node) in self._plotted or (parent is not None and self.callee(parent).draws)
            return _PLOTTED_DICT if draws else NO_CALLEE
        if node.__class__ is not ast.Call:
            return NO_CALLEE
        chain = _chain(node.func)
        root, last = (chain[-1], chain[0]) if chain else ("", "")
        parts = words(last)
        named = {keyword.arg for keyword in node.keywords}
        package = self.imported.get(root, "").partition(".")[0]
        draws = package in _DRAWING or _is_plot(root, last, parts, chain) or (len(named) > 0 and _sets_looks(named))
        if not draws and last == "dict" and id(node) in self.parents:
            draws = self.callee(self.parents[id(node)]).draws
        declares = last in _OPTIONS or root in _DECLARING_ROOTS
        declares = declares or (package in _INTERFACES and _is_input(last, parts))
        declares = declares or ("default" in named and not _DECLARING.isdisjoint(named))
        return Callee(root, last, parts, chain, draws, declares)

    def enclosing(self, site: LiteralSite) -> Callee:
        """What the call is to that the dict or call of the literal is an argument of."""
        return self.callee(self.parents.get(id(site.owner), site.owner))

    def is_option(self, site: LiteralSite) -> bool:
        """Whether what is made of a literal is the default of an option: `add_argument(default=Path("x.csv"))`."""
        around = self.parents.get(id(site.owner))
        return around is not None and around.__class__ is ast.Call and self.callee(around).last in _ARGUMENTS

    def tunes(self, name: str) -> str:
        """The hyperparameter that a variable is handed to as a keyword, anywhere in the file."""
        for keyword, call in self._uses.get(name, ()):
            if keyword and role(keyword) in _TUNED:
                callee = self.callee(call)
                if not (callee.draws or callee.declares) and (is_builder(callee) or is_fitting(callee)):
                    return keyword
        return ""

    def is_test(self, scope: str) -> bool:
        """Whether a scope lies in a function that tests: `def test_it():`, which a runner calls with nothing."""
        parts = scope.split(".") if "test_" in scope else ()
        return any(part.startswith("test_") and not self._functions.get(part, part) for part in parts)

    def only_used_for_plots(self, name: str) -> bool:
        """Whether a variable is a matter of looks of plots, and nothing else as a keyword: `alpha = 0.2`."""
        uses = self._uses.get(name, ())
        return bool(uses) and all(
            (keyword in _LOOKS or keyword.endswith("size")) and self.callee(call).draws for keyword, call in uses
        )

    def is_computed(self, name: str, value: float) -> bool:
        """Whether a variable begins far out and then becomes the least or most of several."""
        return abs(value) >= _FAR and any(self.callee(value).last in _EXTREMES for value in self.bound.get(name, ()))

    def parameter(self, site: LiteralSite) -> str:
        """What a function of this file calls the argument that is given by its position, "" for any other."""
        names = self._functions.get(sites.called(site.owner), ())
        return names[site.position] if 0 <= site.position < len(names) else ""

    def is_hard_coded(self, node: ast.expr, depth: int = 0) -> bool:
        """Whether an expression is a file or folder hard-coded in this file: a path text, or a name set to one."""
        if depth > 8:
            return False
        if node.__class__ is ast.Name:
            known = self._hard_coded.get(node.id)
            if known is None:
                self._hard_coded[node.id] = False
                known = any(self.is_hard_coded(value, depth + 1) for value in self.bound.get(node.id, ()))
                self._hard_coded[node.id] = known
            return known
        if node.__class__ is ast.Attribute:
            return _is_own_folder(node)
        if node.__class__ is ast.Call:
            # Where the program is run is as good as hard-coded: `Path.cwd()`, `Path()`; so is the folder it lies in.
            name, arguments = self.callee(node).last, node.args
            if name in ("getcwd", "cwd", "home") or (name == "Path" and not arguments) or _is_own_folder(node):
                return True
            if name == "expanduser" and arguments and sites.text(arguments[0]) is not None:
                return True
            if not arguments and name in _RESOLVING and node.func.__class__ is ast.Attribute:
                return self.is_hard_coded(node.func.value, depth + 1)
            if name not in PATHS or not arguments:
                return False
            if is_anchor(arguments[0]):
                return any(self.is_hard_coded(part, depth + 1) for part in arguments[1:5])
            return self.is_hard_coded(arguments[0], depth + 1)
        if node.__class__ is ast.BinOp:
            behind = sites.text(node.right) or ""
            return self.is_hard_coded(node.left, depth + 1) or (
                behind.endswith("/") and shapes.in_known_folder(behind.rstrip("/").replace("..", ""))
            )
        text = sites.text(node) or ".."
        return not text.startswith(("{}", "%s")) and text not in ("..", "../")


def is_anchor(node: ast.expr) -> bool:
    """Whether a path begins with it wherever the program is run: `..`."""
    return sites.bare_text(node) in ("..", "../", ".", "./", "../..", "../../")


def _is_own_folder(node: ast.expr) -> bool:
    """`os.path.dirname(__file__)`, with whatever makes it absolute; its parents are the project's."""
    if node.__class__ is ast.Attribute and node.attr == "parent":
        inner: ast.expr = node.value
        if sites.called(inner) in _RESOLVING and inner.__class__ is ast.Call and inner.func.__class__ is ast.Attribute:
            inner = inner.func.value
        named = sites.called(inner) == "Path" and sites.arguments(inner)
        return bool(named) and sites.described(sites.arguments(inner)[0]) == "__file__"
    if sites.called(node) != "dirname" or not sites.arguments(node):
        return False
    inner = sites.arguments(node)[0]
    for _ in range(3):
        if sites.called(inner) in ("abspath", "realpath", "resolve") and sites.arguments(inner):
            inner = sites.arguments(inner)[0]
    return inner.__class__ is ast.Name and inner.id == "__file__"


def _chain(node: ast.expr) -> tuple[str, ...]:
    """The names along what is called, the last first; calls and subscripts on the way are passed through."""
    chain: list[str] = []
    while True:
        if node.__class__ is ast.Attribute:
            chain.append(node.attr)
            node = node.value
        elif node.__class__ is ast.Call:
            node = node.func
        elif node.__class__ is ast.Subscript:
            node = node.value
        else:
            break
    if node.__class__ is ast.Name:
        chain.append(node.id)
    return tuple(chain)


def _is_input(last: str, parts: tuple[str, ...]) -> bool:
    """Whether what a package of user interfaces calls is moved or filled in by a user."""
    return (is_class(last) and last not in _SERVING) or not _INPUTS.isdisjoint(parts)


def _is_plot(root: str, last: str, parts: tuple[str, ...], chain: tuple[str, ...]) -> bool:
    """Whether a call draws or sets looks."""
    if last == "set" and "conf" in chain:
        return False
    named = last in _PLOT_WORDS or (last.endswith("plot") and "_" not in last)
    if named or root.rstrip("0123456789") in _PLOT_ROOTS or words(root)[-1:] in _AXES:
        # Earth Engine's shapes are those of the earth.
        return "Geometry" not in chain
    return (
        "plot" in chain
        or "pl" in chain[1:-1]
        or "style" in chain
        or "style" in parts
        or "opts" in chain
        or parts[:1] in (("plot",), ("draw",))
    )


def _sets_looks(names: set[str | None]) -> bool:
    """Whether the keywords of a call are those of a plot."""
    if not names.isdisjoint(_PLOTTED):
        return True
    if not names.isdisjoint(_REQUESTED):
        return False
    return ("width" in names and "height" in names) or len(names & _COSMETIC) >= 2
