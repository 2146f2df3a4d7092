"""The kinds of channels, as an index. A new kind is its module, and its line here."""

from typing import get_args

from monitor.deliver import apprise, discord, feed, file, mail, ntfy, slack, teams, telegram, webhook
from monitor.deliver.channel import Channel, ChannelSettings

SETTINGS: tuple[type[ChannelSettings], ...] = (
    mail.MailSettings,
    webhook.WebhookSettings,
    slack.SlackSettings,
    discord.DiscordSettings,
    teams.TeamsSettings,
    ntfy.NtfySettings,
    telegram.TelegramSettings,
    feed.FeedSettings,
    file.FileSettings,
    apprise.AppriseSettings,
)


def name_of(settings: type[ChannelSettings]) -> str:
    """The word that `kind` has for it."""
    [name] = get_args(settings.model_fields["kind"].annotation)
    return str(name)


KINDS: dict[str, type[ChannelSettings]] = {name_of(settings): settings for settings in SETTINGS}


def kind_of(channel: Channel) -> str:
    """The word for the kind of a channel."""
    return next(name for name, shape in KINDS.items() if shape.__module__ == type(channel).__module__)
