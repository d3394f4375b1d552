"""What is handed over, as arrays of the shape that is needed."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def array(name: str, value: npt.ArrayLike, *shape: int | str) -> Array:
    """The value in double precision and C order, if it has this shape; a letter stands for any length."""
    found = numbers(name, value)
    fits = zip(found.shape, shape)
    if found.ndim != len(shape) or any(isinstance(n, int) and n != m for m, n in fits):
        wanted = ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "")
        raise ValueError(f"{name} has the shape {found.shape}, and ({wanted}) is needed")
    return found


def numbers(name: str, value: npt.ArrayLike) -> Array:
    """The same of any shape."""
    try:
        found = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} is no array: {error}") from None
    if found.dtype.kind not in "biuf":
        raise ValueError(f"{name} is an array of {found.dtype}, and real numbers are needed")
    if np.ma.is_masked(value):
        raise ValueError(f"{name} has masked values: leave them out")
    return np.array(found, dtype=np.float64, order="C")


def broadcast(**values: npt.ArrayLike) -> tuple[tuple[int, ...], dict[str, Array]]:
    """The shape that the values have together, and each of them in that shape, flat."""
    found = {name: numbers(name, value) for name, value in values.items()}
    try:
        shape = np.broadcast_shapes(*(v.shape for v in found.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {v.shape}" for name, v in found.items())
        raise ValueError(f"these shapes do not go together: {shapes}") from None
    return shape, {name: np.broadcast_to(v, shape).flatten() for name, v in found.items()}


def column(name: str, value: npt.ArrayLike, count: int) -> list[float]:
    """One number a reading; a single number holds for all."""
    shape = () if np.ndim(value) == 0 else (count,)
    found: list[float] = np.broadcast_to(array(name, value, *shape), (count,)).tolist()
    return found


def whole(name: str, value: int, least: int, most: int) -> int:
    """A whole number within these."""
    if not least <= value <= most:
        raise ValueError(f"{name} = {value} is not allowed: {least} to {most}")
    return value
