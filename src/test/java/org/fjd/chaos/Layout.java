package org.fjd.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the files of one run of the chaos are.
 *
 * @param home of the fjd under test
 * @param root of all that the chaos writes
 */
record Layout(Path home, Path root) {

    private static final String MARK = "FJD_CHAOS";

    static Layout create(Path home, Path parent) throws IOException {
        Layout layout =
                new Layout(home, Files.createTempDirectory(parent, "fjd-chaos.").toRealPath());
        for (String directory : new String[] {"spool", "spool/.fjd", "texts", "notes", "plans"}) {
            Files.createDirectory(layout.root.resolve(directory));
        }
        return layout;
    }

    /** What every process that was started here has in its environment. */
    String mark() {
        return MARK + "=" + root;
    }

    /** A command that is to have the mark, as all that it starts. */
    ProcessBuilder marked(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(MARK, root.toString());
        return builder;
    }

    Path spool() {
        return root.resolve("spool");
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    Path script(String name) {
        return home.resolve("src/bench/chaos.d").resolve(name);
    }

    Path text(int serial) {
        return root.resolve("texts").resolve(Integer.toString(serial));
    }

    /** Where a job notes its starts and its ends. */
    Path notes(int serial) {
        return root.resolve("notes").resolve(Integer.toString(serial));
    }

    Path plan(int number) {
        return root.resolve("plans").resolve(number + ".plan");
    }

    Path journal(int number) {
        return root.resolve("plans").resolve(number + ".journal");
    }

    /** What the programs said. */
    Path log() {
        return root.resolve("log");
    }
}
