"""Every kind of mistake in layers.toml, with its line: the one that ends in ``#!``."""

from pathlib import Path

import pytest
from archcheck.config.load import load_config
from archcheck.model.errors import Mistake, UserError

LAYERS = """
[[layers]]
id = "L2"
modules = ["shop.api.**"]
[[layers]]
id = "L1"
modules = ["shop.db.**"]
"""
CONTRACT = """
[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L2"]
"""


def mistakes(tmp_path: Path, text: str, **options: bool) -> tuple[Mistake, ...]:
    (tmp_path / "layers.toml").write_text(text)
    with pytest.raises(UserError) as caught:
        load_config(None, tmp_path, **options)
    return caught.value.mistakes


def marked(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if line.endswith("#!")]


def base(text: str) -> str:
    return LAYERS + CONTRACT + text


def contract(text: str) -> str:
    return LAYERS + CONTRACT + '[[contracts]]\nid = "c"\n' + text


def entry(text: str) -> str:
    return base('[[exemptions]]\ncontract = "transactions"\nsubject = "shop.**"\nreason = "why"\n') + text


KINDS = {
    "unknown table": (base("[projects] #!\n"), "projects", "unknown key", "did you mean project?"),
    "unknown key": (base('[project]\nroot = ["."] #!\n'), "project.root", "unknown key", "did you mean roots?"),
    "unknown key of a contract": (
        contract('type = "layers"\nclose = ["L2"] #!\n'),
        "contracts[1].close",
        "unknown key",
        "did you mean closed?",
    ),
    "unknown key of an effect contract": (
        base('owner = ["L1"] #!\n'),
        "contracts[0].owner",
        "unknown key",
        "did you mean owners?",
    ),
    "unknown option of import-linter": (
        contract('type = "independence"\nmodules = ["a"]\nignored_imports = ["a -> b"] #!\n'),
        "contracts[1].ignored_imports",
        "unknown key",
        "did you mean ignore_imports?",
    ),
    "missing option of import-linter": (
        LAYERS + CONTRACT + '[[contracts]] #!\nid = "c"\ntype = "forbidden"\nsource_modules = ["a"]\n',
        "contracts[1].forbidden_modules",
        "is missing",
        "",
    ),
    "wrong type of an option": (
        contract('type = "independence"\nmodules = "a" #!\n'),
        "contracts[1].modules",
        "must be a list, is a string",
        "brackets",
    ),
    "options is no key": (
        contract('type = "independence"\nmodules = ["a"]\noptions = {} #!\n'),
        "contracts[1].options",
        "unknown key",
        "",
    ),
    "a string for a list": (base('[project]\nroots = "src" #!\n'), "project.roots", "must be a list, is a string", "["),
    "a number for a string": (
        LAYERS + CONTRACT + "reason = 3 #!\n",
        "contracts[0].reason",
        "must be a string, is a whole number",
        "quotes",
    ),
    "a string for a number": (
        base('[assign]\nheader_lines = "30" #!\n'),
        "assign.header_lines",
        "must be a whole number, is a string",
        "without quotes",
    ),
    "true for a number": (
        base("[assign]\nheader_lines = true #!\n"),
        "assign.header_lines",
        "must be a whole number, is true or false",
        "",
    ),
    "a string for a boolean": (
        base('[import_linter]\ninherit = "yes" #!\n'),
        "import_linter.inherit",
        "must be true or false, is a string",
        "",
    ),
    "a table for tables": (base("[debt] #!\n"), "debt", "must be a list, is a table", ""),
    "an element of the wrong type": (
        base('[project]\ncheck = [\n  "shop.**",\n  7, #!\n]\n'),
        "project.check[1]",
        "must be a string, is a whole number",
        "",
    ),
    "a bad choice": (
        base('certainty = "sure" #!\n'),
        "contracts[0].certainty",
        "'sure' is not allowed",
        "allowed: certain, likely, possible",
    ),
    "a misspelled choice": (
        base('severity = "warn" #!\n'),
        "contracts[0].severity",
        "'warn' is not allowed",
        "did you mean warning?",
    ),
    "a bad source": (
        base('[assign]\nby = ["modules", "headers"] #!\n'),
        "assign.by[1]",
        "'headers' is not allowed",
        "did you mean header?",
    ),
    "a bad id": (
        base('[[effects]]\nid = "my clock" #!\napis = ["time.time"]\n'),
        "effects[0].id",
        "is no id",
        "letters, digits",
    ),
    "an id with a line end": (
        base('[[effects]]\nid = "clock\\n" #!\napis = ["time.time"]\n'),
        "effects[0].id",
        "is no id",
        "",
    ),
    "two layers of one id": (
        base('[[layers]]\nid = "L1" #!\nmodules = ["x"]\n'),
        "layers[2].id",
        "'L1' is there twice",
        "first on line 6",
    ),
    "two contracts of one id": (
        LAYERS + CONTRACT + CONTRACT.replace('ns"', 'ns" #!'),
        "contracts[1].id",
        "'transactions' is there twice",
        "first on line 10",
    ),
    "two debts of one id": (
        base('[[debt]]\nid = "d"\ncontract = "transactions"\nreason = "r"\n')
        + '[[debt]]\nid = "d" #!\ncontract = "transactions"\nreason = "r"\n',
        "debt[1].id",
        "'d' is there twice",
        "",
    ),
    "an alias that is an id": (
        base('[[layers]]\nid = "L0"\nmodules = ["x"]\naliases = ["L1"] #!\n'),
        "layers[2].aliases[0]",
        "is the id of a layer",
        "",
    ),
    "a layer without modules": (base('[[layers]] #!\nid = "L0"\n'), "layers[2]", "has no modules", "by header"),
    "a header that is not used": (
        base("[assign]\nheader = '(?P<layer>L.)' #!\n"),
        "assign.header",
        "is not used",
        'add "header" to by',
    ),
    "an unknown layer in order": (
        contract('type = "layers"\norder = ["L2", "L1", "L7"] #!\n'),
        "contracts[1].order[2]",
        "there is no layer 'L7'",
        "allowed: L2, L1",
    ),
    "a closed layer that is none": (
        contract('type = "layers"\nclosed = ["l2"] #!\n'),
        "contracts[1].closed[0]",
        "there is no layer 'l2'",
        "did you mean L2?",
    ),
    "a closed layer that is not in order": (
        contract('type = "layers"\norder = ["L2", "L0"]\nclosed = ["L1"] #!\n')
        + '[[layers]]\nid = "L0"\nmodules = ["x"]\n',
        "contracts[1].closed[0]",
        "'L1' is not in order",
        "",
    ),
    "a layer twice in order": (
        contract('type = "layers"\norder = ["L2", "L1", "L2"] #!\n'),
        "contracts[1].order[2]",
        "'L2' is there twice",
        "",
    ),
    "an order of one layer": (
        contract('type = "layers"\norder = ["L2"] #!\n'),
        "contracts[1].order",
        "two layers or more",
        "",
    ),
    "a layers contract without layers": (
        '[[contracts]]\nid = "c"\ntype = "layers" #!\n',
        "contracts[0].type",
        "two layers or more",
        "",
    ),
    "an owner that is no layer": (
        LAYERS + CONTRACT.replace('["L2"]', '["L4"] #!'),
        "contracts[0].owners[0]",
        "there is no layer 'L4'",
        "allowed: L2, L1",
    ),
    "no owners": (
        LAYERS + CONTRACT.replace("[[contracts]]", "[[contracts]] #!").replace('owners = ["L2"]', ""),
        "contracts[0].owners",
        "is missing",
        "",
    ),
    "an unknown effect": (
        LAYERS + CONTRACT.replace('"transaction"', '"transactions" #!'),
        "contracts[0].effect",
        "there is no effect 'transactions'",
        "did you mean transaction?",
    ),
    "an unknown narrowed effect": (
        LAYERS + CONTRACT.replace('"transaction"', '"transaction.commits" #!'),
        "contracts[0].effect",
        "there is no effect",
        "did you mean transaction.commit?",
    ),
    "an effect without apis": (base('[[effects]] #!\nid = "x"\n'), "effects[0]", "has no apis", "[catalog] files"),
    "a contract without a type": (
        base('[[contracts]] #!\nid = "c"\n'),
        "contracts[1]",
        "has no type",
        "import-linter",
    ),
    "a contract without an id": (
        base('[[contracts]] #!\ntype = "independence"\nmodules = ["a"]\n'),
        "contracts[1].id",
        "is missing",
        "",
    ),
    "an unknown contract type": (
        contract('type = "independent" #!\n'),
        "contracts[1].type",
        "'independent' is no contract type",
        "did you mean independence?",
    ),
    "an exemption of no contract": (
        base('[[exemptions]]\ncontract = "transaction" #!\nsubject = "a"\nreason = "r"\n'),
        "exemptions[0].contract",
        "there is no contract 'transaction'",
        "did you mean transactions?",
    ),
    "a debt of no contract": (
        base('[[debt]]\nid = "d"\ncontract = "x" #!\nreason = "r"\n'),
        "debt[0].contract",
        "there is no contract 'x'",
        "allowed: transactions",
    ),
    "an exemption without a reason": (
        base('[[exemptions]] #!\ncontract = "transactions"\nsubject = "a"\n'),
        "exemptions[0].reason",
        "is missing",
        "",
    ),
    "an empty reason": (
        base('[[debt]]\nid = "d"\ncontract = "transactions"\nreason = " " #!\n'),
        "debt[0].reason",
        "is empty",
        "",
    ),
    "a date in quotes": (
        entry('until = "2027-03-31" #!\n'),
        "exemptions[0].until",
        "must be a date, is a string",
        "without quotes",
    ),
    "a date with a time": (
        entry("until = 2027-03-31T00:00:00 #!\n"),
        "exemptions[0].until",
        "must be a date, is a date with a time",
        "",
    ),
    "an exemption of nothing": (entry("matches = 0 #!\n"), "exemptions[0].matches", "must be at least 1, is 0", ""),
    "an unknown kind": (
        entry('kind = "dbapi2" #!\n'),
        "exemptions[0].kind",
        "'dbapi2' is not allowed",
        "did you mean dbapi?",
    ),
    "a subject with an empty part": (
        base('[[exemptions]]\ncontract = "transactions"\nreason = "r"\nsubject = "shop:" #!\n'),
        "exemptions[0].subject",
        "is empty",
        "",
    ),
    "a header that does not compile": (
        base('[assign]\nby = ["header"]\nheader = "(?P<layer>" #!\n'),
        "assign.header",
        "does not compile",
        "",
    ),
    "a header without a layer": (
        base('[assign]\nby = ["header"]\nheader = "# Layer: (.*)" #!\n'),
        "assign.header",
        "has no group named layer",
        "(?P<layer>",
    ),
    "a header too far down": (
        base("[assign]\nheader_lines = 201 #!\n"),
        "assign.header_lines",
        "must be at most 200, is 201",
        "",
    ),
    "a pattern with an empty segment": (
        base('[project]\nexclude = ["shop..orders"] #!\n'),
        "project.exclude[0]",
        "empty segment",
        "",
    ),
    "a pattern with whitespace": (
        base('[project]\ncheck = ["shop. **"] #!\n'),
        "project.check[0]",
        "whitespace",
        "",
    ),
    "a pattern that is a path": (
        base('[project]\ntests = ["shop/tests"] #!\n'),
        "project.tests[0]",
        "is a path",
        "shop.orders.**",
    ),
    "a pattern with stars beside letters": (
        base('[project]\ncheck = ["shop.a**"] #!\n'),
        "project.check[0]",
        "** beside other letters",
        "",
    ),
    "a pattern with a bracket": (
        base('[project]\ncheck = ["shop.[ab]"] #!\n'),
        "project.check[0]",
        "no name",
        "",
    ),
    "an empty pattern": (base('[project]\ncheck = [""] #!\n'), "project.check[0]", "is empty", ""),
    "an empty list": (base("[project]\ncheck = [] #!\n"), "project.check", "is an empty list", ""),
    "a package with a wildcard": (base('[project]\npackages = ["sh*p"] #!\n'), "project.packages[0]", "no package", ""),
    "a domain pattern without a domain": (
        base('[project]\ndomains = ["shop.*.**"] #!\n'),
        "project.domains[0]",
        "{domain} exactly once",
        "",
    ),
    "a domain pattern with two": (
        base('[project]\ndomains = ["shop.{domain}.{domain}"] #!\n'),
        "project.domains[0]",
        "{domain} exactly once",
        "",
    ),
    "a domain inside a segment": (
        base('[project]\ndomains = ["shop.x_{domain}"] #!\n'),
        "project.domains[0]",
        "whole segment",
        "",
    ),
    "an ignored import that is none": (
        contract('type = "layers"\nignore_imports = ["shop.a => shop.b"] #!\n'),
        "contracts[1].ignore_imports[0]",
        "is no import",
        "importer -> imported",
    ),
    "an ignored import of import-linter": (
        contract('type = "independence"\nmodules = ["a"]\nignore_imports = ["a"] #!\n'),
        "contracts[1].ignore_imports[0]",
        "is no import",
        "",
    ),
    "a version with an operator": (
        base('[catalog]\nversions = { pymysql = ">=1.1" } #!\n'),
        "catalog.versions.pymysql",
        "is no version",
        "the version itself",
    ),
    "no contract": (LAYERS, "contracts", "there is no contract", "[[contracts]]"),
    "a root above": (base('[project]\nroots = [".."] #!\n'), "project.roots[0]", "leaves the directory", "below"),
    "a root elsewhere": (base('[project]\nroots = ["/usr"] #!\n'), "project.roots[0]", "leaves the directory", ""),
    "a root that is not there": (base('[project]\nroots = ["src"] #!\n'), "project.roots[0]", "no directory", ""),
    "a catalog above": (base('[catalog]\nfiles = ["../*.toml"] #!\n'), "catalog.files[0]", "leaves the directory", ""),
    "excluded paths elsewhere": (
        base('[project]\nexclude_paths = ["/x/**"] #!\n'),
        "project.exclude_paths[0]",
        "leaves the directory",
        "",
    ),
    "a contract class": (
        base('[import_linter]\ncontract_types = ["c: json.JSONEncoder"] #!\n'),
        "import_linter.contract_types[0]",
        "is not run",
        "--allow-contract-types",
    ),
    "a contract class without a name": (
        base('[import_linter]\ncontract_types = ["json.JSONEncoder"] #!\n'),
        "import_linter.contract_types[0]",
        "names no class",
        "name: package.module.Class",
    ),
    "a baseline above": (base('[baseline]\nfile = "../b.json" #!\n'), "baseline.file", "leaves the directory", "below"),
    "an unknown contract of a sweep": (
        base('[[sweeps]]\nid = "s"\ncontract = "transaction" #!\n'),
        "sweeps[0].contract",
        "there is no contract 'transaction'",
        "did you mean transactions?",
    ),
    "a sweep twice": (
        base('[[sweeps]]\nid = "s"\ncontract = "transactions"\n[[sweeps]]\nid = "s" #!\ncontract = "transactions"\n'),
        "sweeps[1].id",
        "'s' is there twice",
        "first on line",
    ),
    "a sweep without a contract": (
        base('[[sweeps]] #!\nid = "s"\n'),
        "sweeps[0].contract",
        "is missing",
        "",
    ),
    "an unknown key of a sweep": (
        base('[[sweeps]]\nid = "s"\ncontract = "transactions"\ntarge = 2027-01-31 #!\n'),
        "sweeps[0].targe",
        "unknown key",
        "did you mean target?",
    ),
    "a target that is no date": (
        base('[[sweeps]]\nid = "s"\ncontract = "transactions"\ntarget = "soon" #!\n'),
        "sweeps[0].target",
        "date",
        "",
    ),
    "a sweep with an id that is none": (
        base('[[sweeps]]\nid = "sweep 1" #!\ncontract = "transactions"\n'),
        "sweeps[0].id",
        "'sweep 1' is no id",
        "letters, digits",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_mistake_names_line_key_problem_and_remedy(kind: str, tmp_path: Path) -> None:
    text, key, problem, remedy = KINDS[kind]
    found = mistakes(tmp_path, text)
    assert [mistake.key for mistake in found] == [key], found
    assert [mistake.line for mistake in found] == (marked(text) or [1])
    assert problem in found[0].problem
    assert remedy in found[0].remedy


def test_ten_mistakes_name_ten_lines(tmp_path: Path) -> None:
    text = """
    [project]
    roots = ["../other"] #!
    chek = ["shop.**"] #!
    domains = ["shop.*"] #!
    [[layers]]
    id = "L2"
    modules = ["shop..api"] #!
    [[layers]]
    id = "L 1" #!
    modules = ["shop.db"]
    [assign]
    header_lines = 1000 #!
    [[contracts]]
    id = "transactions"
    type = "effect"
    effect = "transactoin" #!
    owners = [
      "shop.jobs",
      "L3", #!
    ]
    severity = "fatal" #!
    [[exemptions]]
    contract = "transaction" #!
    subject = "shop.**"
    reason = "r"
    """
    found = mistakes(tmp_path, text)
    assert len(marked(text)) == 10
    assert [mistake.line for mistake in found] == marked(text)
    assert {mistake.place for mistake in found} == {"layers.toml"}


def test_the_layers_of_import_linter_have_another_place(tmp_path: Path) -> None:
    found = mistakes(tmp_path, contract('type = "layers"\ncontainers = ["shop"]\n'))
    assert [(mistake.line, mistake.key) for mistake in found] == [
        (16, "contracts[1].type"),
        (17, "contracts[1].containers"),
    ]
    assert ".importlinter" in found[0].remedy


def test_mistake_reads_as_the_manual_says(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, base('[assign]\nunassigned = "errors"\n'))
    assert str(mistake) == (
        "layers.toml:15: assign.unassigned: 'errors' is not allowed; "
        "allowed: error, warning, ignore; did you mean error?"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [("[project]\nroots = [\n", 2), ("a = 1\nb = = 2\n", 2), ("[x]\n[x]\n", 2), ("a = 1\na = 2\n", 2)],
)
def test_syntax_error_has_its_line(text: str, line: int, tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, text)
    assert mistake.line == line
    assert mistake.problem.startswith("is no TOML: ")


def test_not_utf8_has_its_line(tmp_path: Path) -> None:
    (tmp_path / "layers.toml").write_bytes(b"[project]\n# ok\n# \xff\n")
    with pytest.raises(UserError, match=r"layers\.toml:3: is no UTF-8"):
        load_config(None, tmp_path)


def test_deep_nesting_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, "a = " + "[" * 100_000)
    assert mistake.problem


def test_nothing_found_names_init(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="archcheck init"):
        load_config(None, tmp_path)


def test_named_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"other\.toml: there is no such file"):
        load_config(Path("other.toml"), tmp_path)


