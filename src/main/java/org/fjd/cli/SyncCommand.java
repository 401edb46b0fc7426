package org.fjd.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fjd.job.Quoting;
import org.fjd.recruit.Host;
import org.fjd.recruit.Hosts;
import org.fjd.recruit.Ssh;
import org.fjd.recruit.Synchronizer;
import org.fjd.recruit.Synchronizer.Copied;
import org.fjd.recruit.Synchronizer.Synced;
import org.fjd.spool.HostName;
import org.fjd.spool.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = {
            "Copies the directories that hosts.conf names in 'sync' to hosts that do not share them,"
                    + " by rsync.",
            "Deletes nothing there, unless hosts.conf has 'sync-delete = yes'."
        },
        exitCodeList = {
            ExitCode.OK + ":All was copied.",
            ExitCode.FAILED + ":On some host something went wrong; the others went on."
        },
        footer = {
            "  recruiter sync --dry-run       show what would change",
            "  recruiter sync                 all hosts that have 'sync'",
            "  recruiter sync node1 node2     these"
        })
final class SyncCommand implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private TimeoutOption timeout;

    @Parameters(
            paramLabel = "HOST",
            arity = "0..*",
            description = "Hosts by their names in hosts.conf (default: all that have 'sync').")
    private List<String> names = List.of();

    @Option(
            names = "--dry-run",
            description = "Only show what would change. Neither sync-before nor sync-after is run.")
    private boolean dryRun;

    SyncCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Spool opened = spool.openForReading();
        Hosts conf = Hosts.read(opened);
        List<Host> hosts =
                OnOption.hosts(
                        conf, names.isEmpty() ? List.of(HostName.ALL) : names, spec, console);
        if (hosts.stream().noneMatch(host -> host.sync().isPresent())) {
            throw usage("None of these hosts has a line 'sync = DIRECTORY' in " + conf.file());
        }
        for (Host host : hosts) {
            if (names.contains(host.name()) && host.sync().isEmpty()) {
                throw usage(
                        "%s has no line 'sync = DIRECTORY' in %s"
                                .formatted(host.name(), conf.file()));
            }
        }
        return Remote.run(ssh -> sync(opened, hosts, ssh));
    }

    private int sync(Spool opened, List<Host> hosts, Ssh ssh) throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        new Synchronizer(opened, ssh, dryRun, timeout.duration())
                .sync(
                        hosts,
                        synced -> {
                            tell(synced);
                            failed.compareAndSet(false, !synced.complaints().isEmpty());
                        });
        return failed.get() ? ExitCode.FAILED : ExitCode.OK;
    }

    private void tell(Synced synced) {
        for (Copied copied : synced.copied()) {
            String what = Quoting.quoted(copied.directory());
            if (dryRun) {
                console.say(
                        "Would sync %s to %s: %s."
                                .formatted(
                                        what,
                                        synced.host().name(),
                                        Sayings.count(copied.changes().size(), "change")));
                console.print(
                        copied.changes().stream().map(c -> "    " + Text.oneLine(c)).toList());
            } else {
                console.say("Synced %s to %s.".formatted(what, synced.host().name()));
            }
        }
        Remote.complain(console, synced.host(), synced.complaints());
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message + ".");
    }
}
