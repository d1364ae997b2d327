"""How a view asks and answers: a verdict with its reason, a partial or a redirect."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme


class MemberRequest(HttpRequest):
    """A request behind `login_required`: for annotations only, so that core need not know who members are."""

    user: Any


class No(str):
    """A refusal that knows why. It is false, and as text it is the sentence the member reads."""

    def __bool__(self) -> bool:
        return False


Verdict = bool | No


def require(verdict: Verdict) -> None:
    """Raise PermissionDenied (403) with the verdict's own words unless it is a yes."""
    if not verdict:
        raise PermissionDenied(str(verdict) if isinstance(verdict, No) else "")


def respond(request: HttpRequest, template: str, context: dict[str, Any], *, or_redirect: Any, status: int = 200) -> HttpResponse:
    """One partial for a page that swaps it in, a redirect for everyone else.

    or_redirect: an address, or a record with get_absolute_url().
    """
    if getattr(request, "htmx", False):
        return render(request, template, context, status=status)
    return HttpResponseRedirect(or_redirect if isinstance(or_redirect, str) else or_redirect.get_absolute_url())


def moved(request: HttpRequest, address: str) -> HttpResponsePermanentRedirect:
    """To where it is found now, with what the address asked for."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def safe_next(request: HttpRequest, fallback: str) -> str:
    """The address in `next`, if it is one of ours."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return target
    return fallback


def is_prefetch(request: HttpRequest) -> bool:
    """A browser or a proxy that fetches ahead: nobody has the page before them yet."""
    said = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")).lower()
    return "prefetch" in said or "prerender" in said or "preview" in said


def client_address(request: HttpRequest, trusted_proxies: int) -> str:
    """The address a limit counts: the last one that a trusted proxy has seen with its own eyes."""
    if trusted_proxies:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= trusted_proxies:
            return hops[-trusted_proxies]
    return request.META.get("REMOTE_ADDR", "")
