package org.fjd.recruit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.fjd.ini.Section;
import org.fjd.job.Quoting;
import org.fjd.job.Spelling;
import org.fjd.spool.HostName;
import org.fjd.spool.Spool;
import org.fjd.spool.UnusableSpoolException;

/**
 * The hosts that {@code hosts.conf} in a spool's root names. It decides what is run, so it must be
 * this user's own or root's, and nothing that everybody may write.
 *
 * @param file where it is, or would be
 * @param all in the order of the file; none without a file
 * @param warnings of keys that are not known
 */
public record Hosts(Path file, List<Host> all, List<String> warnings) {

    private static final String NAME = "hosts.conf";

    /** Keeps copies of the lists. */
    public Hosts {
        all = List.copyOf(all);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads the file.
     *
     * @throws UnusableSpoolException if somebody else could have written it, or something in it is
     *     wrong; the message names section, key and remedy
     */
    public static Hosts read(Spool spool) throws IOException {
        Path file = spool.root().resolve(NAME);
        List<Host> hosts = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Section section : sections(file, spool.ownText(NAME))) {
            if (hosts.stream().anyMatch(host -> host.name().equals(section.name()))) {
                throw new UnusableSpoolException(
                        "%s: the section [%s] is there twice. Make one of the two."
                                .formatted(file, section.name()));
            }
            HostReader reader = new HostReader(file, section);
            hosts.add(reader.host());
            warnings.addAll(reader.warnings());
        }
        return new Hosts(file, hosts, warnings);
    }

    private static List<Section> sections(Path file, Optional<String> text)
            throws UnusableSpoolException {
        try {
            return Ini.parse(text.orElse("")).sections();
        } catch (IniException e) {
            throw new UnusableSpoolException(file + " can't be read: " + e.getMessage());
        }
    }

    /**
     * The hosts of these names, each once; {@code all} stands for all of them.
     *
     * @throws IllegalArgumentException if there is none of such a name, or none at all; the message
     *     says which there are
     */
    public List<Host> named(List<String> names) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException(
                    "No hosts are named in %s. Write a line there for each, such as [node1]"
                            .formatted(file));
        }
        Set<Host> chosen = new LinkedHashSet<>();
        for (String name : names) {
            if (name.equals(HostName.ALL)) {
                chosen.addAll(all);
            } else {
                chosen.add(named(name));
            }
        }
        return List.copyOf(chosen);
    }

    /**
     * As {@link #named}, but a name that is not in the file is a host as ssh knows it.
     *
     * @throws IllegalArgumentException if there is no host at all for {@code all}, or ssh could not
     *     know one of such a name
     */
    public List<Host> namedOrKnownToSsh(List<String> names) {
        Set<Host> chosen = new LinkedHashSet<>();
        for (String name : names) {
            Optional<Host> known = find(name);
            if (known.isPresent()) {
                chosen.add(known.get());
            } else if (name.equals(HostName.ALL)) {
                chosen.addAll(named(List.of(name)));
            } else {
                chosen.add(HostReader.knownToSsh(name));
            }
        }
        return List.copyOf(chosen);
    }

    private Host named(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException(unknown(name)));
    }

    private Optional<Host> find(String name) {
        return all.stream().filter(host -> host.name().equals(name)).findFirst();
    }

    private String unknown(String name) {
        List<String> known = all.stream().map(Host::name).toList();
        return "There is no host %s in %s.%s It has: %s"
                .formatted(
                        Quoting.quoted(name),
                        file,
                        Spelling.nearest(name, known)
                                .map(meant -> " Did you mean '" + meant + "'?")
                                .orElse(""),
                        known.stream().collect(Collectors.joining(", ")));
    }
}
