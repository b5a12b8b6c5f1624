#!/usr/bin/env python3
"""A second writer of the vault's formats, after schema/store/format.md and schema/wire/keys.md alone.

It shares no code with client/vault: BLAKE2b comes from Python, the ciphers and Argon2id from libsodium by ctypes. It
prints the bytes that tests/vault/*_test.c expect and writes key_header.bin. Run it when a format changes on purpose.
"""
import ctypes
import ctypes.util
import hashlib
import pathlib
import struct
import unicodedata

sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
assert sodium.sodium_init() >= 0


def count_from(start, size):
    return bytes((start + i) % 256 for i in range(size))


def blake2b(size, data, key=b""):
    return hashlib.blake2b(data, digest_size=size, key=key).digest()


def subkey(parent, number):
    """crypto_kdf_derive_from_key(32, number, "daybook1", parent)"""
    return hashlib.blake2b(
        b"", digest_size=32, key=parent, salt=struct.pack("<Q", number) + bytes(8), person=b"daybook1" + bytes(8)
    ).digest()


def seal(key, nonce, bound, plain):
    """XChaCha20-Poly1305-IETF: ciphertext and tag."""
    sealed = ctypes.create_string_buffer(len(plain) + 16)
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed, None, plain, ctypes.c_ulonglong(len(plain)), bound, ctypes.c_ulonglong(len(bound)), None, nonce, key)
    return sealed.raw


def argon2id(size, secret, salt, passes, memory_mib):
    derived = ctypes.create_string_buffer(size)
    assert sodium.crypto_pwhash(
        derived, ctypes.c_ulonglong(size), secret, ctypes.c_ulonglong(len(secret)), salt, ctypes.c_ulonglong(passes),
        ctypes.c_size_t(memory_mib << 20), 2) == 0
    return derived.raw


def show(name, value):
    print(f"{name}: {value.hex()}")


data_key, store = count_from(0x00, 32), count_from(0x20, 16)


def units():
    plain, nonce, salts = b"What the fourth page of the store says.", count_from(0x40, 24), count_from(0x60, 8)
    for name, number, kind, salt in [("main", 4, 1, bytes(8)), ("log", 9, 2, salts), ("temporary", 1, 3, bytes(8))]:
        bound = b"DBK1" + bytes([kind, 0, 0, 0]) + store + struct.pack("<Q", number) + salt
        sealed = seal(subkey(data_key, kind), nonce, bound, plain)
        show(f"unit {name} ciphertext", sealed[:-16])
        show(f"unit {name} nonce and tag", nonce + sealed[-16:])


def x25519(secret, public=None):
    """The public key of a secret one, or what both sides of an exchange have in common."""
    out = ctypes.create_string_buffer(32)
    if public is None:
        assert sodium.crypto_scalarmult_base(out, secret) == 0
    else:
        assert sodium.crypto_scalarmult(out, secret, public) == 0
    return out.raw


def sheet_slot(start, number, seed, ephemeral):
    """A recovery slot written without its words, for the sheet's public key."""
    box, public = x25519(subkey(seed, 2)), x25519(ephemeral)
    derived = blake2b(64, b"daybook/1/slot" + public + box, x25519(ephemeral, box))
    head = bytes([2, 2, 0, 0]) + bytes(8)
    context = (start[:24] + store + bytes([number, 2, 2])).ljust(64, b"\0")
    check = blake2b(32, context, derived[32:])
    slot = head + public + check + bytes(8) + seal(derived[:32], bytes(24), context, data_key)
    assert len(slot) == 132
    return slot


def key_header():
    start = b"DAYBOOK STORE 1\0" + struct.pack("<IIQ", 1, 4096, 5) + store
    slots = []
    for number, kind, secret in [
        (0, 1, unicodedata.normalize("NFKC", "Grüße aus dem Garten").encode()),
        (1, 2, count_from(0x90, 32)),
    ]:
        passes, memory_mib, salt, nonce = 1, 8, count_from(0xA0 + number, 16), count_from(0xB0 + number, 24)
        derived = argon2id(64, secret, salt, passes, memory_mib)
        cost = struct.pack("<II", passes, memory_mib)
        context = (start[:24] + store + bytes([number, kind, 1, 0]) + cost).ljust(64, b"\0")
        check = blake2b(32, context, derived[32:])
        slots.append(bytes([kind, 1, 0, 0]) + cost + salt + check + nonce + seal(derived[:32], nonce, context, data_key))
        assert len(slots[-1]) == 132
    slots.append(sheet_slot(start, 2, count_from(0xC0, 32), count_from(0xD0, 32)))
    head = (start + b"".join(slots)).ljust(1104, b"\0")
    mac = blake2b(32, head, subkey(data_key, 6))
    header = (head + mac).ljust(4096, b"\0")
    pathlib.Path(__file__).with_name("key_header.bin").write_bytes(header)
    show("key header, BLAKE2b-256", blake2b(32, header))


