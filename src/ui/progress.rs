//! Long work: the oldest on the lowest line of the frame, where it takes no room from anything and nothing jumps when it
//! ends; all of it in a panel.

use super::canvas::Canvas;
use super::{finder, pane, popups};
use crate::app::figures;
use crate::app::jobs::Job;
use crate::app::progress::Progress;
use crate::app::state::State;
use ratatui::layout::Rect;

/// Columns of the bar.
const BAR: u64 = 20;

/// Draws how far the oldest work is.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, frame: Rect) {
    let Some(job) = state.jobs.running() else {
        return;
    };
    let row = frame.bottom().saturating_sub(1);
    let free = frame.width.saturating_sub(4);
    let long = text(job, true);
    let fits = long.chars().count() <= usize::from(free);
    let shown = if fits { long } else { text(job, false) };
    let style = canvas.theme.text;
    canvas.text(frame.left() + 2, row, free, &shown, style);
}

/// Draws the panel: two lines each, the work and how far it is.
pub fn panel(canvas: &mut Canvas<'_>, state: &State, panel: &Progress) {
    let outer = Progress::area(state.size);
    let area = popups::boxed(canvas, outer, "Running");
    let theme = canvas.theme;
    let jobs = state.jobs.all();
    let rows = (area.y..area.bottom()).step_by(2);
    for (y, (at, job)) in rows.zip(jobs.iter().enumerate().skip(panel.top)) {
        let what = if job.stopping { "Stopping" } else { job.what };
        canvas.text(area.x, y, area.width, what, theme.text);
        if at == panel.cursor {
            finder::cursor(canvas, area, y);
        }
        let wide = far(job, true);
        let fits = wide.chars().count() <= usize::from(area.width);
        let shown = if fits { wide } else { far(job, false) };
        if y + 1 < area.bottom() {
            canvas.text(area.x, y + 1, area.width, &shown, theme.dim);
        }
    }
    if jobs.is_empty() {
        let hint = "Nothing is running. The log (L) tells what has been done.";
        let above = Rect::new(area.x.saturating_sub(1), area.y, area.width + 2, area.height);
        pane::hint(canvas, above, 0, hint);
        popups::hints(canvas, outer, &[("Esc", "close")]);
    } else {
        popups::hints(
            canvas,
            outer,
            &[("x", "stop it"), ("Esc", "close, and let it run")],
        );
    }
}

fn text(job: &Job, long: bool) -> String {
    let what = if job.stopping { "Stopping" } else { job.what };
    format!(" {what}  {} ", far(job, long))
}

fn far(job: &Job, long: bool) -> String {
    let mut parts = Vec::new();
    if let Some(percent) = job.percent() {
        if long {
            let full = percent * BAR / 100;
            let bar: String = (0..BAR).map(|at| if at < full { '━' } else { '╌' }).collect();
            parts.push(bar);
        }
        parts.push(format!("{percent} %"));
    }
    if long {
        parts.push(format!("{} rows", figures::count(job.done)));
    }
    if long && job.rate >= 1.0 {
        parts.push(format!("{} rows/s", figures::count(job.rate as u64)));
    }
    if let Some(seconds) = job.seconds_left() {
        parts.push(left(seconds));
    }
    parts.join("  ")
}

fn left(seconds: u64) -> String {
    match seconds {
        0..100 => format!("{seconds} s left"),
        _ => format!("{} min left", seconds.div_ceil(60)),
    }
}
