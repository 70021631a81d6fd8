//! Comparing with another file: read beside the window's work, as any file is read, and given up when that is asked for.

use crate::support::*;
use loadline::catalog::Role as Part;
use loadline::design::Component;

/// Asks for a comparison with a file by the dialog.
fn compare_with(window: &mut Window, path: &Path) {
    act(window, Action::CompareFile);
    window.run_steps(3);
    let field = window.get_by_role_and_label(Role::TextInput, "Path of the file");
    field.focus();
    field.type_text(&path.display().to_string());
    window.run_steps(2);
    press(window, "Compare");
}

/// A file that takes a while to be read.
fn a_large_file(folder: &Path) -> PathBuf {
    let mut history = History::new(Design::new("large"));
    let parts = (0..100_000).map(|n| {
        let id = Id::new(&format!("part-{n}")).unwrap();
        let part = Component::new(id, "a part", Part::Queue, "none", Point::new(n % 200 * 14, n / 200 * 8));
        Edit::insert(Element::Component(part))
    });
    history.apply(Edit::All(parts.collect())).unwrap();
    let path = folder.join("large.ron");
    fs::write(&path, file::write(history.design(), &Comments::default())).unwrap();
    path
}

#[test]
fn a_file_to_compare_with_is_read_while_the_window_goes_on_and_can_be_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let large = a_large_file(folder.path());
    let mut window = opened(folder.path(), &path);
    compare_with(&mut window, &large);
    assert!(app(&window).differences().is_none());
    until(&mut window, "the strip of progress", |window| shows(window, "Reading "));
    edit(&mut window, note("meanwhile"));
    assert!(has(designs(&window), "meanwhile"), "the window works on");
    assert!(shows(&window, "Reading "), "while it is still being read");
    let cancel = format!("Cancel: Reading {}", large.display());
    window.get_by_role_and_label(Role::Button, &cancel).click();
    window.run_steps(2);
    assert!(!shows(&window, "Reading "));
    // As long as it would have taken.
    let begun = Instant::now();
    file::open(&large).unwrap();
    let end = Instant::now() + begun.elapsed();
    while Instant::now() < end {
        window.run_steps(1);
        sleep(Duration::from_millis(20));
    }
    assert!(app(&window).differences().is_none() && !shows(&window, "Compared with"));
}

#[test]
fn what_carries_a_design_can_be_compared_with_and_what_does_not_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let text = fs::read_to_string(&path).unwrap();
    let (packed, broken) = (folder.path().join("packed.txt"), folder.path().join("broken.ron"));
    fs::write(&packed, file::carried::pack(&text)).unwrap();
    fs::write(&broken, "no design").unwrap();
    let mut window = opened(folder.path(), &path);
    edit(&mut window, note("mine"));
    compare_with(&mut window, &packed);
    until(&mut window, "the comparison", |window| app(window).differences().is_some());
    assert_eq!(app(&window).differences().unwrap().changes.len(), 1);
    assert!(shows(&window, &format!("Compared with {}", packed.display())));
    compare_with(&mut window, &broken);
    until(&mut window, "the reason", |window| app(window).messages().any(|text| text.contains("broken.ron")));
    assert_eq!(app(&window).differences().unwrap().changes.len(), 1, "the comparison before stays");
}

/// The file with one more line of comment before a component.
fn comment_outside(path: &Path) {
    let text = fs::read_to_string(path).unwrap();
    let place = text.find("        (id: \"events\"").unwrap();
    fs::write(path, format!("{}        // From outside.\n{}", &text[..place], &text[place..])).unwrap();
}

#[test]
fn comments_that_are_written_outside_are_not_lost_by_the_next_save() {
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let mut window = opened(folder.path(), &path);
    comment_outside(&path);
    until(&mut window, "the look", |window| app(window).history().can_undo());
    assert!(!app(&window).history().is_unsaved());
    edit(&mut window, note("mine"));
    act(&mut window, Action::Save);
    until(&mut window, "the save", |window| !app(window).history().is_unsaved());
    let saved = fs::read_to_string(&path).unwrap();
    assert!(saved.contains("// From outside.") && saved.contains("mine"));
}
