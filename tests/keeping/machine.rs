//! A session against a simple model: edits, undo, redo, saves, changes from outside and crashes in any order. The model
//! is sets of notes; the window, the file and the journal must agree with it after every step.

use crate::support::*;
use std::collections::BTreeSet;

type Notes = BTreeSet<String>;

/// A linear congruence: the same sessions in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

/// What should be.
#[derive(Clone, Debug)]
struct Model {
    board: Notes,
    /// Number of the state that the board is in; none that was saved has another.
    state: u64,
    undo: Vec<(Notes, u64)>,
    redo: Vec<(Notes, u64)>,
    saved: Option<u64>,
    file: Notes,
    /// What the file was when it was last seen.
    base: Notes,
    states: u64,
}

impl Model {
    fn step(&mut self, board: Notes) {
        self.undo.push((std::mem::replace(&mut self.board, board), self.state));
        self.redo.clear();
        self.states += 1;
        self.state = self.states;
    }

    fn is_unsaved(&self) -> bool {
        self.saved != Some(self.state)
    }

    /// By id: who has changed something against the base has it as it is with him.
    fn merged(&self) -> Notes {
        let all: Notes = self.board.union(&self.file).chain(&self.base).cloned().collect();
        let is_in = |name: &String| {
            let (ours, theirs, base) = (self.board.contains(name), self.file.contains(name), self.base.contains(name));
            if ours == base { theirs } else { ours }
        };
        all.into_iter().filter(is_in).collect()
    }
}

fn notes_of(design: &Design) -> Notes {
    design.notes().map(|note| note.id.to_string()).filter(|id| id.starts_with("n-")).collect()
}

struct Session {
    state: tempfile::TempDir,
    folder: tempfile::TempDir,
    path: PathBuf,
    window: Window,
    model: Model,
    chance: Chance,
    named: u32,
    done: Vec<String>,
}

impl Session {
    fn begin(seed: u64) -> Self {
        let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let path = folder.path().join("plan.ron");
        fs::copy("tests/data/one-component.ron", &path).unwrap();
        let window = opened(state.path(), &path);
        let none = Notes::new();
        let model = Model {
            board: none.clone(),
            state: 0,
            undo: Vec::new(),
            redo: Vec::new(),
            saved: Some(0),
            file: none.clone(),
            base: none,
            states: 0,
        };
        Self { state, folder, path, window, model, chance: Chance(seed), named: 0, done: vec![format!("seed {seed}")] }
    }

    fn fresh(&mut self) -> String {
        self.named += 1;
        format!("n-{}", self.named)
    }

    fn one_of(&mut self, notes: &Notes) -> Option<String> {
        let place = self.chance.below(notes.len());
        notes.iter().nth(place).cloned()
    }

    fn step(&mut self) {
        match self.chance.below(10) {
            0..=2 => {
                let name = self.fresh();
                self.done.push(format!("draw {name}"));
                edit(&mut self.window, note(&name));
                let mut board = self.model.board.clone();
                board.insert(name);
                self.model.step(board);
            }
            3 => {
                let Some(name) = self.one_of(&self.model.board.clone()) else { return };
                self.done.push(format!("delete {name}"));
                edit(&mut self.window, Edit::Remove(ElementId::Note(Id::new(&name).unwrap())));
                let mut board = self.model.board.clone();
                board.remove(&name);
                self.model.step(board);
            }
            4 => {
                self.done.push("undo".to_owned());
                act(&mut self.window, Action::Undo);
                if let Some((board, state)) = self.model.undo.pop() {
                    let now = (std::mem::replace(&mut self.model.board, board), self.model.state);
                    self.model.redo.push(now);
                    self.model.state = state;
                }
            }
            5 => {
                self.done.push("redo".to_owned());
                act(&mut self.window, Action::Redo);
                if let Some((board, state)) = self.model.redo.pop() {
                    let now = (std::mem::replace(&mut self.model.board, board), self.model.state);
                    self.model.undo.push(now);
                    self.model.state = state;
                }
            }
            6 => self.save(),
            7 | 8 => self.outside(),
            _ => self.crash(),
        }
        self.check();
    }

    fn save(&mut self) {
        self.done.push("save".to_owned());
        let (path, before) = (self.path.clone(), written(&self.path));
        act(&mut self.window, Action::Save);
        if self.model.file == self.model.base {
            // What was saved already is written again: nobody else may write meanwhile, or it would be theirs to ask.
            until(&mut self.window, "the save", |window| {
                !app(window).history().is_unsaved() && written(&path) != before
            });
            self.saved();
        } else {
            self.answer(true);
        }
    }

    fn saved(&mut self) {
        self.model.saved = Some(self.model.state);
        self.model.file.clone_from(&self.model.board);
        self.model.base.clone_from(&self.model.board);
    }

    /// Somebody else draws or deletes a note.
    fn outside(&mut self) {
        let mut file = self.model.file.clone();
        let taken = if self.chance.below(3) == 0 { self.one_of(&file) } else { None };
        let change = if let Some(name) = taken {
            file.remove(&name);
            Edit::Remove(ElementId::Note(Id::new(&name).unwrap()))
        } else {
            let name = self.fresh();
            file.insert(name.clone());
            note(&name)
        };
        self.done.push(format!("outside {file:?}"));
        change_outside(&self.path, change);
        self.model.file = file;
        self.notice();
    }

