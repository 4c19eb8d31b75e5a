"""APIs of the user's own effects that should be in the project and are not: a contract on them would check nothing."""

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping

from archcheck.config.schema import Config
from archcheck.config.toml import dotted
from archcheck.facts.schema import FileFacts
from archcheck.model.errors import Mistake
from archcheck.model.patterns import matches
from archcheck.model.source import SourceFile


def absent_apis(
    config: Config, place: str, files: Iterable[SourceFile], facts: Mapping[str, FileFacts], families: Collection[str]
) -> Iterator[Mistake]:
    """Names in ``[[effects]]`` below a package of the project that no function or class has where it is defined.

    Args:
        config: the configuration.
        place: its path, as the user knows it.
        files: all files.
        facts: of those that were read, by path.
        families: effects that are looked for, by their first name.
    """
    read = [file for file in files if file.path in facts]
    tops = {file.module.partition(".")[0] for file in read}
    asked = [
        (("effects", at, "apis", number), api)
        for at, effect in enumerate(config.effects)
        for number, api in enumerate(effect.apis)
        if effect.id.partition(".")[0] in families and api.partition(".")[0] in tops
    ]
    if not asked:
        return
    names = {f"{file.module}.{scope.qualname}" for file in read for scope in facts[file.path].scopes[1:]}
    for key, api in asked:
        if api not in names and not any(matches(api, name) for name in names):
            yield Mistake(
                place, config.line(*key), dotted(key), f"nothing in the project is {api!r}", _remedy(api, names)
            )


def _remedy(api: str, names: Collection[str]) -> str:
    last = api.rpartition(".")[2]
    same = sorted(name for name in names if name.rpartition(".")[2] == last)
    close = same or difflib.get_close_matches(api, sorted(names), n=3)
    hint = f"did you mean {' or '.join(close[:3])}? " if close else ""
    return f"{hint}name a function or class by the module that defines it"
