//! Saving by itself, in every tab, and saving where it cannot be.

use crate::support::*;

fn unsaved(window: &Window) -> usize {
    app(window).tabs().iter().filter(|tab| tab.unsaved).count()
}

#[test]
fn every_design_that_has_a_file_is_saved_by_itself_in_front_or_not() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (first, second) = (a_file(folder.path()), a_file(other.path()));
    let mut window = opened(folder.path(), &first);
    edit(&mut window, note("one"));
    let ctx = window.ctx.clone();
    window.state_mut().as_mut().unwrap().open(&ctx, second.clone());
    until(&mut window, "the second file", |window| app(window).path() == Some(&*second));
    edit(&mut window, note("two"));
    // One without a file stays as it is: nobody has said where to.
    act(&mut window, Action::New);
    edit(&mut window, note("three"));
    assert_eq!((app(&window).tabs().len(), unsaved(&window)), (3, 3));
    act(&mut window, Action::Autosave);
    until(&mut window, "two saves", |window| unsaved(window) == 1);
    assert!(has(&file::open(&first).unwrap().design, "one"));
    assert!(has(&file::open(&second).unwrap().design, "two"));
    assert_eq!(app(&window).path(), None, "the design in front is still that without a file");
}

#[test]
fn a_save_that_fails_says_why_once_and_the_work_stays_unsaved() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("place");
    fs::create_dir(&place).unwrap();
    let path = a_file(&place);
    let mut window = opened(folder.path(), &path);
    act(&mut window, Action::Autosave);
    // The drive has gone, as far as the window can see.
    fs::rename(&place, folder.path().join("away")).unwrap();
    edit(&mut window, note("mine"));
    until(&mut window, "the refusal", |window| shows(window, "The file was not saved"));
    assert!(shows(&window, &place.display().to_string()), "it names the place");
    press(&mut window, "Close");
    let end = Instant::now() + Duration::from_secs(3);
    while Instant::now() < end {
        window.run_steps(1);
        assert!(!shows(&window, "The file was not saved"), "it is told once");
        sleep(Duration::from_millis(50));
    }
    assert!(app(&window).history().is_unsaved() && has(designs(&window), "mine"));
    assert_eq!(entries(folder.path()).len(), 1, "the journal has it");
    // It is there again.
    fs::rename(folder.path().join("away"), &place).unwrap();
    act(&mut window, Action::Save);
    until(&mut window, "the save", |window| !app(window).history().is_unsaved());
    assert!(has(&file::open(&path).unwrap().design, "mine"));
}

#[test]
fn a_save_while_another_is_written_waits_for_it_and_both_are_known() {
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let mut window = opened(folder.path(), &path);
    let ctx = window.ctx.clone();
    for number in 0..8 {
        // No frame between: the first is still being written.
        let app = window.state_mut().as_mut().unwrap();
        app.apply(&ctx, Command::Edit(note(&format!("n{number}"))));
        app.act(&ctx, Action::Save);
    }
    until(&mut window, "the saves", |window| {
        !app(window).history().is_unsaved() && file::open(&path).is_ok_and(|opened| has(&opened.design, "n7"))
    });
    sleep(Duration::from_millis(1200));
    window.run_steps(3);
    assert!(!shows(&window, "was changed outside"), "its own saves are no change from outside");
}
