"""`auditor.toml`: what the yearly run needs to know. Every key is explained in `config.example.toml`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from auditor.consent.apps import App
from auditor.errors import ConfigError
from auditor.roster.live.source import RosterSourceSection, read_toml

Format = Literal["html", "json", "csv", "xlsx", "pdf"]
Language = Literal["en", "es", "pt"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DistrictSection(_Section):
    """Who we are."""

    name: Annotated[str, Field(description="The district's name, as it stands on the reports.")]
    email_domains: Annotated[
        tuple[str, ...], Field(description="The district's own mail domains, e.g. ['schools.example'].")
    ] = ()


class RosterSection(_Section):
    """The people the connections are compared with."""

    path: Annotated[Path, Field(description="Folder or ZIP of OneRoster or SDS files, or one CSV.")]
    previous: Annotated[
        Path | None,
        Field(description="Last year's roster: people who left since are 'recently in the roster', not unknown."),
    ] = None


class PolicySection(_Section):
    """The policy in force."""

    pack: Annotated[str, Field(description="A built-in pack (auditor policy list) or the path of a TOML file.")] = (
        "melrose-2011"
    )


class RegisterSection(_Section):
    """The register of educational accounts."""

    path: Annotated[Path, Field(description="CSV: account, platform, owner, audience, consent_on, inputs, ...")]


class OutputSection(_Section):
    """Where and how results are written."""

    folder: Annotated[Path, Field(description="Results go to a folder per year below this one.")] = Path("audit")
    formats: Annotated[tuple[Format, ...], Field(description="Files per account.")] = ("html", "json", "csv")
    language: Annotated[Language, Field(description="Language of the reports.")] = "en"


class RunSection(_Section):
    """This year's run."""

    year: Annotated[str, Field(description="Name of the run's folder; default: the current year.")] = ""
    as_of: Annotated[
        date | None, Field(description="The day ages are counted from (archives, requests); default: today.")
    ] = None


class Config(BaseSettings):
    """The whole file. Paths are relative to the file's folder; `AUDITOR_OUTPUT__LANGUAGE=es` overrides a key."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, env_prefix="AUDITOR_", env_nested_delimiter="__")

    district: DistrictSection
    roster: RosterSection
    policy: PolicySection = PolicySection()
    register_: Annotated[RegisterSection, Field(alias="register")]
    output: OutputSection = OutputSection()
    run: RunSection = RunSection()
    apps: Annotated[dict[str, App], Field(description="What the district's program is called on each platform.")] = {}
    roster_source: RosterSourceSection | None = None


def load(path: Path) -> Config:
    """Read and check a configuration. Raises `ConfigError` naming the key that is wrong."""
    read_toml(path)

    class _FromFile(Config):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return env_settings, TomlConfigSettingsSource(settings_cls, path)

    try:
        return _FromFile()  # type: ignore[call-arg] # filled from the file
    except ValidationError as e:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in error['loc'])}: {_words(error['type'], error['msg'])}"
            for error in e.errors(include_input=False, include_url=False)
        )
        raise ConfigError(f"{path}: {problems}. config.example.toml explains every key.") from e


def _words(kind: str, message: str) -> str:
    return {"extra_forbidden": "there is no such key", "missing": "this key is missing"}.get(kind, message)
