"""The article's text: body_text chooses the blocks, boilerplate knows what is never part of it."""
