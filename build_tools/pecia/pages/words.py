from pecia.words import *  # noqa: D100, F403
