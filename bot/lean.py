"""Rasa without TensorFlow: import this before Rasa; `python -m bot.lean train …` is `rasa train …`.

Rasa imports every component that it knows; the few that use TensorFlow cost 390 MB and six seconds of each start,
though config.yml names none of them. Stand-ins replace those modules. If config.yml does name one, Rasa reports that it
is not registered.
"""

from __future__ import annotations

import sys
from functools import partial
from types import ModuleType

import bot.quiet  # noqa: F401 (first: Rasa reads the environment on import)

NEURAL = {
    "rasa.core.policies.ted_policy": ("TEDPolicy",),
    "rasa.core.policies.unexpected_intent_policy": ("UnexpecTEDIntentPolicy",),
    "rasa.nlu.classifiers.diet_classifier": ("DIETClassifier",),
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": ("ConveRTFeaturizer",),
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": ("LanguageModelFeaturizer",),
    "rasa.nlu.selectors.response_selector": ("ResponseSelector",),
    "rasa.utils.tensorflow.callback": ("RasaModelCheckpoint", "RasaTrainingLogger"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
}
"""Rasa's modules that import TensorFlow → the names that other modules import from them."""


def _stand_in(name: str, classes: tuple[str, ...]) -> ModuleType:
    """A module of this name with empty classes."""
    module = ModuleType(name, "Stands in for a module of Rasa that needs TensorFlow.")
    for one in classes:
        setattr(module, one, type(one, (), {"__module__": name}))
    return module


for _name, _classes in NEURAL.items():
    sys.modules.setdefault(_name, _stand_in(_name, _classes))


if __name__ == "__main__":
    from rasa.__main__ import main
    from rasa.shared.importers.importer import E2EImporter
    from tarsafe import TarSafe

    # the same sentences whatever the language: Rasa would read them once as of none, once as of ours
    read = E2EImporter.get_nlu_data
    E2EImporter.get_nlu_data = lambda importer, language="": read(importer)  # noqa: ARG005 (called by this name)

    # gzip at its quickest: its slowest level makes an archive of heads 5% smaller, in five times the time
    TarSafe.open = partial(TarSafe.open, compresslevel=1)
    main()
