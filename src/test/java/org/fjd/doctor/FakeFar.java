package org.fjd.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.fjd.spool.Scratch;

/** Another host that does what {@code far.sh} does; tests override what is to be broken. */
class FakeFar implements FarShell {

    private static final int NAMES = 40;

    private final Scratch scratch;
    private final String directory;
    private volatile boolean over;

    FakeFar(Scratch scratch, String directory) {
        this.scratch = scratch;
        this.directory = directory;
    }

    @Override
    public String host() {
        return "node1";
    }

    /** Ends it, wherever it waits. */
    void end() {
        over = true;
    }

    @Override
    public List<String> run(String place, String script, Consumer<String> heard)
            throws InterruptedException {
        heard.accept("ready");
        try {
            for (int errand = 1; ; errand++) {
                String word = next(errand);
                switch (word) {
                    case "news" -> news(errand, heard);
                    case "moves" -> compete(heard, this::move);
                    case "creation" -> compete(heard, this::create);
                    case "appends" -> appends(heard);
                    case "hint" -> heard.accept("did");
                    default -> {
                        return List.of();
                    }
                }
                heard.accept("done");
            }
        } catch (IOException e) {
            return List.of(e.toString());
        }
    }

    private String next(int errand) throws IOException, InterruptedException {
        while (!over) {
            for (String name : scratch.list(directory)) {
                if (name.startsWith("do." + errand + ".")) {
                    return name.substring(name.lastIndexOf('.') + 1);
                }
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Thread.onSpinWait();
        }
        return "end";
    }

    void news(int errand, Consumer<String> heard) throws IOException {
        heard.accept("saw");
        heard.accept("at " + clock());
        scratch.create(at("pongs/" + errand), new byte[0]);
        heard.accept("did");
    }

    String clock() {
        return "1893456000.000000000";
    }

    interface Deed {
        boolean by(String name) throws IOException;
    }

    private void compete(Consumer<String> heard, Deed deed) throws IOException {
        for (int i = 1; i <= NAMES; i++) {
            heard.accept("try " + i);
            heard.accept((deed.by("" + i) ? "won " : "failed ") + i);
        }
    }

    boolean move(String name) throws IOException {
        return scratch.take(at("both/" + name), at("there/" + name));
    }

    boolean create(String name) throws IOException {
        return scratch.create(at("names/" + name), bytes("there"));
    }

    void appends(Consumer<String> heard) throws IOException {
        for (int i = 1; i <= 5; i++) {
            append("section " + i + " " + "0".repeat(300) + "\n");
            heard.accept("did " + i);
        }
    }

    void append(String section) throws IOException {
        scratch.append(at("text"), bytes(section));
    }

    String at(String name) {
        return directory + "/" + name;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
