package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.JobName;
import org.fjd.spool.Spool;
import org.fjd.spool.Tree;
import org.fjd.upkeep.Finding.Kind;

/** What lies in the queues are jobs that a worker takes. */
record QueueCheck(Spool spool) implements Check {

    @Override
    public void look(Findings found) throws IOException {
        Tree tree = spool.tree();
        for (Path entry : tree.list(tree.at("jobqueue"))) {
            Optional<JobName> name = JobName.ofFileName(entry.getFileName().toString());
            if (name.isPresent()) {
                job(tree, entry, name.get(), found);
            } else if (!entry.getFileName().toString().startsWith(".")) {
                found.add(
                        Kind.MISPLACED,
                        entry,
                        "It does not end in .conf, so it is no job and is left alone.",
                        "Rename it if it is to be run.");
            }
        }
        for (Path entry : tree.list(tree.at("retryqueue"))) {
            Optional<JobName> name = JobName.ofRetryFileName(entry.getFileName().toString());
            if (name.isPresent()) {
                job(tree, entry, name.get(), found);
            } else {
                found.add(
                        Kind.RETRY_NAME,
                        entry,
                        "Here only fjd puts files, named JOB@RUN.conf; this one is never run.",
                        "Move it into jobqueue/ if it is to be run.",
                        () -> tree.setAside(entry));
            }
        }
    }

    private void job(Tree tree, Path entry, JobName name, Findings found) throws IOException {
        Optional<BasicFileAttributes> attributes = tree.look(entry);
        if (attributes.isEmpty()) {
            return; // assigned at this moment
        }
        if (!attributes.get().isRegularFile()) {
            found.add(
                    Kind.ODD_KIND,
                    entry,
                    "It is no plain file, so a worker will reject it.",
                    "Put a copy of the file there.");
            return;
        }
        Set<String> trusted = spool.settings().trusted();
        Rights.check(tree, entry, trusted, found);
        name.objection()
                .ifPresent(
                        why ->
                                found.add(
                                        Kind.NAME,
                                        entry,
                                        "A worker will reject it. " + why,
                                        "Rename it."));
        if (tree.history(entry).isTorn()) {
            JobText.tellTorn(entry, found);
        }
    }
}
