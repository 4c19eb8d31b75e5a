"""Inherited contracts get the verdicts that lint-imports gives them; those of layers.toml the same as if they were inherited."""

import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from archcheck.model.errors import UserError
from archcheck.run.check import Options, check

CODE = {
    "shop/__init__.py": "",
    "shop/api/__init__.py": "from shop.orders import service\n",
    "shop/api/routes.py": "import shop.billing.service\nfrom shop.tools import clock\n",
    "shop/orders/__init__.py": "",
    "shop/orders/service.py": "from shop.orders.models import Order\nimport sqlite3\n",
    "shop/orders/models.py": """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from shop.billing.models import Bill
        class Order: ...
    """,
    "shop/billing/__init__.py": "",
    "shop/billing/service.py": "from shop.tools.mail import send\nfrom shop.billing._secret import key\n",
    "shop/billing/models.py": "class Bill: ...\n",
    "shop/billing/_secret.py": "key = 1\n",
    "shop/tools/__init__.py": "",
    "shop/tools/mail.py": "from shop.orders.models import Order\nfrom shop.billing._secret import key\n",
    "shop/tools/clock.py": "import shop.tools.calendar\n",
    "shop/tools/calendar.py": "import shop.tools.clock\n",
    "plugins/__init__.py": "from shop.api import routes\n",
}
CONTRACTS = {
    "layers broken": "type = layers\nlayers =\n    shop.api\n    shop.billing\n    shop.orders\n    shop.tools",
    "layers kept": "type = layers\nlayers =\n    shop.api\n    shop.billing : shop.tools : shop.orders",
    "layers in containers": "type = layers\ncontainers =\n    shop.orders\n    shop.billing\nlayers =\n    service\n    models\n    (late)",
    "layers exhaustive": "type = layers\nexhaustive = True\ncontainers = shop\nlayers =\n    api\n    billing",
    "forbidden broken": "type = forbidden\nsource_modules = shop.api\nforbidden_modules = shop.orders.models",
    "forbidden direct": "type = forbidden\nsource_modules = shop.api\nforbidden_modules = shop.orders.models\nallow_indirect_imports = True",
    "forbidden external": "type = forbidden\nsource_modules = shop\nforbidden_modules =\n    sqlite3\n    psycopg2",
    "forbidden external kept": "type = forbidden\nsource_modules = shop\nforbidden_modules = psycopg2",
    "forbidden wildcards": "type = forbidden\nsource_modules = shop.*.models\nforbidden_modules = shop.api.**",
    "forbidden ignored": "type = forbidden\nsource_modules = shop.tools\nforbidden_modules = shop.orders\nignore_imports =\n    shop.tools.* -> shop.orders.models",
    "forbidden across": "type = forbidden\nsource_modules = plugins\nforbidden_modules = shop.tools",
    "independence broken": "type = independence\nmodules =\n    shop.billing\n    shop.orders",
    "independence kept": "type = independence\nmodules =\n    shop.api.routes\n    shop.orders",
    "protected broken": "type = protected\nprotected_modules = shop.orders.models\nallowed_importers = shop.orders",
    "protected kept": "type = protected\nprotected_modules = shop.orders\nallowed_importers =\n    shop.orders\n    shop.api\n    shop.tools",
    "private broken": "type = private_modules",
    "private kept": "type = private_modules\npackages_with_private_modules = shop.orders",
    "acyclic broken": "type = acyclic_siblings\nancestors = shop.tools",
    "acyclic kept": "type = acyclic_siblings\nancestors = shop.orders",
    "acyclic deep": "type = acyclic_siblings\nancestors = shop\ndepth = 0",
}
SESSIONS = [
    "root_package = shop\ninclude_external_packages = True",
    "root_packages =\n    shop\n    plugins\ninclude_external_packages = True",
    "root_packages =\n    shop\n    plugins\ninclude_external_packages = True\nexclude_type_checking_imports = True",
]


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(dedent(text).lstrip("\n"), encoding="utf-8")


