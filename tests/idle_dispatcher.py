"""A dispatcher that takes every order and crawls nothing, for tests of what gives the orders."""


class IdleDispatcher:
    """Stands where the crawling processes would: as wide as one, and never reports."""

    width = 1

    async def start(self):
        """Nothing."""

    async def submit(self, order):
        """Taken."""
        return True

    async def stop(self, grace):
        """Nothing."""
