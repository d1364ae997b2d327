"""The last step for both forms: signature or body, and the list of what the page lacks."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from .page_record import Block, Draft, Page, PageComment, squeeze


def settle_signatures(drafts: list[Draft], page: Page, *, marked: bool) -> None:
    """Give every comment its body and signature.

    `marked`: the page marks signatures itself, so what it does not mark is body. Otherwise the last
    paragraph before a by-line is the signature; one lone paragraph, or a comment without a by-line,
    only where the same words are known as a signature from elsewhere on the page.
    """
    for draft in drafts:
        _trim_rules(draft.blocks)
    if not marked:
        by_author, anyones = _known_signatures(drafts)
        for draft in drafts:
            draft.marked_signature = _take_signature(draft, by_author, anyones)
        _doubt_changing_signatures(drafts, page)
    for draft in drafts:
        _trim_rules(draft.blocks)  # the rule that parted body and signature
        draft.comment.body = "\n".join(block.source for block in draft.blocks)
        if draft.marked_signature:
            draft.comment.signature = draft.marked_signature.html


def _trim_rules(blocks: list[Block]) -> None:
    while blocks and blocks[-1].html == "<hr>":
        blocks.pop()


def _known_signatures(drafts: Iterable[Draft]) -> tuple[dict[str, set[str]], Counter[str]]:
    """The last paragraphs before by-lines, by author, and how often each stands on the page."""
    by_author: dict[str, set[str]] = defaultdict(set)
    anyones: Counter[str] = Counter()
    for draft in drafts:
        if draft.has_byline and len(draft.blocks) > 1:
            words = squeeze(draft.blocks[-1].text)
            by_author[draft.comment.author or ""].add(words)
            anyones[words] += 1
    return by_author, anyones


def _take_signature(draft: Draft, by_author: dict[str, set[str]], anyones: Counter[str]) -> Block | None:
    """Take the signature off the end of the draft's paragraphs, or None if the last one is body."""
    if not draft.blocks:
        return None
    words = squeeze(draft.blocks[-1].text)
    alone = len(draft.blocks) == 1
    if draft.has_byline:
        is_signature = not alone or words in by_author[draft.comment.author or ""]
    else:
        # A lone paragraph of nobody known: only a signature seen twice is surely no body.
        is_signature = anyones[words] >= (2 if alone else 1)
    return draft.blocks.pop() if is_signature and words else None


def _doubt_changing_signatures(drafts: list[Draft], page: Page) -> None:
    """Say where one author's comments end in ever different paragraphs: those may be no signatures."""
    taken: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.has_byline and draft.comment.author and draft.marked_signature:
            taken[draft.comment.author].append(draft)
    doubtful: list[int] = []
    for own in taken.values():
        words = Counter(squeeze(draft.marked_signature.text) for draft in own if draft.marked_signature)
        if len(words) > 1:
            usual = words.most_common(1)[0]
            doubtful += [
                draft.comment.number
                for draft in own
                if draft.marked_signature and (usual[1] == 1 or squeeze(draft.marked_signature.text) != usual[0])
            ]
    if doubtful:
        page.gaps.append(
            f"The last paragraph was taken as the signature, though its author signs otherwise elsewhere: "
            f"{_comments(sorted(doubtful))}."
        )


def tell_orphans(drafts: list[Draft], page: Page) -> None:
    """Say which comments print [ Parent ] though they stand at the top level: their parent is not on the page."""
    orphans = [draft.comment.number for draft in drafts if draft.names_parent and draft.comment.parent is None]
    if orphans:
        page.gaps.append(f"The page does not show the comment that was answered; taken as top level: {_comments(orphans)}.")


def list_gaps(page: Page) -> None:
    """Append one sentence to `page.gaps` for each kind of thing the page does not say."""
    gaps: list[str] = []
    if not page.title:
        gaps.append("The page gives no title.")
    if not page.tags:
        gaps.append("The page gives no tags.")
    if not page.author:
        gaps.append("The page does not name the diary's author.")
    if not page.posted:
        gaps.append("The page does not say when the diary was posted.")
    elif page.posted.doubt:
        fate = "" if page.posted.at else ", so the time is unknown"
        gaps.append(f"The diary's date “{page.posted.printed}”: {page.posted.doubt}{fate}.")
    if not page.intro:
        gaps.append("The page gives no text of the diary.")
    gaps += _comment_gaps(page.comments)
    page.gaps[:0] = gaps


def _comment_gaps(comments: list[PageComment]) -> list[str]:
    """The sentences about comments, each naming the numbers it is about."""
    found: dict[str, list[int]] = defaultdict(list)
    for comment in comments:
        for sentence in _lacks(comment):
            found[sentence].append(comment.number)
    return [f"{sentence}: {_comments(numbers)}." for sentence, numbers in found.items()]


def _lacks(comment: PageComment) -> list[str]:
    """What this one comment does not say, or says in a way that cannot be."""
    lacks = []
    if not comment.author and not comment.posted:
        lacks.append("Author and time are not given")
    elif not comment.author:
        lacks.append("The author is not given")
    elif not comment.posted:
        lacks.append("The time is not given")
    if comment.posted and comment.posted.doubt:
        doubt = comment.posted.doubt[0].upper() + comment.posted.doubt[1:]
        lacks.append(doubt if comment.posted.at else f"{doubt}, so the time is unknown")
    lacks += _rating_lacks("recommender", "recommended", comment.recommends, len(comment.recommended_by))
    lacks += _rating_lacks("hider", "hid", comment.hides, len(comment.hidden_by))
    if not comment.body:
        lacks.append("The comment has no text")
    return lacks


def _rating_lacks(rater: str, did: str, count: int, named: int) -> list[str]:
    if count == 1 and named == 0:
        return [f"The single {rater} is not named"]
    if count > named:
        return [f"Not all who {did} it are named (the printed count is kept)"]
    if count < named:
        return [f"More are named who {did} it than the printed count says (the count is kept)"]
    return []


def _comments(numbers: list[int]) -> str:
    """ "comment 3", "comments 1, 4-6": runs of three or more are joined."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = []
    for run in runs:
        parts += [f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(number) for number in run]
    return f"comment{'s' if len(numbers) > 1 else ''} {', '.join(parts)}"
