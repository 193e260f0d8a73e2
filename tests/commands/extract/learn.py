"""A module of models that say what they are given, for programs of tests."""

LEARN = """\
class Model:
    def __init__(self, *a, **k): self.k = k
    def __repr__(self): return f"{type(self).__name__}({sorted(self.k.items())})"
class RandomForestClassifier(Model): pass
class GradientBoostingClassifier(Model): pass
class Sequential(Model): pass
class SVC(Model): pass
class XGBRegressor(Model): pass
def train_test_split(*a, **k): return sorted(k.items())
"""
