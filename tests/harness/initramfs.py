#!/usr/bin/env python3
"""Writes what a kernel starts with: files, and of its modules those that are asked for and what they need.

Usage: initramfs.py KERNEL-TREE OUTPUT MODULE,MODULE... PATH=FILE...

KERNEL-TREE is an unpacked package of a kernel. Modules become /modules/NN, in the order in which they can be loaded;
what is built into the kernel is left out. Each FILE becomes PATH, below a folder of the root or in it, and may be run.
"""
import pathlib
import re
import sys

FOLDER, PROGRAM, BLOCK = 0o040755, 0o100755, 4


def give_up(sentence):
    sys.exit(f"initramfs: {sentence}")


def named(file):
    return pathlib.PurePath(file).stem.replace("-", "_")


def needs_of(module):
    listed = re.search(rb"(?:^|\0)depends=([^\0]*)\0", module.read_bytes())
    if not listed:
        give_up(f"{module} does not say what it needs")
    return [name for name in listed[1].decode().replace("-", "_").split(",") if name]


def in_order(wanted, modules, builtin):
    """The wanted modules, each behind those it needs."""
    ordered = []
    waiting = [name for name in wanted if name not in builtin]
    while waiting:
        name = waiting[-1]
        if name not in modules:
            give_up(f"this kernel has no module {name}")
        missing = [need for need in needs_of(modules[name]) if need not in ordered]
        if missing:
            waiting.extend(missing)
        else:
            waiting.pop()
            if name not in ordered:
                ordered.append(name)
    return [modules[name] for name in ordered]


def padded(data):
    return data + b"\0" * (-len(data) % BLOCK)


def member(number, path, mode, data=b""):
    """One file of a cpio archive in the form that kernels take ("newc")."""
    name = path.encode() + b"\0"
    fields = (number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name), 0)
    header = b"070701" + b"".join(b"%08X" % field for field in fields)
    return padded(header + name) + padded(data)


def main(tree, output, wanted, *files):
    modules = {named(file): file for file in pathlib.Path(tree).glob("lib/modules/*/**/*.ko")}
    builtin = {named(line) for file in pathlib.Path(tree).glob("lib/modules/*/modules.builtin")
               for line in file.read_text().split()}
    contents = {}
    for number, module in enumerate(in_order(wanted.split(","), modules, builtin)):
        contents[f"modules/{number:02}"] = module.read_bytes()
    for file in files:
        path, source = file.split("=", 1)
        contents[path.lstrip("/")] = pathlib.Path(source).read_bytes()
    folders = sorted({path.split("/")[0] for path in contents if "/" in path})
    members = [(path, FOLDER, b"") for path in folders] + [(path, PROGRAM, data) for path, data in contents.items()]
    archive = b"".join(member(number + 1, *each) for number, each in enumerate(members))
    pathlib.Path(output).write_bytes(archive + member(0, "TRAILER!!!", 0))


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
