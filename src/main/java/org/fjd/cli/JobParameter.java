package org.fjd.cli;

import java.io.IOException;
import java.util.List;
import org.fjd.spool.Spool;
import org.fjd.view.Catalogue;
import org.fjd.view.Job;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The one job that a command is about. */
final class JobParameter {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(paramLabel = "JOB", description = "The job's name, or the path of its file.")
    private String name = "";

    /** The job and its namesakes. */
    List<Job> find(Spool spool) throws IOException {
        try {
            return new Catalogue(spool).named(name);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage() + ".", e);
        }
    }

    String nothing(Spool spool) {
        return "No job named '%s' at %s. 'fjd jobs' names them."
                .formatted(Text.oneLine(name), spool.root());
    }
}
