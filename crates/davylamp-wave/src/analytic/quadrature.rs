use crate::Wavelet;

/// Nodes and weights of ten-point Gauss-Legendre quadrature, positive nodes only: Abramowitz and
/// Stegun (1964), table 25.4.
const GAUSS: [[f64; 2]; 5] = [
    [0.148_874_338_981_631_22, 0.295_524_224_714_752_8],
    [0.433_395_394_129_247_2, 0.269_266_719_309_995_96],
    [0.679_409_568_299_024_4, 0.219_086_362_515_982],
    [0.865_063_366_688_984_5, 0.149_451_349_150_580_4],
    [0.973_906_528_517_172_1, 0.066_671_344_308_688_14],
];

/// $$ \int_0^{\mathrm{acosh}(t/a)} w'(t - a\cosh u)\,K(\cosh u, \sinh u)\,du $$
///
/// for the time `t` and the arrival `a`, in panels no wider than `widest` in u; the kernel should be
/// smooth over such a width.
pub(super) fn after_arrival<const N: usize>(
    wavelet: &Wavelet,
    [time, arrival]: [f64; 2],
    widest: f64,
    kernel: impl Fn(f64, f64) -> [f64; N],
) -> [f64; N] {
    let mut sum = [0.0; N];
    // The source itself is at no distance.
    if !time.is_finite() || arrival.is_nan() || arrival == 0.0 {
        return [f64::NAN; N];
    }
    let since = time - arrival;
    let [start, end] = wavelet.support();
    if since <= start {
        return sum;
    }
    let span = since.min(end) - start;
    let panels = (span / wavelet.smooth_over()).ceil().max(1.0);
    let mut upper = ((time - start) / arrival).acosh();
    let mut k = 0.0;
    while k < panels {
        k += 1.0;
        let age = start + span * (k / panels);
        let lower = ((time - age) / arrival).max(1.0).acosh();
        let parts = ((upper - lower) / widest).ceil().max(1.0);
        let half = 0.5 * (upper - lower) / parts;
        let mut part = 0.0;
        while part < parts {
            let middle = upper - (2.0 * part + 1.0) * half;
            for [node, weight] in GAUSS {
                for u in [middle - half * node, middle + half * node] {
                    // cosh u - 1 = 2 sinh^2(u/2), without the cancellation.
                    let late = since - 2.0 * arrival * (0.5 * u).sinh().powi(2);
                    let source = half * weight * wavelet.derivative(late);
                    for (sum, term) in sum.iter_mut().zip(kernel(u.cosh(), u.sinh())) {
                        *sum += source * term;
                    }
                }
            }
            part += 1.0;
        }
        upper = lower;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::after_arrival;
    use crate::{WaveError, Wavelet};

    /// The integral over all u of `w'(t - a cosh u) a sinh u` is w(t - a) - w(0), for the integrand is
    /// a derivative; w(0) = -exp(-(2.5 pi)^2) * 122 is nothing.
    #[test]
    fn a_perfect_derivative_is_integrated() -> Result<(), WaveError> {
        let wavelet = Wavelet::ricker(20.0, 0.125)?;
        for arrival in [1e-4, 1e-2, 0.3] {
            for since in [0.08, 0.125, 0.15, 0.4] {
                let sum = after_arrival(&wavelet, [arrival + since, arrival], 0.5, |_, sinh| {
                    [arrival * sinh]
                });
                assert!((sum[0] - wavelet.value(since)).abs() < 1e-10, "{arrival} {since}");
            }
        }
        Ok(())
    }
}
