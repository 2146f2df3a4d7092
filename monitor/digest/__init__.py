"""Make it readable: what a hit means for a story, which windows are due, and every message's final words.

    hit ─▶ alert_rules.decide ─▶ StoryAlert ──┐
    hits of a window ─▶ build.build ─▶ Digest ┼─▶ render.Rendering(message) ─▶ its forms: text, HTML, JSON
    incident ─▶ IncidentNotice ───────────────┘

alert_facts          what the decision on an alert needs, and what it comes to
alert_rules          whether a hit is worth a message now
news_kinds           which sort of news an article is, or why none
person_rules         what becomes of it for one person: sent, held, not wanted, one with those of other watches
news_rules           what is no news: old, or one of a flood
digest_window        which digests are due, and their windows
changes              what is new in a digest for its recipient
build                the stories of a window, in order
message              the messages, as values
formats, phrases     times, and the sentences that the text and the page share
digest_phrases       those of digests
imprint              why a message came, and how to stop it
subject              one line
held_form            alerts that waited, in one message
plain_text, payload  the message as text, and as JSON
brief_form           in short, for chats
markdown             as Markdown, from that
fitting              less of it, where a page has no room for all
template_sandbox     in which a person's templates run, with bounds
templating           the page from its templates, ours or a person's
render               all forms
specimen             made-up messages with everything that messages may hold,
template_trial       on which a person's templates are tried

Pure: it reads no archive, sends nothing and asks no clock. What it renders is stored and sent as it is.
"""
