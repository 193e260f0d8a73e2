"""What kind of thing a call is, told from the words of its name."""

from __future__ import annotations

from .names import is_class
from .sites import Callee

_PLOT_ROOTS = frozenset(
    """
    plt ax axs axes sns px go fig alt hv pylab mpl matplotlib seaborn plotly bokeh figure st ggplot folium ff pyplot
    bq vis viz canvas turtle pygame plot plots subplot chart opts gv datashade style styles wordcloud Style ImageDraw
    draw pn widgets ipywidgets
    """.split()
)
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
    columns get_figure plot_model plot_tree export_graphviz
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
_OPTIONS = frozenset((
    "add_argument", "add_option", "option", "argument", "Option", "Argument", "Field", "field", "Parameter",
    "DEFINE_integer", "DEFINE_float", "DEFINE_string", "DEFINE_bool", "DEFINE_enum", "DEFINE_list", "text",
    "dropdown", "multiselect", "combobox", "initialize", "main", "set_defaults", "IntPrompt", "Arg",
))  # fmt: skip
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


def is_plot(callee: Callee) -> bool:
    """Whether it draws or sets looks."""
    if callee.root.rstrip("0123456789") in _PLOT_ROOTS or callee.last in _PLOT_WORDS:
        # Earth Engine's shapes are those of the earth.
        return "Geometry" not in callee.chain
    return (
        "plot" in callee.chain
        or "pl" in callee.chain[1:-1]
        or "style" in callee.chain
        or "opts" in callee.chain
        or callee.words[:1] in (("plot",), ("draw",))
    )


def is_option(callee: Callee) -> bool:
    """Whether it declares an option, a setting or package metadata."""
    return callee.last in _OPTIONS or callee.root in ("widgets", "typer", "click", "flags", "environ")


def is_shown(callee: Callee) -> bool:
    """Whether its numbers are shapes, positions, formatting or output rather than choices."""
    return callee.last in _SHOWN or callee.words[-1:] in (("error",), ("exception",), ("warning",))


def is_fitting(callee: Callee) -> bool:
    """Whether it trains, searches or evaluates."""
    return callee.last in _FITTING or "train" in callee.words or "fit" in callee.words


def is_builder(callee: Callee) -> bool:
    """Whether it builds a thing with settings of its own: a class."""
    return (is_class(callee.last) and not callee.last.isupper()) or callee.last in _INITIALS


def is_estimator(callee: Callee) -> bool:
    """Whether it builds a model, a step of one, or what trains one, by the words of a class name."""
    return is_builder(callee) and not _ENDINGS.isdisjoint(callee.words)
