"""The demonstration's mailbox: what the site would have sent, for whoever tries it out."""

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

MOST = 100  # letters shown


def _letters() -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)
    return sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True) if folder.is_dir() else []


def _read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes().split(b"\n" + b"-" * 79)[0], policy=policy.default)  # type: ignore[return-value]


def only_in_a_demonstration(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Elsewhere the address does not exist: nobody may read a real site's mail."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: str) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, **kwargs)

    return guarded


@require_safe
@only_in_a_demonstration
def mail(request: HttpRequest) -> HttpResponse:
    return render(request, "operations/mail.html", {"letters": [(path.stem, _read(path)) for path in _letters()[:MOST]]})


@require_safe
@only_in_a_demonstration
def letter(request: HttpRequest, name: str) -> HttpResponse:
    path = next((path for path in _letters() if path.stem == name), None)
    if path is None:
        raise Http404
    message = _read(path)
    body = message.get_body(("plain",))
    return render(request, "operations/letter.html", {"letter": message, "text": body.get_content() if body else ""})
