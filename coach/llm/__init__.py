"""The remote engine: any OpenAI-compatible endpoint, reached in one guarded way (design, section 5).

Nothing here decides what may be sent: that is the gate's. `openai_model` is the door; the package openai is
imported by `client` alone, in a thread of its own, when a model is used.
"""
