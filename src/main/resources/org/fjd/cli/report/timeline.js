"use strict";

const AXIS = 26;
const TALLEST_LANE = 24;
const LOWEST_LANE = 4;
const NAMED_LANE = 12;
const LABELLED_LANE = 15;
const MOST_HEIGHT = 440;

/** A worker's name without the instant that makes it unique. */
function shortWorker(worker) {
  return harmless(worker.replace(/-[0-9a-z]+$/, ""));
}

const timeline = {
  canvas: byId("lanes-canvas"),
  box: byId("lanes"),
  laneHeight: TALLEST_LANE,
  height: 0,
  gutter: 0,

  /** Fits the height of lanes to how many there are. */
  resize() {
    const count = Math.max(1, lanes.length);
    this.laneHeight = Math.max(LOWEST_LANE, Math.min(TALLEST_LANE, Math.floor(MOST_HEIGHT / count)));
    const all = count * this.laneHeight;
    this.height = AXIS + Math.min(all, MOST_HEIGHT) + 6;
    this.canvas.style.height = `${this.height}px`;
    this.box.style.maxHeight = `${this.height + 2}px`;
    byId("lanes-room").style.height = `${Math.max(0, AXIS + all + 6 - this.height)}px`;
    this.gutter = this.gutterWidth();
    this.draw();
  },

  /** As wide as the names need, if that leaves enough to the lanes. */
  gutterWidth() {
    const {context, width} = prepare(this.canvas, this.height);
    const names = this.laneHeight >= NAMED_LANE ? lanes.map(lane => shortWorker(lane.worker)) : lanes.map(lane => lane.host);
    const widest = names.reduce((most, name) => Math.max(most, context.measureText(name).width), 0);
    return Math.ceil(Math.min(widest + 22, Math.max(100, width * 0.22)));
  },

  draw() {
    const {context, width, height, ratio} = prepare(this.canvas, this.height);
    const from = range.from;
    const to = range.to;
    const plot = {left: this.gutter, width: Math.max(1, width - this.gutter - 8)};
    this.plot = plot;
    const x = at => plot.left + (at - from) / (to - from) * plot.width;
    context.fillStyle = palette.panel;
    context.fillRect(0, 0, width, height);
    if (lanes.length === 0) {
      context.fillStyle = palette.quiet;
      context.fillText("No worker has run a job yet.", 14, height / 2);
      return;
    }
    this.drawAxis(context, x, height, plot);
    const first = Math.max(0, Math.floor(this.box.scrollTop / this.laneHeight));
    const visible = Math.ceil((height - AXIS) / this.laneHeight) + 1;
    const shown = lanes.slice(first, first + visible);
    const top = index => AXIS + (first + index) * this.laneHeight - this.box.scrollTop;
    this.drawLanes(context, ratio, shown, top, plot, height);
    this.drawNames(context, shown, top);
    if (this.laneHeight >= LABELLED_LANE) {
      this.drawLabels(context, shown, top, x, plot);
    }
    // The axis stays above lanes that are scrolled under it.
    context.fillStyle = palette.panel;
    context.fillRect(0, 0, width, AXIS - 1);
    this.drawAxis(context, x, AXIS, plot);
    const span = `${formatInstant(from)} to ${formatInstant(to)}`;
    byId("range").textContent = `${span}, ${formatDuration(to - from)}`;
    this.canvas.setAttribute("aria-label", `Timeline of ${counted(lanes.length, "worker")}, ${span}`);
  },

  drawAxis(context, x, height, plot) {
    context.textAlign = "center";
    context.lineWidth = 1;
    for (const tick of timeTicks(range.from, range.to, Math.max(2, plot.width / 85))) {
      const at = Math.round(x(tick.at)) + 0.5;
      context.strokeStyle = palette.line;
      context.beginPath();
      context.moveTo(at, AXIS - 5);
      context.lineTo(at, height);
      context.stroke();
      const half = context.measureText(tick.label).width / 2;
      if (at - half > 2 && at + half < plot.left + plot.width + 8) {
        context.fillStyle = palette.quiet;
        context.fillText(tick.label, at, AXIS / 2 - 2);
      }
    }
  },

  /** Paints each lane into an image of its own, a colour for each of the screen's points. */
  drawLanes(context, ratio, shown, top, plot, height) {
    const width = Math.max(1, Math.round(plot.width * ratio));
    const rows = Math.max(1, Math.round(this.laneHeight * ratio));
    const gap = this.laneHeight >= 10 ? Math.round(2 * ratio) : this.laneHeight >= 6 ? Math.round(ratio) : 0;
    const inset = Math.round(rows * 0.18);
    const image = context.createImageData(width, rows);
    const pixels = new Uint32Array(image.data.buffer);
    const colours = RANKS.map(state => shades(palette[state], palette.lane));
    const empty = packed(palette.panel);
    const lane = packed(palette.lane);
    const cover = new Float32Array(width);
    const worst = new Uint8Array(width);
    const inner = new Uint32Array(width);
    const outer = new Uint32Array(width);
    const scale = width / (range.to - range.from);
    shown.forEach((each, index) => {
      const y = Math.round(top(index) * ratio);
      if (y + rows < AXIS * ratio || y > height * ratio) {
        return;
      }
      cover.fill(0);
      worst.fill(0);
      mark(each, scale, cover, worst, ratio);
      const bounds = each.count === 0 ? [0, -1] : [each.from[0], each.latest[each.count - 1]]
        .map(at => Math.round((at - range.from) * scale));
      for (let i = 0; i < width; i++) {
        const ground = i >= bounds[0] && i <= bounds[1] ? lane : empty;
        inner[i] = ground;
        outer[i] = ground;
        if (worst[i] > 0) {
          const colour = colours[worst[i] - 1][Math.min(SHADES, Math.ceil(cover[i] * SHADES))];
          inner[i] = colour;
          if (worst[i] - 1 >= FIRST_BAD) {
            outer[i] = colour;
          }
        }
      }
      for (let row = 0; row < rows; row++) {
        const line = row < gap ? null : row < gap + inset || row >= rows - inset ? outer : inner;
        if (line) {
          pixels.set(line, row * width);
        } else {
          pixels.fill(empty, row * width, (row + 1) * width);
        }
      }
      context.putImageData(image, Math.round(plot.left * ratio), y);
    });
  },

  /** Names of workers, or of their hosts where lanes are too low for that. */
  drawNames(context, shown, top) {
    context.textAlign = "left";
    context.fillStyle = palette.panel;
    context.fillRect(0, AXIS, this.gutter, this.height);
    context.fillStyle = palette.text;
    let lowest = -Infinity;
    let host = null;
    shown.forEach((each, index) => {
      const middle = top(index) + this.laneHeight / 2 + 1;
      if (this.laneHeight >= NAMED_LANE) {
        context.fillText(fitted(context, shortWorker(each.worker), this.gutter - 18), 10, middle);
      } else if (each.host !== host && middle > lowest + 14) {
        lowest = Math.max(middle, AXIS + 8);
        context.fillText(fitted(context, harmless(each.host), this.gutter - 18), 10, lowest);
      }
      host = each.host;
    });
  },

  /** Names of jobs, where one is long enough to bear its own. */
  drawLabels(context, shown, top, x, plot) {
    context.textAlign = "left";
    context.fillStyle = palette["on-state"];
    shown.forEach((each, index) => {
      let labels = 0;
      for (const i of visibleSpans(each)) {
        const left = Math.max(plot.left, x(each.from[i]));
        const room = Math.min(plot.left + plot.width, x(each.to[i])) - left - 10;
        if (room > 24 && labels++ < 200) {
          const label = fitted(context, harmless(jobs.name[each.job[i]]), room);
          if (room > 60 || !label.endsWith("…")) {
            context.fillText(label, left + 5, top(index) + this.laneHeight / 2 + 1.5);
          }
        }
      }
    });
  },

  /** What lies at a place of the canvas: a lane, and the spans on that point of it. */
  at(event) {
    const bounds = this.canvas.getBoundingClientRect();
    const x = event.clientX - bounds.left;
    const y = event.clientY - bounds.top;
    const lane = lanes[Math.floor((y - AXIS + this.box.scrollTop) / this.laneHeight)];
    if (y < AXIS || !lane) {
      return null;
    }
    const point = (range.to - range.from) / this.plot.width;
    const from = range.from + (x - this.plot.left - 1) * point;
    const spans = x < this.plot.left ? [] : visibleSpans(lane, from, from + 2 * point);
    return {lane, spans, named: x < this.plot.left};
  },

  time(event) {
    const bounds = this.canvas.getBoundingClientRect();
    const part = (event.clientX - bounds.left - this.plot.left) / this.plot.width;
    return range.from + part * (range.to - range.from);
  },

  describe(found) {
    const worker = `${harmless(found.lane.worker)}${found.lane.activity ? `, ${found.lane.activity}` : ""}`;
    if (found.named) {
      return [worker, counted(found.lane.count, "run")];
    }
    if (found.spans.length === 0) {
      return null;
    }
    const stateOf = i => RANKS[found.lane.rank[i]];
    if (found.spans.length === 1) {
      const i = found.spans[0];
      const job = found.lane.job[i];
      const reason = stateOf(i) === jobs.state[job] ? jobs.reason[job] : "";
      return [
        harmless(jobs.name[job]),
        stateOf(i) + (jobs.exit[job] && BAD.has(stateOf(i)) ? `, exit ${harmless(jobs.exit[job])}` : ""),
        `${formatInstant(found.lane.from[i])}, ${formatDuration(found.lane.to[i] - found.lane.from[i])}`,
        worker,
        ...(reason ? [harmless(reason)] : []),
      ];
    }
    const counts = new Map();
    for (const i of found.spans) {
      counts.set(stateOf(i), (counts.get(stateOf(i)) ?? 0) + 1);
    }
    const states = [...counts].map(([state, count]) => `${formatCount(count)} ${state}`).join(", ");
    return [counted(found.spans.length, "run"), states, worker];
  },

  /** @param open is told of a job that was clicked */
  listen(open) {
    const redraw = perFrame(() => this.draw());
    range.listeners.push(redraw);
    this.box.addEventListener("scroll", redraw);
    this.canvas.addEventListener("wheel", event => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        range.zoom(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 240))), this.time(event));
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        range.pan((event.deltaX || event.deltaY) / this.plot.width);
      }
    }, {passive: false});
    this.canvas.addEventListener("dblclick", event => range.zoom(0.4, this.time(event)));
    this.canvas.addEventListener("keydown", event => {
      const action = {
        "+": () => range.zoom(0.5),
        "=": () => range.zoom(0.5),
        "-": () => range.zoom(2),
        "0": () => range.set(range.all.from, range.all.to),
        "Home": () => range.set(range.all.from, range.all.to),
        "ArrowLeft": () => range.pan(-0.2),
        "ArrowRight": () => range.pan(0.2),
        "ArrowUp": () => this.box.scrollBy(0, -60),
        "ArrowDown": () => this.box.scrollBy(0, 60),
      }[event.key];
      if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        action();
      }
    });
    this.listenToPointer(open);
    byId("zoom-in").addEventListener("click", () => range.zoom(0.5));
    byId("zoom-out").addEventListener("click", () => range.zoom(2));
    byId("earlier").addEventListener("click", () => range.pan(-0.5));
    byId("later").addEventListener("click", () => range.pan(0.5));
    byId("zoom-all").addEventListener("click", () => range.set(range.all.from, range.all.to));
  },

  listenToPointer(open) {
    let held = null;
    this.canvas.addEventListener("pointerdown", event => {
      if (event.button === 0) {
        held = {x: event.clientX, from: range.from, to: range.to, moved: false};
        this.canvas.setPointerCapture(event.pointerId);
      }
    });
    this.canvas.addEventListener("pointermove", event => {
      if (held && (held.moved || Math.abs(event.clientX - held.x) > 3)) {
        held.moved = true;
        this.canvas.classList.add("moving");
        tip.hide();
        const by = (held.x - event.clientX) / this.plot.width * (held.to - held.from);
        range.set(held.from + by, held.to + by);
        return;
      }
      const found = this.at(event);
      const lines = found && this.describe(found);
      if (lines) {
        tip.show(lines, event);
      } else {
        tip.hide();
      }
    });
    const release = event => {
      const found = held && !held.moved && event.type === "pointerup" ? this.at(event) : null;
      held = null;
      this.canvas.classList.remove("moving");
      if (found && found.spans.length === 1) {
        open(found.lane.job[found.spans[0]]);
      }
    };
    this.canvas.addEventListener("pointerup", release);
    this.canvas.addEventListener("pointercancel", release);
    this.canvas.addEventListener("pointerleave", () => tip.hide());
  },
};

