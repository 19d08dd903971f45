//! Where the store is.

use super::*;

#[test]
fn the_option_comes_before_the_variable_and_that_before_the_usual_place() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    let usual = path(".local/share/audience/audience.redb");
    assert_eq!(ran(bare(&folder).args(["list", "create", "A"]), "").code, 0);
    assert!(usual.exists());
    let xdg = path("data/audience/audience.redb");
    assert_eq!(
        ran(bare(&folder).env("XDG_DATA_HOME", path("data")).arg("count"), "").out,
        "0\n"
    );
    assert!(xdg.exists());
    let with_both = |words: &[&str]| {
        let mut command = bare(&folder);
        command
            .env("XDG_DATA_HOME", path("data"))
            .env("AUDIENCE_STORE", path("variable.redb"))
            .args(words);
        ran(&mut command, "")
    };
    assert_eq!(with_both(&["lists"]).code, 0);
    assert!(path("variable.redb").exists());
    let option = path("option.redb");
    assert_eq!(with_both(&["lists", "--store", option.to_str().unwrap()]).code, 0);
    assert!(option.exists());
    // A relative XDG_DATA_HOME is to be ignored, and so is an empty variable.
    let mut command = bare(&folder);
    command.env("XDG_DATA_HOME", "data").env("AUDIENCE_STORE", "");
    let lists = ran(command.args(["lists", "--format", "csv"]), "");
    assert!(lists.out.contains("\nA,"), "{lists:?}");
}

#[test]
fn read_only_makes_no_store() {
    let shop = Shop::new();
    let ran = shop.run(&["--read-only", "count"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(!shop.store().exists());
}
