//! The Pasquill-Gifford curves of open country as the ISC3 model fits them (after Turner).

use crate::StabilityClass;

/// `[class]` of `[c, d]` in $\sigma_y = 465.11628  x \tan(0.017453293 (c - d \ln x))$, x in km.
const SIGMA_Y: [[f64; 2]; 6] = [
    [24.1670, 2.5334],
    [18.3330, 1.8096],
    [12.5000, 1.0857],
    [8.3330, 0.723_82],
    [6.2500, 0.542_87],
    [4.1667, 0.361_91],
];

/// Rows `[up to this x in km, a, b]` of $\sigma_z = a x^b$, x in km.
type Pieces = &'static [[f64; 3]];

const END: f64 = f64::INFINITY;

const SIGMA_Z: [Pieces; 6] = [
    &[
        [0.10, 122.800, 0.944_70],
        [0.15, 158.080, 1.054_20],
        [0.20, 170.220, 1.093_20],
        [0.25, 179.520, 1.126_20],
        [0.30, 217.410, 1.264_40],
        [0.40, 258.890, 1.409_40],
        [0.50, 346.750, 1.728_30],
        [3.11, 453.850, 2.116_60],
        [END, SIGMA_Z_CAP, 0.0],
    ],
    &[[0.20, 90.673, 0.931_98], [0.40, 98.483, 0.983_32], [END, 109.300, 1.097_10]],
    &[[END, 61.141, 0.914_65]],
    &[
        [0.30, 34.459, 0.869_74],
        [1.00, 32.093, 0.810_66],
        [3.00, 32.093, 0.644_03],
        [10.00, 33.504, 0.604_86],
        [30.00, 36.650, 0.565_89],
        [END, 44.053, 0.511_79],
    ],
    &[
        [0.10, 24.260, 0.836_60],
        [0.30, 23.331, 0.819_56],
        [1.00, 21.628, 0.756_60],
        [2.00, 21.628, 0.630_77],
        [4.00, 22.534, 0.571_54],
        [10.00, 24.703, 0.505_27],
        [20.00, 26.970, 0.467_13],
        [40.00, 35.420, 0.376_15],
        [END, 47.618, 0.295_92],
    ],
    &[
        [0.20, 15.209, 0.815_58],
        [0.70, 14.457, 0.784_07],
        [1.00, 13.953, 0.684_65],
        [2.00, 13.953, 0.632_27],
        [3.00, 14.823, 0.545_03],
        [7.00, 16.187, 0.464_90],
        [15.00, 17.836, 0.415_07],
        [30.00, 22.651, 0.326_81],
        [60.00, 27.074, 0.274_36],
        [END, 34.219, 0.217_16],
    ],
];

/// The greatest `sigma_z` of ISC3, in m.
const SIGMA_Z_CAP: f64 = 5000.0;

pub(crate) fn sigma_y(class: StabilityClass, x: f64) -> f64 {
    let km = x / 1000.0;
    let [c, d] = SIGMA_Y[class.index()];
    // The angle leaves (0, 90) degrees below 5e-9 m and beyond 1e4 km: hold it there.
    let ln_km = km.clamp(1e-9, 1e4).ln();
    465.116_28 * km * (0.017_453_293 * (c - d * ln_km)).tan()
}

pub(crate) fn sigma_z(class: StabilityClass, x: f64) -> f64 {
    let km = x / 1000.0;
    let pieces = SIGMA_Z[class.index()];
    // Past the last bound (NaN too) the last piece serves.
    let last = pieces[pieces.len() - 1];
    let [_, a, b] = *pieces.iter().find(|[bound, ..]| km <= *bound).unwrap_or(&last);
    (a * km.powf(b)).min(SIGMA_Z_CAP)
}
