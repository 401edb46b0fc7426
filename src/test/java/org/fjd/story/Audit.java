package org.fjd.story;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.fjd.ini.Section;
import org.fjd.job.Run;
import org.fjd.spool.Spool;
import org.fjd.spool.Time;
import org.fjd.story.Command.Deed;
import org.fjd.story.Complaint.Kind;

/** Whether all promises were kept, as the files say after a story. */
final class Audit {

    /**
     * A job's file, or what is packed of it.
     *
     * @param place {@code done} or {@code failed}; empty if its user has moved it elsewhere
     */
    private record Ended(String where, Optional<String> place, String content, boolean hasReason) {}

    private static final Time STANDING =
            new Time() {
                @Override
                public Instant now() {
                    return Instant.EPOCH;
                }

                @Override
                public long nanos() {
                    return 0;
                }

                @Override
                public void pause(Duration duration) {
                    throw new AssertionError("nobody waits here");
                }
            };

    /** A section of a run, written to its end. */
    private static final Pattern WHOLE =
            Pattern.compile(
                    "^\\[(?:attempt|result)(?:\\.\\d+)?]\n(?:[^\\[\n].*\n)*?whole = yes\n",
                    Pattern.MULTILINE);

    private final Disk disk;
    private final Ledger ledger;
    private final Set<Deed> deeds;
    private final List<Complaint> complaints;
    private final Map<Integer, Ended> ended = new HashMap<>();

    /**
     * @param deeds what commands were given
     */
    Audit(Disk disk, Ledger ledger, Set<Deed> deeds) {
        this.disk = disk;
        this.ledger = ledger;
        this.deeds = deeds;
        this.complaints = new ArrayList<>(ledger.complaints());
    }

    private void complain(Kind kind, String text) {
        complaints.add(new Complaint(kind, text));
    }

