"""The Chromium of this machine, by the names it goes by. As a program it fails where there is none."""

import os
import shutil
import sys
from functools import cache

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-dev-shm-usage"]


@cache
def found(*rather: str) -> str | None:
    """Its path; CHROMIUM names another one. rather: names to look for before the one without windows."""
    for name in filter(None, (os.environ.get("CHROMIUM"), *rather, *NAMES)):
        if path := shutil.which(name):
            return path
    return None


if __name__ == "__main__":
    sys.exit(None if found() else "no Chromium")
