from .lane import Lane


class Wishes(Lane):
    """What is to be done with offers as a whole: withdrawn, restored, unlocked, deleted."""

    name = "wishes"

    def step(self):
        return 0
