"""Names and passwords: random, so that they never repeat and say nothing about people."""
import re
import secrets

from .refusal import WRONG_USE, Refusal

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
NAME_BITS = 103
NAME_LENGTH = 20
PASSWORD_BYTES = 24


def new_name():
    number, name = secrets.randbits(NAME_BITS), []
    for _ in range(NAME_LENGTH):
        number, letter = divmod(number, len(LETTERS))
        name.append(LETTERS[letter])
    return "".join(name)


def new_password():
    return secrets.token_urlsafe(PASSWORD_BYTES)


def check_name(name):
    if not re.fullmatch("[a-z0-9]{16,32}", name):
        raise Refusal(WRONG_USE, f"'{name}' is not the name of a circle or a device: 16 to 32 of the characters a-z and 0-9")
