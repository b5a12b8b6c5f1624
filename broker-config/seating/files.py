"""Files as the keeper of a broker needs them: for the owner alone, whole or not there, never overwritten unasked."""
import os
import pathlib

from .refusal import IN_THE_WAY, Refusal

OWNER_ONLY = 0o600


def write_new(path, text):
    """A file that was not there before."""
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, OWNER_ONLY), "w") as file:
            file.write(text)
    except FileExistsError:
        raise Refusal(IN_THE_WAY, f"{path} is there already; name another file or move it away") from None
    except OSError as error:
        raise Refusal(IN_THE_WAY, f"{path} cannot be written: {error.strerror}") from None


def replace(path, text):
    """A file that is whole at every moment, also when the power goes. It keeps the owner it had."""
    path = pathlib.Path(path)
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, OWNER_ONLY), "w") as file:
        file.write(text)
        file.flush()
        if path.exists():
            owner = path.stat()
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
        os.fsync(file.fileno())
    os.replace(new, path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def append(path, text):
    """More lines at the end of a file, on the disk when this returns."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, OWNER_ONLY), "a") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
