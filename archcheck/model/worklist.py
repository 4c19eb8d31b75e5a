"""A worklist: which functions to lift to an owner, one after the other, and how much each step clears."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lift:
    """One step: this function becomes an owner's, or is called by owners alone.

    Attributes:
        function: its label, ``module:qualname``.
        path: POSIX path relative to the working directory.
        line: line of the function from 1.
        layer: layer of its module, or None.
        clears: call sites that no path reaches past the owners any more, once the steps before are done.
        left: call sites that are still reached past them after it.
    """

    function: str
    path: str
    line: int
    layer: str | None
    clears: int
    left: int


@dataclass(frozen=True, slots=True)
class Worklist:
    """The steps for one contract, the one that clears most first.

    Attributes:
        contract: the contract's id.
        sites: call sites that break the contract: ``effect-site`` findings that are not exempt.
        reached: those that are reached past the owners; the steps clear all of them.
        steps: in order; done in this order, each clears most of what is left.
    """

    contract: str
    sites: int
    reached: int
    steps: tuple[Lift, ...]

    @property
    def below(self) -> int:
        """Call sites that only owners lead to: there is no path to cut, the call itself has to move up."""
        return self.sites - self.reached
