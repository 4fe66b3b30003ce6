"""The headers on every answer: nothing from elsewhere, no frame, no guessing of types."""

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
COMMON = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
_SCRIPT = re.compile(
    rb"<script(?![^>]*\bsrc\s*=)[^>]*>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE
)


def add_common(headers: MutableHeaders) -> None:
    """Set every common header that an answer has not set itself."""
    for name, value in COMMON.items():
        headers.setdefault(name, value)


def report_policy(page: bytes) -> str:
    """Return the policy of a report: an origin of its own, its own scripts by hash, no network.

    Parameters
    ----------
    page : bytes
        The report.
    """
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(found).digest()).decode()}'"
        for found in _SCRIPT.findall(page)
    }
    scripts = " ".join(sorted(hashes)) or "'none'"
    return (
        f"sandbox allow-scripts; default-src 'none'; script-src {scripts}; "
        "style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
