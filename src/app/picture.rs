//! Pictures of figures: lying bars in rows over one scale, by `egui_plot`. They are neither moved nor zoomed; what is under
//! the pointer is told, and all of it stands in the accessibility tree as a text.

use crate::canvas::Palette;
use crate::units::{Measure as _, MoneyRate, Time, write};
use egui::{Align2, Color32, FontId, Pos2, Rangef, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_plot::{AxisHints, BarChart, GridInput, GridMark, Plot, PlotPoint, PlotTransform};

/// Height of a row with one lane, in points.
const ROW: f32 = 24.0;
/// Height of a row with two.
const HIGH_ROW: f32 = 36.0;
/// Height of the scale below the rows.
const SCALE: f32 = 20.0;
/// Height of what is written above the rows, in rows.
const ABOVE: f64 = 0.6;
/// Longest name beside a row, in letters.
const LONGEST: usize = 34;
/// Size of letters.
const LETTERS: f32 = 11.0;

/// What lies along the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Seconds.
    Time,
    /// Dollars a second.
    Money,
}

/// Which part of the height of its row a bar takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Whole,
    Upper,
    Lower,
}

/// A bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub row: usize,
    pub lane: Lane,
    pub from: f64,
    pub to: f64,
    pub color: Color32,
    /// Filled for what is always so, pale for what may be less.
    pub pale: bool,
    /// What stands in it, where there is room.
    pub label: String,
    /// What is told of it under the pointer.
    pub told: String,
}

/// A place on the scale: in one row, or across all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub row: Option<usize>,
    pub at: f64,
    pub color: Color32,
    pub label: String,
}

/// A row: its name in one line or two, what stands behind its bars, and what is told of it under the pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub name: String,
    pub end: String,
    pub told: String,
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub scale: Scale,
    pub rows: Vec<Row>,
    pub bars: Vec<Bar>,
    pub marks: Vec<Mark>,
}

impl Picture {
    /// What the accessibility tree says of it.
    fn said(&self, title: &str) -> String {
        let rows = self.rows.iter().map(|row| row.told.replace('\n', ", "));
        let marks = self.marks.iter().map(|mark| mark.label.clone());
        let lines: Vec<String> = rows.chain(marks).collect();
        format!("{title}: {}", lines.join("; "))
    }

    /// The ends of the scale.
    fn span(&self) -> (f64, f64) {
        let ends = self.bars.iter().flat_map(|bar| [bar.from, bar.to]).chain(self.marks.iter().map(|mark| mark.at));
        let (low, high) = ends.filter(|end| end.is_finite()).fold((0.0_f64, 0.0_f64), |(a, b), x| (a.min(x), b.max(x)));
        (low, if high > low { high } else { low + 1.0 })
    }

    fn above(&self) -> f64 {
        if self.marks.iter().any(|mark| mark.row.is_none()) { ABOVE } else { 0.0 }
    }

    /// The height that it needs.
    pub fn height(&self) -> f32 {
        #[expect(clippy::cast_possible_truncation, reason = "less than one")]
        let above = self.above() as f32;
        let row = if self.bars.iter().any(|bar| bar.lane != Lane::Whole) { HIGH_ROW } else { ROW };
        (self.rows.len() as f32 + above) * row + SCALE
    }
}

/// Shows a picture; gives the row that was clicked.
pub fn show(ui: &mut Ui, title: &str, picture: &Picture, width: f32) -> Option<usize> {
    let palette = Palette::of(ui.visuals());
    let (low, end) = picture.span();
    let font = FontId::proportional(LETTERS);
    let lines = picture.rows.iter().flat_map(|row| row.name.lines());
    let widest = lines.map(|line| wide(ui, &short_name(line), &font)).fold(0.0, f32::max);
    // Room for what stands behind the bars.
    let behind = picture.rows.iter().map(|row| wide(ui, &row.end, &font)).fold(0.0, f32::max) + 12.0;
    let room = f64::from(behind / (width - widest - 10.0 - behind).max(60.0));
    let high = end + room * (end - low);
    let plot = still(title, picture.scale, picture.rows.len())
        .width(width)
        .height(picture.height())
        .grid_color(palette.grid)
        .include_x(low)
        .include_x(high)
        .include_y(0.5 + picture.above())
        .include_y(0.5 - picture.rows.len() as f64)
        .custom_x_axes(vec![
            AxisHints::new_x()
                .formatter(|mark, _| short(mark.value, picture.scale))
                .label_spacing(Rangef::new(1.0, 2.0))
                .tick_label_color(ui.visuals().weak_text_color())
                .tick_label_font(font.clone()),
        ])
        .custom_y_axes(vec![
            // The names are written below, with each line at the right.
            AxisHints::new_y().formatter(|_, _| String::new()).min_thickness(widest + 10.0),
        ]);
    let shown = plot.show(ui, |plot| {
        let bars = picture.bars.iter().filter(|bar| bar.from.is_finite() && bar.to.is_finite()).map(|bar| {
            let (middle, thick) = place(bar);
            egui_plot::Bar::new(middle, (bar.to - bar.from).abs())
                .base_offset(bar.from.min(bar.to))
                .width(thick)
                .fill(bar.color.gamma_multiply(if bar.pale { 0.16 } else { 0.42 }))
                .stroke(Stroke::new(1.0, bar.color))
        });
        plot.bar_chart(BarChart::new(title, bars.collect()).horizontal().allow_hover(false));
    });
    write_names(ui, picture, &shown.transform, &font);
    write_in(ui, picture, &shown.transform, &font);
    let response = shown.response;
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, picture.said(title)));
    under_pointer(picture, &shown.transform, response)
}

