"""``archcheck trace``: the paths that are shown, in every format, and the hints where a name does not exist."""

from __future__ import annotations

import json
import textwrap
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from archcheck.model.errors import UserError
from archcheck.model.progress import silent
from archcheck.model.trace import Trace
from archcheck.report.schemas import SCHEMAS
from archcheck.report.trace import render_trace, render_trace_dot, render_trace_json, render_trace_mermaid
from archcheck.run.trace import Options, trace

ASKED = Options(None, None, False, None, "transaction", "likely", silent)
FILES = {
    "shop/__init__.py": "",
    "shop/api.py": """\
        from sqlalchemy.orm import Session

        from shop import helper


        def place(session: Session) -> None:
            helper.flush_all(session)


        def cancel(session: Session) -> None:
            session.rollback()
        """,
    "shop/helper.py": """\
        from sqlalchemy.orm import Session

        from shop.driver import Driver


        def flush_all(session: Session) -> None:
            Driver(session).save()
        """,
    "shop/driver.py": """\
        from sqlalchemy.orm import Session


        class Driver:
            def __init__(self, session: Session) -> None:
                self._session = session

            def save(self) -> None:
                self._session.add(object())
                self._session.commit()
        """,
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    for path, text in FILES.items():
        (tmp_path / path).write_text(textwrap.dedent(text))
    return tmp_path


def paths(found: Trace) -> list[list[str]]:
    return [[f"{step.function}:{step.line}" for step in path.steps] for path in found.paths]


FULL = ["shop.api:place:7", "shop.helper:flush_all:7", "shop.driver:Driver.save:10"]


@pytest.mark.parametrize("name", ["shop.api:place", "place", "shop/api.py:7", "./shop/api.py:6"])
def test_what_a_function_reaches(project: Path, name: str) -> None:
    found = trace(project, replace(ASKED, function=name))
    assert (found.question, found.function, paths(found)) == ("reaches", "shop.api:place", [FULL])
    assert found.paths[0].hows == ("direct", "method")
    assert found.paths[0].steps[-1].expression == "self._session.commit()"


def test_who_reaches_an_api(project: Path) -> None:
    found = trace(project, replace(ASKED, api="sqlalchemy.orm.Session.commit"))
    assert (found.question, found.functions, paths(found)) == ("reached-by", 3, [FULL])
    assert found.paths[0].start == "nobody in the project calls it"


def test_a_pattern_and_a_start_narrow(project: Path) -> None:
    assert paths(trace(project, replace(ASKED, api="**.rollback"))) == [["shop.api:cancel:11"]]
    assert paths(trace(project, replace(ASKED, function="cancel", api="**.commit"))) == []


def test_the_nearest_ten_unless_all_are_asked_for(project: Path) -> None:
    commits = "\n".join("    session.commit()" for _ in range(12))
    (project / "shop/many.py").write_text(
        f"from sqlalchemy.orm import Session\ndef many(session: Session) -> None:\n    session.add(1)\n{commits}\n"
    )
    found = trace(project, replace(ASKED, function="many"))
    assert (len(found.paths), found.more) == (10, 2)
    assert "The nearest 10 are shown; --all shows every one." in render_trace(found)
    assert len(trace(project, replace(ASKED, function="many", every=True)).paths) == 12


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (replace(ASKED), "names neither a function nor an API"),
        (replace(ASKED, function="shop.api:plase"), "there is no function shop.api:plase; did you mean shop.api:place"),
        (replace(ASKED, function="plase"), "did you mean shop.api:place"),
        (replace(ASKED, function="shop/apy.py:3"), "no file shop/apy.py was read; did you mean shop/api.py"),
        (replace(ASKED, function="shop/api.py:99"), "is behind the end of the file"),
        (replace(ASKED, api="sqlalchemy.orm.Session.comit"), "did you mean sqlalchemy.orm.Session.commit"),
        (replace(ASKED, function="place", effect="transactoin"), "did you mean transaction?"),
    ],
)
def test_what_does_not_exist_gets_a_hint(project: Path, asked: Options, message: str) -> None:
    with pytest.raises(UserError) as caught:
        trace(project, asked)
    assert message in str(caught.value)


def test_a_name_that_several_functions_have_is_no_guess(project: Path) -> None:
    (project / "shop/other.py").write_text("def place() -> None: ...\n")
    with pytest.raises(
        UserError, match=r"several functions are called place; name one of shop\.api:place, shop\.other:place"
    ):
        trace(project, replace(ASKED, function="place"))


def test_text_says_the_path_in_short_and_step_by_step(project: Path) -> None:
    text = render_trace(trace(project, replace(ASKED, function="place")))
    assert text == textwrap.dedent("""\
        shop.api:place calls shop.helper:flush_all, which eventually calls sqlalchemy.orm.Session.commit  [certain]
           1. shop.api:place  shop/api.py:7
              helper.flush_all(session)  direct
           2. shop.helper:flush_all  shop/helper.py:7
              Driver(session).save()  method
           3. shop.driver:Driver.save  shop/driver.py:10
              self._session.commit()  commit

        1 call site reached through 3 functions.
        """)


def test_json_keeps_to_its_schema(project: Path) -> None:
    document = json.loads(render_trace_json(trace(project, replace(ASKED, function="place"))))
    jsonschema.validate(document, SCHEMAS["trace"])
    assert [step["line"] for step in document["paths"][0]["steps"]] == [7, 7, 10]


def test_drawings_hold_each_function_once(project: Path) -> None:
    found = trace(project, replace(ASKED, api="**.Session.*"))
    dot = render_trace_dot(found)
    assert dot.count('"shop.driver:Driver.save";') == 1
    assert '"shop.api:place" -> "shop.helper:flush_all" [label="direct"];' in dot
    mermaid = render_trace_mermaid(found)
    assert mermaid.startswith("flowchart LR\n")
    assert '["shop.api:place"]' in mermaid and "-->|direct|" in mermaid
