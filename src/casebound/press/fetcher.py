"""URLs flow in, bytes of the job flow out, and nothing else: no network, no file. Imports WeasyPrint."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.request import DataHandler, Request

from weasyprint.urls import URLFetcher, URLFetcherResponse, iri_to_uri

_TYPES = {".css": "text/css", ".svg": "image/svg+xml"}
"""The two types WeasyPrint must be told; it recognizes raster images by their first bytes."""


class AssetFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves one job's assets and `data:` images. A refusal is an exception, which WeasyPrint logs and survives."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)  # a second lock, should `fetch` be bypassed
        # WeasyPrint asks for percent-encoded URLs; jobs name them as people write them.
        self._assets = {iri_to_uri(url): data for url, data in assets.items()}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002  # WeasyPrint calls it
        """The response for `url`. Raises `ValueError` for anything that did not come with the job."""
        if url.startswith("data:image/"):
            answer = DataHandler().data_open(Request(url))
            return URLFetcherResponse(url, answer.read(), {"Content-Type": answer.headers.get_content_type()})
        data = self._assets.get(iri_to_uri(url))
        if data is None:
            raise ValueError("refused: not among the assets of the job")
        suffix = url[url.rfind(".") :].lower() if "." in url else ""
        return URLFetcherResponse(url, data, {"Content-Type": _TYPES.get(suffix, "application/octet-stream")})
