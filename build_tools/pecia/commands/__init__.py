"""The commands of ``pecia``, one module a command: its arguments, and what it does."""
