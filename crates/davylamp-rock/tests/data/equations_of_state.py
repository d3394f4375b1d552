"""Writes equations_of_state.csv: the four equations of state to 50 digits, with mpmath.

Run: python3 equations_of_state.py (needs mpmath and CoolProp). Only the published coefficients come
from CoolProp's fluid files; nothing of its arithmetic is used. The Helmholtz energy is written down as
the papers print it and differentiated numerically at 50 digits, the density solved for at given
pressure and temperature, and the slopes are central differences of whole states. The states are those
of the four tables beside this script, whose density tells which of two phases is meant.
"""

import csv
import json
from pathlib import Path

import CoolProp
import mpmath
from CoolProp.CoolProp import get_fluid_param_string
from mpmath import mp, mpf

mp.dps = 50

HERE = Path(__file__).parent
TABLES = {
    "hydrogen": ("Hydrogen", "hydrogen_leachman2009.csv"),
    "carbon-dioxide": ("CarbonDioxide", "co2_span_wagner1996.csv"),
    "methane": ("Methane", "methane_setzmann_wagner1991.csv"),
    "water": ("Water", "water_iapws95.csv"),
}
PROPERTIES = ["rho_kg_m3", "Z_1", "c_m_s", "KS_Pa", "KT_Pa", "cp_J_kgK", "cv_J_kgK"]

# Of pressure and temperature: the error of a central difference is its square.
STEP = mpf(10) ** -14


def numbers(values):
    return [mpf(repr(v)) for v in values]


class Equation:
    def __init__(self, name):
        fluid = json.loads(get_fluid_param_string(name, "JSON"))[0]["EOS"][0]
        self.R = mpf(repr(fluid["gas_constant"]))
        self.M = mpf(repr(fluid["molar_mass"]))
        self.Tc = mpf(repr(fluid["STATES"]["reducing"]["T"]))
        self.rhoc = mpf(repr(fluid["STATES"]["reducing"]["rhomolar"])) * self.M
        self.residual_terms = fluid["alphar"]
        self.ideal_terms = fluid["alpha0"]

    def residual(self, delta, tau):
        return sum(residual_part(part, delta, tau) for part in self.residual_terms)

    def ideal_tau_part(self, tau):
        """What of the ideal part curves with tau."""
        return sum(ideal_part(part, tau, self.Tc) for part in self.ideal_terms)

    def pressure(self, rho, T):
        delta, tau = rho / self.rhoc, self.Tc / T
        slope = mpmath.diff(lambda d: self.residual(d, tau), delta)
        return rho * self.R / self.M * T * (1 + delta * slope)

    def density(self, p, T, near):
        """Newton's method from a density that is good to some digits."""
        tau = self.Tc / T
        rho = near
        for _ in range(60):
            delta = rho / self.rhoc
            d1, d2 = (mpmath.diff(lambda d: self.residual(d, tau), delta, n) for n in (1, 2))
            scale = self.R / self.M * T
            error = rho * scale * (1 + delta * d1) - p
            step = error / (scale * (1 + 2 * delta * d1 + delta**2 * d2))
            rho -= step
            if abs(step) < mpf(10) ** -42 * rho:
                return rho
        raise ArithmeticError(f"no density at {p} Pa, {T} K")

    def state(self, p, T, near):
        """The properties in their order; Span (2000), table 3.9."""
        rho = self.density(p, T, near)
        delta, tau = rho / self.rhoc, self.Tc / T
        by = lambda i, j: mpmath.diff(self.residual, (delta, tau), (i, j))
        d, dd, tt, dt = by(1, 0), by(2, 0), by(0, 2), by(1, 1)
        specific = self.R / self.M
        a = 1 + 2 * delta * d + delta**2 * dd
        b = 1 + delta * d - delta * tau * dt
        heat = -(tau**2) * (mpmath.diff(self.ideal_tau_part, tau, 2) + tt)
        square = specific * T * (a + b**2 / heat)
        return [
            rho,
            p / (rho * specific * T),
            mpmath.sqrt(square),
            rho * square,
            rho * specific * T * a,
            specific * (heat + b**2 / a),
            specific * heat,
        ]


