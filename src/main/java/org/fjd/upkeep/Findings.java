package org.fjd.upkeep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.upkeep.Finding.Kind;
import org.fjd.upkeep.Finding.Mend;

/** What one look at a spool has found. */
final class Findings {

    private final List<Finding> all = new ArrayList<>();

    /** Adds one that can't be mended safely. */
    void add(Kind kind, Path path, String what, String remedy) {
        all.add(new Finding(kind, path, what, remedy, Optional.empty()));
    }

    /** Adds one that can. */
    void add(Kind kind, Path path, String what, String remedy, Mend mend) {
        all.add(new Finding(kind, path, what, remedy, Optional.of(mend)));
    }

    List<Finding> all() {
        return all;
    }

    /** Whether something is wrong, as far as this look tells. */
    boolean anyProblem() {
        return all.stream().anyMatch(finding -> finding.kind().isProblem());
    }

    /** What is told, and those problems that an earlier look has found too. */
    List<Finding> lasting(Findings earlier) {
        return all.stream()
                .filter(
                        finding ->
                                !finding.kind().isProblem()
                                        || earlier.all.stream().anyMatch(finding::isSameAs))
                .toList();
    }
}
