package org.fjd.story;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.fjd.ini.Section;
import org.fjd.job.Run;

/** Whether all promises were kept, as the files say after a story. */
final class Audit {

    private final Disk disk;
    private final Ledger ledger;
    private final List<String> complaints;

    Audit(Disk disk, Ledger ledger) {
        this.disk = disk;
        this.ledger = ledger;
        this.complaints = new ArrayList<>(ledger.complaints());
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
    List<String> complaints() throws IOException {
        nothingIsLeftBehind();
        Map<Integer, Path> files = filesOfJobs();
        for (int job : ledger.owed().keySet()) {
            endsOf(job, Optional.ofNullable(files.get(job)));
        }
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
                        ".fjd/workers")) {
            if (!disk.names(place).isEmpty()) {
                complaints.add(place + " is left with " + disk.names(place));
            }
        }
        for (String draft : disk.names(".fjd/tmp")) {
            if (!draft.startsWith("user")) {
                complaints.add(".fjd/tmp is left with " + draft);
            }
        }
    }

    private Map<Integer, Path> filesOfJobs() throws IOException {
        Map<Integer, Path> files = new HashMap<>();
        int rejected = 0;
        for (String place : List.of("done", "failed")) {
            for (String name : disk.names(place)) {
                Path file = disk.root().resolve(place).resolve(name);
                Optional<Integer> job = Ledger.id(file);
                if (job.isPresent() && files.put(job.get(), file) != null) {
                    complaints.add("job " + job.get() + " has two files, one is " + file);
                }
                if (name.endsWith(".reason")) {
                    rejected++;
                }
            }
        }
        if (rejected - ledger.reasonsOfTheDead() != ledger.unwritten()) {
            complaints.add(rejected + " rejected of " + ledger.unwritten() + " empty files");
        }
        return files;
    }

    private void endsOf(int job, Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            complaints.add("job " + job + " is lost");
            return;
        }
        String content = Files.readString(file.get(), StandardCharsets.UTF_8);
        if (!content.startsWith(ledger.text(job))) {
            complaints.add("the text of job " + job + " was changed: " + content);
        }
        List<Section> sections = believed(content);
        Set<String> returned = new HashSet<>();
        Map<String, Integer> told = new HashMap<>();
        int ends = 0;
        String lastState = "";
        for (Section section : sections) {
            String state = section.get("state").orElse("");
            String run = section.get("run").orElse("");
            told.merge(run, 1, Integer::sum);
            if (state.equals("returned")) {
                returned.add(run);
            }
            if (section.name().startsWith("result")) {
                ends++;
                lastState = state;
            }
        }
        if (ends != ledger.owed().get(job)) {
            complaints.add(
                    "job %d has %d ends and is owed %d:\n%s"
                            .formatted(job, ends, ledger.owed().get(job), content));
        }
        if (lastState.equals("done") != file.get().getParent().endsWith("done")) {
            complaints.add("job " + job + " is in the wrong place: " + file.get());
        }
        startsOf(job, told, returned, content);
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

    private static List<Section> sections(String content) {
        try {
            return Ini.parse(content).sections().stream()
                    .filter(s -> s.name().matches("(attempt|result)(\\.\\d+)?"))
                    .filter(s -> s.get("whole").equals(Optional.of("yes")))
                    .toList();
        } catch (IniException e) {
            throw new AssertionError(e);
        }
    }

    private void startsOf(
            int job, Map<String, Integer> told, Set<String> returned, String content) {
        List<Ledger.Start> starts =
                ledger.starts().stream().filter(start -> start.job() == job).toList();
        int excused = 0;
        Set<Run> runs = new HashSet<>();
        for (Ledger.Start start : starts) {
            runs.add(start.run());
            if (start.worker().isExcused() || returned.contains(start.run().toString())) {
                excused++;
            }
            if (told.getOrDefault(start.run().toString(), 0) != 1) {
                complaints.add(
                        "run %s of job %d is told of %d times:\n%s"
                                .formatted(
                                        start.run(),
                                        job,
                                        told.getOrDefault(start.run().toString(), 0),
                                        content));
            }
        }
        int owed = ledger.owed().get(job);
        if (starts.size() - excused > owed || runs.size() < starts.size()) {
            complaints.add(
                    "job %d was started %d times, owed %d, without excuse: %s"
                            .formatted(job, starts.size(), owed, starts));
        }
        if (starts.size() < owed && !isEndedByCrashes(content)) {
            complaints.add("job %d was started %d times of %d".formatted(job, starts.size(), owed));
        }
    }

    private static boolean isEndedByCrashes(String content) {
        return content.contains("lost-in-a-row = 5");
    }
}
