"""Text of the checked code and of its configuration, made safe to stand in Markdown.

Names come out as code: nothing inside it is a link, a heading, a mention of a user or HTML. What a code span cannot hold
exactly (a backtick, a pipe in a table) stands in a `<code>` element with every mark as a character reference, which all
dialects read the same way.
"""

import re

from archcheck.report.visible import visible

_PLAIN_CODE = re.compile(r"[\w .,:;/()\[\]{}=+*'\"@#$%^!?…-]+")
_TOKEN = re.compile(r"[(\"']*`[^`]+`[)\"'.,;:]*(?!\S)|\S+")
_WORD = re.compile(r"([(\"']*)(.*?)([)\"'.,;:]*)", re.DOTALL)
_PROSE = re.compile(r"[+-]\d+|\d{1,3}(?:,\d{3})+|[^\W_]+(?:['’-][^\W\d_]+)*")


def code(text: str) -> str:
    """Text as code, on one line; an empty text is empty."""
    shown = visible(text).strip()
    if not shown or _PLAIN_CODE.fullmatch(shown):
        return f"`{shown}`" if shown else ""
    return "<code>" + "".join(_reference(character) for character in shown) + "</code>"


def prose(text: str) -> str:
    """A sentence on one line; its plain words stay words, everything else is code, and so is what stands in backticks."""
    return " ".join(_word(word) for word in _TOKEN.findall(visible(text)))


def _word(word: str) -> str:
    match = _WORD.fullmatch(word)
    before, core, behind = match.groups() if match else ("", word, "")
    if not core:
        return code(word)
    if len(core) > 2 and core[0] == core[-1] == "`" and "`" not in core[1:-1]:
        return before + code(core[1:-1]) + behind
    if _PROSE.fullmatch(core) and not (core.isdigit() and behind):
        return before + core + behind
    return before + code(core) + behind


def _reference(character: str) -> str:
    if character.isalnum() or character == " " or not character.isascii():
        return character
    return f"&#{ord(character)};"