/// A plot that is only looked at.
fn still<'a>(title: &str, scale: Scale, rows: usize) -> Plot<'a> {
    Plot::new(title)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_axis_zoom_drag(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_x(false)
        .show_y(false)
        .show_background(false)
        .show_grid([true, false])
        .grid_spacing(Rangef::new(8.0, 9.0))
        .set_margin_fraction(vec2(0.0, 0.0))
        .sense(Sense::CLICK)
        .x_grid_spacer(move |input| marks(input, scale))
        .y_grid_spacer(move |_| (0..rows).map(|row| GridMark { value: -(row as f64), step_size: 1.0 }).collect())
}

/// Middle and thickness of a bar, in rows.
fn place(bar: &Bar) -> (f64, f64) {
    let row = -(bar.row as f64);
    match bar.lane {
        Lane::Whole => (row, 0.66),
        Lane::Upper => (row + 0.2, 0.34),
        Lane::Lower => (row - 0.2, 0.34),
    }
}

/// The row at a height of the plot.
fn at_row(y: f64) -> Option<usize> {
    let row = (-y).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of rows")]
    (row >= 0.0).then_some(row as usize)
}

/// The names of the rows, at the left of them; a second line is quieter.
fn write_names(ui: &Ui, picture: &Picture, to_screen: &PlotTransform, font: &FontId) {
    let colors = [ui.visuals().text_color(), ui.visuals().weak_text_color()];
    for (place, row) in picture.rows.iter().enumerate() {
        let middle = pos2(
            to_screen.frame().left() - 6.0,
            to_screen.position_from_point(&PlotPoint::new(0.0, -(place as f64))).y,
        );
        let lines: Vec<&str> = row.name.lines().collect();
        let first = -0.5 * (lines.len() as f32 - 1.0) * (LETTERS + 2.0);
        for ((number, line), color) in lines.into_iter().enumerate().zip(colors) {
            let at = middle + vec2(0.0, first + number as f32 * (LETTERS + 2.0));
            ui.painter().text(at, Align2::RIGHT_CENTER, short_name(line), font.clone(), color);
        }
    }
}

/// What stands in the bars, behind them and beside the marks.
fn write_in(ui: &Ui, picture: &Picture, to_screen: &PlotTransform, font: &FontId) {
    let painter = ui.painter().with_clip_rect(to_screen.frame().intersect(ui.clip_rect()));
    let text = ui.visuals().text_color();
    let at = |x: f64, y: f64| to_screen.position_from_point(&PlotPoint::new(x, y));
    for bar in &picture.bars {
        let (middle, thick) = place(bar);
        let rect = Rect::from_two_pos(at(bar.from, middle - thick / 2.0), at(bar.to, middle + thick / 2.0));
        if !bar.label.is_empty() && wide(ui, &bar.label, font) + 6.0 <= rect.width() {
            painter.text(rect.center(), Align2::CENTER_CENTER, &bar.label, font.clone(), text);
        }
    }
    for (place, row) in picture.rows.iter().enumerate().filter(|(_, row)| !row.end.is_empty()) {
        let ends = picture.bars.iter().filter(|bar| bar.row == place).map(|bar| bar.from.max(bar.to));
        let end = at(ends.fold(0.0, f64::max), -(place as f64)) + vec2(5.0, 0.0);
        painter.text(end, Align2::LEFT_CENTER, &row.end, font.clone(), text);
    }
    let mut taken: Vec<Rect> = Vec::new();
    for mark in &picture.marks {
        let label = match mark.row {
            None => {
                let x = at(mark.at, 0.0).x;
                let frame = to_screen.frame();
                let line = [pos2(x, frame.top()), pos2(x, frame.bottom())];
                painter.extend(egui::Shape::dashed_line(&line, Stroke::new(1.5, mark.color), 5.0, 3.0));
                pos2(x, frame.top() + 8.0)
            }
            Some(row) => {
                let here = at(mark.at, -(row as f64));
                let tip = [here + vec2(0.0, 5.0), here + vec2(-4.0, -3.0), here + vec2(4.0, -3.0)];
                painter.add(egui::Shape::convex_polygon(tip.to_vec(), mark.color, Stroke::NONE));
                here
            }
        };
        let rect = beside(label, wide(ui, &mark.label, font), to_screen.frame(), &taken);
        painter.text(rect.left_center(), Align2::LEFT_CENTER, &mark.label, font.clone(), text);
        taken.push(rect);
    }
}

/// Where the label of a mark stands: right of it, else left of it, else a line lower; clear of other labels.
fn beside(at: Pos2, width: f32, frame: &Rect, taken: &[Rect]) -> Rect {
    let size = vec2(width, 13.0);
    let right = Rect::from_min_size(at + vec2(7.0, -6.5), size);
    let left = Rect::from_min_size(at + vec2(-7.0 - width, -6.5), size);
    let down = vec2(0.0, 13.0);
    let places = [right, left, right.translate(down), left.translate(down), right.translate(-down)];
    let free = |place: &&Rect| frame.expand(2.0).contains_rect(**place) && !taken.iter().any(|t| t.intersects(**place));
    places.iter().find(free).copied().unwrap_or(right)
}

/// Tells what is under the pointer; gives the row that was clicked.
fn under_pointer(picture: &Picture, to_screen: &PlotTransform, response: Response) -> Option<usize> {
    let pointer = response.hover_pos().or(response.interact_pointer_pos())?;
    let value = to_screen.value_from_position(pointer);
    let row = at_row(value.y).filter(|row| *row < picture.rows.len())?;
    let hit = picture.bars.iter().rev().find(|bar| {
        let (middle, thick) = place(bar);
        (value.y - middle).abs() <= thick / 2.0 && bar.from.min(bar.to) <= value.x && value.x <= bar.from.max(bar.to)
    });
    let told = hit.map(|bar| bar.told.as_str()).or(picture.rows.get(row).map(|row| row.told.as_str()))?;
    let clicked = response.clicked();
    response.on_hover_text_at_pointer(told);
    clicked.then_some(row)
}

fn wide(ui: &Ui, text: &str, font: &FontId) -> f32 {
    ui.painter().layout_no_wrap(text.to_owned(), font.clone(), Color32::PLACEHOLDER).size().x
}

/// A name of a length that fits beside a figure.
pub fn short_name(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let begin: String = name.chars().take(LONGEST - 1).collect();
    format!("{}…", begin.trim_end())
}

/// A figure on the scale.
fn short(value: f64, scale: Scale) -> String {
    match scale {
        Scale::Time => write(Time::from_base(value)),
        Scale::Money => {
            let text = write(MoneyRate::from_base(value));
            let text = text.strip_suffix("/month").unwrap_or(&text);
            text.strip_suffix(".00").unwrap_or(text).to_owned()
        }
    }
}

/// Round places along the scale.
fn marks(input: GridInput, scale: Scale) -> Vec<GridMark> {
    let (low, high) = input.bounds;
    let step = step((high - low) / 5.0, scale);
    if !(step.is_finite() && step > 0.0 && high > low) {
        return Vec::new();
    }
    let first = (low / step).ceil();
    (0..20)
        .map(|n| (first + f64::from(n)) * step)
        .take_while(|value| *value <= high)
        .map(|value| GridMark { value, step_size: step })
        .collect()
}

/// The least round step that is no less than that.
fn step(least: f64, scale: Scale) -> f64 {
    // A dollar a month, or a second.
    let unit = if scale == Scale::Money { 1.0 / (730.0 * 3600.0) } else { 1.0 };
    let times = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0];
    let more = [7200.0, 10_800.0, 21_600.0, 43_200.0, 86_400.0, 172_800.0, 432_000.0];
    if scale == Scale::Time && (1.0..=432_000.0).contains(&least) {
        return times.into_iter().chain(more).find(|step| *step >= least).unwrap_or(432_000.0);
    }
    let unit = if scale == Scale::Time && least > 432_000.0 { 86_400.0 } else { unit };
    let decade = 10.0_f64.powf((least / unit).log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|n| n * decade * unit).find(|step| *step >= least).unwrap_or(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_a_scale_are_round() {
        let close = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-9;
        for (span, wanted) in [(0.03, 0.05), (3.0, 5.0), (700.0, 900.0), (4000.0, 7200.0), (1e6, 20.0 * 86_400.0)] {
            assert!(close(step(span, Scale::Time), wanted), "{span}: {}", step(span, Scale::Time));
        }
        let month = 730.0 * 3600.0;
        assert!(close(step(130.0 / month, Scale::Money), 200.0 / month));
    }

    #[test]
    fn labels_keep_clear_of_each_other_and_in_the_picture() {
        let frame = Rect::from_min_max(pos2(0.0, 0.0), pos2(200.0, 40.0));
        let first = beside(pos2(100.0, 10.0), 60.0, &frame, &[]);
        let second = beside(pos2(104.0, 10.0), 60.0, &frame, &[first]);
        assert!(!first.intersects(second));
        assert!(beside(pos2(190.0, 10.0), 60.0, &frame, &[]).right() <= 200.0);
    }
}
