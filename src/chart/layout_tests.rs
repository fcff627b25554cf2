//! What must hold for every chart, whatever the number and the names of its entities: texts are drawn, do not cover each
//! other and stay on the paper, as measured by the rasteriser itself; hostile text stays text; the bytes are the same
//! every time.

use resvg::usvg::{Group, Node};

use super::samples::{
    criteria_of, dumbbell_of, frame, heat_map_of, name, published, rank_intervals_of, ranking_of,
    score, timeline_of, waterfall_of,
};
use super::*;

mod disclosures;
mod standings;

/// Left, top, right and bottom of every text, with its content.
fn texts(svg: &Svg) -> Vec<([f32; 4], String)> {
    fn collect(group: &Group, found: &mut Vec<([f32; 4], String)>) {
        for node in group.children() {
            match node {
                Node::Group(group) => collect(group, found),
                Node::Text(text) => {
                    let content = text.chunks().iter().map(|chunk| chunk.text()).collect();
                    let area = node.abs_bounding_box();
                    found.push((
                        [area.left(), area.top(), area.right(), area.bottom()],
                        content,
                    ));
                }
                Node::Path(_) | Node::Image(_) => {}
            }
        }
    }
    let tree = png::tree(&svg.text, &Fonts::built_in()).expect("every chart is well-formed");
    let mut found = Vec::new();
    collect(tree.root(), &mut found);
    found
}

/// Checks one chart and returns the number of its texts.
pub(super) fn check(what: &str, svg: &Svg) -> usize {
    let texts = texts(svg);
    assert!(!texts.is_empty(), "{what} has no text");
    for (index, ([left, top, right, bottom], text)) in texts.iter().enumerate() {
        assert!(
            *left >= 0.0
                && *top >= 0.0
                && *right <= svg.width as f32
                && *bottom <= svg.height as f32,
            "{what}: `{text}` leaves the paper: {left} {top} {right} {bottom}"
        );
        for ([l, t, r, b], other) in &texts[..index] {
            // Half a pixel of the boxes, which are taller than their letters, may touch.
            let apart =
                *left + 0.5 >= *r || *l + 0.5 >= *right || *top + 0.5 >= *b || *t + 0.5 >= *bottom;
            assert!(apart, "{what}: `{text}` covers `{other}`");
        }
    }
    texts.len()
}

pub(super) const WIDTHS: [u32; 4] = [560, 720, 960, 1400];

#[test]
fn rankings_of_every_size_are_clean() {
    for width in WIDTHS {
        for count in [4, 12, 40, 61, 200] {
            let svg = ranking(&ranking_of(count), &Style::wide(width));
            let texts = check(&format!("ranking of {count} at {width}"), &svg);
            assert!(texts > 3 * count, "rank, name, letter and number of each");
        }
    }
}

#[test]
fn heat_maps_of_every_size_are_clean() {
    for width in WIDTHS {
        for count in [4, 12, 40, 200] {
            let svg = heat_map(&heat_map_of(count), &Style::wide(width));
            let texts = check(&format!("heat map of {count} at {width}"), &svg);
            // At most one cell in eight is absent; the others have a number and a letter.
            assert!(texts > count * 14, "{texts} texts");
        }
    }
}

#[test]
fn a_heat_map_with_many_columns_grows_wider() {
    let mut data = heat_map_of(6);
    data.columns = (0..200)
        .map(|index| HeatColumn {
            name: format!("Interconnection {index}"),
            weight: String::new(),
        })
        .collect();
    for row in &mut data.rows {
        row.cells = (0..200)
            .map(|index| score(f64::from(index) * 0.5))
            .collect();
    }
    let svg = heat_map(&data, &Style::default());
    check("200 columns", &svg);
    assert!(svg.width > 4000 && svg.text.contains("200\u{a0}Interconnection 199"));
}

#[test]
fn criteria_profiles_of_every_size_are_clean() {
    for width in WIDTHS {
        for count in [1, 2, 8, 12, 40, 200] {
            let svg = criteria_profile(&criteria_of(count), &Style::wide(width));
            check(&format!("profile of {count} at {width}"), &svg);
        }
    }
}

#[test]
fn the_criteria_of_many_stay_on_a_page_or_two() {
    let svg = criteria_profile(&criteria_of(200), &Style::default());
    assert!(svg.height < 2000, "{}", svg.height);
}

#[test]
fn timelines_of_every_size_are_clean() {
    for width in WIDTHS {
        check(
            &format!("published at {width}"),
            &timeline(&published(), &Style::wide(width)),
        );
        for count in [1, 5, 12, 40, 200] {
            let svg = timeline(&timeline_of(count), &Style::wide(width));
            check(&format!("timeline of {count} at {width}"), &svg);
        }
    }
}

