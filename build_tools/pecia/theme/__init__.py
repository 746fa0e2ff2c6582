"""The MkDocs theme ``pecia``: Material's templates and style sheet with the edition's own header, search and pages.

No Python here: templates, one style sheet and one script. Registered in ``pyproject.toml`` as ``mkdocs.themes``.
"""
