"""How far this machine's clock is from Telegram's, as the messages just sent are dated."""

from datetime import UTC, datetime, timedelta
from typing import Any

MOST_DIFFERENCE = timedelta(minutes=5)


class ServerClock:
    """Learns from each new message that was sent; ``difference`` is Telegram's time less ours."""

    def __init__(self) -> None:
        self.difference = timedelta(0)

    @property
    def is_off(self) -> bool:
        """Whether reminders go out at a wrong time; it stops nothing."""
        return abs(self.difference) > MOST_DIFFERENCE

    def learn(self, result: Any, now: datetime) -> None:
        """Take the date of the message that the call made, where the result holds one."""
        message = result[0] if isinstance(result, list) and result else result
        date = message.get("date") if isinstance(message, dict) else None
        if isinstance(date, int) and date > 0:
            self.difference = datetime.fromtimestamp(date, UTC) - now
