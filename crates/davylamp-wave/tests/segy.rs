//! SEG-Y: to the last bit and back, with segyio and ObsPy where they are, and errors with their bytes.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use davylamp_wave::{Component, FileError, Recording, ShotGather, WaveError, segy};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::process::Command;

fn gather(recording: Recording, value: impl Fn(usize, usize, usize) -> f32) -> ShotGather<f32> {
    let (components, receivers) = (recording.components.len(), recording.receivers.len());
    let mut gather = ShotGather::zeros(recording).unwrap();
    for c in 0..components {
        for r in 0..receivers {
            for (k, sample) in gather.trace_mut(c, r).iter_mut().enumerate() {
                *sample = value(c, r, k);
            }
        }
    }
    gather
}

/// The survey of segy.py.
fn survey() -> Vec<ShotGather<f32>> {
    (0..2_u8)
        .map(|shot| {
            let recording = Recording {
                source: [55.5 + 10.0 * f64::from(shot), 7.25],
                receivers: (0..4)
                    .map(|r| [100.0 + 12.5 * f64::from(r), -2.0 + 0.75 * f64::from(r)])
                    .collect(),
                components: vec![Component::Vx, Component::Vz, Component::Pressure],
                dt: 2e-3,
                samples: 50,
            };
            gather(recording, |c, r, k| {
                let whole = (k * 31 + r * 7 + c * 3 + usize::from(shot) * 13) % 101;
                (f32::from(u8::try_from(whole).unwrap()) - 50.0) / 7.0
            })
        })
        .collect()
}

#[test]
fn a_survey_comes_back_to_the_last_bit() {
    let survey = survey();
    let bytes = segy::to_bytes(&survey).unwrap();
    assert_eq!(segy::from_bytes(&bytes).unwrap(), survey);
}

#[test]
fn all_components_and_any_bits_come_back() {
    let recording = Recording {
        source: [0.0, 0.0],
        receivers: vec![[-3.0, 0.0]; 2],
        components: vec![
            Component::Txz,
            Component::Vz,
            Component::Txx,
            Component::Pressure,
            Component::Tzz,
            Component::Vx,
        ],
        dt: 0.5e-3,
        samples: 3,
    };
    let special = [f32::MIN_POSITIVE / 8.0, -0.0, f32::MAX];
    let one = gather(recording, |c, r, k| special[(c + r + k) % 3]);
    let back = segy::from_bytes(&segy::to_bytes(std::slice::from_ref(&one)).unwrap()).unwrap();
    assert_eq!(back[0].recording(), one.recording());
    let bits = |gather: &ShotGather<f32>| -> Vec<u32> {
        gather.data().iter().map(|v| v.to_bits()).collect()
    };
    assert_eq!(bits(&back[0]), bits(&one));
}

