package org.fjd.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fjd.it.Chromium.Event;

/** A page that is open in a browser, and what a user can do with it. */
public final class Browsed {

    private static final Map<String, Integer> KEY_CODES = Map.of("Enter", 13, "Escape", 27);
    private static final int CTRL = 2;

    private final Chromium chromium;
    private final String session;
    private final String target;

    Browsed(Chromium chromium, String session, String target) {
        this.chromium = chromium;
        this.session = session;
        this.target = target;
    }

    Browsed load(Path page) throws Exception {
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
        resize(1280, 1000);
        call("Page.navigate", Map.of("url", page.toUri().toString()));
        Sandbox.waitUntil(page + " is loaded", () -> happened("Page.loadEventFired").size() > 0);
        return this;
    }

    public void close() throws Exception {
        chromium.call("", "Target.closeTarget", Map.of("targetId", target));
    }

    Map<?, ?> call(String method, Map<String, Object> params) throws Exception {
        return chromium.call(session, method, params);
    }

    private List<Event> happened(String method) {
        return chromium.events(session).stream().filter(e -> e.method().equals(method)).toList();
    }

    /** What the page complained of: exceptions, errors and warnings on its console. */
    public List<String> complaints() {
        return chromium.events(session).stream()
                .filter(
                        event ->
                                List.of(
                                                "Runtime.exceptionThrown",
                                                "Runtime.consoleAPICalled",
                                                "Log.entryAdded",
                                                "Page.javascriptDialogOpening")
                                        .contains(event.method()))
                .map(Event::toString)
                .toList();
    }

    /** What the page asked for, besides itself. */
    public List<String> requests() {
        return happened("Network.requestWillBeSent").stream()
                .map(event -> (String) ((Map<?, ?>) event.params().get("request")).get("url"))
                .filter(url -> !url.startsWith("blob:"))
                .skip(1)
                .toList();
    }

    /** The value of an expression, awaited if it is a promise. */
    public Object ask(String expression) throws Exception {
        Map<?, ?> reply =
                call(
                        "Runtime.evaluate",
                        Map.of(
                                "expression",
                                expression,
                                "returnByValue",
                                true,
                                "awaitPromise",
                                true));
        if (reply.containsKey("exceptionDetails")) {
            throw new AssertionError(expression + ": " + reply.get("exceptionDetails"));
        }
        return ((Map<?, ?>) reply.get("result")).get("value");
    }

    public String text(String expression) throws Exception {
        return (String) ask(expression);
    }

    public double number(String expression) throws Exception {
        return ((Number) ask(expression)).doubleValue();
    }

    /** The texts of elements. */
    public List<String> texts(String selector) throws Exception {
        List<?> texts =
                (List<?>)
                        ask(
                                "[...document.querySelectorAll('%s')].map(e => e.innerText.trim())"
                                        .formatted(selector));
        return texts.stream().map(String::valueOf).toList();
    }

    /** Waits until something is drawn of what was changed. */
    public void settle() throws Exception {
        ask("new Promise(d => requestAnimationFrame(() => requestAnimationFrame(() => d(1))))");
    }

    public void resize(int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Gives it the colours of the {@code light} or the {@code dark} theme. */
    public void dress(String theme) throws Exception {
        Map<String, Object> feature = Map.of("name", "prefers-color-scheme", "value", theme);
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
        settle();
    }

    public void click(String selector) throws Exception {
        List<?> middle =
                (List<?>)
                        ask(
                                ("(e => { e.scrollIntoView({block: 'center', inline: 'center'});"
                                                + " const b = e.getBoundingClientRect();"
                                                + " return [b.x + b.width / 2, b.y + b.height / 2]; })"
                                                + "(document.querySelector('%s'))")
                                        .formatted(selector));
        click(((Number) middle.get(0)).doubleValue(), ((Number) middle.get(1)).doubleValue());
    }

    public void click(double x, double y) throws Exception {
        mouse("mouseMoved", x, y, 0);
        mouse("mousePressed", x, y, 1);
        mouse("mouseReleased", x, y, 1);
        settle();
    }

    public void mouse(String type, double x, double y, int clicks) throws Exception {
        String button = clicks == 0 ? "none" : "left";
        call(
                "Input.dispatchMouseEvent",
                Map.of("type", type, "x", x, "y", y, "button", button, "clickCount", clicks));
    }

    public void type(String text) throws Exception {
        call("Input.insertText", Map.of("text", text));
        settle();
    }

    /** Presses a key, such as {@code Enter}, {@code ArrowLeft} or {@code +}. */
    public void press(String key) throws Exception {
        String typed = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of(
                            "type",
                            type,
                            "key",
                            key,
                            "text",
                            type.equals("keyDown") ? typed : "",
                            "windowsVirtualKeyCode",
                            KEY_CODES.getOrDefault(key, 0)));
        }
        settle();
    }

    /** Turns the wheel, with Ctrl held down. */
    public void turnWheel(double x, double y, int by) throws Exception {
        call(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type",
                        "mouseWheel",
                        "x",
                        x,
                        "y",
                        y,
                        "deltaX",
                        0,
                        "deltaY",
                        by,
                        "modifiers",
                        CTRL));
        settle();
    }

    /** Clicks on what makes the page save a file, and gives what is in it. */
    public String save(String selector, Path file) throws Exception {
        chromium.call(
                "",
                "Browser.setDownloadBehavior",
                Map.of("behavior", "allow", "downloadPath", String.valueOf(file.getParent())));
        click(selector);
        Sandbox.waitUntil(file + " is saved", () -> Files.exists(file));
        return Files.readString(file);
    }
}
