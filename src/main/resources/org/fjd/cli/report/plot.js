"use strict";

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** The colours of the present theme, as the style sheet has them. */
function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const colours = {};
  for (const name of ["page", "panel", "text", "quiet", "line", "lane", "accent", "on-state", "returned", ...STATES]) {
    colours[name] = style.getPropertyValue(`--${name}`).trim();
  }
  return colours;
}

let palette = readPalette();

/** Makes a canvas as sharp as the screen, and gives its context, to be used in CSS pixels. */
function prepare(canvas, height) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = FONT;
  context.textBaseline = "middle";
  return {context, width, height, ratio};
}

/** A text cut so that it fits a width. */
function fitted(context, text, width) {
  if (context.measureText(text).width <= width) {
    return text;
  }
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (context.measureText(text.slice(0, middle) + "…").width <= width) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low === 0 ? "" : text.slice(0, low) + "…";
}

const TIME_STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map(n => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map(n => n * MINUTE),
  ...[1, 2, 3, 6, 12].map(n => n * HOUR),
  ...[1, 2, 7, 14, 30, 90, 180, 365].map(n => n * DAY),
];

/** A round step of time such that at most so many fit. */
function timeStep(length, most) {
  return TIME_STEPS.find(step => length / step <= most) ?? 365 * DAY * Math.ceil(length / most / (365 * DAY));
}

/** Instants for an axis, with their labels, in the time zone of who reads. */
function timeTicks(from, to, most) {
  const step = timeStep(to - from, most);
  const zone = new Date(from).getTimezoneOffset() * MINUTE;
  const ticks = [];
  let day = "";
  for (let at = Math.ceil((from - zone) / step) * step + zone; at <= to; at += step) {
    const thisDay = formatDay(at);
    let label = step >= DAY ? thisDay.slice(5) : formatClock(at, step);
    if (day !== "" && thisDay !== day && step < DAY) {
      label = thisDay.slice(5);
    }
    day = thisDay;
    ticks.push({at, label});
  }
  return ticks;
}

/** Round numbers from 0 on for an axis. */
function countTicks(most, ticks) {
  const raw = Math.max(most / ticks, 1);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map(n => n * power).find(s => s >= raw);
  const found = [];
  for (let i = 0; i * step <= most * 1.0001; i++) {
    found.push(i * step);
  }
  return found;
}

const tip = {
  show(lines, event) {
    const box = byId("tip");
    box.replaceChildren(...lines.map((line, i) => element("div", "", i === 0 ? element("b", "", line) : line)));
    box.hidden = false;
    const {width, height} = box.getBoundingClientRect();
    const left = Math.min(event.clientX + 14, window.innerWidth - width - 8);
    const below = event.clientY + 18;
    const top = below + height > window.innerHeight - 8 ? event.clientY - height - 12 : below;
    box.style.left = `${Math.max(8, left)}px`;
    box.style.top = `${Math.max(8, top)}px`;
  },
  hide() {
    byId("tip").hidden = true;
  },
};

/** The range of time that is shown; who draws it is told when it changes. */
const range = {
  all: {from: 0, to: 1},
  from: 0,
  to: 1,
  listeners: [],

  /** All spans, but not what some clock that was far off made of a few of them. */
  begin() {
    let from = Infinity;
    let to = -Infinity;
    const starts = [];
    for (const lane of lanes) {
      for (let i = 0; i < lane.count; i++) {
        from = Math.min(from, lane.from[i]);
        to = Math.max(to, lane.to[i]);
        starts.push(lane.from[i]);
      }
    }
    if (from > to) {
      from = report.made - HOUR;
      to = report.made;
    }
    const slack = Math.max((to - from) * 0.01, 1);
    this.all = {from: from - slack, to: to + slack};
    ({from: this.from, to: this.to} = this.all);
    if (starts.length >= 100) {
      starts.sort((a, b) => a - b);
      const low = starts[Math.floor(starts.length * 0.02)];
      const high = starts[Math.floor(starts.length * 0.98)];
      const usual = Math.max(high - low, MINUTE);
      if (to - from > 50 * usual) {
        this.from = low - usual * 0.1;
        this.to = high + usual * 0.1;
      }
    }
  },

  set(from, to) {
    const whole = this.all.to - this.all.from;
    const length = Math.min(Math.max(to - from, Math.min(10, whole)), whole);
    const middle = (from + to) / 2;
    const start = Math.min(Math.max(middle - length / 2, this.all.from), this.all.to - length);
    this.from = start;
    this.to = start + length;
    this.listeners.forEach(listener => listener());
  },

  zoom(factor, at = (this.from + this.to) / 2) {
    this.set(at - (at - this.from) * factor, at + (this.to - at) * factor);
  },

  pan(part) {
    const by = (this.to - this.from) * part;
    this.set(this.from + by, this.to + by);
  },
};

/** Calls a function at most once for each picture. */
function perFrame(action) {
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        action();
      });
    }
  };
}
