//! The textual header: 40 lines of 80 letters in EBCDIC, code page 037.

/// EBCDIC (code page 037) of the ASCII letters from the blank to the tilde.
const EBCDIC: [u8; 95] = [
    0x40, 0x5a, 0x7f, 0x7b, 0x5b, 0x6c, 0x50, 0x7d, 0x4d, 0x5d, 0x5c, 0x4e, 0x6b, 0x60, 0x4b, 0x61,
    0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0x7a, 0x5e, 0x4c, 0x7e, 0x6e, 0x6f,
    0x7c, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6,
    0xd7, 0xd8, 0xd9, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xba, 0xe0, 0xbb, 0xb0, 0x6d,
    0x79, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96,
    0x97, 0x98, 0x99, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xc0, 0x4f, 0xd0, 0xa1,
];

const LINES: [&str; 13] = [
    "2D ELASTIC SHOT GATHERS BY DAVYLAMP-WAVE",
    "",
    "TRACES: SHOTS, IN EACH COMPONENTS, IN EACH RECEIVERS",
    "X TO THE RIGHT, Z DOWN; Y = 0 EVERYWHERE; LENGTHS IN METRES",
    "BYTES  9-12  SHOT                  BYTES 13-16  TRACE IN THE SHOT",
    "BYTES 29-30  11 PRESSURE IN PA",
    "             12 VZ IN M/S, POSITIVE DOWNWARDS; 14 VX IN M/S",
    "             23 TXX, 24 TZZ, 25 TXZ IN PA, TENSION POSITIVE",
    "BYTES 41-44  RECEIVER ELEVATION, -Z; 49-52 SOURCE DEPTH, Z; SCALAR IN 69-70",
    "BYTES 73-76  SOURCE X; 81-84 RECEIVER X; SCALAR IN 71-72",
    "SAMPLES      IEEE 4-BYTE FLOATS, THE FIRST ONE AT THE TIME OF THE SHOT",
    "",
    "FORMAT       SEG TECHNICAL STANDARDS COMMITTEE, 2002",
];

/// The header's 3200 bytes.
pub(super) fn header() -> Vec<u8> {
    let mut bytes = Vec::with_capacity(super::fields::TEXT_LEN);
    for number in 1..=40 {
        let words = match number {
            39 => "SEG Y REV1",
            40 => "END TEXTUAL HEADER",
            _ => LINES.get(number - 1).copied().unwrap_or_default(),
        };
        let line = format!("C{number:>2} {words:<76}");
        bytes.extend(line.bytes().map(|letter| EBCDIC[usize::from(letter - b' ')]));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::header;

    #[test]
    fn it_is_forty_lines_of_eighty_letters_in_ebcdic() {
        let bytes = header();
        assert_eq!(bytes.len(), 3200);
        // C is 0xC3, a digit d 0xF0 + d, a blank 0x40.
        for (k, line) in bytes.chunks(80).enumerate() {
            assert_eq!((line[0], line[3]), (0xc3, 0x40));
            assert_eq!(usize::from(line[2] - 0xf0), (k + 1) % 10);
        }
        // S, E, G.
        assert_eq!(bytes[38 * 80 + 4..38 * 80 + 7], [0xe2, 0xc5, 0xc7]);
    }
}
