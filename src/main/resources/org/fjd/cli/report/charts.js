"use strict";

const CHART = {height: 210, left: 46, right: 12, top: 14, bottom: 24};

/** A chart with its axes; what it shows at a point is for its tip. */
class Chart {
  constructor(id, paint) {
    this.canvas = byId(id);
    this.paint = paint;
    this.tipAt = () => null;
    this.canvas.addEventListener("pointermove", event => {
      const bounds = this.canvas.getBoundingClientRect();
      const lines = this.tipAt(event.clientX - bounds.left);
      if (lines) {
        tip.show(lines, event);
      } else {
        tip.hide();
      }
    });
    this.canvas.addEventListener("pointerleave", () => tip.hide());
    this.canvas.setAttribute("role", "img");
  }

  draw() {
    const {context, width} = prepare(this.canvas, CHART.height);
    const plot = {
      left: CHART.left,
      right: width - CHART.right,
      top: CHART.top,
      bottom: CHART.height - CHART.bottom,
    };
    plot.width = Math.max(1, plot.right - plot.left);
    plot.height = plot.bottom - plot.top;
    const {label, tipAt} = this.paint(context, plot);
    this.canvas.setAttribute("aria-label", label);
    this.tipAt = tipAt;
  }
}

/** Draws an axis of counts, and gives the function from count to height. */
function countAxis(context, plot, most) {
  const ticks = countTicks(most, 4);
  const y = count => plot.bottom - count / Math.max(most, 1e-9) * plot.height;
  context.textAlign = "right";
  context.lineWidth = 1;
  for (const tick of ticks) {
    const at = Math.round(y(tick)) + 0.5;
    context.strokeStyle = palette.line;
    context.beginPath();
    context.moveTo(plot.left, at);
    context.lineTo(plot.right, at);
    context.stroke();
    context.fillStyle = palette.quiet;
    context.fillText(shortCount(tick), plot.left - 6, at);
  }
  return y;
}

function shortCount(count) {
  if (count >= 1e6) {
    return `${Number((count / 1e6).toPrecision(3))}M`;
  }
  return count >= 1e4 ? `${Number((count / 1e3).toPrecision(3))}k` : String(count);
}

function timeAxis(context, plot, x) {
  context.textAlign = "center";
  context.fillStyle = palette.quiet;
  for (const tick of timeTicks(range.from, range.to, Math.max(2, plot.width / 75))) {
    const at = x(tick.at);
    const half = context.measureText(tick.label).width / 2;
    if (at - half > 2 && at + half < plot.right + CHART.right) {
      context.fillText(tick.label, at, plot.bottom + 13);
    }
  }
}

function paintNothing(context, plot, label) {
  context.textAlign = "center";
  context.fillStyle = palette.quiet;
  context.fillText(label, plot.left + plot.width / 2 - CHART.left / 2, plot.top + plot.height / 2);
  return {label, tipAt: () => null};
}

/** How many runs are going on, on average in each of so many parts of the range that is shown. */
function countRunning(parts) {
  const part = (range.to - range.from) / parts;
  const rise = new Float64Array(parts + 1);
  const partly = new Float64Array(parts);
  for (const lane of lanes) {
    const end = firstAfter(lane.from, range.to);
    for (let i = firstAfter(lane.latest, range.from); i < end; i++) {
      const from = Math.max(0, (lane.from[i] - range.from) / part);
      const to = Math.min(parts, (lane.to[i] - range.from) / part);
      const first = Math.floor(from);
      const last = Math.floor(to);
      if (to <= from) {
        continue;
      }
      if (first === last) {
        partly[first] += to - from;
      } else {
        partly[first] += first + 1 - from;
        rise[first + 1]++;
        rise[last]--;
        if (last < parts) {
          partly[last] += to - last;
        }
      }
    }
  }
  let whole = 0;
  return partly.map((count, i) => count + (whole += rise[i]));
}