def lint_imports(root: Path) -> dict[str, str]:
    """What lint-imports says of each contract."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(root)}
    )
    found = re.findall(r"^(.+?) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE)
    assert found, done.stdout + done.stderr
    return {name.strip(): verdict.lower() for name, verdict in found}


def archcheck(root: Path) -> dict[str, str]:
    """What archcheck says of each contract."""
    (root / "layers.toml").write_text("[import_linter]\ninherit = true\n", encoding="utf-8")
    return {contract.id: contract.verdict for contract in check(root, Options()).contracts}


def ini(session: str, prefix: str = "importlinter") -> str:
    parts = [f"[{prefix}]\n{session}\n"]
    known = [name for name in CONTRACTS if "plugins" in session or name != "forbidden across"]
    parts += [f"[{prefix}:contract:{name}]\nname = {name}\n{CONTRACTS[name]}\n" for name in known]
    return "\n".join(parts)


@pytest.mark.parametrize("session", SESSIONS)
@pytest.mark.parametrize("file", [".importlinter", "setup.cfg"])
def test_ini(tmp_path: Path, session: str, file: str) -> None:
    write(tmp_path, CODE)
    (tmp_path / file).write_text(ini(session), encoding="utf-8")
    expected = lint_imports(tmp_path)
    assert archcheck(tmp_path) == expected
    assert set(expected.values()) == {"kept", "broken"}


def test_toml(tmp_path: Path) -> None:
    write(tmp_path, CODE)
    (tmp_path / "pyproject.toml").write_text(
        dedent("""
        [tool.importlinter]
        root_packages = ["shop", "plugins"]
        include_external_packages = true

        [[tool.importlinter.contracts]]
        id = "one"
        name = "one"
        type = "forbidden"
        source_modules = ["shop.**"]
        forbidden_modules = ["sqlite3"]
        allow_indirect_imports = true

        [[tool.importlinter.contracts]]
        id = "two"
        name = "two"
        type = "independence"
        modules = ["plugins", "shop.tools"]
        """),
        encoding="utf-8",
    )
    assert archcheck(tmp_path) == lint_imports(tmp_path) == {"one": "broken", "two": "broken"}


def test_a_root_package_in_a_namespace(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "company/shop/__init__.py": "",
            "company/shop/api.py": "from company.shop import models\nimport company.other.x\n",
            "company/shop/models.py": "from company.shop.api import f\n",
            "company/other/__init__.py": "",
            "company/other/x.py": "import company.shop.models\n",
            ".importlinter": """
                [importlinter]
                root_package = company.shop
                include_external_packages = True
                [importlinter:contract:layers]
                name = layers
                type = layers
                layers =
                    company.shop.api
                    company.shop.models
            """,
        },
    )
    (tmp_path / "layers.toml").write_text('[project]\nroots = ["."]\n[import_linter]\ninherit = true\n')
    ours = {contract.id: contract.verdict for contract in check(tmp_path, Options()).contracts}
    assert ours == lint_imports(tmp_path) == {"layers": "broken"}


def faults(root: Path, files: dict[str, str], layers: str = "[import_linter]\ninherit = true\n") -> list[str]:
    write(root, {"shop/__init__.py": "", "shop/a.py": "", **files, "layers.toml": layers})
    with pytest.raises(UserError) as caught:
        check(root, Options())
    return [str(mistake) for mistake in caught.value.mistakes]


def test_nothing_to_inherit(tmp_path: Path) -> None:
    assert faults(tmp_path, {}) == [
        "layers.toml:2: import_linter.inherit: there is no configuration of import-linter; take out inherit, or add .importlinter"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[importlinter]\nroot_package = shop\n", "has no contract"),
        ("[importlinter]\nroot_package\n", "cannot be read"),
        ("[importlinter]\nx = 1\n[importlinter:contract:a]\nname = a\ntype = forbidden\n", "names no root_package"),
        (
            "[importlinter]\nroot_packages =\n    shop\n    shp\n[importlinter:contract:a]\nname=a\ntype=acyclic_siblings\nancestors=shop\n",
            "there is no package 'shp'",
        ),
        (
            "[importlinter]\nroot_package = shop\n[importlinter:contract:a]\nname = a\ntype = nonsense\n",
            "there is no contract type 'nonsense'",
        ),
    ],
)
def test_a_faulty_configuration(tmp_path: Path, text: str, said: str) -> None:
    (fault,) = faults(tmp_path, {".importlinter": text})
    assert fault.startswith(".importlinter:")
    assert said in fault


def test_every_faulty_contract_is_named(tmp_path: Path) -> None:
    text = "".join(
        f"[importlinter:contract:{name}]\nname = {name}\ntype = independence\nmodules =\n    shop.{name}\n    shop.a\n"
        for name in ("b", "c")
    )
    found = faults(tmp_path, {".importlinter": "[importlinter]\nroot_package = shop\n" + text})
    assert [fault.partition(";")[0] for fault in found] == [
        ".importlinter:3: b: Module 'shop.b' does not exist.",
        ".importlinter:9: c: Module 'shop.c' does not exist.",
    ]


def test_a_wildcard_that_matches_nothing_is_a_mistake_in_layers_toml(tmp_path: Path) -> None:
    layers = """
        [[contracts]]
        id = "models"
        type = "forbidden"
        source_modules = ["shop.*.models"]
        forbidden_modules = ["shop.a"]
    """
    assert faults(tmp_path, {}, layers) == [
        "layers.toml:1: contracts[0].source_modules: 'shop.*.models' matches no module; "
        "archcheck layers lists the modules that were found"
    ]


@pytest.mark.parametrize(("alert", "severity"), [("error", "error"), ("warn", "warning"), ("none", None)])
def test_an_ignored_import_that_is_not_there(tmp_path: Path, alert: str, severity: str | None) -> None:
    write(tmp_path, CODE)
    write(
        tmp_path,
        {
            "layers.toml": f"""
                [[contracts]]
                id = "orders"
                type = "forbidden"
                source_modules = ["shop.tools"]
                forbidden_modules = ["shop.orders"]
                unmatched_ignore_imports_alerting = "{alert}"
                ignore_imports = [
                    "shop.tools.mail -> shop.orders.models",
                    "shop.tools.clock -> shop.orders.*",
                ]
            """
        },
    )
    report = check(tmp_path, Options())
    assert [contract.verdict for contract in report.contracts] == ["kept"]
    found = [(each.rule, each.severity, each.location.line) for each in report.findings]
    assert found == ([("unused-allow", severity, 9)] if severity else [])
