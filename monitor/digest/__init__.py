"""Make it readable: what a hit means for a story, which windows are due, and every message's final words.

    hit ─▶ alerts.decide ─▶ StoryAlert ─┐
    hits of a window ─▶ build.build ─▶ Digest ─┼─▶ render.Rendering(message) ─▶ its forms: text, HTML, JSON
    incident ─────────▶ IncidentNotice ─┘

Pure: it reads no archive, sends nothing and asks no clock. What it renders is stored and sent as it is.
"""
