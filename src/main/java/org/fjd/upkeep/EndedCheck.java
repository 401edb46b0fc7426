package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fjd.job.History;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Morgue;
import org.fjd.spool.Spool;
import org.fjd.spool.Tree;
import org.fjd.upkeep.Finding.Kind;

/** What lies in {@code done/} and {@code failed/} has ended, and says how. */
record EndedCheck(Spool spool) implements Check {

    private static final Duration YOUNG = Duration.ofSeconds(10);

    @Override
    public void look(Findings found) throws IOException {
        Tree tree = spool.tree();
        Instant young = tree.now().minus(YOUNG);
        look(tree, tree.at("done"), true, young, found);
        look(tree, tree.at("failed"), false, young, found);
    }

    private void look(Tree tree, Path directory, boolean isDone, Instant young, Findings found)
            throws IOException {
        List<Path> entries = tree.list(directory);
        Set<String> names =
                entries.stream().map(e -> e.getFileName().toString()).collect(Collectors.toSet());
        // After the listing: whose name is reserved there still lies here, or was moved there.
        Set<String> leaving = leaving();
        for (Path entry : entries) {
            String fileName = entry.getFileName().toString();
            Optional<JobName> name = JobName.ofFileName(fileName);
            if (name.isPresent()) {
                boolean hasReason = !isDone && names.contains(name.get().reasonFileName());
                job(tree, entry, name.get(), isDone, hasReason, young, leaving, found);
            } else if (!isDone && JobName.ofReasonFileName(fileName).isPresent()) {
                reason(tree, entry, JobName.ofReasonFileName(fileName).get(), names, found);
            } else {
                found.add(
                        Kind.MISPLACED,
                        entry,
                        "It is no job's file, so fjd leaves it alone.",
                        "Move it elsewhere if it is in the way.");
            }
        }
    }

    private void reason(Tree tree, Path entry, JobName rejected, Set<String> names, Findings found)
            throws IOException {
        Optional<BasicFileAttributes> attributes = tree.look(entry);
        if (!names.contains(rejected.fileName()) && attributes.isPresent()) {
            found.add(
                    Kind.REASON,
                    entry,
                    "It says why a job was rejected that is no longer here.",
                    "Remove it.",
                    () -> setAside(tree, entry, attributes.get()));
        }
    }

    /** Unless the job came back meanwhile, or goes into a pack, and its reason with it. */
    private boolean setAside(Tree tree, Path reason, BasicFileAttributes found) throws IOException {
        String job = reason.getFileName().toString().replaceFirst("\\.reason$", ".conf");
        return !spool.packs().isPublishing(job)
                && !tree.has(reason.resolveSibling(job))
                && tree.setAside(reason, found.size(), found.lastModifiedTime());
    }

    private void job(
            Tree tree,
            Path entry,
            JobName name,
            boolean isDone,
            boolean hasReason,
            Instant young,
            Set<String> leaving,
            Findings found)
            throws IOException {
        Optional<BasicFileAttributes> attributes = tree.look(entry);
        if (attributes.isEmpty()) {
            return; // taken back by its user at this moment
        }
        if (isReservation(tree, entry, attributes.get()) && !hasReason) {
            boolean isOld = attributes.get().lastModifiedTime().toInstant().isBefore(young);
            if (isOld && !isSource(leaving, name)) {
                reservation(tree, entry, name, attributes.get(), found);
            }
            return;
        }
        if (!attributes.get().isRegularFile()) {
            if (!hasReason) {
                found.add(
                        Kind.ODD_KIND,
                        entry,
                        "It is no plain file, and nothing beside it says why it was rejected.",
                        "Move it elsewhere.");
            }
            return;
        }
        Rights.check(tree, entry, spool.settings().trusted(), found);
        if (name.objection().isPresent()) {
            found.add(Kind.NAME, entry, name.objection().get(), "Rename it.");
        }
        if (!hasReason) {
            ending(tree, entry, isDone, found);
        }
    }

    private static void ending(Tree tree, Path entry, boolean isDone, Findings found)
            throws IOException {
        History history;
        try {
            history = tree.history(entry);
        } catch (NoSuchFileException e) {
            return; // taken back by its user at this moment
        }
        JobText.check(entry, history, found);
        Optional<Outcome> result = history.result();
        if (result.isEmpty()) {
            found.add(
                    Kind.NO_RESULT,
                    entry,
                    "It does not say how it ended, so fjd did not put it here.",
                    "Move it into jobqueue/ to have it run, or elsewhere.");
        } else if ((result.get().state() == State.DONE) != isDone) {
            found.add(
                    Kind.WRONG_DIRECTORY,
                    entry,
                    "It says that it ended as %s, which does not belong here."
                            .formatted(result.get().state().word()),
                    "Move it to %s/ if nobody meant that.".formatted(isDone ? "failed" : "done"));
        }
    }

    private void reservation(
            Tree tree, Path entry, JobName name, BasicFileAttributes attributes, Findings found) {
        found.add(
                Kind.RESERVATION,
                entry,
                "It is empty: a name that was reserved for a job, by who died before it came.",
                "Remove it; the job itself is elsewhere, and comes under another name.",
                () -> {
                    if (isSource(leaving(), name)) {
                        return false;
                    }
                    return attributes.isDirectory()
                            ? tree.removeIfEmpty(entry)
                            : tree.remove(entry, 0, attributes.lastModifiedTime());
                });
    }

    private static boolean isReservation(Tree tree, Path entry, BasicFileAttributes attributes)
            throws IOException {
        return attributes.isDirectory()
                ? tree.list(entry).isEmpty()
                : attributes.isRegularFile() && attributes.size() == 0;
    }

    /** The names of the jobs that somebody may be publishing, stopped in the midst of it. */
    private Set<String> leaving() throws IOException {
        Set<String> names = new HashSet<>();
        for (Run run : spool.pods().runs()) {
            names(spool.pods().jobs(run), names);
        }
        for (Morgue.Entry entry : spool.morgue().entries()) {
            names(entry.jobs(), names);
        }
        return names;
    }

    private static void names(List<Path> jobs, Set<String> names) {
        for (Path job : jobs) {
            JobName.ofFileName(job.getFileName().toString())
                    .ifPresent(name -> names.add(name.acceptable().value()));
        }
    }

    private boolean isSource(Set<String> leaving, JobName name) throws IOException {
        String first = name.value().replaceFirst("~[1-9]\\d*$", "");
        return leaving.contains(name.value())
                || leaving.contains(first)
                || spool.packs().isPublishing(name.fileName());
    }
}
