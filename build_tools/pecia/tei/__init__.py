"""TEI as XML, for the rooms that read or write it: :mod:`.parse` the one way in for untrusted bytes · :mod:`.names`
elements, attributes and pointers · :mod:`.mixed_content` the only module that touches lxml's ``text`` and ``tail``.
"""
