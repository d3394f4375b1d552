/// A method that is asked for points and told what they are worth.
///
/// The method never sees the objective: a driver evaluates, counts and stops, so that every method
/// has the same budget, and batches can be evaluated in parallel at no cost to the method.
///
/// The contract, which a driver may rely on:
/// - [`ask`](Self::ask) returns `n * dim` numbers, `[n][dim]`, inside the bounds that the method
///   was made with; asked again before [`tell`](Self::tell), it returns the same ones.
/// - an empty slice says that the method has finished.
/// - `tell` takes exactly one value for each candidate of the last `ask`, in the same order. NaN is
///   infeasible, and worse than any number.
/// - given the same values, the same method with the same seed asks the same questions.
///
/// # Examples
///
/// ```
/// use davylamp_traits::Optimizer;
///
/// /// Tries the numbers that it was given, one after the other.
/// struct List { rest: Vec<f64>, best: Option<(Vec<f64>, f64)> }
///
/// impl Optimizer for List {
///     fn ask(&mut self) -> &[f64] {
///         let from = self.rest.len().saturating_sub(1);
///         &self.rest[from..]
///     }
///     fn tell(&mut self, values: &[f64]) {
///         if let Some(x) = self.rest.pop()
///             && self.best.as_ref().is_none_or(|(_, least)| values[0] < *least)
///         {
///             self.best = Some((vec![x], values[0]));
///         }
///     }
///     fn best(&self) -> Option<(&[f64], f64)> {
///         self.best.as_ref().map(|(x, value)| (x.as_slice(), *value))
///     }
/// }
///
/// let mut method = List { rest: vec![3.0, 1.0, 2.0], best: None };
/// while let [x] = *method.ask() {
///     method.tell(&[(x - 1.2_f64).abs()]);
/// }
/// assert_eq!(method.best().map(|(x, _)| x[0]), Some(1.0));
/// ```
pub trait Optimizer: Send {
    /// The candidates to evaluate next, `[n][dim]`; empty when the method has finished.
    fn ask(&mut self) -> &[f64];

    /// The values of the candidates of the last [`ask`](Self::ask), in the same order.
    fn tell(&mut self, values: &[f64]);

    /// The best point told so far and its value; `None` before any feasible one.
    fn best(&self) -> Option<(&[f64], f64)>;
}

/// A boxed method is a method, so that what takes any method also takes one chosen by its name.
impl<O: Optimizer + ?Sized> Optimizer for Box<O> {
    fn ask(&mut self) -> &[f64] {
        (**self).ask()
    }

    fn tell(&mut self, values: &[f64]) {
        (**self).tell(values);
    }

    fn best(&self) -> Option<(&[f64], f64)> {
        (**self).best()
    }
}
