#!/usr/bin/env python3
"""A second reader of a store, after schema/store/format.md and schema/words/README.md alone.

It shares no code with client/: BLAKE2b and SHA-256 come from Python, the cipher and Argon2id from libsodium by ctypes.
It opens store.db and store.db-wal of a folder with the passphrase or the recovery words, the first line of a file or
all of it, replays what the log committed, and writes the database as plain SQLite, which is for a test to look at and
to remove.

usage: read_a_store.py FOLDER passphrase|words FILE PLAIN-DATABASE
"""
import ctypes
import hashlib
import pathlib
import struct
import sys
import unicodedata

PAGE = 4096
HEADERS = 2 * 4096
OVERHEAD = 40
FRAME = 24 + PAGE
PASSPHRASE, RECOVERY = 1, 2

sodium = ctypes.CDLL("libsodium.so.23")
sodium.sodium_init()


class Refused(Exception):
    """What is in the files is not what a store writes."""


def blake2b(data, key):
    return hashlib.blake2b(data, digest_size=32, key=key).digest()


def subkey(data_key, number):
    return hashlib.blake2b(
        b"", digest_size=32, key=data_key, salt=struct.pack("<Q", number) + bytes(8), person=b"daybook1" + bytes(8)
    ).digest()


def open_sealed(key, nonce, bound, sealed):
    """The plaintext of a ciphertext with its tag behind it, or None when it does not authenticate."""
    plain = ctypes.create_string_buffer(max(len(sealed) - 16, 1))
    failed = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain, None, None, sealed, ctypes.c_ulonglong(len(sealed)), bound, ctypes.c_ulonglong(len(bound)), nonce, key)
    return None if failed else plain.raw[:len(sealed) - 16]


def argon2id(secret, salt, passes, memory_mib):
    derived = ctypes.create_string_buffer(64)
    if sodium.crypto_pwhash(
            derived, ctypes.c_ulonglong(64), secret, ctypes.c_ulonglong(len(secret)), salt, ctypes.c_ulonglong(passes),
            ctypes.c_size_t(memory_mib << 20), 2) != 0:
        raise Refused("there is not the memory that the slot asks for")
    return derived.raw


# --- the secret -------------------------------------------------------------------------------------------------------


def seed_of_words(words):
    """The 32 bytes that 24 words of one of the lists stand for."""
    lists = pathlib.Path(__file__).parents[2] / "schema/words"
    for name in ("english.txt", "spanish.txt"):
        known = {word: number for number, word in enumerate((lists / name).read_text("utf-8").split())}
        if len(words) != 24 or not all(word in known for word in words):
            continue
        bits = 0
        for word in words:
            bits = bits << 11 | known[word]
        sheet = bits.to_bytes(33, "big")
        if hashlib.sha256(sheet[:32]).digest()[0] == sheet[32]:
            return sheet[:32]
    raise Refused("these are not the words of a sheet")


def secret_of(kind, text):
    if kind == RECOVERY:
        return seed_of_words(text.split())
    return unicodedata.normalize("NFKC", text.split("\n")[0]).encode()


# --- the key header ---------------------------------------------------------------------------------------------------


def data_key_of_slot(header, number, kind, secret):
    """The data key, or None when the slot is of another type or opens with another secret."""
    slot = header[48 + 132 * number:][:132]
    passes, memory_mib = struct.unpack_from("<II", slot, 4)
    if slot[0] != kind:
        return None
    if slot[1:4] != b"\1\0\0" or not 1 <= passes <= 10 or not 8 <= memory_mib <= 1024:
        raise Refused(f"slot {number} asks for what no slot may")
    derived = argon2id(secret, slot[12:28], passes, memory_mib)
    context = (header[:24] + header[32:48] + bytes([number, slot[0], slot[1], 0]) + slot[4:12]).ljust(64, b"\0")
    if blake2b(context, derived[32:]) != slot[28:60]:
        return None
    data_key = open_sealed(derived[:32], slot[60:84], context, slot[84:132])
    if data_key is None:
        raise Refused(f"the box of slot {number} is altered")
    return data_key


def keys(main, kind, secret):
    """The data key and the store id."""
    copies = [main[0:4096], main[4096:8192]]
    looks_right = [copy for copy in copies if copy[:24] == b"DAYBOOK STORE 1\0" + struct.pack("<II", 1, PAGE)]
    for header in sorted(looks_right, key=lambda copy: struct.unpack_from("<Q", copy, 24), reverse=True):
        for number in range(8):
            data_key = data_key_of_slot(header, number, kind, secret)
            if data_key is None:
                continue
            if blake2b(header[:1104], subkey(data_key, 6)) != header[1104:1136]:
                raise Refused("the header's MAC does not fit")
            return data_key, header[32:48]
    raise Refused("no slot opens with this secret")


