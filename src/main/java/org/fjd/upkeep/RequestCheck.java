package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fjd.spool.Spool;
import org.fjd.spool.Tree;
import org.fjd.upkeep.Finding.Kind;

/** Requests are to workers that are there. */
record RequestCheck(Spool spool) implements Check {

    @Override
    public void look(Findings found) throws IOException {
        Tree tree = spool.tree();
        List<Path> requests = tree.list(spool.requests().directory());
        Set<String> workers = new HashSet<>(spool.roll().names());
        for (Path request : requests) {
            Optional<RequestName> name = RequestName.parse(request.getFileName().toString());
            Optional<BasicFileAttributes> attributes = tree.look(request);
            if (name.isEmpty()) {
                found.add(
                        Kind.MISPLACED,
                        request,
                        "It is not named as a request is, so fjd leaves it alone.",
                        "Move it elsewhere if you know what it is.");
            } else if (attributes.isPresent() && !workers.contains(name.get().worker())) {
                long size = attributes.get().size();
                found.add(
                        Kind.REQUEST,
                        request,
                        "It asks something of a worker that is gone.",
                        "Remove it.",
                        () ->
                                !spool.roll().has(name.get().worker())
                                        && tree.remove(
                                                request,
                                                size,
                                                attributes.get().lastModifiedTime()));
            }
        }
    }
}
