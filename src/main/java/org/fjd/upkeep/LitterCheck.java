package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fjd.spool.Spool;
import org.fjd.spool.Tree;
import org.fjd.upkeep.Finding.Kind;

/** Tells what jobs left behind, and what {@code fjd gc} would remove. */
record LitterCheck(Spool spool) implements Check {

    @Override
    public void look(Findings found) throws IOException {
        Tree tree = spool.tree();
        Path strays = tree.at(".fjd/strays");
        int left = 0;
        for (Path run : tree.list(strays)) {
            left += tree.list(run).isEmpty() ? 0 : 1;
        }
        if (left > 0) {
            found.add(
                    Kind.STRAYS,
                    strays,
                    "Files that jobs left in their pods, or that were put aside, are in %d of its directories."
                            .formatted(left),
                    "Take what you need; fjd never removes them.");
        }
        Map<Garbage.Kind, Integer> counts = new EnumMap<>(Garbage.Kind.class);
        Map<Garbage.Kind, Path> places = new EnumMap<>(Garbage.Kind.class);
        List<Garbage> garbage;
        try {
            garbage = new GarbageCollector(spool, Optional.empty()).find();
        } catch (IOException e) {
            return; // what kept it from looking is a finding of its own
        }
        for (Garbage piece : garbage) {
            counts.merge(piece.kind(), 1, Integer::sum);
            places.putIfAbsent(piece.kind(), piece.path().resolveSibling(""));
        }
        counts.forEach(
                (kind, count) ->
                        found.add(
                                Kind.GARBAGE,
                                places.getOrDefault(kind, strays),
                                "%d here: %s.".formatted(count, kind.meaning()),
                                "'fjd gc' removes it."));
    }
}
