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

#[test]
fn readme_names_every_command_that_can_have_other_keys() {
    let readme = include_str!("../../README.md");
    let (_, names) = readme.split_once("The names of the commands are ").unwrap();
    let (names, _) = names.split_once('.').unwrap();
    let missing: Vec<String> = actions::TABLE
        .iter()
        .map(|entry| format!("`{}`", entry.action.id()))
        .filter(|id| !names.contains(id))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
