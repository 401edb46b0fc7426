package org.fjd.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fjd.doctor.Diagnosis;
import org.fjd.doctor.Diagnosis.Proposal;
import org.fjd.doctor.Finding;
import org.fjd.doctor.Finding.Verdict;
import org.fjd.doctor.Operation;
import org.fjd.doctor.Spread;
import org.fjd.doctor.Words;

/** What a doctor found, for people. */
final class DoctorText {

    private static final String INDENT = "       ";

    private DoctorText() {}

    static List<String> lines(Finding finding) {
        List<String> lines = new ArrayList<>(Text.wrapped(Text.oneLine(finding.what()), INDENT));
        lines.set(0, "%-7s".formatted(finding.verdict().word()) + lines.get(0).strip());
        finding.remedy()
                .ifPresent(remedy -> lines.addAll(Text.wrapped(Text.oneLine(remedy), INDENT)));
        return lines;
    }

    /** What is told at the end: times, and what to set. */
    static List<String> lines(Diagnosis diagnosis, boolean isSet) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("OPERATION   MEDIAN    WORST");
        Map<Operation, Spread> operations = diagnosis.operations();
        for (Operation operation : Operation.values()) {
            Spread spread = operations.get(operation);
            if (spread != null) {
                lines.add(
                        "%-9s %8s %8s"
                                .formatted(
                                        operation.word(),
                                        Words.of(spread.median()),
                                        Words.of(spread.worst())));
            }
        }
        for (Proposal proposal : diagnosis.proposals()) {
            lines.add("");
            lines.add(
                    "%s %s = %s (now %s)"
                            .formatted(
                                    isSet ? "Set in .fjd/fjd.conf:" : "Proposed for .fjd/fjd.conf:",
                                    proposal.key(),
                                    proposal.value(),
                                    proposal.now().orElse("by the file system's type")));
            lines.addAll(Text.wrapped(Text.oneLine(proposal.why()), INDENT));
        }
        if (!lines.get(lines.size() - 1).isEmpty()) {
            lines.add("");
        }
        return lines;
    }

    static String verdict(Diagnosis diagnosis, boolean isSet) {
        long unfit =
                diagnosis.findings().stream().filter(f -> f.verdict() == Verdict.UNFIT).count();
        long poor = diagnosis.findings().stream().filter(f -> f.verdict() == Verdict.POOR).count();
        String fit =
                unfit > 0
                        ? "Not fit as it is: " + Sayings.count((int) unfit, "fault") + "."
                        : poor > 0
                                ? "Fit, with " + Sayings.count((int) poor, "reservation") + "."
                                : "Fit.";
        if (diagnosis.proposals().isEmpty()) {
            return fit + (unfit > 0 ? "" : " The settings suit it.");
        }
        return fit
                + (isSet
                        ? " Start dispatchers and workers anew for the settings to hold."
                        : " To set what is proposed: the same again with --set");
    }
}
