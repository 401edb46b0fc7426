package org.fjd.cli;

import java.util.List;
import java.util.Optional;
import org.fjd.job.JobName;
import org.fjd.view.Before;

/** What is said before a command that tries jobs again. */
final class Again {

    private Again() {}

    /**
     * What is to be mended before, such as {@code mend its file}; empty if nothing is.
     *
     * @param one whether it is said of a single job
     */
    static Optional<String> mend(Before before, boolean one) {
        String own = one ? "its file" : "their files";
        if (before.circle()) {
            String others =
                    before.cause().isEmpty()
                            ? ""
                            : ", or in that of " + Phrase.names(before.cause());
            return Optional.of(Text.oneLine("mend 'after' in " + own + others));
        }
        List<JobName> rejected = before.rejected();
        if (rejected.isEmpty()) {
            return Optional.empty();
        }
        if (!before.cause().containsAll(rejected)) {
            return Optional.of("mend " + own);
        }
        return Optional.of(
                Text.oneLine(
                        "mend the %s of %s"
                                .formatted(
                                        rejected.size() == 1 ? "file" : "files",
                                        Phrase.names(rejected))));
    }
}
