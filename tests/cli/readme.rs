//! What README tells a stranger to type works as it stands there.

use super::*;

#[test]
fn the_script_of_the_readme_runs() {
    let shop = Shop::new();
    shop.file(
        "customers.csv",
        "Customer ID,First Name,Phone,Total Spent,Tags\n1,Jan,+31612345678,1200,vip\n2,Fleur,0623456789,80,\n",
    );
    for (name, content) in [
        (
            "orders.csv",
            "order_id,contact_id,date,amount,item\nA1,1,2026-05-01,12.50,Tea\n",
        ),
        (
            "newsletter.csv",
            "id,contact_id,sent_at,subject,opened_at\nN1,1,2026-05-01,News,yes\n",
        ),
        (
            "chats.csv",
            "phone,at,direction,text\n+31623456789,2026-05-01 10:00,in,Hi\n",
        ),
    ] {
        shop.file(name, content);
    }
    let readme = include_str!("../../README.md");
    let section = readme
        .split("## Scripts")
        .nth(1)
        .and_then(|rest| rest.split("\n## ").next())
        .unwrap();
    let lines: Vec<&str> = section
        .lines()
        .filter_map(|line| line.strip_prefix("    audience "))
        .collect();
    assert!(lines.len() >= 8);
    for line in lines {
        let ran = ran(
            shop.program().current_dir(shop.folder.path()).args(words(line)),
            "",
        );
        assert_eq!(ran.code, 0, "audience {line}: {ran:?}");
    }
    assert!(shop.folder.path().join("vip.csv").exists());
    assert_eq!(shop.count(&["--where", "opted_out"]), 1);
}

/// Splits a line as a shell does, as far as README needs it: quotes of both kinds, no escapes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, ' ') => words.push(String::new()),
            (_, c) => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
