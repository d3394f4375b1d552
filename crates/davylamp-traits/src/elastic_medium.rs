/// The ground to elastic waves, on the nodes of a grid of square cells.
///
/// Axes: x to the right, z down. Node `(iz, ix)` lies at `x = ix * h`, `z = iz * h`, with `h` the
/// [`spacing`](Self::spacing).
///
/// # Examples
///
/// ```
/// use davylamp_traits::ElasticMedium;
///
/// /// Speeds that grow with the depth.
/// struct Gradient;
///
/// impl ElasticMedium for Gradient {
///     fn shape(&self) -> [usize; 2] {
///         [101, 201]
///     }
///     fn spacing(&self) -> f64 {
///         5.0
///     }
///     fn velocities(&self, iz: usize, _ix: usize) -> [f64; 3] {
///         let vp = 1800.0 + 0.6 * self.spacing() * iz as f64;
///         [vp, vp / 2.0, 2000.0]
///     }
/// }
///
/// assert_eq!(Gradient.velocities(100, 0), [2100.0, 1050.0, 2000.0]);
/// assert_eq!(Gradient.thomsen(100, 0), [0.0, 0.0]);
/// ```
pub trait ElasticMedium: Sync {
    /// Number of nodes down and to the right: `[nz, nx]`.
    fn shape(&self) -> [usize; 2];

    /// Distance between neighbouring nodes, in m.
    fn spacing(&self) -> f64;

    /// Speeds of compressional and shear waves in m/s (along the vertical, where the ground is
    /// anisotropic) and the density in kg/m³: `[vp, vs, rho]`.
    ///
    /// Zero `vs` is a fluid.
    fn velocities(&self, iz: usize, ix: usize) -> [f64; 3];

    /// Thomsen's parameters of a vertical axis of symmetry, `[epsilon, delta]`.
    ///
    /// The default is an isotropic ground. See Thomsen (1986), doi:10.1190/1.1442051.
    fn thomsen(&self, iz: usize, ix: usize) -> [f64; 2] {
        let _ = (iz, ix);
        [0.0; 2]
    }
}
