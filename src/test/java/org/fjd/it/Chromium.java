package org.fjd.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Chromium without a window for the tests of a class, driven by its DevTools protocol. Where it
 * is not installed the tests are skipped, but in CI they fail.
 */
public final class Chromium implements BeforeAllCallback, AfterAllCallback, WebSocket.Listener {

    /** What it was told of by a page: the method, and the parameters. */
    record Event(String method, Map<?, ?> params) {}

    private static final long PATIENCE_SECONDS = 60;

    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Map<?, ?>>> replies = new ConcurrentHashMap<>();
    private final Map<String, List<Event>> events = new ConcurrentHashMap<>();
    private final StringBuilder message = new StringBuilder();
    private Optional<Process> process = Optional.empty();
    private Optional<WebSocket> socket = Optional.empty();
    private Path profile;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        boolean installed =
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(directory -> Files.exists(Path.of(directory, "chromium")));
        assumeTrue(installed || System.getenv("CI") != null, "chromium is not installed");
        profile = Files.createTempDirectory("fjd-chromium");
        process =
                Optional.of(
                        new ProcessBuilder(
                                        "chromium",
                                        "--headless",
                                        "--no-sandbox", // a container has none to give
                                        "--disable-dev-shm-usage",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--disable-sync",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--no-first-run",
                                        "--remote-debugging-port=0",
                                        "--user-data-dir=" + profile,
                                        "about:blank")
                                .redirectErrorStream(true)
                                .redirectOutput(profile.resolve("out").toFile())
                                .start());
        Path port = profile.resolve("DevToolsActivePort");
        Sandbox.waitUntil("Chromium listens", () -> Files.readAllLines(port).size() == 2);
        List<String> lines = Files.readAllLines(port);
        socket =
                Optional.of(
                        HttpClient.newHttpClient()
                                .newWebSocketBuilder()
                                .buildAsync(
                                        URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)),
                                        this)
                                .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        socket.ifPresent(WebSocket::abort);
        if (process.isPresent()) {
            List<ProcessHandle> all =
                    Stream.concat(process.get().descendants(), Stream.of(process.get().toHandle()))
                            .toList();
            all.forEach(ProcessHandle::destroyForcibly);
            process.get().waitFor();
            Sandbox.waitUntil(
                    "Chromium is gone", () -> all.stream().noneMatch(ProcessHandle::isAlive));
            try (Stream<Path> files = Files.walk(profile)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Opens a page in a window of its own, and waits until it is loaded. */
    public Browsed open(Path page) throws Exception {
        String target =
                (String)
                        call("", "Target.createTarget", Map.of("url", "about:blank"))
                                .get("targetId");
        Map<String, Object> flat = Map.of("targetId", target, "flatten", true);
        String session = (String) call("", "Target.attachToTarget", flat).get("sessionId");
        return new Browsed(this, session, target).load(page);
    }

    /** What happened in a page so far. */
    List<Event> events(String session) {
        return events.computeIfAbsent(session, s -> new CopyOnWriteArrayList<>());
    }

    /** Calls a method for a page, and waits for its result. */
    Map<?, ?> call(String session, String method, Map<String, Object> params) throws Exception {
        int id = calls.incrementAndGet();
        CompletableFuture<Map<?, ?>> reply = new CompletableFuture<>();
        replies.put(id, reply);
        Map<String, Object> request =
                session.isEmpty()
                        ? Map.of("id", id, "method", method, "params", params)
                        : Map.of(
                                "id", id, "method", method, "params", params, "sessionId", session);
        socket.orElseThrow().sendText(JSON.std.asString(request), true).get();
        try {
            Map<?, ?> got = reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (got.containsKey("error")) {
                throw new AssertionError(method + ": " + got.get("error"));
            }
            return (Map<?, ?>) got.get("result");
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError("no reply to " + method + " " + params, e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            try {
                take(JSON.std.mapFrom(message.toString()));
            } catch (IOException e) {
                throw new AssertionError(message.toString(), e);
            }
            message.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    private void take(Map<String, Object> received) {
        if (received.get("id") instanceof Integer id) {
            Optional.ofNullable(replies.remove(id)).ifPresent(reply -> reply.complete(received));
        } else {
            events(String.valueOf(received.get("sessionId")))
                    .add(
                            new Event(
                                    (String) received.get("method"),
                                    (Map<?, ?>) received.get("params")));
        }
    }
}
