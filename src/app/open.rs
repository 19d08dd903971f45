//! Which popup an action opens, and on what.

use super::bulk::Bulk;
use super::columns_picker::ColumnsPicker;
use super::confirm::Confirm;
use super::contact_form::ContactForm;
use super::copy::Copy;
use super::copy_segment::CopySegment;
use super::criteria_editor::CriteriaEditor;
use super::delete_list::DeleteList;
use super::effect::Effect;
use super::export_form::ExportForm;
use super::fields::Fields;
use super::filter;
use super::help::Help;
use super::history::History;
use super::import_dialog::ImportDialog;
use super::jump::Jump;
use super::list_form::ListForm;
use super::log::LogView;
use super::marks;
use super::menu;
use super::merge_list::MergeList;
use super::overview::Overview;
use super::palette::Palette;
use super::pick_segment::PickSegment;
use super::popup::Popup;
use super::progress::Progress;
use super::question;
use super::review;
use super::settings::SettingsForm;
use super::sort::SortPicker;
use super::state::State;
use super::toast::Toast;
use super::why::Why;
use crate::actions::Action;
use crate::store::{Change, Each};

/// Opens the popup of an action.
pub(super) fn open(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Why => return why(state),
        Action::Duplicates => return review::open(state),
        _ => {}
    }
    let (popup, effects) = if let Some(popup) = plain(state, action) {
        (popup, Vec::new())
    } else if let Some((popup, effects)) = asking(state, action) {
        (popup, effects)
    } else {
        return Vec::new();
    };
    state.popups.push(popup);
    effects
}

/// Popups that ask nothing when they open.
fn plain(state: &State, action: Action) -> Option<Popup> {
    let names = state.names();
    let list = state.scope().list().and_then(|list| names.list(list));
    Some(match action {
        Action::Help => Popup::Help(Help::new(state.table, state.snapshot())),
        Action::Menu => Popup::Menu(menu::below_cursor(state)?),
        Action::Jump => Popup::Jump(Box::new(Jump::new(state))),
        Action::Log => Popup::Log(Box::new(LogView::new(state))),
        Action::Progress => Popup::Progress(Progress::default()),
        Action::CopyValue => Popup::Copy(Box::new(Copy::new(state)?)),
        Action::Settings => Popup::Settings(Box::new(SettingsForm::new(state))),
        Action::Palette => Popup::Palette(Palette::new(state)),
        Action::Columns => Popup::Columns(Box::new(ColumnsPicker::new(state))),
        Action::Sort => Popup::Sort(SortPicker::new(state.contacts.sort, names, state.size)),
        Action::NewList => Popup::ListForm(Box::new(ListForm::create())),
        Action::EditList => Popup::ListForm(Box::new(ListForm::edit(list?))),
        Action::MergeList => Popup::MergeList(Box::new(MergeList::of(list?))),
        Action::DeleteContact => Popup::Confirm(Box::new(confirm(state)?)),
        Action::PickSegment => Popup::Pick(Box::new(PickSegment::of(marks::whom(state)?))),
        Action::CopySegment => {
            let segment = state.segments.at.and_then(|segment| names.segment(segment));
            Popup::CopySegment(Box::new(CopySegment::of(segment?)))
        }
        _ => return None,
    })
}