function paintRunning(context, plot) {
  if (lanes.every(lane => lane.count === 0)) {
    return paintNothing(context, plot, "No job has been started yet.");
  }
  const parts = Math.max(1, Math.floor(plot.width));
  const counts = countRunning(parts);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const y = countAxis(context, plot, Math.max(1, most * 1.05));
  const x = at => plot.left + (at - range.from) / (range.to - range.from) * plot.width;
  timeAxis(context, plot, x);
  context.beginPath();
  context.moveTo(plot.left, plot.bottom);
  counts.forEach((count, i) => {
    context.lineTo(plot.left + i, y(count));
    context.lineTo(plot.left + i + 1, y(count));
  });
  context.strokeStyle = palette.running;
  context.lineWidth = 1.5;
  context.stroke();
  context.lineTo(plot.left + parts, plot.bottom);
  context.globalAlpha = 0.25;
  context.fillStyle = palette.running;
  context.fill();
  context.globalAlpha = 1;
  return {
    label: `Jobs running at a time: at most ${most.toFixed(0)}`,
    tipAt(at) {
      const i = Math.floor(at - plot.left);
      return i >= 0 && i < parts
        ? [`${counts[i].toFixed(counts[i] < 10 ? 1 : 0)} running`, formatInstant(range.from + (i + 0.5) / parts * (range.to - range.from))]
        : null;
    },
  };
}

const ENDED = ["done", "cancelled", "rejected", "lost", "timed-out", "failed"];

/** Draws bars of counts, one state upon another. */
function paintBars(context, bars, left, right, y) {
  bars.forEach((counts, i) => {
    let base = 0;
    ENDED.forEach((state, s) => {
      if (counts[s] > 0) {
        const top = y(base + counts[s]);
        context.fillStyle = palette[state];
        context.fillRect(left(i), top, Math.max(1, right(i) - left(i)), Math.max(1, y(base) - top));
        base += counts[s];
      }
    });
  });
}

function barTip(counts) {
  const parts = ENDED.map((state, s) => [state, counts[s]]).filter(([, count]) => count > 0);
  return parts.map(([state, count]) => `${formatCount(count)} ${state}`).join(", ");
}

function sum(counts) {
  return counts.reduce((a, b) => a + b, 0);
}

function paintEnded(context, plot) {
  const step = timeStep(range.to - range.from, Math.max(5, plot.width / 7));
  const first = Math.floor(range.from / step);
  const bars = Array.from({length: Math.floor(range.to / step) - first + 1}, () => ENDED.map(() => 0));
  let some = false;
  for (let i = 0; i < jobs.count; i++) {
    const bar = bars[Math.floor(jobs.ended[i] / step) - first];
    const state = ENDED.indexOf(jobs.state[i]);
    some ||= !Number.isNaN(jobs.ended[i]);
    if (bar && state >= 0) {
      bar[state]++;
    }
  }
  if (!some) {
    return paintNothing(context, plot, "No job has ended yet.");
  }
  const most = bars.reduce((a, bar) => Math.max(a, sum(bar)), 1);
  const y = countAxis(context, plot, most * 1.05);
  const x = at => plot.left + (at - range.from) / (range.to - range.from) * plot.width;
  timeAxis(context, plot, x);
  const edge = at => Math.min(plot.right, Math.max(plot.left, x(at)));
  paintBars(context, bars, i => edge((first + i) * step) + 0.5, i => edge((first + i + 1) * step) - 0.5, y);
  context.textAlign = "right";
  context.fillStyle = palette.quiet;
  context.fillText(`per ${formatTick(step)}`, plot.right, 7);
  return {
    label: `Jobs ended over time: at most ${formatCount(most)} per ${formatTick(step)}`,
    tipAt(at) {
      const i = Math.floor((range.from + (at - plot.left) / plot.width * (range.to - range.from)) / step) - first;
      return bars[i] && sum(bars[i]) > 0
        ? [`${formatCount(sum(bars[i]))} in ${formatTick(step)}`, barTip(bars[i]), `from ${formatInstant((first + i) * step)}`]
        : null;
    },
  };
}

