"""/about/style/: the visual language, alive. Every piece is made by the partial that the pages use, so it cannot drift.

`catalogue` lists the chapters; each module of `chapters/` says, for its part of the site, which partial shows which state of which invented
record, and in a sentence when it is used; `piece` renders them so that they lead nowhere.
"""
