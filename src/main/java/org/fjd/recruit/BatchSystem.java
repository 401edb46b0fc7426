package org.fjd.recruit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.fjd.ini.Section;
import org.fjd.job.Quoting;
import org.fjd.job.Rejection;
import org.fjd.job.Spelling;
import org.fjd.recruit.Commands.Said;
import org.fjd.recruit.Launcher.Failure;
import org.fjd.spool.Hire;
import org.fjd.spool.Spool;

/** A batch system as a section {@code [via NAME]} of the settings describes it. */
final class BatchSystem {

    private static final String SUBMIT = "submit";
    private static final String PENDING = "pending";
    private static final String CANCEL = "cancel";
    private static final String ENDS_AT = "ends-at";
    private static final List<String> KEYS = List.of(SUBMIT, PENDING, CANCEL, ENDS_AT);

    /**
     * The workers' logs are not Slurm's output, which can't be in a directory with a percent sign
     * or a backslash in its name. Asked for one number only, squeue calls it an error that the job
     * is over; of several it overlooks those. Slurm 22.05 does not tell a job its end in its
     * environment, and takes the number of one of its tasks for the whole array. What it would
     * queue again after a node's death, nobody would know of; an end that is not known has no
     * colon, and is none ({@code date} takes nothing for last midnight).
     */
    private static final String BUILT_IN =
            """
            [via slurm]
            submit = sbatch --parsable --array=1-{count} --job-name=fjd --output=/dev/null \
            --no-requeue {options} --wrap={command}
            pending = squeue --noheader --array --states=PENDING,CONFIGURING --jobs={id},{id} --format='%K %r'
            cancel = scancel {id}'_['{tasks}']'
            ends-at = ${SLURM_JOB_END_TIME:-$(squeue -h -j "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" \
            -o %e | grep : | date -f - +%s 2>/dev/null)}
            """;

