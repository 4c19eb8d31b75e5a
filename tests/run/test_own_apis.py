"""An effect of the user's own that names something of the project which is not there."""

from pathlib import Path

import pytest
from archcheck.model.errors import UserError
from archcheck.run.check import Options, check

TOML = """\
[[effects]]
id = "mail"
apis = [{apis}]
[[effects]]
id = "unused"
apis = ["shop.gone"]
[[contracts]]
id = "mail"
type = "effect"
effect = "mail"
owners = ["shop.mail"]
"""


def project(root: Path, *apis: str) -> Path:
    (root / "shop").mkdir()
    (root / "shop/__init__.py").write_text("from shop.mail import send\n")
    (root / "shop/mail.py").write_text("class Mailer:\n    def post(self): ...\n\ndef send(): ...\n")
    (root / "layers.toml").write_text(TOML.format(apis=", ".join(f'"{api}"' for api in apis)))
    return root


@pytest.mark.parametrize(
    "api", ["shop.mail.send", "shop.mail.Mailer", "shop.mail.Mailer.post", "shop.mail.**", "smtplib.SMTP"]
)
def test_what_is_there_or_cannot_be_known(api: str, tmp_path: Path) -> None:
    assert [contract.verdict for contract in check(project(tmp_path, api), Options()).contracts] == ["kept"]


def test_what_is_not(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        check(project(tmp_path, "shop.mail.send", "shop.send", "shop.post.**"), Options())
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        "layers.toml:3: effects[0].apis[1]: nothing in the project is 'shop.send'; did you mean shop.mail.send? "
        "name a function or class by the module that defines it",
        "layers.toml:3: effects[0].apis[2]: nothing in the project is 'shop.post.**'; "
        "name a function or class by the module that defines it",
    ]
