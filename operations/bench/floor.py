"""The floor: what a page costs when nothing but the page is done.

A bare ASGI program without accounts, visibility or framework: one SQL statement for the rows, the page joined in Python.

    /front /t100 /t1000           one statement, then strings
    POST /w?parent=ID             one INSERT ... SELECT and the diary's counter, in one transaction
"""

import html
import os
import random
import sys
import urllib.parse
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg.rows import tuple_row
from psycopg_pool import AsyncConnectionPool

from operations.corpus import text

DSN = os.environ.get("FLOOR_DSN", "")
POOL: list[AsyncConnectionPool] = []
THREADS = {"t1000": (1999, 1000, 101), "t100": (1998, 100, 1)}  # diary, comments, first comment id
SCHEMA = """
create table member(id int primary key, name text);
create table post(id int primary key, user_id int, title text, intro text, html text, tags text[], created timestamptz, ncomments int default 0);
create table comment(id bigserial primary key, post_id int, parent_id bigint, depth int, sort text collate "C", user_id int, title text,
    html text, created timestamptz);
create index on post(created);
create unique index on comment(post_id, sort);
"""
ROWS = (
    "select c.id, c.parent_id, c.depth, c.title, c.html, u.name, to_char(c.created,'Mon DD, YYYY HH24:MI') from comment c "
    "join member u on u.id=c.user_id where c.post_id=%s order by c.sort"
)
ENTRY = "select p.title, p.html, u.name, to_char(p.created,'Mon DD, YYYY HH24:MI'), p.tags from post p join member u on u.id=p.user_id where p.id=%s"
FRONT = (
    "select p.id, p.title, p.intro, u.name, to_char(p.created,'Mon DD, YYYY HH24:MI'), p.tags, p.ncomments from post p "
    "join member u on u.id=p.user_id order by p.created desc limit 20"
)
INSERT = """with p as (select id, sort, depth, post_id from comment where id=%(parent)s), n as (select nextval('comment_id_seq') id)
insert into comment (id, post_id, parent_id, depth, sort, user_id, title, html, created)
select n.id, p.post_id, p.id, p.depth+1, p.sort || '.' || lpad(to_hex(n.id), 8, '0'), %(user)s, %(title)s, %(html)s, now() from p, n
returning id, post_id"""
HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s - Bench</title><link rel="stylesheet" href="/static/style.css"></head>'
    '<body><header><a href="/">Bench</a> <nav><a href="/login/">Log in</a></nav></header><main>'
)
FOOT = "</main><footer>Bench</footer></body></html>"


def seed(dsn: str) -> None:
    """Fill an empty database: 500 members, 2,000 posts, a thread of 1,000 and one of 100."""
    r, began = random.Random(7), datetime(2026, 1, 1, tzinfo=UTC)
    with psycopg.connect(dsn) as connection:
        connection.execute(SCHEMA)
        cursor = connection.cursor()
        cursor.executemany("insert into member values(%s,%s)", [(n, f"user{n:03d}") for n in range(500)])
        sizes = {diary: count for diary, count, _ in THREADS.values()}
        cursor.executemany(
            "insert into post values(%s,%s,%s,%s,%s,%s,%s,%s)",
            [_post(r, n, began + timedelta(hours=3 * n), sizes.get(n, 0)) for n in range(2000)],
        )
        for diary, count, first in THREADS.values():
            cursor.executemany(
                "insert into comment values(%s,%s,%s,%s,%s,%s,%s,%s,%s)", list(_comments(r, diary, count, first, began))
            )
        connection.execute("select setval('comment_id_seq', 5000)")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("vacuum analyze")


def _post(r: random.Random, pk: int, at: datetime, comments: int) -> tuple[Any, ...]:
    intro = f"<p>{text.passage(r, r.randint(60, 100))}</p>"
    body = "".join(f"<p>{text.passage(r, r.randint(60, 110))}</p>" for _ in range(r.randint(3, 6)))
    tags = [f"tag-{r.randrange(200)}" for _ in range(r.randint(3, 5))]
    return pk, r.randrange(500), text.sentence(r, r.randint(4, 9))[:-1], intro, intro + body, tags, at, comments


