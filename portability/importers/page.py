"""Saved diary pages of the old sites, as plain text or HTML: `read_page(data)` and `outline(page)`.

Pure parsing: nothing here knows the database. HTML in the result is source, to be cleaned before it is shown.
"""

from .page_bytes import read_bytes
from .page_html import read_html
from .page_outline import outline
from .page_record import NotASavedPage, Page, PageComment, Stamp, unread_line
from .page_text import read_text

__all__ = ["NotASavedPage", "Page", "PageComment", "Stamp", "outline", "read_page"]


def read_page(data: bytes) -> Page:
    """Read the bytes of a saved page, up to 10 MB, in time about linear in their number.

    Raises NotASavedPage, whose message is one sentence for the user, for any other kind of file.
    """
    file = read_bytes(data)
    page = (read_html if file.is_html else read_text)(file.text, cut=file.cut)
    if file.damaged:
        page.gaps.append(f"{file.damaged} characters of the file were not readable.")
    page.not_understood.sort(key=unread_line)
    return page
