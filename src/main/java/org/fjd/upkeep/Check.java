package org.fjd.upkeep;

import java.io.IOException;

/** Looks at a part of a spool. What is found in a single look may be a transition under way. */
@FunctionalInterface
interface Check {
    void look(Findings found) throws IOException;
}