const DURATION_TICKS = [1, 10, 100, SECOND, 10 * SECOND, MINUTE, 10 * MINUTE, HOUR, 10 * HOUR, 4 * DAY, 40 * DAY, 365 * DAY];

/** A scale for durations: by their logarithm where the longest is far longer than the shortest. */
function durationScale(walls) {
  const low = Math.max(1, walls[0]);
  const high = Math.max(low * 1.01, walls[walls.length - 1]);
  if (high / low <= 30) {
    const step = timeStep(high, 6);
    const ticks = Array.from({length: Math.floor(high / step) + 1}, (_, i) => i * step);
    return {log: false, to: v => v / high, from: p => p * high, ticks};
  }
  const [a, b] = [Math.log(low), Math.log(high)];
  return {
    log: true,
    to: v => (Math.log(Math.max(v, low)) - a) / (b - a),
    from: p => Math.exp(a + p * (b - a)),
    ticks: DURATION_TICKS.filter(tick => tick >= low && tick <= high),
  };
}

function paintDurations(context, plot) {
  const walls = endedWalls();
  if (walls.length === 0) {
    return paintNothing(context, plot, "No job has run to its end yet.");
  }
  const scale = durationScale(walls);
  const count = Math.max(4, Math.min(60, Math.floor(plot.width / 9), 4 + Math.ceil(Math.sqrt(walls.length) * 2)));
  const bars = Array.from({length: count}, () => ENDED.map(() => 0));
  for (let i = 0; i < jobs.count; i++) {
    const state = ENDED.indexOf(jobs.state[i]);
    if (!Number.isNaN(jobs.wall[i]) && state >= 0) {
      bars[Math.min(count - 1, Math.floor(scale.to(jobs.wall[i]) * count))][state]++;
    }
  }
  const most = bars.reduce((a, bar) => Math.max(a, sum(bar)), 1);
  const y = countAxis(context, plot, most * 1.05);
  const x = part => plot.left + part * plot.width;
  paintBars(context, bars, i => x(i / count) + 0.5, i => x((i + 1) / count) - 0.5, y);
  context.textAlign = "center";
  context.fillStyle = palette.quiet;
  for (const tick of scale.ticks) {
    const label = formatTick(tick);
    const half = context.measureText(label).width / 2;
    const at = Math.min(plot.right + CHART.right - half - 1, x(scale.to(tick)));
    context.fillText(label, at, plot.bottom + 13);
  }
  const marks = [["median", quantile(walls, 0.5)], ["95%", quantile(walls, 0.95)]];
  paintMarks(context, plot, marks.map(([name, wall]) => ({at: x(scale.to(wall)), label: `${name} ${formatDuration(wall)}`})));
  return {
    label: `Durations of ${counted(walls.length, "job")}: median ${formatDuration(marks[0][1])}, 95% take at most ${formatDuration(marks[1][1])}`,
    tipAt(at) {
      const i = Math.floor((at - plot.left) / plot.width * count);
      return bars[i] && sum(bars[i]) > 0
        ? [counted(sum(bars[i]), "job"), barTip(bars[i]),
          `${formatDuration(scale.from(i / count))} to ${formatDuration(scale.from((i + 1) / count))}${scale.log ? " (logarithmic)" : ""}`]
        : null;
    },
  };
}

/** Lines over a chart, with labels above it that keep out of each other's way. */
function paintMarks(context, plot, marks) {
  context.textAlign = "left";
  let free = Infinity;
  for (const {at, label} of [...marks].reverse()) {
    context.setLineDash([4, 3]);
    context.strokeStyle = palette.text;
    context.beginPath();
    context.moveTo(Math.round(at) + 0.5, plot.top);
    context.lineTo(Math.round(at) + 0.5, plot.bottom);
    context.stroke();
    context.setLineDash([]);
    const width = context.measureText(label).width;
    const left = Math.max(2, Math.min(at - width / 2, plot.right - width, free - width - 10));
    context.fillStyle = palette.text;
    context.fillText(label, left, 6);
    free = left;
  }
}

const charts = [new Chart("running", paintRunning), new Chart("ended", paintEnded), new Chart("durations", paintDurations)];
