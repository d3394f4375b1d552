"""Holds davylamp's SEG-Y against segyio and ObsPy, both ways.

    python3 segy.py check FILE      reads FILE with both, and compares every sample and place
    python3 segy.py segyio FILE     writes the same survey with segyio
    python3 segy.py obspy FILE      writes the same survey with ObsPy

The survey is that of segy.rs: 2 shots, 3 components, 4 receivers, 50 samples at 2 ms.
"""

import sys

import numpy as np
import obspy
import segyio
from obspy.core import Stream, Trace
from obspy.io.segy.segy import SEGYBinaryFileHeader, SEGYTraceHeader, _read_segy

SHOTS, CODES, RECEIVERS, SAMPLES, INTERVAL = 2, (14, 12, 11), 4, 50, 2000


def sample(shot, component, receiver, k):
    return np.float32((k * 31 + receiver * 7 + component * 3 + shot * 13) % 101 - 50) / np.float32(7)


def source(shot):
    return 55.5 + 10 * shot, 7.25


def receiver_place(receiver):
    return 100 + 12.5 * receiver, -2.0 + 0.75 * receiver


def traces():
    for shot in range(SHOTS):
        for component, code in enumerate(CODES):
            for receiver in range(RECEIVERS):
                data = [sample(shot, component, receiver, k) for k in range(SAMPLES)]
                yield shot, component, code, receiver, np.array(data, dtype=np.float32)


def scaled(value):
    whole = round(value * 100)
    assert whole == value * 100
    return whole


def fields(shot, code, receiver):
    (sx, sz), (gx, gz) = source(shot), receiver_place(receiver)
    return {
        "shot": shot + 1,
        "code": code,
        "source_x": sx,
        "source_depth": sz,
        "receiver_x": gx,
        "receiver_elevation": -gz,
        "samples": SAMPLES,
        "interval": INTERVAL,
    }


def check(path):
    expected = list(traces())
    with segyio.open(path, ignore_geometry=True) as file:
        text = segyio.tools.wrap(file.text[0])
        assert text.startswith("C 1 2D ELASTIC SHOT GATHERS"), text[:80]
        assert "C39 SEG Y REV1" in text and "C40 END TEXTUAL HEADER" in text
        assert int(file.format) == 5 and segyio.tools.dt(file) == INTERVAL
        assert file.bin[segyio.BinField.SEGYRevision] == 1
        assert file.tracecount == len(expected), file.tracecount
        for k, (shot, _, code, receiver, data) in enumerate(expected):
            h, f = file.header[k], segyio.TraceField
            across, down = h[f.SourceGroupScalar], h[f.ElevationScalar]
            assert across < 0 and down < 0
            found = {
                "shot": h[f.FieldRecord],
                "code": h[f.TraceIdentificationCode],
                "source_x": h[f.SourceX] / -across,
                "source_depth": h[f.SourceDepth] / -down,
                "receiver_x": h[f.GroupX] / -across,
                "receiver_elevation": h[f.ReceiverGroupElevation] / -down,
                "samples": h[f.TRACE_SAMPLE_COUNT],
                "interval": h[f.TRACE_SAMPLE_INTERVAL],
            }
            assert found == fields(shot, code, receiver), (found, fields(shot, code, receiver))
            assert file.trace[k].tobytes() == data.tobytes(), k
    stream = _read_segy(path)
    assert stream.textual_header_encoding == "EBCDIC"
    assert stream.binary_file_header.seg_y_format_revision_number == 0x0100
    for read, (shot, _, code, receiver, data) in zip(stream.traces, expected, strict=True):
        h = read.header
        across = -h.scalar_to_be_applied_to_all_coordinates
        down = -h.scalar_to_be_applied_to_all_elevations_and_depths
        found = {
            "shot": h.original_field_record_number,
            "code": h.trace_identification_code,
            "source_x": h.source_coordinate_x / across,
            "source_depth": h.source_depth_below_surface / down,
            "receiver_x": h.group_coordinate_x / across,
            "receiver_elevation": h.receiver_group_elevation / down,
            "samples": h.number_of_samples_in_this_trace,
            "interval": h.sample_interval_in_ms_for_this_trace,
        }
        assert found == fields(shot, code, receiver), (found, fields(shot, code, receiver))
        assert np.asarray(read.data, dtype=np.float32).tobytes() == data.tobytes()


def write_segyio(path):
    spec = segyio.spec()
    spec.format, spec.samples = 5, np.arange(SAMPLES) * INTERVAL / 1000
    spec.tracecount = SHOTS * len(CODES) * RECEIVERS
    with segyio.create(path, spec) as file:
        file.bin[segyio.BinField.Interval] = INTERVAL
        for k, (shot, _, code, receiver, data) in enumerate(traces()):
            v, f = fields(shot, code, receiver), segyio.TraceField
            file.header[k] = {
                f.FieldRecord: v["shot"],
                f.TraceIdentificationCode: code,
                f.ElevationScalar: -100,
                f.SourceGroupScalar: -100,
                f.SourceX: scaled(v["source_x"]),
                f.SourceDepth: scaled(v["source_depth"]),
                f.GroupX: scaled(v["receiver_x"]),
                f.ReceiverGroupElevation: scaled(v["receiver_elevation"]),
                f.TRACE_SAMPLE_COUNT: SAMPLES,
                f.TRACE_SAMPLE_INTERVAL: INTERVAL,
            }
            file.trace[k] = data


def write_obspy(path):
    stream = Stream()
    for shot, _, code, receiver, data in traces():
        v = fields(shot, code, receiver)
        trace = Trace(data=data)
        trace.stats.delta = INTERVAL / 1e6
        h = SEGYTraceHeader()
        h.original_field_record_number = v["shot"]
        h.trace_identification_code = code
        h.scalar_to_be_applied_to_all_elevations_and_depths = -100
        h.scalar_to_be_applied_to_all_coordinates = -100
        h.source_coordinate_x = scaled(v["source_x"])
        h.source_depth_below_surface = scaled(v["source_depth"])
        h.group_coordinate_x = scaled(v["receiver_x"])
        h.receiver_group_elevation = scaled(v["receiver_elevation"])
        trace.stats.segy = {"trace_header": h}
        stream.append(trace)
    stream.stats = obspy.core.AttribDict()
    stream.stats.textual_file_header = b" " * 3200
    stream.stats.binary_file_header = SEGYBinaryFileHeader()
    stream.write(path, format="SEGY", data_encoding=5, byteorder=">")


if __name__ == "__main__":
    {"check": check, "segyio": write_segyio, "obspy": write_obspy}[sys.argv[1]](sys.argv[2])