def _comments(r: random.Random, diary: int, count: int, first: int, at: datetime) -> Any:
    sort: dict[int, str] = {}
    for index, node in enumerate(text.thread(r, count)):
        pk, parent = first + index, None if node.parent is None else first + node.parent
        sort[pk] = (f"{sort[parent]}." if parent else "") + f"{pk:08x}"
        title = text.sentence(r, r.randint(3, 8))[:-1]
        yield (
            pk,
            diary,
            parent,
            node.depth,
            sort[pk],
            r.randrange(500),
            title,
            text.comment_html(r),
            at + timedelta(days=300, seconds=20 * index),
        )


def page(entry: tuple[Any, ...], rows: list[tuple[Any, ...]]) -> bytes:
    tags = " ".join(f'<a href="/tag/{t}/">{t}</a>' for t in entry[4])
    out = [
        HEAD % html.escape(entry[0]),
        f'<article><h1>{html.escape(entry[0])}</h1><p>by <a href="/u/{entry[2]}/">{entry[2]}</a> on {entry[3]}</p>{entry[1]}<p>{tags}</p>'
        f'</article><section id="comments"><h2>{len(rows)} comments</h2><ul>',
    ]
    add, before = out.append, 0
    for pk, parent, depth, title, body, user, when in rows:
        if depth > before:
            if before:
                add("<ul>")
        else:
            add("</li>" + "</ul></li>" * (before - depth))
        before = depth
        add(
            f'<li id="comment-{pk}" class="comment"><h4>{html.escape(title)}</h4><div class="body">{body}</div>\n'
            f'<p class="meta">by <a href="/u/{user}/">{user}</a> on {when} <a href="#comment-{pk}">link</a>'
        )
        add(f' <a href="#comment-{parent}">parent</a></p>' if parent else "</p>")
    add("</li>" + "</ul></li>" * (before - 1) + "</ul></section>" + FOOT)
    return "".join(out).encode()


def front(rows: list[tuple[Any, ...]]) -> bytes:
    out = [HEAD % "Front page"]
    for pk, title, intro, user, when, tags, comments in rows:
        names = " ".join(f'<a href="/tag/{x}/">{x}</a>' for x in tags)
        out.append(
            f'<article><h2><a href="/d/{pk}/">{html.escape(title)}</a></h2><p>by <a href="/u/{user}/">{user}</a> on {when} | {comments} comments'
            f"</p>{intro}<p>{names}</p></article>"
        )
    return "".join([*out, FOOT]).encode()


async def _answer(path: str, query: str, body: bytes) -> bytes:
    async with POOL[0].connection() as connection:
        if path == "/front":
            return front(await (await connection.execute(FRONT)).fetchall())
        if path == "/w":
            parent, form = dict(urllib.parse.parse_qsl(query))["parent"], dict(urllib.parse.parse_qsl(body.decode()))
            async with connection.transaction():
                said = {"parent": int(parent), "user": 1, "title": form["subject"], "html": form["body"]}
                pk, diary = await (await connection.execute(INSERT, said)).fetchone()  # type: ignore[misc]
                await connection.execute("update post set ncomments=ncomments+1 where id=%s", (diary,))
            return b"%d" % pk
        diary = THREADS[path.strip("/")][0]
        entry = await (await connection.execute(ENTRY, (diary,))).fetchone()
        return page(entry, await (await connection.execute(ROWS, (diary,))).fetchall())  # type: ignore[arg-type]


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        for word in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{word}.complete"})
        return
    if not POOL:
        options = {"row_factory": tuple_row, "autocommit": True, "prepare_threshold": 1}
        POOL.append(AsyncConnectionPool(DSN, min_size=2, max_size=2, open=False, kwargs=options))
        await POOL[0].open()
    body, more = b"", scope["method"] == "POST"
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    answer = await _answer(scope["path"], scope["query_string"].decode(), body)
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"%d" % len(answer))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


if __name__ == "__main__":
    seed(sys.argv[1])
