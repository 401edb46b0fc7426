package org.fjd.cli;

import java.util.List;
import org.fjd.job.Labels;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --label}. */
final class LabelOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            description = {
                "What the worker has that jobs may require, such as gpu.",
                "Several: --label gpu,avx2 or --label gpu --label avx2."
            })
    private List<String> values = List.of();

    Labels labels() {
        String text = String.join(",", values);
        Labels labels =
                Labels.parse(text)
                        .orElseThrow(
                                () -> usage("--label is for names of letters, digits and _ . : -"));
        if (!labels.fit()) {
            throw usage(
                    "The labels are longer than %d bytes together. Use fewer or shorter ones."
                            .formatted(Labels.MAX_BYTES));
        }
        return labels;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
