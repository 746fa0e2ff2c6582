"""Copies of the edition for download, made from the TEI records and nothing else.

One module a format; each is a pure function from records to bytes.
"""