/// Popups that begin with a question.
fn asking(state: &mut State, action: Action) -> Option<(Popup, Vec<Effect>)> {
    if let Action::Filter | Action::SaveFilter = action {
        return Some(filter::open(state, action));
    }
    let list = state.scope().list();
    let taste = state.lists.taste;
    let segment = state
        .segments
        .at
        .and_then(|segment| state.names().segment(segment))
        .cloned();
    let contact = state.subject().map(|subject| subject.contact.clone());
    let whom = marks::whom(state);
    let everybody = marks::whom_or_all(state);
    let mut context = state.context();
    Some(match action {
        Action::Export => {
            let (form, effects) = ExportForm::open(everybody?, &mut context);
            (Popup::Export(Box::new(form)), effects)
        }
        Action::Change
        | Action::Tag
        | Action::MoveContact
        | Action::AddToList
        | Action::PinIn
        | Action::PinOut => {
            let (bulk, effects) = Bulk::open(whom?, action, &mut context);
            (Popup::Bulk(Box::new(bulk)), effects)
        }
        Action::DeleteList => {
            let (dialog, effect) = DeleteList::open(list?, &mut context);
            (Popup::DeleteList(Box::new(dialog)), vec![effect])
        }
        Action::NewSegment => {
            let (editor, effects) = CriteriaEditor::create(&mut context);
            (Popup::Criteria(Box::new(editor)), effects)
        }
        Action::EditSegment => {
            let (editor, effects) = CriteriaEditor::edit(&segment?, &mut context);
            (Popup::Criteria(Box::new(editor)), effects)
        }
        Action::History => {
            let (history, effect) = History::open(&mut context);
            (Popup::History(Box::new(history)), vec![effect])
        }
        Action::Overview => {
            let (overview, effects) = Overview::open(taste, &mut context);
            (Popup::Overview(Box::new(overview)), effects)
        }
        Action::Fields => {
            let (fields, effect) = Fields::open(&mut context);
            (Popup::Fields(Box::new(fields)), vec![effect])
        }
        Action::Import => {
            let (dialog, effects) = ImportDialog::open(&mut context);
            (Popup::Import(Box::new(dialog)), effects)
        }
        Action::AddContact => (
            Popup::ContactForm(Box::new(ContactForm::add(&context))),
            Vec::new(),
        ),
        Action::EditContact => (
            Popup::ContactForm(Box::new(ContactForm::edit(&contact?, &context))),
            Vec::new(),
        ),
        _ => return None,
    })
}

fn why(state: &mut State) -> Vec<Effect> {
    if let Some((why, effect)) = Why::open(state) {
        state.popups.push(Popup::Why(Box::new(why)));
        vec![effect]
    } else {
        state.say(Toast::hint(
            "None of the contact's lists has a segment. Press n to make one.",
        ));
        Vec::new()
    }
}

/// The question before contacts are deleted.
fn confirm(state: &State) -> Option<Confirm> {
    let whom = marks::whom(state)?;
    let name = whom.name;
    let mut confirm = Confirm::new(
        format!("Delete {name}?"),
        vec![
            "They go from all lists and segments.".to_owned(),
            "What is known about their numbers' permission stays.".to_owned(),
        ],
        "Delete",
        Change::Many {
            whom: whom.selection,
            each: Each::Delete,
        },
        &format!("{name} deleted. u brings them back."),
    );
    confirm.unmarks = whom.marked;
    if whom.marked {
        return Some(confirm);
    }
    let profile = state.subject()?;
    let names = state.names();
    let lists = profile.contact.lists.iter().filter_map(|list| names.list(*list));
    let lists: Vec<&str> = lists.map(|list| list.name.as_str()).collect();
    let segments = question::segments_of(names, &state.moment(), profile).into_iter();
    let segments: Vec<&str> = segments
        .filter_map(|(segment, _)| names.segment(segment))
        .map(|segment| segment.name.as_str())
        .collect();
    confirm.lines = vec![
        leaves("It is in no list", "It leaves the lists ", &lists),
        leaves("It is in no segment now", "It leaves the segments ", &segments),
        "What is known about its number's permission stays.".to_owned(),
    ];
    confirm.change = Change::DeleteContacts {
        contacts: vec![profile.contact.id],
    };
    confirm.done = format!("{name} deleted. u brings it back.");
    Some(confirm)
}

/// So many names are said; the rest are counted.
const SAID: usize = 4;

fn leaves(none: &str, some: &str, names: &[&str]) -> String {
    let said = names.get(..SAID).unwrap_or(names).join(", ");
    match names.len() {
        0 => format!("{none}."),
        all if all > SAID => format!("{some}{said} and {} more.", all - SAID),
        _ => format!("{some}{said}."),
    }
}
