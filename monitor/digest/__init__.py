"""Make it readable: what a hit means for a story, which windows are due, and every message's final words.

    hit ─▶ alerts.decide ─▶ StoryAlert ─┐
    hits of a window ─▶ build.build ─▶ Digest ─┼─▶ render.render_for(channel, message) ─▶ the exact text to send
    incident ─────────▶ IncidentNotice ─┘

Pure: it reads no archive, sends nothing and asks no clock. What it renders is stored and sent as it is.
"""
