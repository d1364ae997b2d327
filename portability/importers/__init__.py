"""Readers of what other sites wrote, one per kind of file. They parse; the callers write."""
