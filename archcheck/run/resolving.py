"""Resolution of a project with what is known of an earlier state, in this process or in the cache."""

from collections.abc import Sequence
from pathlib import Path

from archcheck.facts.scan import Means, facts_of
from archcheck.facts.version import facts_version
from archcheck.model.inputs import digest
from archcheck.resolve.answers import Noting
from archcheck.resolve.encoding import decoded, encoded
from archcheck.resolve.following import CALLS
from archcheck.resolve.ledger import Ledger, State
from archcheck.resolve.project import Project
from archcheck.resolve.resolver import Resolver
from archcheck.resolve.sites import SITES
from archcheck.run.recall import own_state

_QUESTIONS = (SITES, CALLS)


class Resolution:
    """What was known when the project was resolved last, and where to leave what is known now.

    Attributes:
        means: where that is.
    """

    def __init__(self, means: Means, rest: Sequence[object]) -> None:
        """Look up what is known.

        Args:
            means: where that is.
            rest: what answers depend on besides the project's files and archcheck itself; its text stands for it.
        """
        self.means = means
        code = own_state() if means.remembers else None
        self._lasts = means.kept.lasts and code is not None
        self._key = digest(repr((str(Path.cwd()), code, facts_version(), *rest)).encode("utf-8", "backslashreplace"))
        self._before = self._known() if means.remembers else None

    @property
    def noting(self) -> Noting:
        """What is to be noted for the next run."""
        if self.means.memory is not None:
            return "asked"
        return "leaning" if self.means.remembers else "nothing"

    @property
    def workers(self) -> int:
        """How many processes may be at work; a process that goes on wants to know by itself how answers were found."""
        return 1 if self.noting == "asked" else self.means.processes

    def numbers(self) -> dict[str, int]:
        """The numbers that paths have had so far."""
        return dict(self._before.numbers) if self._before is not None else {}

    def former(self) -> Project | None:
        """The project of the last run, where that was one of this process."""
        known = self._before.resolver if self._before is not None else None
        return known.project if known is not None else None

    def ledger(self, resolver: Resolver) -> Ledger:
        """Asks a resolver what is not known."""
        return Ledger(resolver, self._before, lambda content: facts_of(self.means, content))

    def keep(self, ledger: Ledger) -> None:
        """Leave what is known now."""
        if not self.means.remembers:
            ledger.finish()
            return
        state = ledger.state()
        self.means.states[self._key] = state
        # A process that goes on needs no bytes after its first run, and whoever comes after it can start from that one.
        if self._lasts and (self._before is None or self._before.resolver is None) and state != self._before:
            self.means.kept.keep({self._key: encoded(state)})

    def _known(self) -> State | None:
        here = self.means.states.get(self._key)
        if isinstance(here, State):
            return here
        data = self.means.kept.values([self._key]).get(self._key) if self._lasts else None
        return decoded(data, _QUESTIONS) if data is not None else None