def digests():
    circle, device, incarnation = count_from(0x10, 16), count_from(0x30, 32), count_from(0x50, 16)
    body = blake2b(32, b"daybook/1/body" + b"body")
    feed = blake2b(16, b"daybook/1/feed" + circle + device + incarnation + b"\x02")
    show("circle", blake2b(16, b"daybook/1/circle" + body + b"header"))
    show("feed", feed)
    show("body", body)
    show("operation", blake2b(32, b"daybook/1/op" + feed + struct.pack("<Q", 258) + body + b"header"))
    show("fingerprint", blake2b(16, b"daybook/1/fingerprint" + device))
    show("topic", blake2b(16, b"daybook/1/topic" + b"\x02", circle)[:8])


def envelope():
    key, nonce, circle, sender = count_from(0x70, 32), count_from(0x01, 24), count_from(0x10, 16), count_from(0x30, 32)
    epoch_id = blake2b(32, b"daybook/1/epoch" + key)
    header = b"DB\x01" + bytes([2, 1]) + epoch_id[:8]
    bound = header + circle + b"\x02" + epoch_id + sender
    show("epoch id", epoch_id)
    show("envelope", header + nonce + seal(subkey(key, 1), nonce, bound, b"What the sender has."))


def signatures():
    seed = count_from(0x90, 32)
    public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
    sodium.crypto_sign_seed_keypair(public, secret, subkey(seed, 1))
    box = ctypes.create_string_buffer(32)
    sodium.crypto_scalarmult_base(box, subkey(seed, 2))
    show("seed's signing key", public.raw)
    show("seed's box key", box.raw)
    head = b"daybook/1/head" + count_from(0x10, 16) + struct.pack("<Q", 258) + count_from(0x30, 32)
    label = b"daybook/1/test"
    for name, text in [("head", head), ("message", label + blake2b(32, label + b"message"))]:
        signature = ctypes.create_string_buffer(64)
        sodium.crypto_sign_detached(signature, None, text, ctypes.c_ulonglong(len(text)), secret)
        show(f"signature of a {name}", signature.raw)


def pairing():
    secret, ephemeral, peer_secret = count_from(0x11, 16), count_from(0x21, 32), count_from(0x41, 32)
    parent = blake2b(32, b"daybook/1/invitation", secret)
    name = subkey(parent, 1)[:16]
    public, peer, shared = (ctypes.create_string_buffer(32) for _ in range(3))
    sodium.crypto_scalarmult_base(public, ephemeral)
    sodium.crypto_scalarmult_base(peer, peer_secret)
    sodium.crypto_scalarmult(shared, ephemeral, peer.raw)
    show("pairing name", name)
    show("pairing public", public.raw)
    show("pairing peer", peer.raw)
    nonce, transcript = count_from(0x02, 24), count_from(0x61, 32)
    for step in (1, 2):
        key = subkey(parent, 2)
        if step > 1:
            key = blake2b(
                32, bytes([step]) + shared.raw + b"".join(sorted([public.raw, peer.raw])) + transcript,
                subkey(parent, 3))
        bound = b"daybook/1/join" + bytes([step]) + name + transcript
        show(f"JOIN{step}", nonce + seal(key, nonce, bound, b"May I come in?"))
    words = pathlib.Path(__file__).parents[3].joinpath("schema/words/english.txt").read_text().split()
    bits = int.from_bytes(blake2b(32, b"daybook/1/words" + transcript), "big") >> (256 - 44)
    print("pairing words:", *(words[bits >> shift & 2047] for shift in (33, 22, 11, 0)))


units()
key_header()
digests()
envelope()
signatures()
pairing()
