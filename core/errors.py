"""What a verb says when the world does not allow it."""


class Refused(Exception):
    """An act that cannot be done now. The text is the sentence the member reads.

    status: the HTTP answer: 409 the world has changed, 422 something in it is wrong, 403 not allowed, 429 too fast.
    """

    def __init__(self, reason: str, *, status: int = 422) -> None:
        super().__init__(reason)
        self.status = status
