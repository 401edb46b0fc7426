package org.fjd.recruit;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fjd.job.Labels;
import org.fjd.recruit.BatchLauncher.Wish;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;

/** A batch system that starts what it is told to; as {@code [via fake]}. */
final class FakeBatch implements Commands {

    static final String SETTINGS =
            """
            [via fake]
            submit = submit {count} {log} {command} {options}
            pending = pending {id}
            cancel = cancel {id} {tasks}
            """;

    static final Wish WISH = new Wish("fake", Labels.NONE, Optional.empty(), List.of());

    final List<List<String>> calls = new ArrayList<>();
    private final Map<String, List<String>> pending = new TreeMap<>();
    private Optional<Said> refusal = Optional.empty();
    private int last = 100;

    /** A spool with these settings, in memory, under a path that needs quotes. */
    static Spool spool(TestTime time, String settings) throws IOException {
        FileSystem fileSystem =
                Jimfs.newFileSystem(
                        Configuration.unix().toBuilder()
                                .setAttributeViews("basic", "posix")
                                .build());
        Path root = Files.createDirectories(fileSystem.getPath("/the spool's"));
        return Spools.at(root, time, settings);
    }

    /** Asks it. */
    BatchLauncher launcher(Spool spool, Wish wish) {
        return new BatchLauncher(spool, Machine.here(), Path.of("/opt/fjd/bin/fjd"), wish, this);
    }

    @Override
    public synchronized Said run(List<String> argv) throws IOException {
        calls.add(argv);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        List<String> out = new ArrayList<>();
        switch (argv.get(0)) {
            case "submit" -> {
                List<String> tasks = new ArrayList<>();
                for (int i = 1; i <= Integer.parseInt(argv.get(1)); i++) {
                    tasks.add(Integer.toString(i));
                }
                pending.put(Integer.toString(++last), tasks);
                out.add(last + ";cluster of mine");
            }
            case "pending" ->
                    pending.getOrDefault(argv.get(1), List.of())
                            .forEach(task -> out.add(task + " Resources are  short"));
            case "cancel" ->
                    pending.getOrDefault(argv.get(1), new ArrayList<>())
                            .removeAll(List.of(argv.get(2).split(",")));
            default -> throw new IOException("no such program: " + argv.get(0));
        }
        return new Said(Optional.of(0), out, List.of());
    }

    /** From now on each command fails, without an exit code if its time is over. */
    void refuse(Optional<Integer> exit, String word) {
        refusal = Optional.of(new Said(exit, List.of(), List.of(word)));
    }

    /** It is at work again. */
    void accept() {
        refusal = Optional.empty();
    }

    /** Starts so many of what is pending; returns the marks of their requests. */
    void start(int count) {
        for (List<String> tasks : pending.values()) {
            while (count > 0 && !tasks.isEmpty()) {
                tasks.remove(0);
                count--;
            }
        }
    }

    int pending() {
        return pending.values().stream().mapToInt(List::size).sum();
    }

    List<String> lastCall() {
        return calls.get(calls.size() - 1);
    }

    /** For how many workers it was asked, each time. */
    List<Integer> submitted() {
        return calls.stream()
                .filter(call -> call.get(0).equals("submit"))
                .map(call -> Integer.valueOf(call.get(1)))
                .toList();
    }
}
