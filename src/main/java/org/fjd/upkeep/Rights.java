package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.Quoting;
import org.fjd.spool.Tree;
import org.fjd.upkeep.Finding.Kind;

/** Who may write what. */
final class Rights {

    private Rights() {}

    /** Looks at an entry's rights and owner. */
    static void check(Tree tree, Path entry, Set<String> trusted, Findings found)
            throws IOException {
        if (tree.isOpenToAll(entry)) {
            found.add(
                    Kind.OPEN_TO_ALL,
                    entry,
                    "Everybody may write to it, so anybody could have programs run as you.",
                    "Take that right away: chmod o-w " + Quoting.quoted(entry.toString()),
                    () -> {
                        tree.closeToOthers(entry);
                        return true;
                    });
        }
        Optional<String> owner = tree.otherOwner(entry).filter(name -> !trusted.contains(name));
        if (owner.isPresent()) {
            found.add(
                    Kind.OTHERS,
                    entry,
                    "It belongs to %s, and workers run only what is their own user's."
                            .formatted(owner.get()),
                    "Copy it as the user who works here, or add that user to 'trust' in"
                            + " .fjd/fjd.conf.");
        }
    }
}
