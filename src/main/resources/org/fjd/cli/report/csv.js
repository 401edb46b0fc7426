"use strict";

/** Rows of texts as RFC 4180 has them. */
function toCsv(rows) {
  const lines = [];
  for (const row of rows) {
    lines.push(row.map(csvField).join(","), "\r\n");
  }
  return lines.join("");
}

function csvField(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function download(text, name, type) {
  const url = URL.createObjectURL(new Blob([text], {type}));
  const link = element("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), MINUTE);
}

/** Copies a text, and says on the button that it did. */
async function copy(text, from) {
  let said = "Copied";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    said = document.execCommand("copy") ? said : "Not allowed";
    area.remove();
    from.focus();
  }
  from.dataset.label ||= from.textContent;
  from.textContent = said;
  setTimeout(() => from.textContent = from.dataset.label, 1500);
}