#[test]
fn waterfalls_of_every_size_are_clean() {
    for width in WIDTHS {
        for count in [0, 1, 8, 24] {
            let svg = waterfall(&waterfall_of(count), &Style::wide(width));
            let texts = check(&format!("waterfall of {count} at {width}"), &svg);
            assert!(texts > 2 * count, "name and number of each");
        }
    }
}

#[test]
fn rank_intervals_of_every_size_are_clean() {
    for width in WIDTHS {
        for count in [0, 1, 4, 12, 40, 200] {
            let svg = rank_intervals(&rank_intervals_of(count), &Style::wide(width));
            let texts = check(&format!("ranks of {count} at {width}"), &svg);
            assert!(texts > 2 * count, "name and number of each");
        }
    }
}

#[test]
fn dumbbells_of_every_size_are_clean() {
    for width in WIDTHS {
        for count in [0, 4, 12, 40, 200] {
            let svg = dumbbell(&dumbbell_of(count), &Style::wide(width));
            let texts = check(&format!("dumbbell of {count} at {width}"), &svg);
            assert!(texts > 2 * count, "name and number of each");
        }
    }
}

#[test]
fn charts_without_data_still_say_what_they_are() {
    let style = Style::default();
    let empty = frame("Nothing yet", "0 countries");
    let ranking_data = RankingData {
        frame: empty.clone(),
        rows: vec![],
        bands: vec![],
        reference: None,
        range: String::new(),
    };
    let heat_data = HeatMapData {
        frame: empty.clone(),
        columns: vec![],
        rows: vec![],
    };
    let criteria_data = CriteriaData {
        frame: empty.clone(),
        entities: vec![],
        criteria: vec![],
    };
    let time_data = TimelineData {
        frame: empty,
        years: vec![],
        names: Times::default(),
        series: vec![],
        methods: vec![],
        bands: vec![],
    };
    for svg in [
        ranking(&ranking_data, &style),
        heat_map(&heat_data, &style),
        criteria_profile(&criteria_data, &style),
        timeline(&time_data, &style),
    ] {
        check("empty chart", &svg);
        assert!(svg.text.contains("Nothing yet"));
    }
}

