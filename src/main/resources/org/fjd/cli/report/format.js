"use strict";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function formatCount(number) {
  return number.toLocaleString("en-US");
}

/** "1 job", "2 jobs". */
function counted(number, noun) {
  return `${formatCount(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** Milliseconds as "420 ms", "12.3 s", "3 min 20 s", "2 h 05 min", "3 d 4 h". */
function formatDuration(millis) {
  if (Number.isNaN(millis)) {
    return "";
  }
  if (millis < SECOND) {
    return `${Math.round(millis)} ms`;
  }
  if (millis < MINUTE - 50) {
    return `${(millis / SECOND).toFixed(millis < 10 * SECOND - 5 ? 2 : 1)} s`;
  }
  const two = (big, bigName, small, smallName) => {
    const n = Math.round(millis / small);
    const per = big / small;
    return `${formatCount(Math.floor(n / per))} ${bigName} ${String(n % per).padStart(2, "0")} ${smallName}`;
  };
  if (millis < HOUR - SECOND / 2) {
    return two(MINUTE, "min", SECOND, "s");
  }
  return millis < DAY - MINUTE / 2 ? two(HOUR, "h", MINUTE, "min") : two(DAY, "d", HOUR, "h");
}

/** A duration on an axis, where it is a round one. */
function formatTick(millis) {
  const round = n => String(Number(n.toPrecision(3)));
  if (millis === 0) {
    return "0";
  }
  if (millis < SECOND) {
    return `${round(millis)} ms`;
  }
  if (millis < MINUTE) {
    return `${round(millis / SECOND)} s`;
  }
  if (millis < HOUR) {
    return `${round(millis / MINUTE)} min`;
  }
  return millis < DAY ? `${round(millis / HOUR)} h` : `${round(millis / DAY)} d`;
}

const pad = (number, digits = 2) => String(number).padStart(digits, "0");

/** An instant in the time zone of who reads: 2026-11-21 08:05:09. */
function formatInstant(millis) {
  return Number.isNaN(millis) ? "" : `${formatDay(millis)} ${formatClock(millis, SECOND)}`;
}

function formatDay(millis) {
  const date = new Date(millis);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** The time of day, as exact as steps of that length need it. */
function formatClock(millis, step) {
  const date = new Date(millis);
  let clock = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  if (step < MINUTE) {
    clock += `:${pad(date.getSeconds())}`;
  }
  return step < SECOND ? `${clock}.${pad(date.getMilliseconds(), 3)}` : clock;
}

/** An instant as programs read it; "" for none. */
function formatIso(millis) {
  return Number.isNaN(millis) ? "" : new Date(millis).toISOString();
}

/** A text without what would turn it round or control what shows it. */
function harmless(text) {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}

/** An element with a class, and texts or elements in it. */
function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  made.append(...content);
  return made;
}

function button(label, action) {
  const made = element("button", "", label);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

function swatch(state) {
  const made = element("span", "swatch");
  made.style.backgroundColor = `var(--${state})`;
  return made;
}

const byId = id => document.getElementById(id);
