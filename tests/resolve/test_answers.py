"""Questions that ask on, in circles too: an answer leans on all that was asked for it, whoever asked first."""

from __future__ import annotations

from archcheck.resolve.answers import Answers
from hypothesis import given, settings
from hypothesis import strategies as st

_MOST = 7
_NUMBER = st.integers(0, _MOST)
_GRAPH = st.dictionaries(_NUMBER, st.lists(_NUMBER, max_size=4))


class Graph:
    """Questions that ask on as a graph says; each notes its own bit, and answers with the numbers of those that have something to say."""

    def __init__(self, follows: dict[int, list[int]], telling: set[int], guarded: set[int]) -> None:
        self.answers = Answers(self)
        self._follows = follows
        self._telling = telling
        self._guarded = guarded

    def ask(self, number: int) -> tuple[int, ...]:
        key = ("number", number)
        if number in self._guarded:
            return self.answers.guarded(key, lambda: self.answer(number))
        return self.answers.once(key, (), Graph.answer)

    def answer(self, number: int) -> tuple[int, ...]:
        self.answers.note(1 << number)
        found = {number} & self._telling
        for following in self._follows.get(number, ()):
            found.update(self.ask(following))
        return tuple(sorted(found))

    def leaning(self, number: int) -> set[int]:
        around = ("around", number)
        self.answers.once(around, (), lambda graph, asked: graph.ask(asked))
        bits = self.answers.leaning(around)
        return {other for other in range(_MOST + 1) if bits & (1 << other)}

    def reached(self, start: int) -> set[int]:
        found, waiting = set(), [start]
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting += self._follows.get(number, ())
        return found


@settings(max_examples=500, deadline=None)
@given(_GRAPH, st.sets(_NUMBER), st.sets(_NUMBER, max_size=2), st.lists(_NUMBER, min_size=1, max_size=12))
def test_an_answer_leans_on_everything_that_was_asked_for_it(follows, telling, guarded, order):
    graph = Graph(follows, telling, guarded)
    for number in order:
        assert graph.leaning(number) >= graph.reached(number)


@settings(max_examples=300, deadline=None)
@given(_GRAPH, st.sets(_NUMBER), st.sets(_NUMBER, max_size=2), st.lists(_NUMBER, min_size=1, max_size=12))
def test_without_circles_it_leans_on_nothing_else(follows, telling, guarded, order):
    ahead = {number: [other for other in following if other > number] for number, following in follows.items()}
    graph = Graph(ahead, telling, guarded)
    for number in order:
        assert graph.leaning(number) == graph.reached(number)


@settings(max_examples=500, deadline=None)
@given(_GRAPH, st.sets(_NUMBER), st.lists(_NUMBER, min_size=1, max_size=12))
def test_what_is_answered_can_be_reached_and_is_all_of_it_where_there_are_no_circles(follows, telling, order):
    graph = Graph(follows, telling, set())
    ahead = Graph({n: [other for other in then if other > n] for n, then in follows.items()}, telling, set())
    for number in order:
        assert set(graph.ask(number)) <= graph.reached(number) & telling
        assert set(ahead.ask(number)) == ahead.reached(number) & telling


def test_nothing_is_noted_where_nobody_wants_to_know():
    graph = Graph({0: [1]}, {1}, set())
    graph.answers = Answers(graph, "nothing")
    assert graph.ask(0) == (1,)
    assert graph.leaning(0) == set()
