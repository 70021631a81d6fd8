//! The journal, recovery, changes from outside, earlier saves, comparing, settings.

use crate::support::*;
use loadline::compare::Change;

#[test]
fn what_is_drawn_is_written_down_and_offered_after_a_crash_with_what_differs() {
    let (folder, crashed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = a_file(folder.path());
    let mut first = opened(folder.path(), &path);
    edit(&mut first, note("thought"));
    until(&mut first, "the journal", |_| entries(folder.path()).len() == 1);
    // A crash leaves the entry without anybody who holds its lock.
    fs::create_dir_all(crashed.path().join("journal")).unwrap();
    let entry = &entries(folder.path())[0];
    fs::copy(entry, crashed.path().join("journal").join(entry.file_name().unwrap())).unwrap();

    let mut second = window(crashed.path(), None);
    until(&mut second, "the offer", |window| shows(window, "Work that was not saved"));
    assert!(shows(&second, "1 added"), "it says what differs from the file");
    assert!(shows(&second, "Picture of"), "it has a picture");
    let name = file::open(&path).unwrap().design.name().to_owned();
    press(&mut second, &format!("Open {name}"));
    assert!(has(designs(&second), "thought"));
    assert!(app(&second).history().is_unsaved());
    assert_eq!(app(&second).path(), Some(&*path));
    // Its own journal has it now; the one of the crash has gone.
    until(&mut second, "the own journal", |_| entries(crashed.path()).len() == 1);
    // Saved, nothing is left to be offered.
    act(&mut second, Action::Save);
    until(&mut second, "the save", |window| !app(window).history().is_unsaved());
    until(&mut second, "an empty journal", |_| entries(crashed.path()).is_empty());
    assert!(has(&file::open(&path).unwrap().design, "thought"));
}

#[test]
fn undone_to_what_was_saved_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let mut window = opened(folder.path(), &path);
    edit(&mut window, note("thought"));
    until(&mut window, "the journal", |_| entries(folder.path()).len() == 1);
    act(&mut window, Action::Undo);
    until(&mut window, "an empty journal", |_| entries(folder.path()).is_empty());
}

#[test]
fn a_file_that_changes_outside_is_shown_as_one_step_if_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let mut window = opened(folder.path(), &path);
    change_outside(&path, note("theirs"));
    until(&mut window, "the change", |window| has(designs(window), "theirs"));
    assert!(!app(&window).history().is_unsaved());
    window.run_steps(2);
    let told: Vec<&str> = app(&window).messages().collect();
    assert!(told.iter().any(|text| text.ends_with("was changed outside: 1 added")), "{told:?}");
    act(&mut window, Action::Undo);
    assert!(!has(designs(&window), "theirs"));
    assert!(app(&window).history().is_unsaved());
}

#[test]
fn both_have_changed_and_a_merge_keeps_both() {
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let mut window = opened(folder.path(), &path);
    edit(&mut window, note("mine"));
    change_outside(&path, note("theirs"));
    until(&mut window, "the question", |window| shows(window, "was changed outside"));
    press(&mut window, "Merge");
    assert!(has(designs(&window), "mine") && has(designs(&window), "theirs"));
    assert!(app(&window).history().is_unsaved());
    // Saved without another question: the merge has seen what is there.
    act(&mut window, Action::Save);
    until(&mut window, "the save", |window| !app(window).history().is_unsaved());
    let saved = file::open(&path).unwrap().design;
    assert!(has(&saved, "mine") && has(&saved, "theirs"));
}

#[test]
fn a_save_never_writes_over_what_it_has_not_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let mut window = opened(folder.path(), &path);
    edit(&mut window, note("mine"));
    change_outside(&path, note("theirs"));
    act(&mut window, Action::Save);
    until(&mut window, "the question", |window| shows(window, "was changed outside"));
    assert!(has(&file::open(&path).unwrap().design, "theirs"), "nothing was written");
    press(&mut window, "Keep mine");
    until(&mut window, "the save", |window| !app(window).history().is_unsaved());
    let saved = file::open(&path).unwrap().design;
    assert!(has(&saved, "mine") && !has(&saved, "theirs"));
    // What it has written over is among the earlier saves.
    act(&mut window, Action::EarlierSaves);
    until(&mut window, "the list", |window| shows(window, "Since then:"));
    window.run_steps(2);
    press(&mut window, "Restore");
    assert!(has(designs(&window), "theirs") && !has(designs(&window), "mine"));
    act(&mut window, Action::Undo);
    assert!(has(designs(&window), "mine"));
}

#[test]
fn a_file_that_has_gone_is_told_and_can_be_saved_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let mut window = opened(folder.path(), &path);
    fs::remove_file(&path).unwrap();
    until(&mut window, "the notice", |window| shows(window, "is no longer there"));
    assert!(app(&window).history().is_unsaved());
    act(&mut window, Action::Save);
    until(&mut window, "the save", |window| !app(window).history().is_unsaved());
    assert!(path.exists());
}

