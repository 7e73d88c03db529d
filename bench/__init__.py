"""Measures the real bot process against the local Telegram in a process of its own."""
