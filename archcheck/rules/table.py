"""Every rule that is served, with what ``archcheck explain`` lists of it."""

from dataclasses import dataclass

from archcheck.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table.

    Attributes:
        module: where it is written; its docstring is its manual page.
        severity: of its findings, where no contract says otherwise.
        summary: first line of the manual page.
    """

    module: str
    severity: Severity
    summary: str


RULES: dict[str, Rule] = {
    "contract-broken": Rule(
        "archcheck.rules.contract_broken", "error", "A contract of one of import-linter's types is broken."
    ),
    "effect-escape": Rule(
        "archcheck.rules.effect_escape", "error", "An owner hands the effect's API itself to code outside the owners."
    ),
    "effect-orphan": Rule(
        "archcheck.rules.effect_orphan", "error", "A write outside the owners that no owner commits on its path."
    ),
    "effect-reentry": Rule(
        "archcheck.rules.effect_reentry",
        "error",
        "Code below the owners reaches the effect by calling back up into an owner.",
    ),
    "effect-site": Rule(
        "archcheck.rules.effect_site", "error", "A call site of the effect's API stands outside the contract's owners."
    ),
    "effect-unproven": Rule(
        "archcheck.rules.effect_unproven", "warning", "A call may be the effect's API: its receiver has no known type."
    ),
    "layer-header": Rule(
        "archcheck.rules.layer_header",
        "error",
        "A header comment names no layer, or disagrees with the pattern that places the module.",
    ),
    "layer-import": Rule(
        "archcheck.rules.layer_import",
        "error",
        "A module imports, directly or through others, a layer that it may not import.",
    ),
    "layer-unassigned": Rule("archcheck.rules.layer_unassigned", "warning", "No source places a module in a layer."),
    "unread-file": Rule("archcheck.rules.unread_file", "error", "A file could not be read or does not parse."),
    "unused-allow": Rule(
        "archcheck.rules.unused_allow", "error", "An exception excuses nothing, gives no reason, or has expired."
    ),
}
