"""Keys of the file that all messages share: who answers, and whose pages they are."""

from typing import Annotated

from pydantic import Field

from monitor.deliver.mail import Mailbox

Feedback = Annotated[
    Mailbox | None,
    Field(description="a mail address that answers mails about messages (not relevant, stop them); in each foot"),
]
Templates = Annotated[
    str | None, Field(description="a folder with pages of your own in the place of ours; see monitor template")
]