    private static final Set<String> OF_SUBMIT =
            Set.of("count", "command", "log", "spool", Template.OPTIONS);
    private static final Set<String> OF_PENDING = Set.of("id", "spool");
    private static final Set<String> OF_CANCEL = Set.of("id", "spool", "tasks");
    private static final Pattern TASK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:\\[\\]-]{0,99}");
    private static final int MOST_WORDS = 10;

    /**
     * A worker that was asked for and has not been started.
     *
     * @param hire the request
     * @param task how the batch system calls it within the request
     * @param reason why it has not been started, in the batch system's words
     */
    record Awaited(Hire hire, String task, String reason) {}

    private final String name;
    private final Spool spool;
    private final Commands commands;
    private final Template submit;
    private final Template pending;
    private final Template cancel;
    private final Optional<String> endsAt;

    private BatchSystem(String name, Map<String, String> lines, Spool spool, Commands commands)
            throws BatchException {
        this.name = name;
        this.spool = spool;
        this.commands = commands;
        this.submit = template(lines, SUBMIT, OF_SUBMIT);
        this.pending = template(lines, PENDING, OF_PENDING);
        this.cancel = template(lines, CANCEL, OF_CANCEL);
        this.endsAt = Optional.ofNullable(lines.get(ENDS_AT));
    }

    /**
     * The batch system of a name.
     *
     * @throws BatchException if there is none, or its section can't be used
     */
    static BatchSystem of(Spool spool, String name, Commands commands) throws BatchException {
        Optional<String> why = whyUnknown(spool, name);
        if (why.isPresent()) {
            throw new BatchException(why.get());
        }
        Optional<Section> builtIn = builtIn(name);
        Optional<Section> own = Optional.ofNullable(spool.settings().vias().get(name));
        Map<String, String> lines = new HashMap<>();
        builtIn.ifPresent(section -> put(section, lines));
        if (own.isPresent()) {
            refuseUnknown(name, own.get());
            put(own.get(), lines);
        }
        return new BatchSystem(name, lines, spool, commands);
    }

    /** Why there is no batch system of a name, if there is none. */
    static Optional<String> whyUnknown(Spool spool, String name) {
        if (!Hire.isVia(name)) {
            return Optional.of(
                    "%s can't be the name of a batch system: at most 32 letters, digits and _ can. Give its section [via …] in .fjd/fjd.conf such a name."
                            .formatted(Quoting.quoted(name)));
        }
        return spool.settings().knowsVia(name)
                ? Optional.empty()
                : Optional.of(
                        "There is no section [via %s] in .fjd/fjd.conf. Write one, or take %s."
                                .formatted(name, Hire.BUILT_IN));
    }

    private static Optional<Section> builtIn(String name) {
        try {
            return Ini.parse(BUILT_IN).section("via " + name);
        } catch (IniException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void put(Section section, Map<String, String> lines) {
        for (Section.Entry entry : section.entries()) {
            lines.put(entry.key().toLowerCase(Locale.ROOT), entry.value());
        }
    }

    private static void refuseUnknown(String name, Section section) throws BatchException {
        for (Section.Entry entry : section.entries()) {
            String key = entry.key().toLowerCase(Locale.ROOT);
            if (!KEYS.contains(key)) {
                throw new BatchException(
                        "[via %s] in .fjd/fjd.conf has a key %s that is not known. %s"
                                .formatted(
                                        name,
                                        Quoting.quoted(entry.key()),
                                        Spelling.nearest(key, KEYS)
                                                .map(near -> "Did you mean '" + near + "'?")
                                                .orElse("There are " + String.join(", ", KEYS))));
            }
        }
    }

    private Template template(Map<String, String> lines, String key, Set<String> known)
            throws BatchException {
        String line = lines.getOrDefault(key, "");
        if (line.isBlank()) {
            throw new BatchException(
                    "[via %s] in .fjd/fjd.conf has no %s. Write that command line there."
                            .formatted(name, key));
        }
        try {
            return Template.parse(line, known);
        } catch (Rejection e) {
            throw new BatchException(
                    "[via %s] in .fjd/fjd.conf: %s can't be used. %s"
                            .formatted(
                                    name, key, e.reason().replaceFirst("^The executable", "It")));
        }
    }

    /** Shell text that says, where a worker is started, when its allocation ends. */
    Optional<String> endsAt() {
        return endsAt.filter(text -> !text.isBlank());
    }

    /**
     * What became of a submission.
     *
     * @param id how it calls the request, if it said so
     * @param trouble why that is not all
     */
    record Submitted(Optional<String> id, Optional<BatchException> trouble) {}

    /**
     * Asks for workers.
     *
     * @param command starts a worker, for a shell
     * @param log a path for what the workers print, from the spool; without an ending
     * @param options for its own command
     * @throws BatchException if it is not willing to give them
     */
    Submitted submit(int count, String command, String log, List<String> options)
            throws BatchException, InterruptedException {
        if (!options.isEmpty() && !submit.has(Template.OPTIONS)) {
            throw new BatchException(
                    "The key submit of [via %s] in .fjd/fjd.conf has no {options}, so there is no place for %s."
                            .formatted(name, Quoting.quoted(options.get(0))));
        }
        Map<String, String> values =
                Map.of(
                        "count",
                        Integer.toString(count),
                        "command",
                        command,
                        "log",
                        log,
                        "spool",
                        spool.root().toString());
        Said said = run(submit, SUBMIT, values, options);
        Optional<String> id = number(said.out());
        if (said.exit().isEmpty()) {
            return new Submitted(id, Optional.of(late(id, said)));
        }
        if (!said.isGood()) {
            throw failure("was not willing to give workers", said);
        }
        if (id.isEmpty()) {
            throw new BatchException(
                    "The command 'submit' of [via %s] in .fjd/fjd.conf must print the number of the request, such as 4711, alone on a line, else nobody can ask for it. Workers may come up nevertheless. It printed%s"
                            .formatted(name, words(said).isEmpty() ? " nothing." : ":"),
                    words(said));
        }
        return new Submitted(id, Optional.empty());
    }

    /**
     * The only number that is alone on a line. A site may have its say on other lines; what follows
     * a semicolon is, for Slurm, the cluster's name.
     */
    private static Optional<String> number(List<String> printed) {
        List<String> alone =
                printed.stream()
                        .map(line -> line.split(";", 2)[0].strip())
                        .filter(Hire::isId)
                        .distinct()
                        .toList();
        return alone.size() == 1 ? Optional.of(alone.get(0)) : Optional.empty();
    }

    /** It may have been heard all the same. */
    private BatchException late(Optional<String> id, Said said) {
        return new BatchException(
                "The command 'submit' of [via %s] did not end in time.%s Workers may come up nevertheless: 'recruiter list' shows them."
                        .formatted(
                                name,
                                id.map(
                                                " It printed the number %s, which is written down."
                                                        ::formatted)
                                        .orElse("")),
                words(said));
    }

    /** The workers of a request that have not been started. */
    List<Awaited> pending(Hire hire) throws BatchException, InterruptedException {
        Said said = run(pending, PENDING, Map.of("id", hire.id(), "spool", root()), List.of());
        if (!said.isGood()) {
            throw failure("did not tell what is pending of " + hire.id(), said);
        }
        List<Awaited> awaited = new ArrayList<>();
        for (String line : said.out()) {
            String[] parts = line.split("\\s+", 2);
            if (!TASK.matcher(parts[0]).matches()) {
                throw new BatchException(
                        "%s did not print a task and a reason on each line of what is pending of %s."
                                .formatted(name, hire.id()),
                        words(said));
            }
            awaited.add(new Awaited(hire, parts[0], parts.length < 2 ? "" : parts[1]));
        }
        return awaited;
    }

    /** Whether single workers of a request can be cancelled. */
    boolean cancelsSingly() {
        return cancel.has("tasks");
    }

    /**
     * Cancels workers of a request; all that are pending, if it can't cancel single ones.
     *
     * @return what it said if it failed; some may have been started meanwhile, so that counts only
     *     if they are pending still
     */
    Optional<Failure> cancel(Hire hire, List<String> tasks)
            throws BatchException, InterruptedException {
        Map<String, String> values =
                Map.of("id", hire.id(), "spool", root(), "tasks", String.join(",", tasks));
        Said said = run(cancel, CANCEL, values, List.of());
        return said.isGood()
                ? Optional.empty()
                : Optional.of(
                        failure("did not cancel what is pending of " + hire.id(), said).failure());
    }

    private String root() {
        return spool.root().toString();
    }

    private Said run(
            Template template, String key, Map<String, String> values, List<String> options)
            throws BatchException, InterruptedException {
        try {
            return commands.run(template.argv(values, options));
        } catch (IOException e) {
            throw new BatchException(
                    "The command '%s' of [via %s] can't be run.".formatted(key, name),
                    List.of(String.valueOf(e.getMessage())));
        }
    }

    private BatchException failure(String what, Said said) {
        return new BatchException(
                "%s %s: %s."
                        .formatted(
                                name,
                                what,
                                said.exit()
                                        .map(code -> "its command exited with " + code)
                                        .orElse("its command did not end in time")),
                words(said));
    }

    private static List<String> words(Said said) {
        List<String> words = new ArrayList<>(said.err());
        words.addAll(said.out());
        return words.subList(0, Math.min(words.size(), MOST_WORDS));
    }
}
