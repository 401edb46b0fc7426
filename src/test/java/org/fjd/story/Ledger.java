package org.fjd.story;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fjd.job.Run;
import org.fjd.story.Operation.Kind;

/**
 * What a story owes its users: which jobs were queued how often, and which runs were started. Told
 * of each operation, it complains at once where one destroys a job.
 */
final class Ledger {

    /** The start of a run. */
    record Start(int job, Run run, Party worker) {}

    private static final Pattern ID = Pattern.compile("(?m)^id = (\\d+)$");

    private final Map<Integer, Integer> owed = new TreeMap<>();
    private final Map<Integer, String> texts = new HashMap<>();
    private final Map<Run, Integer> assigned = new HashMap<>();
    private final Set<Path> unwritten = new HashSet<>();
    private final Map<Party, Path> reasons = new HashMap<>();
    private final List<Start> starts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private Optional<Integer> source = Optional.empty();
    private Optional<Integer> replaced = Optional.empty();

    /** How many ends each job is owed. */
    Map<Integer, Integer> owed() {
        return owed;
    }

    String text(int job) {
        return texts.get(job);
    }

    List<Start> starts() {
        return starts;
    }

    List<String> complaints() {
        return complaints;
    }

    /** How many files were queued into which their user wrote nothing. */
    int unwritten() {
        return unwritten.size();
    }

    /**
     * How many reasons lie beside nothing but a reservation, because who wrote them died before it
     * moved the file there.
     */
    int reasonsOfTheDead() {
        return (int) reasons.keySet().stream().filter(Party::isDead).count();
    }

    /** A new job, whose text tells which one it is. */
    String write(String head) {
        int id = texts.size() + 1;
        String text = head + "[params]\nid = " + id + "\n";
        texts.put(id, text);
        return text;
    }

    void started(Run run, Party worker) {
        starts.add(new Start(assigned.getOrDefault(run, 0), run, worker));
    }

    /** Before an operation. */
    void expect(Party by, Kind kind, Path path, Path target) {
        source = Optional.empty();
        replaced = Optional.empty();
        if (kind == Kind.MOVE) {
            source = id(path);
            replaced = id(target);
        } else if (kind == Kind.DELETE || kind == Kind.CREATE) {
            replaced = id(path);
        }
    }

    /** After an operation that was done. */
    void note(Party by, Kind kind, Path path, Path target) {
        boolean intoQueue = isQueue(target.getParent());
        if (replaced.isPresent()
                && !by.isUser()
                && id(target).filter(replaced.get()::equals).isEmpty()) {
            complaints.add(by + " destroyed job " + replaced.get() + " at " + target);
        }
        switch (kind) {
            case MOVE -> {
                if (target.getParent().endsWith("failed")) {
                    reasons.remove(by);
                }
                if (by.isUser()) {
                    if (intoQueue) {
                        replaced.ifPresent(owed::remove);
                        source.ifPresent(this::owe);
                    } else if (isQueue(path.getParent())) {
                        source.ifPresent(owed::remove);
                        unwritten.remove(path);
                    }
                }
                Path pod = target.getParent();
                if (pod.getParent() != null && pod.getParent().endsWith("jobpods")) {
                    Optional<Run> run = Run.parse(pod.getFileName().toString());
                    source.ifPresent(id -> run.ifPresent(r -> assigned.put(r, id)));
                }
            }
            case DELETE -> reasons.remove(by, path);
            case CREATE -> {
                if (target.toString().endsWith(".reason")) {
                    reasons.put(by, target);
                }
                if (intoQueue) {
                    unwritten.add(target);
                }
            }
            case WRITE -> {
                if (intoQueue && unwritten.remove(target)) {
                    id(target).ifPresent(this::owe);
                }
            }
            default -> {}
        }
    }

    private void owe(int job) {
        owed.merge(job, 1, Integer::sum);
    }

    private static boolean isQueue(Path directory) {
        return directory != null && directory.endsWith("jobqueue");
    }

    /** Which job a file is; empty if it is none. */
    static Optional<Integer> id(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            Matcher id = ID.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            return id.find() ? Optional.of(Integer.valueOf(id.group(1))) : Optional.empty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
