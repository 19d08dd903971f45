//! Importing from inside: which file, what its columns become, and what is said at the end.

use super::picture::text;
use super::world::World;
use audience::app::event::Newcomers;
use audience::app::{Event, Popup};
use audience::model::EntryId;
use audience::transfer::file::FileLedger;
use audience::transfer::history;
use audience::transfer::import::Ledger;
use insta::assert_snapshot;
use std::io::Write;

const SIZE: (u16, u16) = (120, 36);

fn file() -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new()
        .prefix("people")
        .suffix(".csv")
        .tempfile()
        .unwrap();
    file.write_all(
        "First Name,Mobile,Shoe size,Accepts SMS Marketing\nAna,+351912345678,41,yes\nRui,+351912345679,43.5,no\n".as_bytes(),
    )
    .unwrap();
    file
}

fn planned(world: &mut World) -> &mut World {
    let file = file();
    world
        .press("h h j i")
        .event(Event::Paste(file.path().display().to_string()));
    world.press("C-s");
    world
}

#[test]
fn a_file_shows_what_each_of_its_columns_becomes_before_anything_is_imported() {
    let mut world = World::new(SIZE, 10);
    planned(&mut world);
    let shown = text(&world.state);
    for words in [
        "First Name",
        "first_name",
        "Mobile",
        "phone",
        "by its name",
        "new field “Accepts SMS",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    assert!(
        world.seen.iter().all(|seen| !seen.contains("Import")),
        "{:?}",
        world.seen
    );
}

#[test]
fn a_column_is_sent_to_another_field_or_left_out() {
    let mut world = World::new(SIZE, 10);
    planned(&mut world).press("j j x");
    assert!(
        text(&world.state).contains("not imported"),
        "{}",
        text(&world.state)
    );
    world.press("Enter /").type_text("loyalty").press("Enter Enter");
    assert!(
        text(&world.state).contains("loyalty_tier"),
        "{}",
        text(&world.state)
    );
}

#[test]
fn the_import_runs_behind_the_panes() {
    let mut world = World::new(SIZE, 10);
    planned(&mut world).press("i");
    assert!(world.state.popups.is_empty());
    assert!(world.seen.iter().any(|seen| seen.starts_with("Import")));
    assert!(world.state.jobs.running().is_some());
}

#[test]
fn a_file_that_is_not_there_is_said_and_the_dialog_stays() {
    let mut world = World::new(SIZE, 10);
    world
        .press("h h j i")
        .type_text("/nowhere/people.csv")
        .press("C-s");
    assert!(matches!(world.state.popups[..], [Popup::Import(_)]));
    assert!(
        text(&world.state).contains("/nowhere/people.csv"),
        "{}",
        text(&world.state)
    );
}

#[test]
fn an_unknown_country_is_refused_before_the_file_is_read() {
    let mut world = World::new(SIZE, 10);
    world
        .press("h h j i")
        .type_text("x.csv")
        .press("Down Down")
        .type_text("Atlantis")
        .press("C-s");
    assert!(
        text(&world.state).contains("“Atlantis” is no country"),
        "{}",
        text(&world.state)
    );
}

#[test]
fn what_was_not_imported_stays_on_the_screen_until_it_is_dismissed() {
    let mut world = World::new(SIZE, 10);
    let mut ledger = Ledger::default();
    (ledger.rows, ledger.created, ledger.rejected) = (3, 2, 1);
    world
        .event(Event::Imported {
            ticket: 1,
            result: Ok(FileLedger::Contacts(Box::new(ledger))),
        })
        .press("j");
    assert!(
        text(&world.state).contains("1 rejected"),
        "{}",
        text(&world.state)
    );
    world.press("Esc");
    assert!(!text(&world.state).contains("1 rejected"));
}

const ORDERS: &str = "Order number,Customer ID,Order date,Total,Product,Colour\n1001,7,2026-05-01,12.50,Tea,red\n\
                      1002,8,2026-05-02,7,Whisk,blue\n";

/// The dialog over a file, with the last line filled in.
fn looked_at<'w>(world: &'w mut World, content: &str, holds: &str) -> &'w mut World {
    let mut file = tempfile::Builder::new()
        .prefix("history")
        .suffix(".csv")
        .tempfile()
        .unwrap();
    file.write_all(content.as_bytes()).unwrap();
    world
        .press("h h j i")
        .event(Event::Paste(file.path().display().to_string()));
    world.press("Down Down Down").type_text(holds);
    world.press("C-s");
    world
}

