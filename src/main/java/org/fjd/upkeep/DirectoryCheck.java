package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fjd.spool.Spool;
import org.fjd.spool.Tree;
import org.fjd.upkeep.Finding.Kind;

/**
 * All directories are there, and nobody else's; {@code .fjd} has nothing that fjd does not know.
 */
record DirectoryCheck(Spool spool) implements Check {

    private static final Set<String> MACHINERY =
            Set.of(
                    "fjd.conf",
                    "hires",
                    "logs",
                    "morgue",
                    "packed",
                    "packing",
                    "requests",
                    "seat",
                    "strays",
                    "taken",
                    "tmp",
                    "workers");

    @Override
    public void look(Findings found) throws IOException {
        Tree tree = spool.tree();
        List<Path> all = new ArrayList<>(tree.directories());
        all.add(0, tree.root());
        if (tree.has(tree.at("archive"))) {
            all.add(tree.at("archive"));
        }
        for (Path directory : all) {
            look(tree, directory, found);
        }
        for (Path entry : tree.list(tree.at(".fjd"))) {
            if (!MACHINERY.contains(entry.getFileName().toString())) {
                found.add(
                        Kind.MISPLACED,
                        entry,
                        "fjd keeps nothing of that name here, and leaves it alone.",
                        "Move it elsewhere if you know what it is.");
            }
        }
        Path settings = tree.at(".fjd/fjd.conf");
        if (tree.has(settings)) {
            rights(tree, settings, found);
        }
    }

    private static void look(Tree tree, Path directory, Findings found) throws IOException {
        Optional<BasicFileAttributes> attributes = tree.look(directory);
        if (attributes.isEmpty()) {
            found.add(
                    Kind.MISSING_DIRECTORY,
                    directory,
                    "It is not there.",
                    "Nothing to do: the next command makes it.");
        } else if (!attributes.get().isDirectory()) {
            found.add(
                    Kind.DIRECTORY,
                    directory,
                    "It is in the way: fjd keeps a directory of that name, and no command works"
                            + " without it.",
                    "Move it elsewhere.");
        } else {
            rights(tree, directory, found);
        }
    }

    private static void rights(Tree tree, Path entry, Findings found) throws IOException {
        Rights.check(tree, entry, Set.of(), found);
    }
}
