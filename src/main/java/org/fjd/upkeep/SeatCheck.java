package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Seat;
import org.fjd.spool.Spool;
import org.fjd.spool.Tree;
import org.fjd.upkeep.Finding.Kind;

/** One dispatcher has the seat, and lives, as far as that can be told from here. */
record SeatCheck(Spool spool, Machine here) implements Check {

    @Override
    public void look(Findings found) throws IOException {
        Tree tree = spool.tree();
        List<Path> seats = new ArrayList<>();
        for (Path entry : tree.list(tree.at(".fjd/seat"))) {
            if (entry.getFileName().toString().matches("[1-9]\\d{0,17}")) {
                seats.add(entry);
            } else {
                found.add(
                        Kind.MISPLACED,
                        entry,
                        "It is not named as a seat is, so fjd leaves it alone.",
                        "Move it elsewhere if you know what it is.");
            }
        }
        seats.sort(Comparator.comparingLong(seat -> Long.parseLong(seat.getFileName().toString())));
        if (seats.isEmpty()) {
            return;
        }
        for (Path lower : seats.subList(0, seats.size() - 1)) {
            Optional<BasicFileAttributes> attributes = tree.look(lower);
            if (attributes.isPresent()) {
                long size = attributes.get().size();
                found.add(
                        Kind.SEAT,
                        lower,
                        "Another dispatcher has taken over from this one.",
                        "Nothing to do: it is not in the way.",
                        () -> tree.remove(lower, size, attributes.get().lastModifiedTime()));
            }
        }
        holder(seats.get(seats.size() - 1), found);
    }

    private void holder(Path seat, Findings found) throws IOException {
        Optional<ProcessId> process =
                spool.seat(ProcessId.self(here)).holder().map(Seat.Holder::process);
        if (process.filter(p -> p.pid() == 0).isPresent()) {
            found.add(
                    Kind.SEAT,
                    seat,
                    "Nobody can read who dispatches.",
                    "Start a dispatcher: it takes over when the lease has passed.");
        } else if (process.filter(p -> p.isDead(here)).isPresent()) {
            found.add(
                    Kind.SEAT,
                    seat,
                    "The dispatcher with process %d is gone, and jobs are not handed out."
                            .formatted(process.get().pid()),
                    "Start a dispatcher: it takes over at once.");
        }
    }
}
