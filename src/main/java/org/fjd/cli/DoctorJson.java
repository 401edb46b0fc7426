package org.fjd.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fjd.doctor.Diagnosis;
import org.fjd.doctor.Diagnosis.Distance;
import org.fjd.doctor.Diagnosis.Proposal;
import org.fjd.doctor.Finding;
import org.fjd.doctor.Mount;
import org.fjd.doctor.Operation;
import org.fjd.doctor.Spread;
import org.fjd.spool.Spool;

/** What a doctor found, for programs. */
final class DoctorJson {

    private static final double NANO = 1e9;

    private DoctorJson() {}

    static Map<String, Object> of(Spool spool, Diagnosis diagnosis, boolean isSet) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("spool", spool.root().toString());
        told.put("fit", diagnosis.isFit());
        told.put("findings", diagnosis.findings().stream().map(DoctorJson::of).toList());
        Map<String, Object> system = new LinkedHashMap<>();
        system.put("type", diagnosis.type());
        system.put("remote", diagnosis.remote());
        diagnosis.mount().ifPresent(mount -> put(system, mount));
        diagnosis.room().bytes().ifPresent(bytes -> system.put("free_bytes", bytes));
        diagnosis.room().files().ifPresent(files -> system.put("free_files", files));
        system.put("hints", diagnosis.hints());
        told.put("file_system", system);
        Map<String, Object> operations = new LinkedHashMap<>();
        for (Operation operation : Operation.values()) {
            Optional.ofNullable(diagnosis.operations().get(operation))
                    .ifPresent(spread -> operations.put(operation.word(), of(spread)));
        }
        told.put("operations", operations);
        told.put("hosts", diagnosis.hosts().stream().map(DoctorJson::of).toList());
        told.put("proposals", diagnosis.proposals().stream().map(DoctorJson::of).toList());
        told.put("set", isSet);
        return told;
    }

    private static void put(Map<String, Object> system, Mount mount) {
        system.put("mount", mount.point());
        system.put("source", mount.source());
        system.put("options", mount.options());
    }

    private static Map<String, Object> of(Finding finding) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("check", finding.check().word());
        told.put("verdict", finding.verdict().word());
        told.put("what", finding.what());
        finding.remedy().ifPresent(remedy -> told.put("remedy", remedy));
        return told;
    }

    private static Map<String, Object> of(Spread spread) {
        return Map.of(
                "times", spread.times(),
                "median_seconds", seconds(spread.median()),
                "worst_seconds", seconds(spread.worst()));
    }

    private static Map<String, Object> of(Distance distance) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("host", distance.host());
        distance.news().ifPresent(spread -> told.put("there", of(spread)));
        distance.newsBack().ifPresent(spread -> told.put("back", of(spread)));
        distance.text().ifPresent(spread -> told.put("text", of(spread)));
        told.put("hints", distance.hints());
        distance.clock()
                .ifPresent(
                        clock -> {
                            told.put("clock_ahead_seconds", seconds(clock.ahead()));
                            told.put("clock_inexact_seconds", seconds(clock.inexact()));
                        });
        return told;
    }

    private static Map<String, Object> of(Proposal proposal) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("key", proposal.key());
        proposal.now().ifPresent(now -> told.put("now", now));
        told.put("value", proposal.value());
        told.put("why", proposal.why());
        return told;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANO;
    }
}
