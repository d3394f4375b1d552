"""Coefficients of q in exp(r) = 1 + r + r^2 q(r) on |r| <= ln 2 / 2.

Chebyshev interpolation in 60 digits; prints the coefficients and the largest relative error.
Run: python3 exp_polynomial.py (needs mpmath).
"""
from mpmath import mp, mpf, exp, log, cos, pi, matrix, lu_solve, nstr, polyval

mp.dps = 60
half = log(2) / 2 * mpf("1.0001")
degree = 9
nodes = [half * cos(pi * (2 * i + 1) / (2 * (degree + 1))) for i in range(degree + 1)]
a = matrix(degree + 1, degree + 1)
b = matrix(degree + 1, 1)
for i, r in enumerate(nodes):
    b[i] = (exp(r) - 1 - r) / r**2
    for j in range(degree + 1):
        a[i, j] = r**j
q = lu_solve(a, b)
for j in range(degree + 1):
    print(repr(float(q[j])))
rounded = [mpf(float(v)) for v in q]
worst = 0
for i in range(-2000, 2001):
    r = half * i / 2000
    if r == 0:
        continue
    p = 1 + r + r**2 * polyval(rounded[::-1], r)
    worst = max(worst, abs(p / exp(r) - 1))
print("# largest relative error", nstr(worst, 3))
