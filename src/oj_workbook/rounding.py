"""The one way a figure is rounded: half away from zero, to the decimals it is printed with."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def round_half_away(varde: Floats, decimaler: npt.NDArray[np.int64]) -> Floats:
    """Return each value rounded to its own number of decimals, halves away from zero; NaN stays NaN.

    A quotient that is a half in exact arithmetic may lie a few floating-point steps below it: 23 of 4000 is 0.575
    percent, which times 100 comes out as 57.49999….  Such a value is a half.  Two different quotients of counts
    below 10⁹ differ by far more, so no other value is moved.
    """
    scale = 10.0**decimaler
    scaled: Floats = np.abs(varde) * scale
    steps: Floats = np.floor(scaled + 0.5 + 8 * np.spacing(scaled))
    rounded: Floats = np.copysign(steps, varde) / scale
    return rounded + 0.0  # turns -0.0 into 0.0
