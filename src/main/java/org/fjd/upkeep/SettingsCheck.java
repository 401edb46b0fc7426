package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import org.fjd.spool.Spool;
import org.fjd.spool.Trouble;
import org.fjd.upkeep.Finding.Kind;

/** {@code .fjd/fjd.conf} can be read, and says nothing that nobody reads. */
record SettingsCheck(Spool spool) implements Check {

    @Override
    public void look(Findings found) {
        try {
            for (String warning : spool.tree().readSettings().warnings()) {
                found.add(Kind.SETTINGS, file(), warning, "Mend it, or take it away.");
            }
        } catch (IOException e) {
            found.add(
                    Kind.SETTINGS,
                    file(),
                    "The settings can't be used, so no command works here: " + Trouble.describe(e),
                    "Mend that line, or move the file away to go by the defaults.");
        }
    }

    private Path file() {
        return spool.root().resolve(".fjd").resolve("fjd.conf");
    }
}