#[test]
fn history_is_recognised_by_its_heading_row() {
    let mut world = World::new(SIZE, 10);
    looked_at(&mut world, ORDERS, "");
    let shown = text(&world.state);
    for words in [
        "Import purchases of E-commerce",
        "Amount · by its name",
        "Contact's id",
        "not imported",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    for (content, holds) in [
        (
            "order_id,contact_id,date,amount,item\n0,0,2023-05-16 12:14:08,5.54,sku-1018\n1,0,2023-12-19 18:53:15,9.75,sku-1\n",
            "Import purchases of",
        ),
        (
            "email,sent at,subject,opened\na@b.c,2026-05-01,Hello,yes\n",
            "Import emails of",
        ),
        (
            "phone,at,direction,text\n+351912345678,2026-05-01,in,Hi\n",
            "Import messages of",
        ),
        (
            "Name,Email,Created at,Total,Lineitem name,Financial Status\n#1,a@b.c,2026-05-01,5,Tea,paid\n",
            "Import purchases of",
        ),
        (
            "First name,Phone,Created at,Total spent\nAna,+351912345678,2026-05-01,5\n",
            "into E-commerce",
        ),
    ] {
        let mut world = World::new(SIZE, 10);
        looked_at(&mut world, content, "");
        assert!(
            text(&world.state).contains(holds),
            "{holds}\n{}",
            text(&world.state)
        );
    }
}

#[test]
fn what_the_rows_are_can_be_said() {
    let mut world = World::new(SIZE, 10);
    looked_at(
        &mut world,
        "id,phone,date,amount\n1,+351912345678,2026-05-01,5\n",
        "purchases",
    );
    assert!(text(&world.state).contains("Import purchases of E-commerce"));
    let mut world = World::new(SIZE, 10);
    looked_at(&mut world, ORDERS, "invoices");
    assert!(text(&world.state).contains("“invoices” is none of contacts, purchases, emails, messages."));
}

#[test]
fn history_that_lacks_a_column_waits_for_the_choice_of_one() {
    let mut world = World::new(SIZE, 10);
    looked_at(
        &mut world,
        "order id,phone,date,price of it\n1,+351912345678,2026-05-01,5\n",
        "purchases",
    )
    .press("i");
    let shown = text(&world.state);
    assert!(
        shown.contains("No column says what was paid. Choose one for it: amount."),
        "{shown}"
    );
    assert!(
        world.seen.iter().all(|seen| !seen.starts_with("Import")),
        "{:?}",
        world.seen
    );
    world.press("G Enter /").type_text("amount").press("Enter Enter");
    assert!(
        text(&world.state).contains("Amount · asked for"),
        "{}",
        text(&world.state)
    );
    world.press("i");
    assert!(world.state.popups.is_empty());
    assert!(world.seen.iter().any(|seen| seen.starts_with("Import")));
}

#[test]
fn history_is_about_the_contacts_of_a_list_that_is_there() {
    let mut world = World::new(SIZE, 10);
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(ORDERS.as_bytes()).unwrap();
    world
        .press("h h j i")
        .event(Event::Paste(file.path().display().to_string()));
    world.press("Down").type_text(" of nowhere").press("C-s");
    let shown = text(&world.state);
    assert!(
        shown.contains("There is no list “E-commerce of nowhere”."),
        "{shown}"
    );
}

#[test]
fn who_of_the_new_may_be_there_twice_is_said_behind_what_came_in() {
    let mut world = World::new(SIZE, 10);
    world.newcomers = Some(Newcomers {
        entry: EntryId(41),
        new: 1_000,
        doubtful: 12,
    });
    let imported = |created| {
        let mut ledger = Ledger::default();
        (ledger.rows, ledger.created) = (1_000, created);
        Event::Imported {
            ticket: 1,
            result: Ok(FileLedger::Contacts(Box::new(ledger))),
        }
    };
    world.event(imported(1_000));
    let shown = text(&world.state);
    assert!(shown.contains("Imported: 1,000 rows read"), "{shown}");
    let said = &world.state.toast.as_ref().unwrap().text;
    assert!(
        said.ends_with(
            "12 of the 1,000 new contacts may be somebody who was here: D shows who (change 41 in history)."
        ),
        "{said}"
    );
    world.event(imported(0));
    let said = &world.state.toast.as_ref().unwrap().text;
    assert!(!said.contains("may be somebody"), "{said}");
}

#[test]
fn what_history_has_brought_is_said() {
    let mut world = World::new(SIZE, 10);
    let mut ledger = history::Ledger::default();
    (ledger.rows, ledger.joined) = (5, 2);
    world.event(Event::Imported {
        ticket: 1,
        result: Ok(FileLedger::History(Box::new(ledger))),
    });
    let shown = text(&world.state);
    assert!(
        shown.contains("5 rows read · 0 added · 2 joined to another row"),
        "{shown}"
    );
}

#[test]
fn the_plan_of_history_at_each_size() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let mut world = World::new(size, 10);
        looked_at(&mut world, ORDERS, "");
        let shown = text(&world.state);
        let title = shown.lines().find(|line| line.contains("Import purchases"));
        let title = title.unwrap_or_default().to_owned();
        assert_snapshot!(
            format!("import-history-{}x{}", size.0, size.1),
            shown.replace(&title, "(title with the file's name)")
        );
    }
}

#[test]
fn the_dialog_at_each_size() {
    for size in [(80, 24), (120, 36)] {
        let mut world = World::new(size, 10);
        world.press("h h j i Up");
        assert_snapshot!(format!("import-file-{}x{}", size.0, size.1), text(&world.state));
    }
}

#[test]
fn the_plan_at_each_size() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let mut world = World::new(size, 10);
        planned(&mut world);
        let shown = text(&world.state);
        let title = shown
            .lines()
            .find(|line| line.contains("Import people"))
            .unwrap_or_default()
            .to_owned();
        assert_snapshot!(
            format!("import-plan-{}x{}", size.0, size.1),
            shown.replace(&title, "(title with the file's name)")
        );
    }
}
