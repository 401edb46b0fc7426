package org.fjd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.fjd.job.JobName;
import org.fjd.job.Quoting;
import org.fjd.job.Run;
import org.fjd.spool.Lookout;
import org.fjd.spool.Spool;
import org.fjd.view.Job;
import org.fjd.view.JobLog;
import org.fjd.view.JobState;
import org.fjd.view.LogFollower;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what a job has printed, in its last run or another, on whatever host it runs.",
            "Of namesakes (job, job~2) that which runs, or else the one that ended last. A pattern"
                    + " that means others too is refused."
        },
        exitCodeList = ExitCode.NO_JOB)
final class LogCommand implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private JobParameter named;
    @Mixin private LogOptions options;

    @Option(
            names = "--attempt",
            paramLabel = "N",
            description = "That of the N-th attempt, from 1 ('fjd show JOB' counts them).")
    private Optional<Integer> attempt = Optional.empty();

    @Option(names = "--run", paramLabel = "RUN", description = "That of this run.")
    private Optional<String> run = Optional.empty();

    LogCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        boolean another = attempt.isPresent() || run.isPresent();
        if ((attempt.isPresent() && run.isPresent()) || (options.follow() && another)) {
            throw usage("--follow, --attempt and --run exclude each other.");
        }
        options.check();
        Spool opened = spool.openForReading();
        List<Job> jobs = named.find(opened, console);
        if (jobs.isEmpty()) {
            return ExitCode.UNKNOWN;
        }
        refuseMany(jobs);
        List<Job> asked = another ? jobs : List.of(latest(jobs));
        boolean printed =
                options.print(
                        opened,
                        console,
                        options.follow()
                                ? follower -> follow(opened, latest(jobs), follower)
                                : follower -> print(opened, asked, follower));
        return printed ? ExitCode.OK : ExitCode.FAILED;
    }

    private void refuseMany(List<Job> jobs) {
        List<JobName> names = jobs.stream().map(job -> job.name().original()).distinct().toList();
        if (names.size() > 1) {
            throw usage(
                    Accounts.line("Name one of these " + names.size() + " jobs", names)
                            .replaceFirst("\\.$", ""));
        }
    }

    private boolean follow(Spool opened, Job job, LogFollower follower)
            throws IOException, InterruptedException {
        if (new JobLog(opened).printsElsewhere(job)) {
            console.complain(elsewhere(job));
            return false;
        }
        if (job.state() == JobState.QUEUED || job.state() == JobState.HELD) {
            console.complain(
                    "%s is %s, so there is nothing to follow yet. Why: fjd why %s"
                            .formatted(
                                    job.name().quoted(),
                                    job.state().word(),
                                    Quoting.arguments(List.of(job.name().value()))));
        }
        try (Lookout lookout = opened.lookout()) {
            follower.follow(job, lookout);
        }
        return true;
    }

    private static Job latest(List<Job> jobs) {
        return jobs.stream()
                .filter(job -> job.currentRun().isPresent())
                .findFirst()
                .or(() -> jobs.stream().max(Comparator.comparing(Job::since)))
                .orElseThrow();
    }

    private boolean print(Spool opened, List<Job> jobs, LogFollower follower) throws IOException {
        JobLog logs = new JobLog(opened);
        Predicate<JobLog.OfRun> wanted =
                ran ->
                        attempt.filter(n -> n != ran.attempt()).isEmpty()
                                && run.filter(r -> !r.equals(ran.run().toString())).isEmpty();
        Optional<JobLog.OfRun> chosen = Optional.empty();
        Job latest = jobs.get(0);
        for (Job job : jobs) {
            for (JobLog.OfRun ran : logs.runs(job)) {
                if (wanted.test(ran)) {
                    chosen = Optional.of(ran);
                    latest = job;
                }
            }
        }
        Optional<Path> log = chosen.flatMap(JobLog.OfRun::log);
        if (log.isEmpty()) {
            console.complain(
                    noLog(latest, chosen.map(JobLog.OfRun::run), logs.printsElsewhere(latest)));
            return false;
        }
        if (!follower.copy(latest, log.get())) {
            console.complain(
                    "%s is not there any more: it was removed or taken elsewhere. 'fjd show %s' says what became of the job."
                            .formatted(
                                    Sayings.path(opened, log.get()), Text.argument(latest.name())));
            return false;
        }
        return true;
    }

    private String noLog(Job job, Optional<Run> chosen, boolean elsewhere) {
        String name = job.name().quoted();
        String word = Text.argument(job.name());
        if (chosen.isEmpty() && job.state().hasEnded() && attempt.isEmpty() && run.isEmpty()) {
            return "%s is %s and has not run. 'fjd show %s' says why."
                    .formatted(name, job.state().word(), word);
        }
        if (chosen.isEmpty()) {
            return attempt.isPresent() || run.isPresent()
                    ? "%s has had no such run. 'fjd show %s' names its runs.".formatted(name, word)
                    : "%s is %s and has not run. To wait for it: fjd log -f %s"
                            .formatted(name, job.state().word(), word);
        }
        return elsewhere
                ? elsewhere(job)
                : chosen.flatMap(job.history()::of).flatMap(end -> end.detail("log")).isPresent()
                        ? "What run %s of %s printed is not there any more: its log is another job's by now, which had the same name. If it was packed: fjd archive --restore %s"
                                .formatted(chosen.get(), name, word)
                        : "Run %s of %s has left no log. 'fjd show %s' says what became of it."
                                .formatted(chosen.get(), name, word);
    }

    private static String elsewhere(Job job) {
        return "%s prints into files of its own: 'fjd show %s' names them (stdout, stderr)."
                .formatted(job.name().quoted(), Text.argument(job.name()));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
