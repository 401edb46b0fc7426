package org.fjd.submit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.fjd.job.JobName;
import org.fjd.job.Run;
import org.fjd.spool.Morgue;
import org.fjd.spool.Spool;

/** Where jobs are by now. */
final class Whereabouts {

    private Whereabouts() {}

    /**
     * The jobs that are queued or in pods. One that is moved meanwhile from a pod back into a queue
     * may be missed: only a second look tells that it is not there.
     */
    static Set<JobName> live(Spool spool) throws IOException {
        Set<JobName> live = new HashSet<>();
        for (Path entry : spool.jobQueue().entries()) {
            spool.jobQueue().nameOf(entry).ifPresent(live::add);
        }
        for (Run run : spool.pods().runs()) {
            for (Path job : spool.pods().jobs(run)) {
                add(live, job);
            }
        }
        for (Morgue.Entry entry : spool.morgue().entries()) {
            for (Path job : entry.jobs()) {
                add(live, job);
            }
        }
        return live;
    }

    private static void add(Set<JobName> names, Path file) {
        JobName.ofFileName(file.getFileName().toString()).ifPresent(names::add);
    }
}
