"""What every simulated platform shares: server, limiter, faults, journal, notifier, settings, control API."""
