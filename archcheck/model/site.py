"""A call site of an effect's API."""

from dataclasses import dataclass
from typing import Literal

from archcheck.model.asked import Asking
from archcheck.model.location import Location

Certainty = Literal["certain", "likely", "possible"]
Form = Literal["call", "with", "decorator", "dependency", "reference", "setting", "sql"]
Autocommit = Literal["yes", "no", "setting"]
Via = Literal["direct", "wrapper"]
Nesting = Literal["savepoint", "part"]
"""What a transaction is inside of another one."""

CERTAINTIES: tuple[Certainty, ...] = ("certain", "likely", "possible")


def weakest(*certainties: Certainty) -> Certainty:
    """The least certain of several: what they are together."""
    return max(certainties, key=CERTAINTIES.index)


TRANSACTION_EFFECTS = (
    "transaction.commit",
    "transaction.rollback",
    "transaction.begin",
    "transaction.savepoint",
    "transaction.mode",
)


@dataclass(frozen=True, slots=True)
class CallSite:
    """One place that uses an API with an effect.

    Attributes:
        location: span of the expression (``self._session.commit()``).
        module: dotted module name.
        function: qualified name inside the module (``Class.method``), ``<module>`` for a module body.
        effects: dotted names of the effects, principal one first (``transaction.commit``).
        api: canonical catalog name, or ``module:function`` of a project wrapper.
        wraps: the catalog API behind a wrapper, else None.
        kind: ``orm``, ``core``, ``dbapi``, ``nosql``, ``sql``; None for effects without kinds.
        form: how the API is used.
        via: ``direct`` or ``wrapper``.
        certainty: how well the receiver is known.
        expression: source text of the expression, whitespace folded.
        evidence: hops from the receiver to the catalog entry, outermost first.
        is_test: whether the module is a test module.
        autocommit: whether the connection needs no commit: ``yes``, ``no``, ``setting``, or None where that is not known.
        asked: what has to hold of the function's parameters for it.
        until: of a ``with``, the line on which the last call or attribute in its block ends; else None.
    """

    location: Location
    module: str
    function: str
    effects: tuple[str, ...]
    api: str
    wraps: str | None
    kind: str | None
    form: Form
    via: Via
    certainty: Certainty
    expression: str
    evidence: tuple[str, ...]
    is_test: bool = False
    autocommit: Autocommit | None = None
    asked: Asking = ()
    until: int | None = None

    @property
    def label(self) -> str:
        """``module:Class.method`` of the function that it stands in, as the call graph names it."""
        return f"{self.module}:{self.function}"

    @property
    def within(self) -> tuple[str, ...]:
        """The labels of what it stands in, outermost first: a class, a method, functions inside of it, its own last."""
        parts = self.function.split(".")
        return tuple(f"{self.module}:{'.'.join(parts[:end])}" for end in range(1, len(parts) + 1))

    @property
    def effect(self) -> str:
        """The built-in effect's family: ``transaction`` for ``transaction.commit``."""
        return self.effects[0].split(".")[0]


@dataclass(frozen=True, slots=True)
class UntypedCall:
    """A call that may be an effect's API: the name fits, the receiver has no type.

    Attributes:
        location: span of the expression.
        module: dotted module name.
        function: qualified name inside the module.
        method: the method's name (``commit``).
        effects: effects that the name could have.
        expression: source text.
        reason: why the receiver has no type.
        remedy: what would settle it (``annotate parameter `db` of `shop.x:f```).
        is_test: whether the module is a test module.
        form: ``with`` where a block begins by it.
    """

    location: Location
    module: str
    function: str
    method: str
    effects: tuple[str, ...]
    expression: str
    reason: str
    remedy: str
    is_test: bool = False
    form: Form = "call"

    def as_site(self) -> CallSite:
        """The call as a site of certainty ``possible``, for those who want these counted; its API is the bare name."""
        return CallSite(
            location=self.location,
            module=self.module,
            function=self.function,
            effects=self.effects,
            api=self.method,
            wraps=None,
            kind=None,
            form=self.form,
            via="direct",
            certainty="possible",
            expression=self.expression,
            evidence=(self.reason, self.remedy),
            is_test=self.is_test,
        )
