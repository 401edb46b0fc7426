package org.fjd.upkeep;

import java.io.IOException;
import org.fjd.spool.Spool;
import org.fjd.spool.Trouble;
import org.fjd.upkeep.Finding.Kind;

/** {@code .fjd/fjd.conf} can be read. */
record SettingsCheck(Spool spool) implements Check {

    @Override
    public void look(Findings found) {
        try {
            spool.tree().readSettings();
        } catch (IOException e) {
            found.add(
                    Kind.SETTINGS,
                    spool.root().resolve(".fjd").resolve("fjd.conf"),
                    "The settings can't be used, so no command works here: " + Trouble.describe(e),
                    "Mend that line, or move the file away to go by the defaults.");
        }
    }
}