def residual_part(part, delta, tau):
    """Terms as in the papers: powers, bells, and those about the critical point."""
    kind = part["type"]
    columns = {k: numbers(v) for k, v in part.items() if isinstance(v, list)}
    total = mpf(0)
    for i in range(len(columns["n"])):
        c = {k: v[i] for k, v in columns.items()}
        if kind == "ResidualHelmholtzPower":
            damping = mpmath.exp(-(delta ** c["l"])) if c["l"] > 0 else 1
            total += c["n"] * delta ** c["d"] * tau ** c["t"] * damping
        elif kind == "ResidualHelmholtzGaussian":
            bell = -c["eta"] * (delta - c["epsilon"]) ** 2 - c["beta"] * (tau - c["gamma"]) ** 2
            total += c["n"] * delta ** c["d"] * tau ** c["t"] * mpmath.exp(bell)
        elif kind == "ResidualHelmholtzNonAnalytic":
            square = (delta - 1) ** 2
            theta = (1 - tau) + c["A"] * square ** (1 / (2 * c["beta"]))
            distance = theta**2 + c["B"] * square ** c["a"]
            psi = mpmath.exp(-c["C"] * square - c["D"] * (tau - 1) ** 2)
            total += c["n"] * distance ** c["b"] * delta * psi
        else:
            raise ValueError(kind)
    return total


def ideal_part(part, tau, Tc):
    kind = part["type"]
    if kind in ("IdealGasHelmholtzLead", "IdealGasHelmholtzEnthalpyEntropyOffset"):
        return mpf(0)  # straight in tau
    if kind == "IdealGasHelmholtzLogTau":
        return mpf(repr(part["a"])) * mpmath.log(tau)
    if kind == "IdealGasHelmholtzPlanckEinstein":
        pairs = zip(numbers(part["n"]), numbers(part["t"]))
        return sum(n * mpmath.log(1 - mpmath.exp(-t * tau)) for n, t in pairs)
    if kind == "IdealGasHelmholtzPlanckEinsteinFunctionT":
        pairs = zip(numbers(part["n"]), numbers(part["v"]))
        return sum(n * mpmath.log(1 - mpmath.exp(-v / Tc * tau)) for n, v in pairs)
    raise ValueError(kind)


def text(value):
    return mpmath.nstr(value, 16, strip_zeros=True, min_fixed=-5, max_fixed=16)


def rows(substance):
    name, table = TABLES[substance]
    equation = Equation(name)
    with open(HERE / table) as file:
        states = list(csv.DictReader(line for line in file if not line.startswith("#")))
    for state in states:
        T, p, near = (mpf(state[column]) for column in ("T_K", "p_Pa", "rho_kg_m3"))
        here = equation.state(p, T, near)
        rho = here[0]
        by_p = [
            (up - down) / (2 * STEP * p)
            for up, down in zip(
                equation.state(p * (1 + STEP), T, rho), equation.state(p * (1 - STEP), T, rho)
            )
        ]
        by_T = [
            (up - down) / (2 * STEP * T)
            for up, down in zip(
                equation.state(p, T * (1 + STEP), rho), equation.state(p, T * (1 - STEP), rho)
            )
        ]
        yield [substance, state["T_K"], state["p_Pa"], *map(text, [*here, *by_p, *by_T])]


def main():
    with open(HERE / "equations_of_state.csv", "w", newline="\n") as file:
        file.write(
            f"# Made by: equations_of_state.py, mpmath {mpmath.__version__} at {mp.dps} digits, with "
            f"the coefficients of CoolProp {CoolProp.__version__}: Leachman et al. (2009), Span and "
            "Wagner (1996), Setzmann and Wagner (1991), IAPWS-95. 16 digits; units are in the column "
            "names, slopes are those by pressure (per_Pa) and by temperature (per_K).\n"
        )
        slopes = [f"d_{name}_{by}" for by in ("per_Pa", "per_K") for name in PROPERTIES]
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["substance", "T_K", "p_Pa", *PROPERTIES, *slopes])
        for substance in TABLES:
            for row in rows(substance):
                writer.writerow(row)
                file.flush()


if __name__ == "__main__":
    main()
