"""What a broker answers its keeper: nothing of it is believed before it was looked at."""
from .refusal import FAILED, Refusal

SILENT = "the broker does not answer; see whether it runs"
STRANGE = "the broker answers what no broker of its kind does; see what listens on its port"


def strange():
    return Refusal(FAILED, STRANGE, unsure=True)


def part(answer, name, kind):
    """What an answer holds under a name, which must be of this kind."""
    found = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(found, kind):
        raise strange()
    return found
