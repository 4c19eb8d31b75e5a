"""What ``archcheck trace`` found: call paths, each from its outermost caller to the call of the API."""

from dataclasses import dataclass
from typing import Literal

from archcheck.model.finding import Step
from archcheck.model.site import Certainty

Question = Literal["reaches", "reached-by", "between"]


@dataclass(frozen=True, slots=True)
class TracedPath:
    """One path.

    Attributes:
        api: the API that is called in the end, or ``module:function`` of a wrapper.
        effects: what it does, principal effect first.
        certainty: that of the weakest call on the path, the site included.
        start: why the path starts where it does, or empty where it was asked for.
        steps: outermost first; the last is the call of the API.
        hows: how each step reaches the next; one shorter than ``steps``.
    """

    api: str
    effects: tuple[str, ...]
    certainty: Certainty
    start: str
    steps: tuple[Step, ...]
    hows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """The answer to one question.

    Attributes:
        question: ``reaches`` (what does the function reach), ``reached-by`` (who reaches the API), ``between`` (both are given).
        function: label of the function asked for, or None.
        api: the API asked for, or None.
        paths: shortest first.
        more: paths that were left out since only the nearest were asked for.
        functions: how many functions lead to what was found.
    """

    question: Question
    function: str | None
    api: str | None
    paths: tuple[TracedPath, ...]
    more: int
    functions: int
