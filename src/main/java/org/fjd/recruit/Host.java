package org.fjd.recruit;

import java.util.List;
import java.util.Optional;
import org.fjd.job.Labels;

/**
 * What {@code hosts.conf} says of one host. Paths there begin with {@code /} or {@code ~/}.
 *
 * @param name what it is called here
 * @param address what ssh calls it
 * @param workers how many to hire where no number is given; if empty, one for each processor there
 * @param labels what its workers have
 * @param directory where the spool is mounted there; if empty, at the same path as here
 * @param java JAVA_HOME there
 * @param fjd the directory there that has the program recruiter; if empty, the same as here
 * @param before shell to run there first
 * @param sync what is copied to it, if anything
 */
public record Host(
        String name,
        String address,
        Optional<Integer> workers,
        Labels labels,
        Optional<String> directory,
        Optional<String> java,
        Optional<String> fjd,
        Optional<String> before,
        Optional<Sync> sync) {

    /** One of which nothing is said: ssh knows it by its name. */
    static Host named(String name) {
        return new Host(
                name,
                name,
                Optional.empty(),
                Labels.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * What is copied to a host.
     *
     * @param directories each counted from the spool, or beginning with {@code /} or {@code ~/}
     * @param before shell to run there before
     * @param after shell to run there after all was copied
     * @param deletes whether what is missing here is deleted there
     */
    public record Sync(
            List<String> directories,
            Optional<String> before,
            Optional<String> after,
            boolean deletes) {

        /** Keeps a copy of the directories. */
        public Sync {
            directories = List.copyOf(directories);
        }
    }
}