    /** The job files that are neither ended nor a user's. */
    static List<Path> jobsUnderWay(Disk disk) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String place : List.of("jobqueue", "retryqueue", "jobpods", ".fjd/morgue")) {
            try (Stream<Path> files = Files.walk(disk.root().resolve(place))) {
                files.filter(file -> file.toString().endsWith(".conf")).forEach(found::add);
            }
        }
        return found;
    }

    /** What is wrong. */
    List<Complaint> complaints() throws IOException {
        nothingIsLeftBehind();
        for (String place : List.of("done", "failed")) {
            for (String name : disk.names(place)) {
                add(disk.root().resolve(place).resolve(name), Optional.of(place));
            }
        }
        for (String name : disk.names("../" + Disk.HOME)) {
            add(disk.root().resolveSibling(Disk.HOME).resolve(name), Optional.empty());
        }
        if (deeds.contains(Deed.ARCHIVE)) {
            addPacked();
        }
        for (int job : ledger.owed().keySet()) {
            if (!ended.containsKey(job)) {
                complain(Kind.LOST, "job " + job + " is lost");
            } else {
                endsOf(job, ended.get(job));
            }
        }
        for (int job : ledger.late()) {
            if (!ended.containsKey(job)) {
                complain(Kind.LOST, "job " + job + " is lost, which came late");
            }
        }
        reasons();
        return complaints;
    }

    private void nothingIsLeftBehind() throws IOException {
        for (String place :
                List.of(
                        "jobqueue",
                        "retryqueue",
                        "jobpods",
                        "workerqueue",
                        ".fjd/taken",
                        ".fjd/morgue",
                        ".fjd/strays",
                        ".fjd/requests",
                        ".fjd/packed",
                        ".fjd/workers")) {
            if (Files.exists(disk.root().resolve(place)) && !disk.names(place).isEmpty()) {
                complain(Kind.LEFT_BEHIND, place + " is left with " + disk.names(place));
            }
        }
        for (String draft : disk.names(".fjd/tmp")) {
            boolean isExcused = ledger.drafter(draft).filter(Party::isHarmed).isPresent();
            if (!draft.startsWith("user") && !isExcused) {
                complain(Kind.LEFT_BEHIND, ".fjd/tmp is left with " + draft);
            }
        }
    }

    private void add(Path file, Optional<String> place) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        String name = file.getFileName().toString();
        String content = Files.readString(file, StandardCharsets.UTF_8);
        Path reason = file.resolveSibling(name.replaceFirst("\\.conf$", ".reason"));
        add(new Ended(file.toString(), place, content, place.isPresent() && Files.exists(reason)));
    }

    private void add(Ended file) {
        Optional<Integer> job = Ledger.id(file.content());
        Ended before = job.isPresent() ? ended.put(job.get(), file) : null;
        if (before != null) {
            complain(
                    Kind.TWICE,
                    "job %d counts as %s and as %s"
                            .formatted(job.get(), before.where(), file.where()));
        }
    }

    /** What counts in packs, for a reader who looks into the directories before. */
    private void addPacked() throws IOException {
        Set<String> reasons = new HashSet<>();
        List<Ended> packed = new ArrayList<>();
        Spool.open(disk.root(), STANDING)
                .packs()
                .read(
                        (entry, content) -> {
                            String name = entry.file().name();
                            String place = entry.file().place().word();
                            String where = entry.pack() + ": " + place + "/" + name;
                            byte[] bytes = content.readAllBytes();
                            if (entry.file().job().isPresent()) {
                                packed.add(
                                        new Ended(
                                                where,
                                                Optional.of(place),
                                                new String(bytes, StandardCharsets.UTF_8),
                                                false));
                            } else {
                                reasons.add(where);
                            }
                        });
        for (Ended file : packed) {
            String reason = file.where().replaceFirst("\\.conf$", ".reason");
            add(new Ended(file.where(), file.place(), file.content(), reasons.contains(reason)));
        }
    }

    private void endsOf(int job, Ended file) {
        String content = file.content();
        if (!content.startsWith(ledger.text(job))) {
            complain(Kind.TEXT, "the text of job " + job + " was changed: " + content);
        }
        Set<String> returned = new HashSet<>();
        Map<String, Integer> told = new HashMap<>();
        int ends = 0;
        int unstarted = 0;
        String lastState = "";
        for (Section section : believed(content)) {
            String state = section.get("state").orElse("");
            String run = section.get("run").orElse("");
            told.merge(run, 1, Integer::sum);
            boolean isTriedAgain = section.name().startsWith("attempt") && state.equals("failed");
            if (state.equals("returned") || isTriedAgain) {
                returned.add(run);
            }
            if (ledger.isMistold(run, state)) {
                complain(
                        Kind.MISTOLD,
                        "run %s of job %d did not end so:\n%s".formatted(run, job, content));
            }
            if (state.equals("lost") && !ledger.isExcused(run)) {
                complain(
                        Kind.CALLED_LOST,
                        "run %s of job %d was called lost, but its worker lived:\n%s"
                                .formatted(run, job, content));
            }
            if (section.name().startsWith("result")) {
                ends++;
                lastState = state;
                boolean isCancelled = state.equals("cancelled");
                unstarted += isCancelled || state.equals("lost") ? 1 : 0;
                if (isCancelled && deeds.stream().noneMatch(Deed::cancels)) {
                    complain(Kind.UNASKED, "job " + job + " was cancelled:\n" + content);
                }
            }
        }
        int owed = ledger.owed().get(job);
        // That it was rejected tells its reason, which stays where it was when its user moves it.
        boolean isNone = ledger.isNone(job);
        boolean mayHaveReason = file.hasReason() || (file.place().isEmpty() && ends < owed);
        boolean isRejected = isNone || (mayHaveReason && ledger.isTorn(job));
        boolean isUntold = file.place().isPresent() && !file.hasReason() && ends == 0;
        boolean isWrong =
                isNone ? isUntold || ends > owed : isRejected ? ends >= owed : ends != owed;
        if (isWrong) {
            complain(
                    Kind.ENDS,
                    "job %d has %d ends and is owed %d: %s\n%s"
                            .formatted(job, ends, owed, file.where(), content));
        }
        String place = !isRejected && lastState.equals("done") ? "done" : "failed";
        if (file.place().filter(found -> !found.equals(place)).isPresent()) {
            complain(Kind.PLACE, "job " + job + " is in the wrong place: " + file.where());
        }
        startsOf(job, told, returned, isRejected ? owed : unstarted, content);
    }

    /**
     * The whole sections but for the void ones: whether a run is lost is as its first section says.
     */
    static List<Section> believed(String content) {
        List<Section> believed = new ArrayList<>();
        Map<String, Boolean> lost = new HashMap<>();
        for (Section section : sections(content)) {
            boolean saysLost = section.get("state").equals(Optional.of("lost"));
            Boolean before = lost.putIfAbsent(section.get("run").orElse(""), saysLost);
            if (before == null || !(before || saysLost)) {
                believed.add(section);
            }
        }
        return believed;
    }

    /** Found whatever stands before them, such as what a user who was killed had begun to write. */
    private static List<Section> sections(String content) {
        return WHOLE.matcher(content)
                .results()
                .map(MatchResult::group)
                .flatMap(text -> parse(text).sections().stream())
                .toList();
    }

    private static Ini parse(String section) {
        try {
            return Ini.parse(section);
        } catch (IniException e) {
            throw new AssertionError(section, e);
        }
    }

    private void startsOf(
            int job,
            Map<String, Integer> told,
            Set<String> returned,
            int unstarted,
            String content) {
        List<Ledger.Start> starts =
                ledger.starts().stream().filter(start -> start.job() == job).toList();
        int excused = 0;
        Set<Run> runs = new HashSet<>();
        for (Ledger.Start start : starts) {
            String run = start.run().toString();
            runs.add(start.run());
            if (ledger.isExcused(run) || returned.contains(run)) {
                excused++;
            }
            if (told.getOrDefault(run, 0) != 1) {
                complain(
                        Kind.TOLD,
                        "run %s of job %d is told of %d times:\n%s"
                                .formatted(run, job, told.getOrDefault(run, 0), content));
            }
        }
        int owed = ledger.owed().get(job);
        if (starts.size() - excused > owed || runs.size() < starts.size()) {
            complain(
                    Kind.STARTS,
                    "job %d was started %d times, owed %d, without excuse: %s\n%s"
                            .formatted(job, starts.size(), owed, starts, content));
        }
        if (starts.size() + unstarted < owed) {
            complain(
                    Kind.STARTS,
                    "job %d was started %d times of %d".formatted(job, starts.size(), owed));
        }
    }

    /** Each file into which its user wrote nothing was rejected, and nothing else was. */
    private void reasons() throws IOException {
        Set<Object> rejected = new HashSet<>();
        for (String name : disk.names("failed")) {
            Path reason = disk.root().resolve("failed").resolve(name);
            if (!name.endsWith(".reason")) {
                continue;
            }
            Path file = reason.resolveSibling(name.replaceFirst("\\.reason$", ".conf"));
            boolean isThere = Files.exists(file);
            if (isThere && ledger.unwritten().contains(ledger.key(file))) {
                rejected.add(ledger.key(file));
            } else if (isThere && Files.size(file) == 0) {
                if (!ledger.isOutrun(ledger.key(file))) {
                    complain(Kind.REASONS, reason + " stays beside a name that was only reserved");
                }
            } else if (isThere) {
                Optional<Integer> job = Ledger.id(Files.readString(file));
                if (job.filter(
                                id ->
                                        !ledger.isTorn(id)
                                                && !ledger.isNone(id)
                                                && !ledger.late().contains(id))
                        .isPresent()) {
                    complain(Kind.REASONS, reason + " stays beside job " + job.get());
                }
            } else if (!ledger.wasTaken(file)
                    && Optional.ofNullable(ledger.reasons().get(reason))
                            .filter(by -> by.isHarmed() || by.isCommand())
                            .isEmpty()) {
                complain(Kind.REASONS, reason + " stays beside nothing");
            }
        }
        for (Object key : ledger.unwritten()) {
            if (!rejected.contains(key) && !isElsewhere(key)) {
                complain(Kind.REASONS, "an empty file was not rejected, or is gone");
            }
        }
    }

    /** With its user, or ended by a crash or a command, which is written into it. */
    private boolean isElsewhere(Object key) throws IOException {
        for (String place : List.of("failed", "../" + Disk.HOME)) {
            for (String name : disk.names(place)) {
                Path file = disk.root().resolve(place).resolve(name);
                if (ledger.key(file).equals(key)) {
                    return !place.equals("failed") || Files.readString(file).contains("\n[result]");
                }
            }
        }
        return false;
    }
}
