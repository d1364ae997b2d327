"""How every form of the administration is answered: saved once, told what is wrong, told what somebody else has done meanwhile."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.kept import forget_kept
from core.errors import Refused
from core.html import TooComplex

page = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def seen_by(request: HttpRequest) -> str:
    """What the form's reader had before them; a form that does not say saw nothing."""
    return request.POST.get("seen", "")


def attempt(form: BaseForm, act: Callable[[], Any]) -> int:
    """Do it; 200 when it is done, else the status of the page that says in the form why not."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return refusal.status
    except (ValidationError, TooComplex, ValueError) as error:
        known = isinstance(error, ValidationError) and hasattr(error, "error_dict") and set(error.error_dict) <= set(form.fields)
        form.add_error(None, error if known else " ".join(getattr(error, "messages", [str(error)])))
        return 422
    return 200


def answered(
    request: HttpRequest, template: str, form: BaseForm, act: Callable[[], Any], *, then: str, context: Callable[[], dict[str, Any]],
    said: str = "Saved. It is in force.",
) -> HttpResponse:  # fmt: skip
    """GET shows the form; POST acts and leads to `then`, or shows the form with what was typed.

    context: asked after the act, so that it shows what is in force now. Its `seen` goes into the form; where only a field was
    wrong, the form goes on with what its reader has seen.
    """
    status = 200
    if request.method == "POST":
        status = attempt(form, act) if form.is_valid() else 422
        if status == 200:
            forget_kept(request)
            messages.success(request, said)
            return redirect(then)
    shown = context()
    if status == 422:
        shown["seen"] = seen_by(request)
    return render(request, template, {**shown, "form": form, "overtaken": status == 409}, status=status)
