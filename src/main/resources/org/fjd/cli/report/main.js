"use strict";

function drawPlots() {
  palette = readPalette();
  timeline.resize();
  charts.forEach(chart => chart.draw());
}

drawHeader();
drawStates(state => table.showState(state));
drawTiles();
range.begin();
drawFailures(group => table.showGroup(group));
table.listen();
table.begin();
details.listen();
timeline.listen(job => details.open(job));
drawPlots();

const drawCharts = perFrame(() => charts.slice(0, 2).forEach(chart => chart.draw()));
range.listeners.push(drawCharts);
const redraw = perFrame(() => {
  drawPlots();
  table.draw();
});
new ResizeObserver(redraw).observe(document.body);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
matchMedia("print").addEventListener("change", drawPlots);
addEventListener("beforeprint", () => table.print(true));
addEventListener("afterprint", () => table.print(false));