/** The spans of a lane that touch a range of time. */
function visibleSpans(lane, from = range.from, to = range.to) {
  const found = [];
  const end = firstAfter(lane.from, to);
  for (let i = firstAfter(lane.latest, from); i < end; i++) {
    if (lane.to[i] >= from) {
      found.push(i);
    }
  }
  return found;
}

const SHADES = 16;
const FIRST_BAD = RANKS.indexOf("rejected");

/**
 * Adds up how much of each point a lane's spans cover, and which of their states is the worst there: its rank from 1 on.
 * A span that is long enough leaves a point free at its end, so that it is seen to be one.
 */
function mark(lane, scale, cover, worst, ratio) {
  const width = cover.length;
  const end = firstAfter(lane.from, range.to);
  for (let i = firstAfter(lane.latest, range.from); i < end; i++) {
    const left = (lane.from[i] - range.from) * scale;
    const right = (lane.to[i] - range.from) * scale;
    const rank = lane.rank[i] + 1;
    const first = Math.max(0, Math.floor(left));
    if (right - left >= 4 * ratio) {
      const last = Math.min(width, Math.round(right) - Math.round(ratio));
      for (let x = first; x < last; x++) {
        cover[x] = 1;
        worst[x] = Math.max(worst[x], rank);
      }
    } else {
      const last = Math.min(width - 1, Math.floor(right));
      for (let x = first; x <= last; x++) {
        cover[x] += Math.max(0.02, Math.min(right, x + 1) - Math.max(left, x));
        worst[x] = Math.max(worst[x], rank);
      }
    }
  }
}

/** A colour as the canvas stores it on machines with the lowest byte first, which are all that browsers run on. */
function packed(hex) {
  const rgb = parseInt(hex.slice(1), 16);
  return (0xff000000 | (rgb & 0xff) << 16 | rgb & 0xff00 | rgb >> 16) >>> 0;
}

/** A colour over a ground, ever stronger, but never so weak that it does not show. */
function shades(colour, ground) {
  const [a, b] = [ground, colour].map(hex => parseInt(hex.slice(1), 16));
  return Uint32Array.from({length: SHADES + 1}, (_, i) => {
    const part = 0.4 + 0.6 * i / SHADES;
    const mixed = [16, 8, 0].map(shift => {
      const low = a >> shift & 0xff;
      return Math.round(low + ((b >> shift & 0xff) - low) * part);
    });
    return (0xff000000 | mixed[2] << 16 | mixed[1] << 8 | mixed[0]) >>> 0;
  });
}
