//! How colours look to readers with another colour vision, and in grey, for the tests of the colour sets.
//! Sources: G. Machado, M. Oliveira, L. Fernandes, A physiologically-based model for simulation of color vision
//! deficiency, 2009, table 1, severity 1; CIE 15:2004 for L*a*b* and its distance of 1976.

use super::Colour;
use palette::color_difference::{Ciede2000, EuclideanDistance};
use palette::white_point::D65;
use palette::{IntoColor, Lab, LinSrgb, Srgb};

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

fn lab(colour: Colour, vision: &[[f64; 3]; 3]) -> Lab<D65, f64> {
    let linear: LinSrgb<f64> = Srgb::new(colour.0, colour.1, colour.2)
        .into_format::<f64>()
        .into_linear();
    let [red, green, blue] = vision.map(|row| {
        (row[0] * linear.red + row[1] * linear.green + row[2] * linear.blue).clamp(0.0, 1.0)
    });
    LinSrgb::new(red, green, blue).into_color()
}

/// L*, a* and b* of a colour as one of [`VISIONS`] sees it.
pub(super) fn seen(colour: Colour, vision: &[[f64; 3]; 3]) -> [f64; 3] {
    let lab = lab(colour, vision);
    [lab.l, lab.a, lab.b]
}

/// How far apart two colours are to a vision: the distance of 1976.
pub(super) fn apart(one: Colour, other: Colour, vision: &[[f64; 3]; 3]) -> f64 {
    lab(one, vision).distance(lab(other, vision))
}

/// How far apart two colours are to a vision: CIEDE2000, closer to what people say.
pub(super) fn apart_2000(one: Colour, other: Colour, vision: &[[f64; 3]; 3]) -> f64 {
    lab(one, vision).difference(lab(other, vision))
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
