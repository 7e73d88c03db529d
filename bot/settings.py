"""The settings of one installation, read from the environment or from ``.env``."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.logging import redact

# The form that `redact` recognises: a token that is accepted here can never reach the log.
TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")


class SettingsError(Exception):
    """The settings cannot be used; its text is one line for the operator, without the token."""


class Settings(BaseSettings):
    """What an operator may set. Each field is the environment variable of its name in capitals."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_token: SecretStr = Field(
        description="the token that @BotFather gave for the bot",
        examples=["123456789:the-token-from-BotFather"],
    )
    bot_api_url: str = Field(
        "https://api.telegram.org",
        description="the http or https address of a Bot API server, without the /bot",
        examples=["https://api.telegram.org"],
    )
    database_path: Path = Field(
        Path("data/tieuban.db"),
        description="the path of a file, not of a folder",
        examples=["data/tieuban.db"],
    )
    admin_ids: Annotated[tuple[int, ...], NoDecode] = Field(
        (),
        description="Telegram ids of operators, whole numbers separated by commas",
        examples=["123456789,987654321"],
    )
    timezone: str = Field(
        "Asia/Ho_Chi_Minh",
        description="a name of the IANA time zone database",
        examples=["Asia/Ho_Chi_Minh"],
    )
    locale: Literal["vi", "en"] = Field("vi", description="vi or en", examples=["vi"])
    messages_per_second: int = Field(
        30, ge=1, description="a whole number, at least 1", examples=["30"]
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="debug, info, warning or error", examples=["info"]
    )
    log_format: Literal["console", "json"] = Field(
        "console", description="console or json", examples=["console"]
    )

    @field_validator("bot_token")
    @classmethod
    def _token_has_its_form(cls, value: SecretStr) -> SecretStr:
        if not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _address_of_a_server(cls, value: str) -> str:
        address = value.rstrip("/")
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError
        if parts.query or parts.fragment or parts.path.endswith("/bot"):
            raise ValueError
        return address

    @field_validator("database_path")
    @classmethod
    def _path_of_a_file(cls, value: Path) -> Path:
        if value.is_dir():
            raise ValueError
        return value

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _numbers_between_commas(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("timezone")
    @classmethod
    def _known_time_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError) as error:
            raise ValueError from error
        return value

    @field_validator("locale", "log_level", "log_format", mode="before")
    @classmethod
    def _in_any_case(cls, value: Any) -> Any:
        return value.strip().lower() if isinstance(value, str) else value


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """The settings from the environment, completed by ``env_file`` where that file exists.

    Raises SettingsError, one line that names each unusable variable with an example.
    """
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        sentence = _sentence(error)
    except UnicodeDecodeError:
        sentence = f"{env_file} is not a text in UTF-8: save it as UTF-8."
    except OSError as error:
        sentence = f"{env_file} cannot be read: {error.strerror}."
    # Raised here, so that the error carries no cause that holds the values.
    raise SettingsError(sentence)


def _sentence(error: ValidationError) -> str:
    problems: dict[str, str] = {}
    for detail in error.errors():
        name = str(detail["loc"][0])
        problems.setdefault(name, _problem(name, detail["type"], detail["input"]))
    return _one_line(problems.values())


def _problem(name: str, kind: str, value: Any) -> str:
    field = Settings.model_fields[name]
    variable = name.upper()
    example = f"for example {variable}={(field.examples or [''])[0]}"
    if kind == "missing":
        return (
            f"{variable} is missing: set {field.description} "
            f"in the environment or in .env, {example}."
        )
    shown = "" if name == "bot_token" or not isinstance(value, str) else f" {redact(value)!r}"
    return f"{variable}{shown} cannot be used: it must be {field.description}, {example}."


def _one_line(sentences: Iterable[str]) -> str:
    return " ".join(" ".join(sentence.split()) for sentence in sentences)