# --- units ------------------------------------------------------------------------------------------------------------


def bound_bytes(kind, store, number, salts=bytes(8)):
    return b"DBK1" + bytes([kind, 0, 0, 0]) + store + struct.pack("<Q", number) + salts


def read_pages(main, data_key, store):
    """The pages of the main file by number; one that does not open is missing: the log may hold it."""
    pages = {}
    key = subkey(data_key, 1)
    for number in range(1, (len(main) - HEADERS) // PAGE + 1):
        unit = main[HEADERS + (number - 1) * PAGE:][:PAGE]
        plain = open_sealed(key, unit[4056:4080], bound_bytes(1, store, number), unit[:4056] + unit[4080:])
        if plain is not None:
            pages[number] = plain + bytes(OVERHEAD)
    return pages


def checksum(data, before, order):
    """SQLite's running checksum of the log."""
    first, second = before
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for i in range(0, len(words), 2):
        first = (first + words[i] + second) & 0xFFFFFFFF
        second = (second + words[i + 1] + first) & 0xFFFFFFFF
    return first, second


def committed(log, data_key, store):
    """The transactions of the log, each the pages it wrote and how many pages the database has after it."""
    key = subkey(data_key, 2)
    header = open_sealed(key, log[:24], bound_bytes(2, store, 0), log[40:72] + log[24:40]) if len(log) >= 72 else None
    if header is None:
        if any(log[72:]):
            raise Refused("the log's header does not open")
        return
    magic, version, page_size = struct.unpack(">III", header[:12])
    if magic & ~1 != 0x377F0682 or version != 3007000 or page_size != PAGE:
        raise Refused("the log is not one of SQLite's with pages of 4096 bytes")
    order = ">" if magic & 1 else "<"
    running = checksum(header[:24], (0, 0), order)
    if running != struct.unpack(">II", header[24:]):
        raise Refused("the checksum of the log's header does not fit")
    transaction = {}
    for number in range(1, (len(log) - 72) // (FRAME + OVERHEAD) + 1):
        unit = log[72 + (number - 1) * (FRAME + OVERHEAD):][:FRAME + OVERHEAD]
        frame = open_sealed(key, unit[:24], bound_bytes(2, store, number, header[16:24]), unit[40:] + unit[24:40])
        if frame is None:
            return
        page, page_count = struct.unpack(">II", frame[:8])
        running = checksum(frame[24:], checksum(frame[:8], running, order), order)
        if frame[8:16] != header[16:24] or running != struct.unpack(">II", frame[16:24]):
            return
        transaction[page] = frame[24:]
        if page_count > 0:
            yield transaction, page_count
            transaction = {}


def read_store(folder, kind, secret):
    """The plain database, and how many transactions of it were in the log alone."""
    main = (folder / "store.db").read_bytes()
    log_path = folder / "store.db-wal"
    log = log_path.read_bytes() if log_path.exists() else b""
    data_key, store = keys(main, kind, secret)
    pages = read_pages(main, data_key, store)
    page_count = (len(main) - HEADERS) // PAGE
    transactions = 0
    for transaction, page_count in committed(log, data_key, store):
        pages.update(transaction)
        transactions += 1
    missing = [number for number in range(1, page_count + 1) if number not in pages]
    if missing:
        raise Refused(f"page {missing[0]} does not open")
    pages[1] = pages[1][:18] + b"\1\1" + pages[1][20:]  # this copy has no log
    return b"".join(pages[number] for number in range(1, page_count + 1)), transactions


def main():
    if len(sys.argv) != 5 or sys.argv[2] not in ("passphrase", "words"):
        sys.exit(__doc__)
    folder, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[4])
    kind = RECOVERY if sys.argv[2] == "words" else PASSPHRASE
    try:
        secret = secret_of(kind, pathlib.Path(sys.argv[3]).read_text("utf-8"))
        plain, transactions = read_store(folder, kind, secret)
    except Refused as reason:
        sys.exit(f"read_a_store: {reason}")
    output.write_bytes(plain)
    print(f"{len(plain) // PAGE} pages, {transactions} transactions from the log")


if __name__ == "__main__":
    main()
