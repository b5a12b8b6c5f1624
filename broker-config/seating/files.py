"""Files as the keeper of a broker needs them: for the owner alone, whole or not there, never overwritten unasked."""
import errno
import os
import pathlib
import stat
import subprocess

from .refusal import IN_THE_WAY, NOT_THERE, Refusal

OWNER_ONLY = 0o600
OWNER_ONLY_FOLDER = 0o700
READ_MAX = 1 << 20
WHAT_TO_DO = {
    errno.EACCES: "; run seats as the one whose it is, or as root",
    errno.EPERM: "; run seats as the one whose it is, or as root",
    errno.ENOSPC: "; make room on that disk",
    errno.EDQUOT: "; make room on that disk",
    errno.EROFS: "; that disk takes nothing new",
    errno.ELOOP: "; it is a link, and none is followed",
}


def why(error):
    """What an OSError says, and what helps."""
    return f"{error.strerror}{WHAT_TO_DO.get(error.errno, '')}"


def open_regular(path, flags):
    """A regular file itself: no link to one, and nothing that would let a reader wait."""
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, OWNER_ONLY)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Refusal(IN_THE_WAY, f"{path} is no regular file; move it away")
    return descriptor


def read(path):
    """The one line or so that a file of the broker's directory holds."""
    try:
        with open(open_regular(path, os.O_RDONLY), "rb") as file:
            return file.read(READ_MAX).decode().strip()
    except FileNotFoundError:
        raise Refusal(NOT_THERE, f"{path} is missing; bring it back from a backup") from None
    except UnicodeDecodeError:
        raise Refusal(IN_THE_WAY, f"{path} is damaged; bring it back from a backup") from None


def text_of(path):
    """All of a file that lies where the broker may put a link to what only root reads."""
    with open(open_regular(path, os.O_RDONLY), encoding="utf-8") as file:
        return file.read()


def remove_empty(path):
    """What is left of a writer that was killed before its first byte; nothing else is so."""
    try:
        found = os.lstat(path)
    except OSError:
        return
    if stat.S_ISREG(found.st_mode) and found.st_size == 0 and found.st_uid == os.geteuid():
        os.unlink(path)


def create(path):
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, OWNER_ONLY)


def write_new(path, text):
    """A file that was not there before or was empty, and is not there when it could not be written whole."""
    try:
        try:
            file = create(path)
        except FileExistsError:
            remove_empty(path)
            file = create(path)
    except FileExistsError:
        raise Refusal(IN_THE_WAY, f"{path} is there already; name another file or move it away") from None
    except OSError as error:
        raise Refusal(IN_THE_WAY, f"{path} cannot be written: {why(error)}") from None
    try:
        with open(file, "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        os.unlink(path)
        raise Refusal(IN_THE_WAY, f"{path} cannot be written: {why(error)}") from None


def keep(path):
    """What was written to a file or a folder stays so when the power goes."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep_all(folder):
    """The same for all there is on the disk of a folder, because for thousands of files one by one takes minutes."""
    done = subprocess.run(["sync", "--file-system", "--", folder], capture_output=True, check=False)
    if done.returncode != 0:
        raise Refusal(IN_THE_WAY, f"what is in {folder} cannot be kept: {done.stderr.decode(errors='replace').strip()}")


def replace(path, text, owned_like=None):
    """A file that is whole at every moment, also when the power goes. It keeps the owner it had, or has another file's."""
    path = pathlib.Path(path)
    model = owned_like or path
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, OWNER_ONLY), "w",
                  encoding="utf-8") as file:
            file.write(text)
            file.flush()
            if model.exists():
                owner = model.stat()
                os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
            os.fsync(file.fileno())
    except OSError as error:
        new.unlink(missing_ok=True)
        raise Refusal(IN_THE_WAY, f"{path} cannot be written: {why(error)}") from None
    os.replace(new, path)
    keep(path.parent)


def append(path, text):
    """More lines at the end of a file, on the disk when this returns. A last line that was cut stays one of its own."""
    with open(open_regular(path, os.O_RDWR | os.O_CREAT | os.O_APPEND), "rb+", buffering=0) as file:
        if file.seek(0, os.SEEK_END) > 0:
            file.seek(-1, os.SEEK_END)
            text = text if file.read(1) == b"\n" else "\n" + text
        line = text.encode()
        if file.write(line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        os.fsync(file.fileno())