proptest! {
    /// Places on a grid of a tenth of a millimetre or coarser are kept; others to half of that.
    #[test]
    fn places_come_back(
        x in -2e5..2e5f64, z in -1e3..1e4f64, decimals in 0..7i32, interval in 1..32767i32,
    ) {
        let scale = 10f64.powi(decimals);
        let [x, z] = [x, z].map(|v| (v * scale).round() / scale);
        let recording = Recording {
            source: [x, z], receivers: vec![[z, x]], components: vec![Component::Vx],
            dt: f64::from(interval) * 1e-6, samples: 1,
        };
        let one = ShotGather::<f32>::zeros(recording).unwrap();
        let back = segy::from_bytes(&segy::to_bytes(&[one]).unwrap()).unwrap();
        let there = back[0].recording();
        prop_assert!((there.dt / (f64::from(interval) * 1e-6) - 1.0).abs() < 1e-15);
        for (found, true_place) in [(there.source, [x, z]), (there.receivers[0], [z, x])] {
            for axis in 0..2 {
                let off = (found[axis] - true_place[axis]).abs();
                prop_assert!(if decimals <= 4 { off == 0.0 } else { off <= 0.5001e-4 }, "{off:e}");
            }
        }
    }

    /// Whatever is cut off, the error says where the file ends.
    #[test]
    fn a_file_that_is_cut_says_where(cut in 0..13_200usize) {
        let bytes = segy::to_bytes(&survey()).unwrap();
        prop_assert_eq!(bytes.len(), 3600 + 24 * (240 + 200));
        let whole_traces = cut >= 3600 + 440 && (cut - 3600) % 440 == 0;
        match segy::from_bytes(&bytes[..cut]) {
            Err(FileError::Truncated { offset, .. }) => prop_assert_eq!(offset, cut),
            // Whole traces are missing: either a component lacks receivers, or nothing shows it.
            Err(FileError::Field { .. }) | Ok(_) => prop_assert!(whole_traces),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn nothing_panics_on_damaged_bytes(at in 0..14_160usize, byte: u8) {
        let mut bytes = segy::to_bytes(&survey()).unwrap();
        bytes[at] = byte;
        if let Err(error) = segy::from_bytes(&bytes) {
            prop_assert!(error.to_string().starts_with("byte "));
        }
    }
}

/// The survey's file with these bytes overwritten, and what is said of it.
fn said_of(offset: usize, with: &[u8]) -> String {
    let mut bytes = segy::to_bytes(&survey()).unwrap();
    bytes[offset..offset + with.len()].copy_from_slice(with);
    segy::from_bytes(&bytes).unwrap_err().to_string()
}

#[test]
fn foreign_files_are_refused_with_their_byte() {
    let second = 3600 + 440;
    for (offset, with, says) in [
        (3224, &[0, 3][..], "byte 3224: the sample format is 3, and may be 1 (IBM floats) or 5"),
        (3500, &[2, 0], "byte 3500: the revision is 512, and may be 0 or 256"),
        (3504, &[0xff, 0xff], "byte 3504: the number of extended textual headers is -1"),
        (3628, &[0, 1], "byte 3628: the trace identification code is 1, and may be 11 (pressure)"),
        (3708, &[0, 9], "byte 3708: the delay of the recording is 9, and may be 0 ms"),
        (
            3684,
            &[0, 0, 0, 7],
            "byte 3684: y of the receiver is 7, and may be that of the source, 0",
        ),
        (second + 114, &[0, 40], "byte 4154: the number of samples is 40, and may be 50"),
        (second + 116, &[0, 40], "byte 4156: the sample interval is 40, and may be 2000"),
        (second + 72, &[0; 4], "byte 4112: the source of the shot is [0.0, 7.25], and may be"),
        (second + 28, &[0, 12], "the number of receivers of a component is 5, and may be 3"),
        (second + 4 * 440 + 80, &[0; 4], "byte 5880: the receiver is [0.0, -1.25], and may be"),
    ] {
        let found = said_of(offset, with);
        assert!(found.contains(says), "{found}");
    }
    assert!(segy::from_bytes(&[7; 4000]).unwrap_err().to_string().contains("byte 3224"));
    assert_eq!(
        segy::from_bytes(b"no").unwrap_err().to_string(),
        "byte 2: the file ends here, and the file's header needs 3598 bytes more"
    );
}

#[test]
fn an_extended_header_is_skipped_and_ibm_floats_are_read() {
    let survey = survey();
    let mut bytes = segy::to_bytes(&survey[..1]).unwrap();
    bytes.splice(3600..3600, vec![0x40; 3200]);
    bytes[3505] = 1;
    assert_eq!(segy::from_bytes(&bytes).unwrap(), survey[..1]);
    bytes[3225] = 1;
    bytes[6800 + 240..6800 + 244].copy_from_slice(&0xc276_a000_u32.to_be_bytes());
    let sample = segy::from_bytes(&bytes).unwrap()[0].trace(0, 0)[0];
    assert!((sample + 118.625).abs() < f32::EPSILON);
}

#[test]
fn what_the_format_cannot_hold_is_refused() {
    let make = |source: [f64; 2], dt: f64, samples: usize| {
        let recording = Recording {
            source,
            receivers: vec![[0.0, 0.0]],
            components: vec![Component::Vx],
            dt,
            samples,
        };
        ShotGather::<f32>::zeros(recording).unwrap()
    };
    let says = |survey: &[ShotGather<f32>], expected: &str| {
        let found = segy::to_bytes(survey).unwrap_err().to_string();
        assert!(found.contains(expected), "{found}");
    };
    says(&[], "the number of shots is 0");
    says(&[make([0.0; 2], 0.5e-6, 9)], "the sample interval in s is 0.0000005, and SEG-Y");
    says(&[make([0.0; 2], 1.5e-6, 9)], "whole microseconds from 1 to 32767");
    says(&[make([0.0; 2], 0.04, 9)], "whole microseconds from 1 to 32767");
    says(&[make([0.0; 2], 1e-3, 40_000)], "the number of samples is 40000");
    says(&[make([3e9, 0.0], 1e-3, 9)], "a coordinate is 3000000000");
    says(&[make([0.0; 2], 1e-3, 9), make([0.0; 2], 2e-3, 9)], "interval of a later shot is 0.002");
    says(&[make([0.0; 2], 1e-3, 9), make([0.0; 2], 1e-3, 8)], "samples of a later shot is 8");
    let mut silent = segy::to_bytes(&[make([0.0; 2], 1e-3, 1)]).unwrap();
    silent.truncate(3840);
    silent[3220..3222].fill(0);
    silent[3714..3716].fill(0);
    let found = segy::from_bytes(&silent).unwrap_err();
    let error = WaveError::Empty { name: "samples" };
    assert_eq!(found, FileError::Gather { offset: 3600, error });
}

/// A Python with segyio and ObsPy: our own beside the build, or the system's.
fn python() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../venv-segy/bin/python");
    [own, PathBuf::from("python3")].into_iter().find(|python| {
        let imports = Command::new(python).args(["-c", "import segyio, obspy"]).output();
        imports.is_ok_and(|output| output.status.success())
    })
}

/// To let it run: `python3 -m venv target/venv-segy && target/venv-segy/bin/pip install segyio obspy`.
#[test]
fn segyio_and_obspy_read_ours_and_we_read_theirs() {
    let Some(python) = python() else {
        println!("skipped: no python3 with segyio and obspy");
        return;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/segy.py");
    let file = |name: &str| Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let run = |task: &str, path: &Path| {
        let output = Command::new(&python).arg(&script).arg(task).arg(path).output().unwrap();
        assert!(output.status.success(), "{task}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let ours = file("ours.sgy");
    std::fs::write(&ours, segy::to_bytes(&survey()).unwrap()).unwrap();
    run("check", &ours);
    for writer in ["segyio", "obspy"] {
        let theirs = file(&format!("{writer}.sgy"));
        run(writer, &theirs);
        assert_eq!(
            segy::from_bytes(&std::fs::read(&theirs).unwrap()).unwrap(),
            survey(),
            "{writer}"
        );
    }
}
