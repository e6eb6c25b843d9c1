class Lane:
    """One kind of work. ``name`` is its flow."""

    name = ""

    def __init__(self, runner):
        self.runner = runner

    @property
    def account(self):
        return self.runner.account

    @property
    def env(self):
        return self.runner.env

    @property
    def provider(self):
        return self.runner.provider

    @property
    def flow(self):
        return self.account._flow(self.name)

    def recover(self):
        """Put right what a crash may have left half done; called once at the start of each run."""

    def due_in(self):
        """Seconds until something that waits for its time is due; None when nothing waits."""

    def close(self):
        """The run ends: let go of what is under way, so that the next run takes it up. Commits nothing."""

    def step(self):
        """Do one chunk, commit, and say how many items were moved."""
        raise NotImplementedError
