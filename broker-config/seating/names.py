"""Names, passwords and the broker's address: what they look like, and new ones that say nothing about people."""
import re
import secrets

from .refusal import WRONG_USE, Refusal, shown

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
NAME_BITS = 103
NAME_LENGTH = 20
NAME_SHOWN = 40
ADDRESS_SHOWN = 80
PASSWORD_BYTES = 24
PORT_MAX = 65535
HOST_MAX = 253


def new_name():
    number, name = secrets.randbits(NAME_BITS), []
    for _ in range(NAME_LENGTH):
        number, letter = divmod(number, len(LETTERS))
        name.append(LETTERS[letter])
    return "".join(name)


def new_password():
    return secrets.token_urlsafe(PASSWORD_BYTES)


def is_name(name):
    return re.fullmatch("[a-z0-9]{16,32}", name) is not None


def check_name(name):
    if not is_name(name):
        raise Refusal(WRONG_USE, f"'{shown(name, NAME_SHOWN)}' is not the name of a circle or a device: "
                                 "16 to 32 of the characters a-z and 0-9")


def host_and_port(address):
    """The two halves of mqtts://host:port; a host of digits and colons stands in brackets."""
    found = re.fullmatch(r"mqtts://(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)):([0-9]{1,5})", address)
    host = found and (found[1] or found[2])
    if not found or len(host) > HOST_MAX or not 0 < int(found[3]) <= PORT_MAX:
        raise Refusal(WRONG_USE, f"'{shown(address, ADDRESS_SHOWN)}' is not of the form mqtts://host:port")
    return host, int(found[3])
