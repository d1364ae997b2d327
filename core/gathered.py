"""Static files of a production site: named after their contents, compressed, and kept by browsers for ever."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Gathered(CompressedManifestStaticFilesStorage):
    """Our scripts name the modules that they import by their contents too, so that no browser mixes two versions of the site.

    Only ours: libraries have words in their comments that look like imports.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns: Any = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )
