"""Puts a saved page into the database: a diary, its thread, and placeholders for its people.

The page is recognised when it comes again, and so is each of its comments; only what is new is added.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from comments.check import mend_tree
from comments.models import Comment, CommentTree, Kind, Rating
from comments.models.comment import LONGEST_SUBJECT
from core.errors import Refused
from core.html import TooComplex, render
from core.text import check_text, excerpt, plain
from diaries.models import Diary, Markup, State, StateChange
from diaries.models.tag import parse_tags
from portability.importers.page_record import Page, PageComment

LONGEST_TITLE = 100
MOST_TAGS = 20
UNKNOWN_AUTHOR = "unknown author"
Say = Callable[[str], None]


@dataclass
class Shelved:
    """What an import did."""

    diary: Diary
    is_new: bool
    added: list[Comment] = field(default_factory=list)
    known: int = 0
    gaps: list[str] = field(default_factory=list)


def shelve(page: Page, *, title: str = "", tags: str = "", say: Say = lambda words: None) -> Shelved:
    """Import the page, all of it or nothing.

    title, tags: fill in for what the page lacks; tags comma-separated. Raises Refused in the operator's words.
    """
    with transaction.atomic():
        shelved = _diary(page, title=title, tags=tags)
        Diary.objects.select_for_update(no_key=True).get(pk=shelved.diary.pk)
        _Thread(page, shelved, say).add()
    return shelved


# -- the diary ----------------------------------------------------------------------------------------------------------


def fingerprint(*parts: str) -> str:
    """Equal for what reads the same: case, white space and punctuation do not count."""
    bare = [re.sub(r"\W+", "", part.casefold()) for part in parts]
    return hashlib.sha256("\x1e".join(bare).encode("utf-8", "replace")).hexdigest()


def page_key(page: Page) -> str:
    """The same for every save of one page, as text or as HTML."""
    if page.author and page.posted:
        when = page.posted.at.strftime("%Y-%m-%dT%H:%M") if page.posted.at else page.posted.printed
        return f"page:{fingerprint(page.author, when)}"
    return f"page:{fingerprint(page.author or '', _words(page.intro)[:400])}"


def _words(html: str) -> str:
    return " ".join(plain(_rendered(html, "diary", [], "")).split())


def _diary(page: Page, *, title: str, tags: str) -> Shelved:
    key = page_key(page)
    known = Diary.objects.filter(imported_from=key).select_related("author").first()
    if known:
        return Shelved(known, is_new=False)
    gaps: list[str] = []
    author = User.objects.placeholder(page.author or UNKNOWN_AUTHOR)
    at = page.posted.at if page.posted else None
    diary = Diary(
        author=author, state=State.PUBLISHED, markup=Markup.HTML, imported_from=key, published_at=at, created_at=at or timezone.now(),
        printed_at=page.posted.printed[:80] if page.posted else "", republished_to=page.republished,
        posted_to=page.published_to[:200] if page.published_to and page.published_to != page.author else "",
    )  # fmt: skip
    _title(diary, page, title, gaps)
    _write(diary, page, at or timezone.now())
    wanted = _tags(page, tags, gaps)
    if wanted:
        diary.carry(wanted)
    StateChange.objects.create(diary=diary, state=State.PUBLISHED, by=author, at=at or timezone.now())
    return Shelved(diary, is_new=True, gaps=gaps)


def _write(diary: Diary, page: Page, at: Any) -> None:
    try:
        intro, body = check_text(page.intro, limit=1_000_000), check_text(page.body, limit=1_000_000)
        diary.write(by=diary.author, title=diary.title, intro=intro, body=body, markup=Markup.HTML, at=at)
    except (TooComplex, ValidationError, Refused) as error:
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        raise Refused(f"The diary's text cannot be taken: {reason}") from error


def _title(diary: Diary, page: Page, wished: str, gaps: list[str]) -> None:
    """The option, the page's own, or the first sentence."""
    text = " ".join((wished or page.title or "").split())
    if not text:
        words = _words(page.intro) or _words(page.body)
        sentence = re.match(r".+?[.!?…](?=\s|$)", words)
        text = sentence[0] if sentence else words
    if len(text) > LONGEST_TITLE:
        gaps.append(f"The title was longer than {LONGEST_TITLE} characters and was cut: {excerpt(text, 160)}")
        text = excerpt(text, LONGEST_TITLE)
    diary.title = text or "untitled"


def _tags(page: Page, wished: str, gaps: list[str]) -> str:
    kept = []
    for name in wished.split(",") if wished.strip() else page.tags:
        try:
            kept += parse_tags(name.replace(",", " "))
        except Refused as refusal:
            gaps.append(f"A tag was left out. {refusal}")
    if len(kept) > MOST_TAGS:
        gaps.append(f"Only the first {MOST_TAGS} tags were kept; left out: {', '.join(kept[MOST_TAGS:])}.")
    return ", ".join(kept[:MOST_TAGS])


def _rendered(html: str, kind: str, gaps: list[str], what: str) -> str:
    """Clean HTML; a text that cannot be rendered is kept as its bare words, and said."""
    try:
        return render(html, "html", kind=kind)
    except TooComplex:
        gaps.append(f"{what} was too complicated to render; its words were kept without markup.")
        return render(re.sub(r"<[^>]*>", " ", html)[:60_000].replace("<", "&lt;"), "html", kind=kind)


# -- the thread ---------------------------------------------------------------------------------------------------------


def content_of(subject: str, body: str) -> str:
    """What a comment says, as something to compare: subjects are compared as far as we keep them."""
    return fingerprint(excerpt(subject, LONGEST_SUBJECT), _words(body))


def _agree(one: str | None, other: str | None) -> bool:
    """Equal, or one of them is not known."""
    return not one or not other or one == other


class _Thread:
    """Adds to a diary the comments of a page that it does not have yet."""

    def __init__(self, page: Page, shelved: Shelved, say: Say) -> None:
        self.page, self.shelved, self.say, self.diary = page, shelved, say, shelved.diary
        self.people: dict[str, User] = {}
        known = list(Comment.objects.filter(diary=self.diary, imported=True).select_related("author").order_by("number"))
        self.by_number = {comment.imported_number: comment for comment in known if comment.imported_number}
        self.by_moment = {
            (comment.author.name, comment.printed_at, comment.subject): comment for comment in known if comment.author
        }
        self.by_content: dict[str, list[Comment]] = defaultdict(list)
        for comment in known:
            self.by_content[content_of(comment.subject, comment.body)].append(comment)
        self.alike = defaultdict(int, {content: len(comments) for content, comments in self.by_content.items()})
        self.matched: set[int] = set()
        self.has_tip_jar = Comment.objects.filter(diary=self.diary, tip_jar=True).exists()
        self.stored: dict[int, Comment] = {}  # by the number on the page
        self.touched: dict[int, Comment] = {}  # whose figures or raters the page changes

    def add(self) -> None:
        fresh = self._recognise()
        numbers = self._numbers(fresh)
        by_depth: dict[int, list[PageComment]] = defaultdict(list)
        for printed, _ in fresh:
            by_depth[printed.depth].append(printed)
        keys = {printed.number: key for printed, key in fresh}
        for depth in sorted(by_depth):
            self._insert(by_depth[depth], keys, numbers)
        self._settle()

    def _recognise(self) -> list[tuple[PageComment, str]]:
        """Match what is here already; the rest, with the keys that keep each of them once."""
        fresh = []
        for printed in self.page.comments:
            content = content_of(printed.subject, printed.body)
            same = self._same(printed, content)
            if same is None:
                self.alike[content] += 1
                fresh.append((printed, fingerprint(content, str(self.alike[content]))))
                continue
            self.matched.add(same.pk)
            self.stored[printed.number] = same
            self._carry(same, printed)
            self.shelved.known += 1
        return fresh

    def _same(self, printed: PageComment, content: str) -> Comment | None:
        """The comment that this one is: by the old site's number, by what it says, or by who said it at which second.

        One form of a page may lack an author or a time that another form gives.
        """
        author, when = printed.author or "", printed.posted.printed if printed.posted else ""
        numbered = self.by_number.get(printed.site_number) if printed.site_number else None
        for known in [numbered, *self.by_content[content]]:
            if (
                known
                and known.pk not in self.matched
                and _agree(known.author and known.author.name, author)
                and _agree(known.printed_at, when)
            ):
                return known
        known = self.by_moment.get((author, when, printed.subject)) if author and when else None
        return known if known and known.pk not in self.matched else None

    def _numbers(self, fresh: list[tuple[PageComment, str]]) -> dict[int, int]:
        """Page number -> our number: the old site's where it gives them all, else the order of the page."""
        last = self.diary.last_number
        theirs = {printed.number: printed.site_number or 0 for printed, _ in fresh}
        if len(set(theirs.values())) == len(theirs) and min(theirs.values(), default=0) > last:
            return theirs
        order = sorted(fresh, key=lambda each: theirs[each[0].number]) if all(theirs.values()) else fresh
        return {printed.number: last + place for place, (printed, _) in enumerate(order, 1)}

    def _insert(self, level: list[PageComment], keys: dict[int, str], numbers: dict[int, int]) -> None:
        """All comments of one depth at once; their parents are in place."""
        comments = []
        for printed in sorted(level, key=lambda printed: numbers[printed.number]):
            parent = self.stored.get(printed.parent) if printed.parent else None
            tree_id = parent.tree_id if parent else CommentTree.objects.create(diary=self.diary).pk
            comment = self._comment(printed, parent, tree_id)
            comment.number, comment.imported_key = numbers[printed.number], keys[printed.number]
            comments.append((printed, comment))
        for (printed, _), comment in zip(comments, Comment.objects.bulk_create([comment for _, comment in comments]), strict=True):
            self.stored[printed.number] = comment
            self.shelved.added.append(comment)
            self._carry(comment, printed)
        if len(self.shelved.added) > 500:
            self.say(f"{len(self.shelved.added)} comments are in …")

    def _comment(self, printed: PageComment, parent: Comment | None, tree_id: int) -> Comment:
        what = f"Comment {printed.number}"
        author = self._person(printed.author) if printed.author else None
        tips = (
            not self.has_tip_jar
            and printed.number == 1
            and author == self.diary.author
            and printed.subject.casefold().startswith("tip")
        )
        if len(printed.subject) > LONGEST_SUBJECT:
            self.shelved.gaps.append(f"The subject of comment {printed.number} was cut: {printed.subject[:300]}")
        return Comment(
            diary=self.diary, author=author, parent=parent, tree_id=tree_id, lft=0, rght=0, level=printed.depth - 1, imported=True,
            subject=excerpt(printed.subject, LONGEST_SUBJECT), body=printed.body, markup=Markup.HTML,
            body_html=_rendered(printed.body, "comment", self.shelved.gaps, what),
            signature_html=_rendered(printed.signature, "line", self.shelved.gaps, f"The signature of comment {printed.number}"),
            posted_at=printed.posted.at if printed.posted else None, printed_at=printed.posted.printed[:80] if printed.posted else "",
            imported_number=printed.site_number, tip_jar=tips,
        )  # fmt: skip

    def _person(self, name: str) -> User:
        if name not in self.people:
            self.people[name] = User.objects.placeholder(name[:120])
        return self.people[name]

    def _carry(self, comment: Comment, printed: PageComment) -> None:
        """The figures as printed, and the raters whom the page names."""
        if (comment.carried_recommends, comment.carried_hides) != (printed.recommends, printed.hides):
            comment.carried_recommends, comment.carried_hides = printed.recommends, printed.hides
            self.touched[comment.pk] = comment
        named = [(name, Kind.RECOMMEND) for name in printed.recommended_by] + [(name, Kind.HIDE) for name in printed.hidden_by]
        given = set(comment.ratings.filter(carried=True).values_list("user__name", flat=True)) if named else set()
        fresh = {name: kind for name, kind in named if name not in given}
        at = comment.posted_at or self.diary.published_at or timezone.now()
        Rating.objects.bulk_create(
            [Rating(comment=comment, user=self._person(name), kind=kind, carried=True, at=at) for name, kind in fresh.items()]
        )
        if fresh:
            self.touched[comment.pk] = comment

    def _settle(self) -> None:
        """Places in the trees, counts, hidden branches and markup of all that has changed."""
        for tree_id in {comment.tree_id for comment in self.shelved.added}:
            mend_tree(tree_id)
        touched = {comment.pk for comment in self.shelved.added} | set(self.touched)
        for pk, comment in self.touched.items():
            Comment.objects.filter(pk=pk).update(carried_recommends=comment.carried_recommends, carried_hides=comment.carried_hides)
        for comment in Comment.objects.filter(pk__in=touched).select_related("author", "diary", "parent"):
            comment.recount()
        if self.shelved.added:
            comments = Comment.objects.filter(diary=self.diary)
            highest = comments.aggregate(highest=Max("number"))["highest"]
            Diary.objects.filter(pk=self.diary.pk).update(last_number=highest, comment_count=comments.count())
            self.diary.refresh_from_db()
