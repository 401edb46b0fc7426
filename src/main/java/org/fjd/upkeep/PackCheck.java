package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fjd.spool.Machine;
import org.fjd.spool.Packing;
import org.fjd.spool.Packs;
import org.fjd.spool.Spool;
import org.fjd.spool.Tree;
import org.fjd.spool.Trouble;
import org.fjd.upkeep.Finding.Kind;

/** Packs can be read, with the content that was packed, and nobody left one half way. */
record PackCheck(Spool spool, Machine here) implements Check {

    @Override
    public void look(Findings found) throws IOException {
        Tree tree = spool.tree();
        Packs packs = spool.packs();
        List<Path> all = packs.list();
        for (Path pack : all) {
            try {
                Packs.contents(pack);
            } catch (NoSuchFileException e) {
                // taken away by its user at this moment
            } catch (IOException e) {
                found.add(
                        Kind.PACK,
                        pack,
                        "Its jobs can't be shown or restored: " + Trouble.describe(e),
                        "Put a copy of it in its place.");
            }
        }
        for (Path leftover : packs.isBusy(here) ? List.<Path>of() : packs.leftovers()) {
            found.add(
                    Kind.UNSETTLED,
                    leftover,
                    "It was being archived when that was ended.",
                    "The next 'fjd archive' completes that, unless one on another host still does.",
                    () -> settle(packs, leftover));
        }
        Set<Path> known = new HashSet<>(all);
        known.add(packs.directory().resolve("struck"));
        for (Path entry : tree.list(packs.directory())) {
            if (!known.contains(entry)) {
                found.add(
                        Kind.MISPLACED,
                        entry,
                        "It is no pack, so fjd leaves it alone.",
                        "Move it elsewhere if it is in the way.");
            }
        }
    }

    private boolean settle(Packs packs, Path leftover) throws IOException {
        Optional<Packing> begun = packs.tryToBegin(here);
        if (begun.isEmpty()) {
            return false; // another one has just begun, and settles it
        }
        Packing packing = begun.get();
        try (packing) {
            packs.settle(leftover);
            packs.sweep();
            return true;
        }
    }
}
