//! What people read when something is wrong: every message of these inputs, word for word. They were read aloud before
//! they were accepted; after a change of wording, run with `TRYCMD=overwrite` and read the difference.

#[test]
fn messages_say_where_what_and_how_to_repair() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .case("tests/messages/*.trycmd");
}
