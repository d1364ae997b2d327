"""The interface's own sentences on a saved page: what the old site said, not its members.

A line that is not known here is never dropped in silence: the readers list it as not understood.
"""

import re
from functools import lru_cache

COMMENTS_BEGIN = "comment preferences"  # in lower case

# "*" stands for what differs from page to page: the site's name, the persons in its examples.
_SENTENCES = """
Skip to main content
Skip to content
Skip to navigation
Your Email has been sent.
Your message has been sent.
You must add at least one tag to this diary before publishing it.
Add keywords that describe this diary. Separate multiple keywords with commas.
Tagging tips - Search For Tags - Browse For Tags
Tagging tips
Search For Tags
Browse For Tags
More Tagging tips:
A tag is a way to search for this diary.*
Use a person's full name, without any title.*
If your diary covers an election or elected official, use election tags,*
Tags do not compound: that is,*
Consider if one or more of these tags fits your diary:*
You can add a private note to this diary when hotlisting it:
Are you sure you want to remove this diary from your hotlist?
Are you sure you want to remove your recommendation? You can only recommend a diary once,*
Rescue this diary, and add a note:
Are you sure you want to remove this diary from Rescue?
Choose where to republish this diary.*
The diary will be added to the queue for that group. Publish it from the queue to make it appear.
You must be a member of a group to use this feature.
Add a quick update to your diary without changing the diary itself:
Are you sure you want to remove this diary?
(The diary will be removed from the site and returned to your drafts for further editing.)
(The diary will be removed.)
Are you sure you want to save these changes to the published diary?
Comment Preferences
Back to top
Return to top
Top of page
Powered by *
Copyright *
All rights reserved.
"""
_FOOT = """
Subscribe or Donate to support *
Click here for the mobile view of the site*
Click here for the desktop view of the site*
Click here for the full view of the site*
"""
_WORDS = """
about,about us,add a comment,add a note,add to hotlist,advertise,advertising,all,always,archive,browse,cancel,close,
collapse,comment,comments,community,contact,contact us,delete,diaries,discuss,donate,e-mail,edit,edit diary,edit tags,
email,email this,email to a friend,email to a friend x,expand,expanded,expanded all,facebook,faq,faqs,feeds,first,flag,flat,flat view,
follow,forgot password?,front page,google,groups,help,hidden,hide,hide (always),history,highest rated first,home,hotlist,join,jobs,join us,
last,link,log in,log on,log out,login,logout,main,masthead,menu,messages,minimal,mobile,mobile view,more,my account,
my page,navigation,nested,nested view,never,new,next,new diary,newest first,next,no,notes,ok,oldest first,open,parent,
permalink,pinterest,poll,post a comment,post comment,prev,preview,previous,print,privacy,privacy policy,profile,publish,publish later,publish now,queue,rate,
rate all,ratings,recent,recent diaries,recommend,recommend this diary,recommended,recommended diaries,reddit,refresh,
register,reload,remove,reply,reply to this,report,republish,republish to,rescue,rss,save,save changes,schedule,search,send,
set,settings,share,share this,share this article,share this diary,show,show all,shrink,sign in,sign up,sign up now,site map,
sort by,sort,store,stream,submit,subscribe,tag,tag history,tags,terms,terms of service,terms of use,there's more,there's more...,
threaded,titles only,top,tweet,twitter,undo,unhide,unrecommend,view,view comments,view story,write,write a diary,yes
"""
_PATTERNS = (
    r"[0-9,]+ (?:comments?|recommends?|recs?|shares?|new)",
    r"(?:comments?|recommends?|recommended) ?(?:\([0-9,]+\)|[0-9,]+)",
    r"share (?:this )?(?:on|with|by|via) [a-z-]{3,12}",
    r"(?:©|\(c\)) ?(?:[0-9]{4}.*)?",
    r"there's more:? .{0,40}\([0-9,]+ (?:words|comments).{0,40}\)",
    r"\(?(?:read )?more\.*\)?",
)
_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
_SEPARATORS = re.compile(r"\s*[|·•/»«›‹>:\[\]]+\s*|\s+-\s+")


def _plain(text: str) -> str:
    return " ".join(text.translate(_TYPOGRAPHY).lower().split()).replace("....", "...")


def _lines(block: str) -> list[str]:
    return [_plain(line) for line in block.strip().splitlines()]


_EXACT = frozenset(line for line in _lines(_SENTENCES + _FOOT.lstrip()) if "*" not in line)
_BEGINNINGS = tuple(line.partition("*")[0].strip() for line in _lines(_SENTENCES + _FOOT.lstrip()) if "*" in line)
_FOOT_EXACT = frozenset(line for line in _lines(_FOOT) if "*" not in line)
_FOOT_BEGINNINGS = tuple(line.partition("*")[0].strip() for line in _lines(_FOOT) if "*" in line)
_MENU = frozenset(_plain(word) for word in _WORDS.replace("\n", "").split(",") if word)
_SHAPES = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
_LONGEST = 1500  # characters; the longest sentence of the interface has about 600


def is_menu(text: str) -> bool:
    """A word or a row of words of a menu: "Home | Diaries | Log in"."""
    if len(text) > 200:
        return False
    words = [word for word in _SEPARATORS.split(_plain(text)) if word]
    return bool(words) and all(word in _MENU or _SHAPES.fullmatch(word) for word in words)


@lru_cache(maxsize=512)
def _is_known(plain: str) -> bool:
    return plain in _EXACT or plain.startswith(_BEGINNINGS)


def is_interface(text: str) -> bool:
    """Whether the line, which stands outside of diary and comments, is the interface's own or has no word."""
    if len(text) > _LONGEST:
        return False
    return is_menu(text) or _is_known(_plain(text)) or not any(letter.isalnum() for letter in text)


def is_foot(text: str) -> bool:
    """Whether the line is surely of the page's foot: no comment ends in it, however it is indented."""
    if len(text) > _LONGEST:
        return False
    plain = _plain(text)
    return plain in _FOOT_EXACT or plain.startswith(_FOOT_BEGINNINGS)


def begins_interface(text: str) -> bool:
    """Whether the line is the beginning of a sentence of the interface: what a cut leaves of it."""
    plain = _plain(text[:_LONGEST])
    return bool(plain) and any(sentence.startswith(plain) for sentence in (*_EXACT, *_BEGINNINGS))
