//! README shows the table of actions as it is.

use audience::actions;

#[test]
fn the_keys_in_readme_are_those_of_the_table() {
    let readme = include_str!("../../README.md");
    let (_, after) = readme
        .split_once("<!-- keys: made from the table of actions; a test compares -->")
        .unwrap();
    let (between, _) = after.split_once("<!-- /keys -->").unwrap();
    let expected = actions::markdown();
    assert_eq!(
        between.trim(),
        expected.trim(),
        "put this between the marks:\n\n{expected}"
    );
}
