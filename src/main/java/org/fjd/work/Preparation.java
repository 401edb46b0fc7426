package org.fjd.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fjd.ini.Section.Entry;
import org.fjd.job.Control;
import org.fjd.job.JobFile;
import org.fjd.job.Variable;
import org.fjd.spool.Spool;
import org.fjd.spool.Testimony;
import org.fjd.spool.Trouble;
import org.fjd.work.ExpectedFiles.Expected;

/**
 * What is ready before a job is started.
 *
 * @param order what to start
 * @param outputs where its output goes, for its result
 * @param expected the files that it is to make
 */
record Preparation(Order order, List<Entry> outputs, ExpectedFiles expected) {

    /**
     * Works out all paths, and makes the job's log and the directories of its outputs.
     *
     * @throws CouldNotStart if that is impossible by the job's own fault
     * @throws IOException if the spool is in trouble; it may be tried again
     */
    static Preparation of(Spool spool, Assignment job, JobFile file)
            throws CouldNotStart, IOException {
        Control control = file.control();
        Path root = spool.root();
        Path directory =
                control.directory().isEmpty() ? root : under(root, control.directory().get());
        List<Expected> expected = new ArrayList<>();
        for (String name : control.success().expects()) {
            expected.add(new Expected(name, under(directory, name)));
        }
        if (control.logfile().isPresent()) {
            makeParent(under(directory, control.logfile().get()));
        }
        List<Entry> outputs = new ArrayList<>();
        Path stdout;
        Path stderr;
        if (control.stdout().isPresent() && control.stderr().isPresent()) {
            stdout = output(directory, control.stdout().get());
            stderr = output(directory, control.stderr().get());
        } else {
            Path log = spool.logs().create(job.name(), job.run());
            outputs.add(new Entry("log", root.relativize(log).toString()));
            stdout = control.stdout().isPresent() ? output(directory, control.stdout().get()) : log;
            stderr = control.stderr().isPresent() ? output(directory, control.stderr().get()) : log;
        }
        Order order =
                new Order(
                        control.executable(),
                        job.path(),
                        root,
                        directory,
                        environment(spool, job, file),
                        stdout,
                        stderr,
                        control.bounds().nice());
        return new Preparation(order, outputs, new ExpectedFiles(expected));
    }

    private static Map<String, String> environment(Spool spool, Assignment job, JobFile file) {
        Testimony testimony = spool.pods().testimony(job.run());
        Map<String, String> environment = new HashMap<>(file.control().environment());
        environment.put(Variable.SPOOL.word(), spool.root().toString());
        environment.put(Variable.JOB.word(), job.name().value());
        environment.put(Variable.JOB_FILE.word(), job.path().toString());
        environment.put(Variable.ATTEMPT.word(), Integer.toString(file.history().attempt()));
        environment.put(Variable.WORKER.word(), job.run().worker());
        environment.put(Variable.POD.word(), job.run().toString());
        environment.put(Variable.VALUES.word(), testimony.valuesFile().toString());
        environment.put(Variable.PROGRESS.word(), testimony.progressFile().toString());
        return environment;
    }

    private static Path under(Path directory, String name) throws CouldNotStart {
        try {
            return directory.resolve(name);
        } catch (InvalidPathException e) {
            throw new CouldNotStart("'" + name + "' is no name for a file: " + e.getReason());
        }
    }

    /**
     * A file of the user's choice, which may be anything; a log that was just made needs no look.
     */
    private static Path output(Path directory, String name) throws CouldNotStart, IOException {
        Path file = under(directory, name);
        Output.prepare(file);
        return file;
    }

    private static void makeParent(Path file) throws CouldNotStart {
        Path parent = file.getParent();
        try {
            if (parent != null) {
                Files.createDirectories(parent);
            }
        } catch (IOException e) {
            throw new CouldNotStart(
                    "the directory of its logfile could not be made: " + Trouble.describe(e));
        }
    }
}