def test_directory_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "layers").mkdir()
    with pytest.raises(UserError, match="layers: is no file"):
        load_config(Path("layers"), tmp_path)


def test_root_behind_a_link_that_leads_out(tmp_path: Path) -> None:
    project, outside = tmp_path / "project", tmp_path / "outside"
    project.mkdir()
    outside.mkdir()
    (project / "src").symlink_to(outside)
    (mistake,) = mistakes(project, base('[project]\nroots = ["src"]\n'))
    assert "leaves the directory" in mistake.problem


def test_contract_class_below_the_project_is_refused_without_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "house_rules").mkdir()
    (tmp_path / "house_rules" / "__init__.py").write_text("raise SystemExit('imported')")
    (tmp_path / "house_rules" / "own.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(tmp_path)
    text = base('[import_linter]\ncontract_types = ["own: house_rules.own.Rule"]\n')
    (mistake,) = mistakes(tmp_path, text, allow_contract_types=True)
    assert "lies in the checked project" in mistake.problem


def test_contract_class_that_is_not_installed(tmp_path: Path) -> None:
    text = base('[import_linter]\ncontract_types = ["own: house_rules_nowhere.Rule"]\n')
    (mistake,) = mistakes(tmp_path, text, allow_contract_types=True)
    assert "is not installed" in mistake.problem
