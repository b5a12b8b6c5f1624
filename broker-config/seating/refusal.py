"""A refusal: one sentence for whoever typed the command, and the status the program ends with."""

FAILED = 1
WRONG_USE = 2
NOT_THERE = 4
IN_THE_WAY = 5
NOT_REACHED = 6


class Refusal(Exception):
    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status = status
