"""Acts in the queue: one verb each. Of two editors at once one wins, and the other is told."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kept import forget_kept, members_only
from core.errors import Refused
from core.html import TooComplex
from core.http import No
from groups.calendar import Calendar
from groups.forms import CalendarForm, WordsForm
from groups.views.queue import entry_of, entry_page

_page = require_http_methods(["GET", "HEAD", "POST"])


def _require(verdict: Any) -> None:
    """Raises Refused with the status that the verdict knows: 403, or 409 where the world has changed."""
    if not verdict:
        raise Refused(str(verdict), status=getattr(verdict, "status", 403))


def _button(verb: str, words: str) -> Callable[..., HttpResponse]:
    """A verb that needs nothing but to be pressed."""

    @require_POST
    @members_only
    def act(request: HttpRequest, pk: int) -> HttpResponse:
        entry = entry_of(request, pk)
        try:
            getattr(entry, verb)(by=request.user)
        except (Refused, TooComplex) as refusal:
            return entry_page(request, entry, refusal=refusal if isinstance(refusal, Refused) else Refused(str(refusal)))
        messages.success(request, words)
        return redirect(entry)

    act.__name__ = verb
    return act


claim = _button("claim", "You have it alone for a while. Let it go when you are done.")
release = _button("release", "Others can work on it again.")
unschedule = _button("unschedule", "It is off the calendar and waits.")
publish = _button("publish", "Published: in the group, and on its author's page.")
republish = _button("republish", "The group shows it now.")


def _with_words(
    verb: str, *, heading: str, label: str, button: str, words: str, needed: bool = True, help_text: str = ""
) -> Callable[..., HttpResponse]:
    """A verb that comes with words; GET shows the form for them."""

    @_page
    @members_only
    def act(request: HttpRequest, pk: int) -> HttpResponse:
        entry = entry_of(request, pk)
        sent = request.POST if request.method == "POST" else None
        form = WordsForm(sent, label=label, needed=needed, help_text=help_text)
        if request.method != "POST":
            _require(getattr(entry.permissions_for(request.user), verb))
        elif (verdict := getattr(entry.permissions_for(request.user), verb)) is not True and type(verdict) is No:
            _require(verdict)  # who may not, learns that before what is wrong with the form
        elif form.is_valid():
            try:
                getattr(entry, verb)(by=request.user, **form.cleaned_data)
            except Refused as refusal:
                return entry_page(request, entry, refusal=refusal)
            forget_kept(request)
            messages.success(request, words)
            return redirect(entry)
        context = {"entry": entry, "group": entry.group, "title": entry.title_for(request.user), "form": form}
        context |= {"heading": heading, "button": button}
        return render(request, "groups/queue_act.html", context, status=422 if form.is_bound else 200)

    act.__name__ = verb
    return act


send_back = _with_words(
    "send_back", heading="Send it back", label="What should change?", button="Send back", words="It is with its author again.",
    help_text="Its author and the editors of this group read it.",
)  # fmt: skip
decline = _with_words(
    "decline", heading="Decline it", label="Why not here?", button="Decline", words="Declined. Its author is told, and why.",
    help_text="Its author and the editors of this group read it.",
)  # fmt: skip
take_off = _with_words(
    "take_off", heading="Take it off the group’s page", label="Why?", button="Take it off", words="The group shows it no more. Its author is told, and why.",
    help_text="Its author and the editors of this group read it. The diary itself stays as it is, with its thread.",
)  # fmt: skip
resubmit = _with_words(
    "resubmit", heading="Hand it in again", label="What has changed?", button="Hand in again", words="It is with the editors again.", needed=False,
)  # fmt: skip


@_page
@members_only
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Onto the calendar: a free slot, or another moment."""
    entry = entry_of(request, pk)
    _require(entry.permissions_for(request.user).schedule)
    calendar = Calendar(entry.group).seen_by(request.user, is_editor=True)
    sent = request.POST if request.method == "POST" else None
    offered = [*calendar.free, *filter(None, [entry.scheduled_for])]  # its own slot as well: pressing twice is once
    form = CalendarForm(sent, free=offered, initial={"when": entry.scheduled_for})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            entry.schedule(form.cleaned_data["when"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, "It is on the calendar.")
            return redirect(entry)
    context = {"entry": entry, "group": entry.group, "title": entry.title_for(request.user), "form": form, "calendar": calendar}
    return render(request, "groups/queue_schedule.html", context, status=status)


@_page
@members_only
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first."""
    entry = entry_of(request, pk)
    if request.method == "POST":
        try:
            entry.withdraw(by=request.user)
        except Refused as refusal:
            return entry_page(request, entry, refusal=refusal)
        messages.success(request, "It is withdrawn.")
        return redirect(entry)
    _require(entry.permissions_for(request.user).withdraw)
    return render(
        request, "groups/queue_withdraw.html", {"entry": entry, "group": entry.group, "title": entry.title_for(request.user)}
    )
