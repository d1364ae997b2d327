"""A count within a statement."""

from django.db.models import IntegerField, Subquery


class Counted(Subquery):
    """How many rows a set has; where it is cut off, no more than that."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
