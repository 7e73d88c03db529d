"""The bot on the sandbox with a told story: `make demo`. Alone knows both."""
