"""A refusal: one sentence for whoever typed the command, and the status the program ends with."""

FAILED = 1
WRONG_USE = 2
NOT_THERE = 4
IN_THE_WAY = 5
NOT_REACHED = 6
# A path is at most 4096 long, and what to do about it stands behind it.
SENTENCE_MAX = 10000


class Refusal(Exception):
    """UNSURE: what was asked may have been done or not, and only asking again tells."""

    def __init__(self, status, sentence, unsure=False):
        super().__init__(sentence)
        self.status = status
        self.unsure = unsure or status == NOT_REACHED


def shown(text, longest=SENTENCE_MAX):
    """Words that came from elsewhere, on one line, without what a terminal would obey, and not endless."""
    text = str(text)
    line = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text[:longest])
    return line + "…" if len(text) > longest else line
