"""Links in texts and buttons."""

from __future__ import annotations

import re
from urllib.parse import urlsplit


def checked_link(url: str) -> str:
    """The link as it would be stored, or nothing where it is none."""
    url = url.strip()
    if not url or re.search(r"[\s<>\"]", url):
        return ""
    if re.match(r"(?:tg|ton|tonsite):", url, re.IGNORECASE):
        return url
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https", "ftp") or not _plausible_host(host):
        return ""
    return url if parts.path or parts.query or parts.fragment else f"{url}/"


def _plausible_host(host: str) -> bool:
    return bool(re.fullmatch(r"[^\s.]+(?:\.[^\s.]+)+", host)) or host == "localhost"
