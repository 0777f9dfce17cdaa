"""The one way out: preview, masking, consent, budget and ledger around the only caller of a model."""

from coach.engine.gate.gate import Gate
from coach.engine.gate.parcel import Answer, LeftOut, Outgoing, Parcel, Source

__all__ = ["Answer", "Gate", "LeftOut", "Outgoing", "Parcel", "Source"]
