//! How colours look to readers with another colour vision, and in grey, for the tests of the colour sets.
//! Sources: G. Machado, M. Oliveira, L. Fernandes, A physiologically-based model for simulation of color vision
//! deficiency, 2009, table 1, severity 1; CIE 15:2004 for L*a*b* and its distance of 1976.

use super::Colour;

/// Common vision, and without the cones for long, middle and short waves.
pub(super) const VISIONS: [[[f64; 3]; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
];

/// L*, a* and b* of a colour as one of [`VISIONS`] sees it.
pub(super) fn seen(colour: Colour, vision: &[[f64; 3]; 3]) -> [f64; 3] {
    let linear = [colour.0, colour.1, colour.2].map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            libm::pow((value + 0.055) / 1.055, 2.4)
        }
    });
    let times = |row: &[f64; 3], of: &[f64; 3]| row[0] * of[0] + row[1] * of[1] + row[2] * of[2];
    let rgb = vision.map(|row| times(&row, &linear).clamp(0.0, 1.0));
    // sRGB to XYZ, divided by the white point D65.
    let x = times(&[0.4124564, 0.3575761, 0.1804375], &rgb) / 0.95047;
    let y = times(&[0.2126729, 0.7151522, 0.0721750], &rgb);
    let z = times(&[0.0193339, 0.1191920, 0.9503041], &rgb) / 1.08883;
    let [x, y, z] = [x, y, z].map(|part| {
        if part > 216.0 / 24389.0 {
            libm::cbrt(part)
        } else {
            (24389.0 / 27.0 * part + 16.0) / 116.0
        }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// How far apart two colours are to a vision.
pub(super) fn apart(one: Colour, other: Colour, vision: &[[f64; 3]; 3]) -> f64 {
    let (one, other) = (seen(one, vision), seen(other, vision));
    let squares = one.iter().zip(&other).map(|(a, b)| (a - b) * (a - b));
    libm::sqrt(squares.sum())
}

#[test]
fn known_colours_have_their_known_places() {
    // White is L* 100, and pure red 53.24, 80.09, 67.20 (B. Lindbloom, www.brucelindbloom.com, sRGB, D65).
    let close = |found: [f64; 3], known: [f64; 3]| {
        found.iter().zip(known).all(|(a, b)| (a - b).abs() < 0.05)
    };
    assert!(close(
        seen(Colour(255, 255, 255), &VISIONS[0]),
        [100.0, 0.0, 0.0]
    ));
    assert!(close(
        seen(Colour(255, 0, 0), &VISIONS[0]),
        [53.24, 80.09, 67.20]
    ));
    // Greys are grey to everybody.
    for vision in &VISIONS {
        let [_, a, b] = seen(Colour(128, 128, 128), vision);
        assert!(a.abs() < 0.2 && b.abs() < 0.2, "{a} {b}");
    }
}