#[test]
fn long_texts_are_broken_and_kept() {
    let mut data = ranking_of(4);
    let long = "Methodischer-Hinweis ".repeat(30);
    data.frame.title = "A finding that takes a while to say, ".repeat(8);
    data.frame.notes = vec![long.clone()];
    data.frame.fictional = Some("Fictional data ".repeat(12));
    data.rows[1].name = "Надзвичайнодовганазва".repeat(6);
    let svg = ranking(&data, &Style::wide(560));
    check("long texts", &svg);
    let drawn: String = texts(&svg)
        .into_iter()
        .map(|(_, text)| text.trim().to_owned() + " ")
        .collect();
    assert_eq!(drawn.matches("Hinweis").count(), 30);
    assert_eq!(
        drawn
            .replace(' ', "")
            .matches("Надзвичайнодовганазва")
            .count(),
        6
    );
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "</text><script>alert('x')</script>\u{0}\u{1b}]]>&amp;\" onload=\"x";
    let mut data = ranking_of(4);
    data.frame.title = hostile.into();
    data.frame.subtitle = hostile.into();
    data.frame.source = hostile.into();
    data.frame.lang = "en\" onload=\"x".into();
    data.frame.fictional = Some(hostile.into());
    data.rows[0].name = hostile.into();
    data.rows[0].mark = Mark::Score {
        value: 50.0,
        shown: "<b>".into(),
        grade: Some(Grade {
            label: "\"&".into(),
            colour: Colour(255, 255, 255),
        }),
        given: true,
        provisional: false,
        nothing: false,
    };
    let svg = ranking(&data, &Style::default());
    check("hostile", &svg);
    assert!(
        !svg.text.contains("<script")
            && !svg.text.contains("onload=\"")
            && !svg.text.contains('\u{0}')
    );
    assert!(
        texts(&svg)
            .iter()
            .any(|(_, text)| text.contains("</text><script>"))
    );
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    let style = Style::default();
    let one = ranking(&ranking_of(12), &style);
    let other = ranking(&ranking_of(12), &style);
    assert_eq!(one, other);
    assert_eq!(one.png(1.0).unwrap(), other.png(1.0).unwrap());
    let id = |svg: &Svg| {
        svg.text
            .split("<title id=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_ne!(
        id(&one),
        id(&ranking(&ranking_of(13), &style)),
        "two charts on a page share no id"
    );
}

#[test]
fn a_screen_reader_hears_title_and_description() {
    let mut data = ranking_of(12);
    data.frame.fictional = Some("Fictional data".into());
    data.frame.lang = "uk".into();
    let text = ranking(&data, &Style::default()).text;
    assert!(text.contains("role=\"img\"") && text.contains("lang=\"uk\""));
    assert!(text.contains(">Romania leads, and three in four countries publish less than half of what the method asks for</title>"));
    assert!(text.contains(">Fictional data. Ranking with bars. Energy Transparency Index, 0–100 points, 2023, 12 countries. Entities: 12. Highest: Romania 97, "), "{text}");
    assert!(text.contains("Without a score: 4.</desc>"));
}

#[test]
fn a_picture_has_the_size_and_ink_of_the_chart() {
    let svg = heat_map(&heat_map_of(4), &Style::wide(640));
    let png = svg.png(2.0).unwrap();
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    // The header holds width and height as big-endian numbers at bytes 16 and 20.
    assert_eq!(png[16..20], (svg.width * 2).to_be_bytes());
    assert_eq!(png[20..24], (svg.height * 2).to_be_bytes());
    let picture = resvg::tiny_skia::Pixmap::decode_png(&png).unwrap();
    let dark = picture
        .pixels()
        .iter()
        .filter(|pixel| pixel.red() < 0x40)
        .count();
    assert!(dark > 2000, "letters and dark cells are there: {dark}");
    assert!(
        picture.pixels().iter().all(|pixel| pixel.alpha() == 255),
        "the ground is white, not transparent"
    );
}

#[test]
fn impossible_pictures_are_refused() {
    let svg = ranking(&ranking_of(4), &Style::default());
    for scale in [0.0, -1.0, f32::NAN, f32::INFINITY] {
        assert!(matches!(svg.png(scale), Err(ChartError::Scale(_))));
    }
    assert!(matches!(svg.png(100.0), Err(ChartError::TooLarge { .. })));
    let broken = Svg {
        text: "<svg".into(),
        ..svg
    };
    assert!(matches!(broken.png(1.0), Err(ChartError::Svg(_))));
}

#[test]
fn missing_characters_of_a_chart_are_reported() {
    let mut data = ranking_of(4);
    assert!(ranking(&data, &Style::default()).missing.is_empty());
    data.rows[0].name = "日本".into();
    data.frame.source = "出典: 日本".into();
    assert_eq!(
        ranking(&data, &Style::default()).missing,
        ['典', '出', '日', '本']
    );
}

#[test]
fn every_entity_and_every_reason_is_printed() {
    let svg = ranking(&ranking_of(40), &Style::wide(1400));
    let drawn: String = texts(&svg)
        .into_iter()
        .map(|(_, text)| text.trim().to_owned() + " ")
        .collect();
    for index in 0..40 {
        assert!(drawn.contains(&name(index)), "{}", name(index));
    }
    assert!(drawn.contains("withheld for security (martial law"));
    assert!(
        drawn.contains(": not assessed")
            && drawn.contains(": no score")
            && drawn.contains(": not applicable")
    );
}

#[test]
fn a_line_is_broken_by_a_gap_and_by_a_method() {
    let point = |year, value| Point {
        year,
        mark: score(value),
    };
    let line = |years: Vec<i32>, methods: Vec<Method>| {
        let data = TimelineData {
            frame: frame("One line", ""),
            years,
            names: Times::default(),
            series: vec![Series {
                name: "Georgia".into(),
                points: vec![
                    point(2020, 56.0),
                    point(2021, 61.0),
                    point(2023, 73.0),
                    point(2024, 74.0),
                ],
                highlighted: true,
            }],
            methods,
            bands: vec![],
        };
        let svg = timeline(&data, &Style::default());
        // Lines of data are 2.5 pixels, ten units, wide.
        let drawn = svg
            .text
            .lines()
            .filter(|line| line.contains("stroke-width=\"10\""));
        drawn
            .map(|line| line.matches(',').count())
            .collect::<Vec<_>>()
    };
    assert_eq!(line(vec![], vec![]), [4], "no edition was due in 2022");
    assert_eq!(
        line(vec![2022], vec![]),
        [2, 2],
        "an edition was due in 2022"
    );
    let methods = |years: &[i32]| {
        years
            .iter()
            .map(|year| Method {
                first_year: *year,
                name: format!("method {year}"),
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(line(vec![], methods(&[2020, 2023])), [2, 2]);
    // Both changes fall between the same two editions, and the first and the last method break nothing.
    assert_eq!(line(vec![], methods(&[2019, 2022, 2023, 2030])), [2, 2]);
}
