"""What the district's program is called on each platform: the ids it got when it was registered there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from auditor import toml_file
from auditor.consent.listener import PORT
from auditor.errors import ConfigError
from connectors.model import Platform


class App(BaseModel):
    """One platform's `[apps.NAME]`: the district registers a program there once and gets these."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    client_id: Annotated[str, Field(description="The id the platform gave the district's program.")] = ""
    client_secret_file: Annotated[
        Path | None, Field(description="A file with its secret, where the platform gave one. Never the secret itself.")
    ] = None
    redirect_port: Annotated[
        int, Field(ge=0, le=65535, description="Port of http://127.0.0.1:PORT/callback, as registered; 0: any.")
    ] = PORT

    email_domains: Annotated[
        tuple[str, ...],
        Field(description="E-mail alone: domains whose mailboxes may be read. Left out: [district] email_domains."),
    ] = ()

    def values(self, platform: str) -> dict[str, str]:
        """`client_id`, `client_secret` and `email_domains`, as far as they are there; the environment goes first.

        Raises `ConfigError` where the file of the secret cannot be read.
        """
        prefix = f"AUDITOR_{platform.upper()}_CLIENT_"
        found = {"client_id": os.environ.get(f"{prefix}ID", self.client_id)}
        found["client_secret"] = os.environ.get(f"{prefix}SECRET", "")
        if not found["client_secret"] and self.client_secret_file is not None:
            try:
                found["client_secret"] = self.client_secret_file.read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as e:
                raise ConfigError(
                    f"{self.client_secret_file}: the secret of the {platform} program cannot be read. "
                    f"Mend client_secret_file in [apps.{platform}]."
                ) from e
        found["email_domains"] = " ".join(self.email_domains)
        return {name: value for name, value in found.items() if value}


def load(platform: str, config: Path | None) -> App:
    """The program's ids on a platform; empty where the file, or the section in it, is not there.

    Raises `ConfigError` naming the key that is wrong.
    """
    if config is None:
        return App()
    data = toml_file.read(config)
    try:
        app = App.model_validate(_section(data, "apps").get(platform, {}))
    except ValidationError as e:
        problem = e.errors(include_input=False, include_url=False)[0]
        key = ".".join(map(str, problem["loc"]))
        raise ConfigError(f"{config}: apps.{platform}.{key}: {problem['msg']}. config.example.toml explains it.") from e
    if platform == Platform.EMAIL and not app.email_domains:
        app = app.model_copy(update={"email_domains": tuple(_section(data, "district").get("email_domains", ()))})
    if app.client_secret_file is not None:
        return app.model_copy(update={"client_secret_file": config.parent / app.client_secret_file})
    return app


def _section(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = data.get(name)
    return found if isinstance(found, Mapping) else {}
