"""The report on paper, by WeasyPrint: the extra `pdf`.

The page needs nothing but itself, so whatever it might ask for is refused: no file, no network.
"""

import logging

from monitor.errors import UserError

_HINT = (
    "pip install 'entertainment-monitor[pdf]'; it also needs Pango, which Debian has as libpango-1.0-0 and "
    "libpangoft2-1.0-0. --format html prints well from a browser"
)


def pdf(page: str) -> bytes:
    """A page as PDF.

    Raises:
        UserError: WeasyPrint, or the Pango that it needs, is not installed.
    """
    try:
        from weasyprint import HTML  # noqa: PLC0415 - an extra, and half a second
        from weasyprint.urls import URLFetcher  # noqa: PLC0415 - as above
    except (ImportError, OSError) as problem:
        raise UserError("a PDF is made by WeasyPrint, which is not installed here", hint=_HINT) from problem
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # what is refused is not worth a line
    document: bytes = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf()
    return document
