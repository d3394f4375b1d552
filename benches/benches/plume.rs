//! Time of plume evaluations, by criterion: `cargo bench --package davylamp-benches --bench plume`.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use davylamp::plume::MapGrid;
use davylamp::traits::Dispersion;
use davylamp_benches::plume::{BATCH, LARGE, plume, receptors};

const SOURCE: [f64; 3] = [0.0, 0.0, 1.0];

fn any_places(criterion: &mut Criterion) {
    let Ok(plume) = plume(250.0) else { return };
    let mut group = criterion.benchmark_group("any places");
    for n in [1, 16, BATCH, LARGE] {
        let receptors = receptors(n);
        let mut out = vec![0.0; n];
        group.throughput(Throughput::Elements(n as u64));
        group.bench_function(BenchmarkId::from_parameter(n), |bencher| {
            bencher.iter(|| {
                plume.unit_concentrations(black_box(SOURCE), &receptors, &mut out);
                black_box(&mut out);
            });
        });
    }
    group.finish();
}

fn maps(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("map of 128 by 128");
    for (name, wind_from_deg) in [("along the wind", 270.0), ("oblique", 250.0)] {
        let (Ok(plume), Ok(grid)) =
            (plume(wind_from_deg), MapGrid::new([1.0, -250.0], 4.0, [128, 128]))
        else {
            return;
        };
        let mut out = vec![0.0; grid.len()];
        group.throughput(Throughput::Elements(grid.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(plume.unit_map(black_box(SOURCE), &grid, 1.5, &mut out)));
        });
    }
    group.finish();
}

criterion_group!(benches, any_places, maps);
criterion_main!(benches);
