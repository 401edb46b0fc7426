package org.fjd.spool;

import java.util.Optional;
import org.fjd.ini.Section;

/**
 * A process, on whatever machine it runs.
 *
 * @param host the name of its host, for people
 * @param machine the identity of that machine, see {@link Machine#identity()}
 * @param pid its number there
 * @param start the mark of its start, see {@link Machine#startOf(long)}
 */
public record ProcessId(String host, String machine, long pid, String start) {

    /** This process. */
    public static ProcessId self(Machine here) {
        long pid = here.pid();
        return new ProcessId(here.host(), here.identity(), pid, here.startOf(pid).orElse("?"));
    }

    public boolean isOn(Machine here) {
        return machine.equals(here.identity());
    }

    /** Whether it lives; for a process of another machine nobody here can tell. */
    public boolean isAlive(Machine here) {
        return here.isAlive(pid, start);
    }

    /** Whether it ran on this machine and is gone. */
    public boolean isDead(Machine here) {
        return isOn(here) && !isAlive(here);
    }

    static Optional<ProcessId> of(Section section) {
        try {
            return Optional.of(
                    new ProcessId(
                            section.get("host").orElseThrow(),
                            section.get("machine").orElseThrow(),
                            Long.parseLong(section.get("pid").orElseThrow()),
                            section.get("start").orElseThrow()));
        } catch (java.util.NoSuchElementException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    java.util.List<Section.Entry> entries() {
        return java.util.List.of(
                new Section.Entry("host", host),
                new Section.Entry("machine", machine),
                new Section.Entry("pid", Long.toString(pid)),
                new Section.Entry("start", start));
    }
}
