/// What a rock is to waves, at a depth and with gas in its pores.
///
/// Axes: depth positive downwards, in m.
///
/// # Examples
///
/// ```
/// use davylamp_traits::RockModel;
///
/// /// A rock that gas slows by a tenth.
/// struct Simple;
///
/// impl RockModel for Simple {
///     fn rock(&self, depth: f64, porosity: f64, gas_saturation: f64) -> [f64; 3] {
///         let vp = (2000.0 + depth) * (1.0 - porosity);
///         self.with_gas(depth, porosity, [vp, vp / 2.0, 2300.0], gas_saturation)
///     }
///     fn gas_density(&self, depth: f64) -> f64 {
///         0.0084 * depth // kg/m³
///     }
///     fn with_gas(
///         &self, _depth: f64, _porosity: f64, [vp, vs, rho]: [f64; 3], gas_saturation: f64,
///     ) -> [f64; 3] {
///         [if gas_saturation > 0.0 { 0.9 * vp } else { vp }, vs, rho]
///     }
/// }
///
/// let mut cells = [[0.0; 3]; 2];
/// Simple.rocks(1000.0, &[0.2, 0.2], &[0.0, 0.5], &mut cells);
/// assert!((cells[1][0] / cells[0][0] - 0.9).abs() < 1e-15);
/// ```
pub trait RockModel: Sync {
    /// Speeds of compressional and shear waves in m/s and the density in kg/m³.
    ///
    /// NaN, all three, where the model does not hold.
    fn rock(&self, depth: f64, porosity: f64, gas_saturation: f64) -> [f64; 3];

    /// The same for many cells at one depth: `out[i]` belongs to `porosity[i]` and
    /// `gas_saturation[i]`.
    ///
    /// The default calls [`rock`](Self::rock) once a cell. Override it where a batch is cheaper;
    /// results must agree to the last bit.
    fn rocks(&self, depth: f64, porosity: &[f64], gas_saturation: &[f64], out: &mut [[f64; 3]]) {
        for ((porosity, gas), cell) in porosity.iter().zip(gas_saturation).zip(out) {
            *cell = self.rock(depth, *porosity, *gas);
        }
    }

    /// Density in kg/m³ of the gas in the pores at a depth; NaN where the model does not hold.
    fn gas_density(&self, depth: f64) -> f64;

    /// A rock that was measured without gas, `[vp, vs, rho]`, with gas in its pores.
    ///
    /// For a rock that [`rock`](Self::rock) gave, this agrees with what it gives at that saturation.
    /// NaN, all three, where no frame of this mineral and porosity could have been measured so.
    fn with_gas(
        &self,
        depth: f64,
        porosity: f64,
        gas_free: [f64; 3],
        gas_saturation: f64,
    ) -> [f64; 3];
}
