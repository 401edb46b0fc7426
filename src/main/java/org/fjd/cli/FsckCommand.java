package org.fjd.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.upkeep.Finding;
import org.fjd.upkeep.Fsck;
import org.fjd.upkeep.Fsck.Told;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "fsck",
        mixinStandardHelpOptions = true,
        description = {
            "Checks that all in the spool is as fjd keeps it, and explains what is not. Workers and"
                    + " dispatchers may be at work."
        },
        exitCodeList = {
            ExitCode.OK + ":Nothing is wrong.",
            ExitCode.FAILED + ":Something is wrong."
        })
final class FsckCommand implements Callable<Integer> {

    private static final String INDENT = "    ";

    private final Console console;

    @Mixin private SpoolOption spool;

    @Option(
            names = "--fix",
            description = "Mend what can be mended safely; what is in doubt is put aside.")
    private boolean fix;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    FsckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Spool opened = spool.openToCheck();
        List<Told> told = new Fsck(opened, Machine.here()).check(fix);
        long problems = told.stream().filter(Told::isProblem).count();
        if (json) {
            printJson(told, problems);
        } else {
            told.forEach(finding -> tell(opened, finding));
            long mended = told.stream().filter(Told::mended).count();
            console.say(
                    (problems == 0
                                    ? "Nothing is wrong"
                                    : Sayings.count((int) problems, "problem") + " found")
                            + (mended == 0 ? "." : ", %d mended.".formatted(mended)));
        }
        return problems == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private void tell(Spool opened, Told told) {
        Finding finding = told.finding();
        console.print(Sayings.path(opened, finding.path()));
        console.print(Text.wrapped(finding.what(), INDENT));
        console.print(
                Text.wrapped(
                        told.mended()
                                ? "Mended."
                                : finding.remedy()
                                        + (finding.mend().isPresent() && !fix
                                                ? orElse(finding.remedy()) + "fjd fsck --fix"
                                                : ""),
                        INDENT));
    }

    /** A remedy that ends in a command has no full stop. */
    private static String orElse(String remedy) {
        return remedy.endsWith(".") ? " Or: " : "; or: ";
    }

    private void printJson(List<Told> all, long problems) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Told told : all) {
            Finding finding = told.finding();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("kind", finding.kind().word());
            row.put("problem", finding.kind().isProblem());
            row.put("path", finding.path().toString());
            row.put("what", finding.what());
            row.put("remedy", finding.remedy());
            row.put("mendable", finding.mend().isPresent());
            row.put("mended", told.mended());
            rows.add(row);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("problems", problems);
        result.put("findings", rows);
        console.print(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(result));
    }
}