#[test]
fn one_bad_component_does_not_take_the_others_and_is_not_saved_away_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    let text = fs::read_to_string("designs/500-gb-daily-in-2-h.ron").unwrap();
    let bad = text.replacen("role: source", "role: sorcerer", 1);
    assert_ne!(text, bad);
    fs::write(&path, &bad).unwrap();
    let mut window = window(folder.path(), Some(path.clone()));
    until(&mut window, "the question", |window| shows(window, "cannot be read"));
    press(&mut window, "Open the rest");
    let whole = file::read(&text).unwrap().design.components().len();
    assert_eq!(designs(&window).components().len(), whole - 1);
    edit(&mut window, note("mine"));
    act(&mut window, Action::Save);
    until(&mut window, "the question", |window| shows(window, "would be lost"));
    assert_eq!(fs::read_to_string(&path).unwrap(), bad, "nothing was written");
    press(&mut window, "Save without them");
    until(&mut window, "the save", |window| !app(window).history().is_unsaved());
    assert!(has(&file::open(&path).unwrap().design, "mine"));
}

#[test]
fn what_has_changed_since_the_save_is_marked_on_the_board() {
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let mut window = opened(folder.path(), &path);
    let first = designs(&window).components().next().unwrap().id.clone();
    edit(&mut window, note("mine"));
    edit(&mut window, Edit::Remove(ElementId::Component(Id::new("warehouse").unwrap())));
    edit(&mut window, Edit::Move { element: ElementId::Component(first), to: Point::new(3, 40) });
    act(&mut window, Action::CompareSaved);
    until(&mut window, "the comparison", |window| app(window).differences().is_some());
    let diff = app(&window).differences().unwrap();
    assert!(diff.changes.iter().any(|change| matches!(change, Change::Added { id: ElementId::Note(_), .. })));
    assert_eq!(diff.counts().moved, 1);
    assert!(shows(&window, "Compared with the file"));
    assert!(shows(&window, "met, now not met"), "it says what that does");
    // It follows what is done, and ends by the same command.
    act(&mut window, Action::Undo);
    until(&mut window, "the next", |window| app(window).differences().is_some_and(|diff| diff.counts().moved == 0));
    act(&mut window, Action::CompareSaved);
    assert!(app(&window).differences().is_none());
}

#[test]
fn a_design_with_a_file_is_saved_by_itself_if_that_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let mut window = opened(folder.path(), &path);
    window.state_mut().as_mut().unwrap().save_by_itself(true);
    edit(&mut window, note("mine"));
    until(&mut window, "the save", |window| !app(window).history().is_unsaved());
    assert!(has(&file::open(&path).unwrap().design, "mine"));
}

#[test]
fn a_window_is_told_that_another_has_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let first = opened(folder.path(), &path);
    let second = opened(folder.path(), &path);
    assert!(!app(&first).messages().any(|text| text.contains("another window")));
    assert!(app(&second).messages().any(|text| text.contains("is open in another window too")));
}

#[test]
fn without_a_folder_it_is_said_that_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    // A file stands where the folder should be.
    let state = folder.path().join("state");
    fs::write(&state, "").unwrap();
    let path = a_file(folder.path());
    let mut window = opened(&state, &path);
    edit(&mut window, note("mine"));
    until(&mut window, "the warning", |window| shows(window, "unsaved work is not kept"));
}

#[test]
fn nothing_repaints_while_nothing_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let mut window = opened(folder.path(), &path);
    edit(&mut window, note("mine"));
    until(&mut window, "the journal", |_| entries(folder.path()).len() == 1);
    sleep(Duration::from_millis(1500));
    // The harness stops by itself once no repaint is asked for.
    assert!(window.try_run_realtime().is_ok());
    let text = file::write(designs(&window), &Comments::default());
    assert!(text.contains("mine"));
}

#[test]
fn what_was_chosen_is_remembered_and_damaged_settings_are_set_aside() {
    use loadline::app::Settings;
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let place = folder.path().join("settings.ron");
    let mut first = opened(folder.path(), &path);
    let ctx = first.ctx.clone();
    let (settings, notice) = Settings::load(folder.path());
    assert_eq!((settings.clone(), notice), (Settings::default(), None));
    first.state_mut().as_mut().unwrap().remember_in(&ctx, folder.path(), settings);
    act(&mut first, Action::ThemeLight);
    act(&mut first, Action::HidePanels);
    act(&mut first, Action::Autosave);
    edit(&mut first, note("mine"));
    act(&mut first, Action::Save);
    until(&mut first, "the settings", |_| Settings::load(folder.path()).0.recent.len() == 1);
    let (kept, _) = Settings::load(folder.path());
    assert_eq!(kept.recent, std::slice::from_ref(&path));
    let text = fs::read_to_string(&place).unwrap();
    assert!(text.contains("look: Light") && text.contains("panels_hidden: true"), "{text}");
    assert!(text.contains("save_by_itself: true"), "{text}");

    fs::write(&place, "(look: Purple").unwrap();
    let (fresh, notice) = Settings::load(folder.path());
    assert_eq!(fresh, Settings::default());
    assert!(notice.unwrap().contains("settings.damaged"));
    assert_eq!(fs::read_to_string(folder.path().join("settings.damaged")).unwrap(), "(look: Purple");
    // What a later Loadline has added is passed over.
    fs::write(&place, "(scale: 1.5, hologram: true)").unwrap();
    assert_eq!(Settings::load(folder.path()).1, None);
}
