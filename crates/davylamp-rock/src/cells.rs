//! Many cells of one depth: the same arithmetic for one cell and for a vector of them.

use pulp::{Arch, Simd, WithSimd};

use crate::gassmann::saturated;
use crate::grain_pack::Blend;

/// What all cells of a depth share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CellFormula {
    pub(crate) frame: Blend,
    /// 1/K of the mineral.
    pub(crate) mineral_compliance: f64,
    pub(crate) grain_density: f64,
    pub(crate) critical_porosity: f64,
    /// 1/K of brine and of hydrogen.
    pub(crate) fluid_compliance: [f64; 2],
    pub(crate) fluid_density: [f64; 2],
}

impl CellFormula {
    /// Speeds and density of a cell; NaN where the porosity or the saturation is out of range.
    ///
    /// Nothing but correctly rounded operations and choices between their results, so that vectors of
    /// any width give the same bits.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "the vector loop must contain it")]
    pub(crate) fn at(&self, porosity: f64, gas: f64) -> [f64; 3] {
        let frame = self.frame.at(porosity);
        let mix = |[brine, hydrogen]: [f64; 2]| (1.0 - gas) * brine + gas * hydrogen;
        let fluid = mix(self.fluid_compliance);
        let k = saturated(frame.k_dry, self.mineral_compliance, fluid, porosity);
        let rho = (1.0 - porosity) * self.grain_density + porosity * mix(self.fluid_density);
        let lightness = 1.0 / rho;
        let vp = ((k + 4.0 / 3.0 * frame.mu_dry) * lightness).sqrt();
        let vs = (frame.mu_dry * lightness).sqrt();
        let holds =
            (0.0..=self.critical_porosity).contains(&porosity) && (0.0..=1.0).contains(&gas);
        [vp, vs, rho].map(|value| if holds { value } else { f64::NAN })
    }

    /// `out[i]` is made of cell i; the shortest slice says how many there are.
    pub(crate) fn fill<T>(
        &self,
        porosity: &[f64],
        gas: &[f64],
        out: &mut [T],
        make: impl Fn([f64; 3]) -> T,
    ) {
        Arch::new().dispatch(Loop { formula: self, porosity, gas, out, make });
    }
}

/// Cells at a time: their results stand in columns until they are handed out.
const BLOCK: usize = 64;

/// The loop over cells, for the widest vectors the machine has.
struct Loop<'a, T, F> {
    formula: &'a CellFormula,
    porosity: &'a [f64],
    gas: &'a [f64],
    out: &'a mut [T],
    make: F,
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl<T, F: Fn([f64; 3]) -> T> WithSimd for Loop<'_, T, F> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        let Self { formula, porosity, gas, out, make } = self;
        let len = porosity.len().min(gas.len()).min(out.len());
        let (porosities, porosity) = porosity[..len].as_chunks::<BLOCK>();
        let (gases, gas) = gas[..len].as_chunks::<BLOCK>();
        let (outs, out) = out[..len].as_chunks_mut::<BLOCK>();
        for ((porosity, gas), out) in porosities.iter().zip(gases).zip(outs) {
            let mut columns = [[0.0; BLOCK]; 3];
            for i in 0..BLOCK {
                let [vp, vs, rho] = formula.at(porosity[i], gas[i]);
                columns[0][i] = vp;
                columns[1][i] = vs;
                columns[2][i] = rho;
            }
            for (i, cell) in out.iter_mut().enumerate() {
                *cell = make([columns[0][i], columns[1][i], columns[2][i]]);
            }
        }
        for ((porosity, gas), cell) in porosity.iter().zip(gas).zip(out) {
            *cell = make(formula.at(*porosity, *gas));
        }
    }
}
