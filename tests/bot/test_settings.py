"""The settings: their defaults, and what an operator reads when they cannot be used."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings

TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz012345"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def load(tmp_path: Path, *lines: str) -> Settings:
    env_file = tmp_path / ".env"
    env_file.write_text("\n".join(lines), encoding="utf-8")
    return load_settings(env_file)


def refusal(tmp_path: Path, *lines: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, f"BOT_TOKEN={TOKEN}", *lines)
    return str(caught.value)


def test_only_the_token_is_required(tmp_path: Path) -> None:
    settings = load(tmp_path, f"BOT_TOKEN={TOKEN}")
    assert settings.bot_token.get_secret_value() == TOKEN
    assert settings.bot_api_url == "https://api.telegram.org"
    assert settings.database_path == Path("data/tieuban.db")
    assert settings.admin_ids == ()
    assert settings.timezone == "Asia/Ho_Chi_Minh"
    assert settings.locale == "vi"
    assert settings.messages_per_second == 30
    assert (settings.log_level, settings.log_format) == ("info", "console")


def test_the_environment_counts_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCALE", "en")
    assert load(tmp_path, f"BOT_TOKEN={TOKEN}", "LOCALE=vi").locale == "en"


def test_a_missing_file_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert load_settings(tmp_path / ".env").bot_token.get_secret_value() == TOKEN


def test_an_empty_file_says_that_the_token_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, "")
    assert str(caught.value) == (
        "BOT_TOKEN is missing: set the token that @BotFather gave for the bot in the environment "
        "or in .env, for example BOT_TOKEN=123456789:the-token-from-BotFather."
    )


def test_empty_values_count_as_not_set(tmp_path: Path) -> None:
    settings = load(tmp_path, f"BOT_TOKEN={TOKEN}", "ADMIN_IDS=", "TIMEZONE=", "LOG_LEVEL=")
    assert (settings.admin_ids, settings.timezone) == ((), "Asia/Ho_Chi_Minh")
    assert settings.log_level == "info"


@pytest.mark.parametrize("token", ["secret", "123:short", f"{TOKEN} extra", f"bot{TOKEN}"])
def test_a_malformed_token_is_refused_without_being_shown(tmp_path: Path, token: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, f"BOT_TOKEN='{token}'")
    assert str(caught.value).startswith("BOT_TOKEN cannot be used: it must be ")
    assert token not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_the_token_is_not_shown_by_the_settings(tmp_path: Path) -> None:
    assert TOKEN not in repr(load(tmp_path, f"BOT_TOKEN={TOKEN}"))


@pytest.mark.parametrize(
    ("text", "ids"),
    [("5", (5,)), ("5,6", (5, 6)), (" 5 , 6 ,", (5, 6)), (",", ())],
)
def test_admin_ids_are_separated_by_commas(tmp_path: Path, text: str, ids: tuple[int, ...]) -> None:
    assert load(tmp_path, f"BOT_TOKEN={TOKEN}", f'ADMIN_IDS="{text}"').admin_ids == ids


@pytest.mark.parametrize(
    ("variable", "value", "example"),
    [
        ("ADMIN_IDS", "me", "ADMIN_IDS=123456789,987654321"),
        ("BOT_API_URL", "api.telegram.org", "BOT_API_URL=https://api.telegram.org"),
        ("BOT_API_URL", "http://127.0.0.1:8081/bot", "BOT_API_URL=https://api.telegram.org"),
        ("BOT_API_URL", "http://[", "BOT_API_URL=https://api.telegram.org"),
        ("TIMEZONE", "Hanoi", "TIMEZONE=Asia/Ho_Chi_Minh"),
        ("TIMEZONE", "../etc/passwd", "TIMEZONE=Asia/Ho_Chi_Minh"),
        ("TIMEZONE", "Asia", "TIMEZONE=Asia/Ho_Chi_Minh"),
        ("LOCALE", "fr", "LOCALE=vi"),
        ("MESSAGES_PER_SECOND", "0", "MESSAGES_PER_SECOND=30"),
        ("MESSAGES_PER_SECOND", "fast", "MESSAGES_PER_SECOND=30"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL=info"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT=console"),
        ("DATABASE_PATH", ".", "DATABASE_PATH=data/tieuban.db"),
    ],
)
def test_an_unusable_value_is_named_with_an_example(
    tmp_path: Path, variable: str, value: str, example: str
) -> None:
    sentence = refusal(tmp_path, f"{variable}={value}")
    assert sentence.startswith(f"{variable} ")
    assert sentence.endswith(f"for example {example}.")
    assert "\n" not in sentence


def test_every_unusable_variable_is_named_at_once(tmp_path: Path) -> None:
    sentence = refusal(tmp_path, "LOCALE=fr", "TIMEZONE=Mars")
    assert "LOCALE 'fr' cannot be used" in sentence
    assert "TIMEZONE 'Mars' cannot be used" in sentence
    assert "\n" not in sentence


def test_a_token_in_the_wrong_variable_is_not_shown(tmp_path: Path) -> None:
    assert TOKEN not in refusal(tmp_path, f"BOT_API_URL={TOKEN}")
    assert TOKEN not in refusal(tmp_path, f"ADMIN_IDS={TOKEN}")


def test_choices_are_read_in_any_case(tmp_path: Path) -> None:
    settings = load(tmp_path, f"BOT_TOKEN={TOKEN}", "LOG_LEVEL=INFO", "LOCALE=EN")
    assert (settings.log_level, settings.locale) == ("info", "en")


def test_the_address_loses_its_last_slash(tmp_path: Path) -> None:
    settings = load(tmp_path, f"BOT_TOKEN={TOKEN}", "BOT_API_URL=http://127.0.0.1:8081/")
    assert settings.bot_api_url == "http://127.0.0.1:8081"


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(f"BOT_TOKEN={TOKEN}\n", encoding="utf-8-sig")
    assert load_settings(env_file).bot_token.get_secret_value() == TOKEN


def test_a_file_in_another_encoding_is_refused_in_one_sentence(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes(f"BOT_TOKEN={TOKEN}\n".encode("utf-16"))
    with pytest.raises(SettingsError, match="is not a text in UTF-8"):
        load_settings(env_file)
