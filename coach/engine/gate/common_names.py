"""Names that are also words, and parts of names that are no name alone.

A name of `ALSO_WORDS` is taken for one only where it is written like one: `finding.py` has the rule. The list
is English first, with frequent words of the other languages the safety check reads; it is a help and cannot
be complete.
"""

from typing import Final

ALSO_WORDS: Final = frozenset(
    """
    amber an angel april art ash august autumn baker ball basil bay belle best bill bishop black blue bo
    brook brown buck bush can case cash chance chase chip church clay cliff cole cook coral crystal
    daisy dale dawn day dean del dick don drew duke earl eden ella en ernst eve faith fern field fin
    fleur flora forest fox frank gay gene ginger glen good gore grace grant gray green grey hall harmony
    hart heath heather hill holly hope hunter in iris jack jade jay jesus jewel jim joy june junior keen
    king kit knight lake lance lane lea lee leo les lily little lock long lord love luz major mar mark
    marsh max may mercy miles mills min moody moon more nan nick norm north oak opal page parks pat paz
    pearl peg penny pepper piers pilar poppy porter power price prince prudence ray read red reed reich
    rein rich rip rob rocky rod roman rose rowan ruby rush rusty sage sandy savannah sky so sol son song
    star sterling stern stone storm sue summer sun tad trip van wade ward way west white will winter
    wolf wood woods you young
    """.split()  # noqa: SIM905  # a list of words is read and corrected as words
)

PARTICLES: Final = frozenset(
    """
    a abu al and ap av ben bin bint da dal dame de del della den der des di do don dos dr du e el frau herr
    ibn jr la las le li lo los madame mme mr mrs ms mx of prof san santa senhor senor senora sir sr st ten ter
    the und van vd vom von y zu zum zur
    """.split()  # noqa: SIM905  # a list of words is read and corrected as words
)
"""Not looked for alone: 'van' of 'Eva van Dam' stands in too many texts."""
