//! Flat layers, drawn or given.

use crate::Scene;
use crate::random::{Purpose, Random};
use crate::scene::{GroundKind, GroundSection};

/// A flat layer of one rock.
///
/// # Examples
///
/// ```
/// use davylamp_uhs::Scene;
///
/// // The ground of the paper, drawn: layers without a gap, and gas in the store alone.
/// let layers = Scene::default().baseline_layers();
/// assert!(layers.windows(2).all(|pair| pair[0].bottom == pair[1].top));
/// let store = layers.iter().find(|layer| layer.gas_saturation > 0.0).unwrap();
/// assert_eq!((store.top, store.bottom, store.gas_saturation), (1000.0, 1050.0, 0.8));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layer {
    /// Where it begins, in m.
    pub top: f64,
    /// Where it ends, in m.
    pub bottom: f64,
    /// Of its rock.
    pub porosity: f64,
    /// Of its pores.
    pub gas_saturation: f64,
}

impl Scene {
    /// The layers of the ground from the top down; none where it is measured.
    ///
    /// Drawn layers follow from the seed alone, not from what else the scene says.
    #[must_use]
    pub fn baseline_layers(&self) -> Vec<Layer> {
        match self.ground_kind() {
            GroundKind::Random(ground) => drawn(self.seed, &ground, self.grid.depth_m),
            GroundKind::Layers(layers) => layers
                .iter()
                .map(|layer| Layer {
                    top: layer.top_m,
                    bottom: layer.bottom_m,
                    porosity: layer.porosity,
                    gas_saturation: layer.gas_saturation,
                })
                .collect(),
            GroundKind::Grids(_) => Vec::new(),
        }
    }
}

fn drawn(seed: u64, ground: &GroundSection, depth: f64) -> Vec<Layer> {
    let mut random = Random::new(seed, Purpose::Ground, 0);
    let mut layers = Vec::new();
    let mut series = |layers: &mut Vec<Layer>, [from, to]: [f64; 2], porosity: [f64; 2]| {
        let mut top = from;
        while top < to {
            let bottom = (top + random.between(ground.layer_thickness_m)).min(to);
            let porosity = random.between(porosity);
            layers.push(Layer { top, bottom, porosity, gas_saturation: 0.0 });
            top = bottom;
        }
    };
    let aquifer = ground.aquifer_top_m;
    let caprock = aquifer - ground.caprock_thickness_m;
    let gas = aquifer + ground.gas_thickness_m;
    let floor = aquifer + ground.aquifer_thickness_m;
    series(&mut layers, [0.0, caprock], ground.overburden_porosity);
    for (top, bottom, porosity, gas_saturation) in [
        (caprock, aquifer, ground.caprock_porosity, 0.0),
        (aquifer, gas, ground.aquifer_porosity, ground.gas_saturation),
        (gas, floor, ground.aquifer_porosity, 0.0),
    ] {
        if bottom > top {
            layers.push(Layer { top, bottom, porosity, gas_saturation });
        }
    }
    series(&mut layers, [floor, depth], ground.underburden_porosity);
    layers
}
