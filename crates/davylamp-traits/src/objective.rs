/// A function over a box, to be minimised.
///
/// The box is `lower()[j] <= x[j] <= upper()[j]`; both slices have one entry per unknown, and that
/// number never changes during the life of the value.
///
/// # Examples
///
/// ```
/// use davylamp_traits::Objective;
///
/// /// A parabola that holds for positive numbers only.
/// struct Parabola;
///
/// impl Objective for Parabola {
///     fn lower(&self) -> &[f64] {
///         &[-1.0]
///     }
///     fn upper(&self) -> &[f64] {
///         &[4.0]
///     }
///     fn value(&self, x: &[f64]) -> f64 {
///         if x[0] < 0.0 { f64::NAN } else { (x[0] - 2.0).powi(2) }
///     }
/// }
///
/// assert_eq!(Parabola.value(&[3.0]), 1.0);
/// assert!(Parabola.value(&[-0.5]).is_nan()); // infeasible
/// ```
pub trait Objective: Sync {
    /// Lower bound of each unknown.
    fn lower(&self) -> &[f64];

    /// Upper bound of each unknown.
    fn upper(&self) -> &[f64];

    /// The value at `x` (one entry per unknown); NaN says that `x` is infeasible.
    fn value(&self, x: &[f64]) -> f64;

    /// The values at many points: `xs` is `[n][dim]`, `out` is `[n]`.
    ///
    /// The default calls [`value`](Self::value) once a point. Override it where a batch is cheaper;
    /// the results must be the same to the last bit, so that batching never changes a run.
    fn values(&self, xs: &[f64], out: &mut [f64]) {
        let dim = self.lower().len();
        for (x, value) in xs.chunks_exact(dim).zip(out.iter_mut()) {
            *value = self.value(x);
        }
    }
}