    /// The window notices that the file is another.
    fn notice(&mut self) {
        let file = self.model.file.clone();
        if self.model.board == file {
            until(&mut self.window, "both to be the same", |window| !app(window).history().is_unsaved());
            self.model.saved = Some(self.model.state);
            self.model.base = file;
        } else if self.model.is_unsaved() {
            self.answer(false);
        } else {
            until(&mut self.window, "the reload", |window| notes_of(designs(window)) == file);
            self.model.step(file.clone());
            self.model.saved = Some(self.model.state);
            self.model.base = file;
        }
    }

    /// Answers the question, which came up because of a save or by itself.
    fn answer(&mut self, saving: bool) {
        // Its answers are awaited: a message about a change that was seen before may still be shown.
        until(&mut self.window, "the question", |window| {
            window.query_by_role_and_label(Role::Button, "Keep mine").is_some()
        });
        let answers = ["Merge", "Keep mine", "Take the file", "Later"];
        let answer = answers[self.chance.below(answers.len())];
        self.done.push(answer.to_owned());
        press(&mut self.window, answer);
        match answer {
            "Merge" => {
                let merged = self.model.merged();
                self.model.step(merged);
                self.model.base.clone_from(&self.model.file);
            }
            "Keep mine" => {}
            "Take the file" => {
                self.model.step(self.model.file.clone());
                self.model.saved = Some(self.model.state);
                self.model.base.clone_from(&self.model.file);
                return;
            }
            _ => return,
        }
        if saving {
            until(&mut self.window, "the save", |window| !app(window).history().is_unsaved());
            self.saved();
        } else if answer == "Keep mine" {
            // The next save writes over it: as good as seen. What a merge would start from is the old base.
            self.done.push("save after all".to_owned());
            act(&mut self.window, Action::Save);
            until(&mut self.window, "the save", |window| !app(window).history().is_unsaved());
            self.saved();
        }
    }

    /// The window is gone from one moment to the next; only the file and the journal are left.
    fn crash(&mut self) {
        self.done.push("crash".to_owned());
        let state = tempfile::tempdir().unwrap();
        let journal = state.path().join("journal");
        fs::create_dir_all(&journal).unwrap();
        let (board, unsaved) = (self.model.board.clone(), self.model.is_unsaved());
        let old = self.state.path().to_owned();
        // Within a second of the last edit it is on the disk.
        let begun = Instant::now();
        until(&mut self.window, "the journal", |_| {
            let found = entries(&old);
            if unsaved {
                found.len() == 1 && file::open(&found[0]).is_ok_and(|opened| notes_of(&opened.design) == board)
            } else {
                found.is_empty()
            }
        });
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}: {:?}", begun.elapsed(), self.done);
        for entry in entries(&old) {
            fs::copy(&entry, journal.join(entry.file_name().unwrap())).unwrap();
        }
        let offered = unsaved && self.model.board != self.model.file;
        let fresh = if offered { window(state.path(), None) } else { opened(state.path(), &self.path) };
        drop(std::mem::replace(&mut self.window, fresh));
        self.state = state;
        self.model.undo.clear();
        self.model.redo.clear();
        if !offered {
            self.model.board.clone_from(&self.model.file);
            self.model.base.clone_from(&self.model.file);
            self.model.saved = Some(self.model.state);
            return;
        }
        until(&mut self.window, "the offer", |window| shows(window, "Work that was not saved"));
        press(&mut self.window, "Open One component");
        self.model.saved = None;
        let seen = self.model.base.clone();
        // A merge starts from what the file says now, whatever it was.
        self.model.base.clone_from(&self.model.file);
        if seen != self.model.file {
            self.notice();
        }
    }

    fn check(&mut self) {
        self.window.run_steps(1);
        let done = &self.done;
        assert_eq!(notes_of(designs(&self.window)), self.model.board, "the board: {done:?}");
        assert_eq!(app(&self.window).history().is_unsaved(), self.model.is_unsaved(), "unsaved: {done:?}");
        let file = file::open(&self.path).unwrap();
        assert_eq!(notes_of(&file.design), self.model.file, "the file: {done:?}");
        assert_eq!(app(&self.window).history().can_undo(), !self.model.undo.is_empty(), "undo: {done:?}");
        // A save of what was saved already may still be under way.
        let folder = self.folder.path().to_owned();
        until(&mut self.window, "the file to be alone in its folder", |_| fs::read_dir(&folder).unwrap().count() == 1);
    }
}

/// Which file stands there: a save puts another in its place.
fn written(path: &std::path::Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).ok().map(|found| found.ino())
}

fn session(seed: u64) {
    let mut session = Session::begin(seed);
    for _ in 0..25 {
        session.step();
    }
}

/// Sessions by themselves, side by side; more of them before a release.
fn sessions(from: u64) {
    let times = std::env::var("LOADLINE_TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1_u64);
    for seed in from..from + times {
        session(seed);
    }
}

#[test]
fn sessions_of_every_kind() {
    sessions(1_000);
}

#[test]
fn more_sessions_of_every_kind() {
    sessions(2_000);
}

#[test]
fn still_more_sessions_of_every_kind() {
    sessions(3_000);
}
